"""Documents → term frequencies → an index in memory."""
