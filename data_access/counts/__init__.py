"""Counts out of the stored records."""
