"""How text is read: letters, words, languages. Knows nothing of articles."""
