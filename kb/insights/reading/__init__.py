"""Unknown files → tables, records and lines with their numbers: kinds by bytes, encodings, limits against bombs."""
