"""What is usual for a place and a force: the stored counts, judged."""
