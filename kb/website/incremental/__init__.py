"""A build after small edits: the last site with a few texts replaced."""
