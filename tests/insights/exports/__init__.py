"""Invented exports on the headers of real ones: texts as files, binary ones made here."""
