"""Speaking HTTP: requests, the rate limit, retries, and reading JSON fields."""
