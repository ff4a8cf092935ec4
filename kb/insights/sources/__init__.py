"""Rows, values and lines → records: one module a source, and the tables that a shop maps itself."""
