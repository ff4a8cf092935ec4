"""What comes back to a shop: exports of marketplaces, inboxes and forms, read as they really are."""
