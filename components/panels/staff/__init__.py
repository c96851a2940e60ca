"""The sections of the staff page."""
