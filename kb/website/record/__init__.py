"""What a build wrote and from what, so that the next one does less."""
