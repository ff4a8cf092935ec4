"""A page with another text in the place of its own: what its template would write, without the template.

A template shows the text of an article in one place, its first heading apart, and looks into it only for trees and
self-checks (`theme/kb/article.html`); `tests/builds/test_edit_loop.py` compares the result with what templates write.
"""

from __future__ import annotations

from kb.website.mkdocs.material import uses_of

_DATA_BLOCKS = ("data-kb-tree", "data-kb-quiz")
"""What a text holds that makes its page show more elsewhere."""
_LEAST = 3
"""A shorter text may stand anywhere in a page."""


def with_text(page: str, old: str, new: str) -> str | None:
    """The HTML of `page` with the text `new` where `old` stood; None where that is not in one place only."""
    if any((mark in old) != (mark in new) for mark in _DATA_BLOCKS):
        return None
    if uses_of(old) != uses_of(new):
        return None
    (heading, before), (other, after) = _after_heading(old), _after_heading(new)
    if heading != other or len(before.strip()) < _LEAST or page.count(before) != 1:
        return None
    return page.replace(before, after)


def _after_heading(content: str) -> tuple[str, str]:
    """The heading with which a text begins, or "", and the rest: a page shows them apart."""
    if not content.lstrip().startswith("<h1"):
        return "", content
    heading, end, rest = content.partition("</h1>")
    return heading + end, rest
