"""What was written, understood: articles, scripts, facts, notices, their fields, addresses and links."""
