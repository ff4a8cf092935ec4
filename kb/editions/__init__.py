"""Who sees what: the public and the agents' edition of one library, facts filled in."""
