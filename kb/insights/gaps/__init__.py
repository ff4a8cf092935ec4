"""Messages and searches → groups that ask the same → what the help centre does not answer."""
