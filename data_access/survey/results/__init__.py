"""Counting answers and publishing closed windows."""
