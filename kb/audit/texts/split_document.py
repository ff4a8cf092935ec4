"""Markdown files taken apart, each once: pieces, excuses and copies are all read from the same."""

from __future__ import annotations

from functools import lru_cache

from kb.content.front_matter import Split, split_front_matter

MOST_HELD = 20_000
"""Files; YAML is a tenth of an audit, and some files are asked for four times."""


@lru_cache(maxsize=MOST_HELD)
def split_document(text: str, path: str) -> Split:
    """Fields and body of one Markdown file; what is wrong with it is no matter of the audit."""
    split, _ = split_front_matter(text, path=path)
    return split
