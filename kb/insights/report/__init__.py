"""Measures of a period → HTML, CSV and text in a language."""
