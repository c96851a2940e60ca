"""How it is said: pure sentences out of facts."""
