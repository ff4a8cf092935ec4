"""What is internal, what is public anyway, and where each stands in its file."""
