"""Markdown → HTML, bounded in work: the reader of pages, and readers of the HTML that comes out."""
