"""Invented exports on the headers of real ones (formats-and-opportunities, A): texts as files, binary ones made here."""
