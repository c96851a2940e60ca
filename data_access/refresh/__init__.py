"""When and how facts are read from police.uk into the store."""
