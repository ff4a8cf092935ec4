"""Channels: what each one carries, what its marketplace forbids, and how a reply is written for it."""
