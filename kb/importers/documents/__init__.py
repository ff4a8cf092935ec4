"""Tables, word-processor documents and HTML pages that a shop has → articles and saved replies."""
