"""`kb serve`: rebuild what changed and show it at once."""
