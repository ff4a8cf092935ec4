"""Containers → the bytes and texts inside them, bounded; what stays unread is said."""
