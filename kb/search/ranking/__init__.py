"""A query and an index → ranked hits with passages, spelling and confidence."""
