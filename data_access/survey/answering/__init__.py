"""Taking in a survey answer."""
