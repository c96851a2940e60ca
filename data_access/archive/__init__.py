"""The bulk archive of data.police.uk, placed by polygon."""
