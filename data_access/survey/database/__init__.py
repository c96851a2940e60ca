"""The survey's tables, engine, migrations and purge."""
