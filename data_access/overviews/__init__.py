"""What several views read together of a place, of the overdue, and of all that is stored."""
