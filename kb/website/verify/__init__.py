"""A published folder or host against what was built."""
