"""Facts about local policing: reading them, keeping them, counting them. Knows of no screen."""
