"""Invented exports of an invented shop: what marketplaces, inboxes and forms would give out, in their own shapes."""
