"""When it is, where the clock stands still."""

NOW = "2026-11-18T12:00:00"
