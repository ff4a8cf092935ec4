"""Judging what was read: every rule about more than one field of one file."""
