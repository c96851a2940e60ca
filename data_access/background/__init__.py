"""Work beside the visitor: threads that are counted, and a bounded queue."""
