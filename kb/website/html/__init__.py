"""Rendered Markdown → the HTML of a page."""
