"""`kb build`: one process an edition, staged, audited, locked, published in one step."""
