"""What earlier builds made, kept by content hash, and the processes that share the work."""
