"""Records ↔ one SQLite file: files imported once, corrections that replace, rows set aside, all forgotten again."""
