"""The client of data.police.uk."""
