"""What agents copied → counts by word and document, which the shop commits and the desk lifts documents by."""
