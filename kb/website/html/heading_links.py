"""Headings with a link to themselves, so that a part of a text can be sent to somebody."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

_HEADING = re.compile(r"<h([23])(\s[^<>]*+)>((?:(?!<h[1-6][\s>]).)*?)</h\1>", re.DOTALL)
"""Reads nothing twice, whatever stands in a text: a heading ends before the next one begins."""
_ID = re.compile(r'\sid="([^"\s]+)"')
_TAG = re.compile(r"</?([a-z0-9]+)", re.IGNORECASE)
_NO_PLACE = frozenset({"a", "summary", "button", "label", "legend", "hgroup"})
"""Where no block, or no link, may stand."""


def makes_heading_links(extension_configs: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether links at headings are ours to make: not where the shop says by `toc: permalink` what it wants."""
    return "permalink" not in extension_configs.get("toc", {})


def with_heading_links(content: str, ids: Collection[str]) -> str:
    """`content` with a link beside each heading of level 2 or 3 whose id is one of `ids`.

    It stands beside the heading, not in it: a list of headings is then read without its words. Its name is a word of
    the page (`kb-headinglink`) and the heading itself: written together they would be a sentence that nobody wrote, and
    the audit might know it as somebody's.
    """

    def linked(match: re.Match[str]) -> str:
        level, attributes, _ = match.groups()
        found = _ID.search(attributes)
        if not found or found[1] not in ids or 'class="kb-' in attributes or not _may_stand(content, match.start()):
            return match[0]
        id = found[1]
        level_class = " kb-heading--3" if level == "3" else ""
        link = f'<a class="kb-anchor" href="#{id}" aria-labelledby="kb-headinglink {id}">#</a>'
        return f'<div class="kb-heading{level_class}">{match[0]}{link}</div>'

    return _HEADING.sub(linked, content) if ids else content


def _may_stand(content: str, at: int) -> bool:
    """Whether a block with a link may stand at `at`: behind a tag that opens or ends a block, or at the start."""
    end = at
    while end and content[end - 1] in "\n ":
        end -= 1
    if not end:
        return True
    last = _TAG.match(content, max(0, content.rfind("<", 0, end)))
    return content[end - 1] == ">" and last is not None and last[1].lower() not in _NO_PLACE
