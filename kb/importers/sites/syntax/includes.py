"""Texts that other pages take in: MDX partials, VitePress' and GitBook's includes, Jekyll's `include_relative`."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.importers.common.front_matter import split_foreign_page
from kb.importers.sites.source import PAGE_ENDINGS, SiteSource
from kb.importers.sites.syntax.convert import Remark
from kb.importers.sites.syntax.line_text import LineBuilder, LinedText
from kb.importers.sites.syntax.tags import components, mask_all_code

MAX_TAKEN = 200_000
"""Signs that one page may take in: texts that hold each other would grow without end."""
_PARTIAL = re.compile(r"^import\s+(?P<name>[A-Z]\w*)\s+from\s+['\"](?P<path>[^'\"\n]+\.mdx?)['\"]", re.MULTILINE)
_INCLUDES = (
    re.compile(r"<!--\s*@include:\s*(?P<path>[^\s{<>]+)(?P<rest>[^>]*?)-->"),
    re.compile(
        r"\{%-?\s*(?:include|include_relative)\s+[\"']?(?P<path>[^\s\"'%]+\.(?:md|markdown|mdx))[\"']?(?P<rest>[^%]*?)-?%\}"
    ),
    re.compile(
        r"\{\{[<%]\s*(?:include|readfile|snippet)\s+(?:file=)?[\"']?(?P<path>[^\s\"'%>]+\.md)[\"']?(?P<rest>[^>%]*)[%>]\}\}"
    ),
)
_PLACES = ("", "_includes/", "docs/", "src/", "content/", "src/content/", "layouts/partials/")


@dataclass(frozen=True, slots=True)
class _Taken:
    start: int
    end: int
    path: str
    has_more: bool


def with_included(body: LinedText, page: str, source: SiteSource, remarks: list[Remark]) -> LinedText:
    """`body` with the texts that it takes in, one within another as far as there are files of the source."""
    total, held = 0, body
    for _ in range(3):
        found = [one for one in _includes(held.text, page, source) if one.path != page]
        if not found:
            break
        out = LineBuilder(held)
        for one in found:
            text = split_foreign_page(source.text(one.path)).body.strip("\r\n")
            total += len(text)
            if total > MAX_TAKEN or one.start < out.at:
                continue
            out.copy(one.start)
            out.skip(one.end)
            if "\n" in text or not _has_neighbours(held.text, one):
                out.block([*text.replace("\r\n", "\n").split("\n")], "")
            else:
                out.inline(text)
            message = f"the text of {one.path} was taken in" + ("; its values were not" if one.has_more else "")
            remarks.append(Remark(held.line_at(one.start), message, "text taken in", is_open=one.has_more))
        held = out.done()
    return held


def _has_neighbours(text: str, one: _Taken) -> bool:
    start = text.rfind("\n", 0, one.start) + 1
    end = text.find("\n", one.end)
    return bool((text[start : one.start] + text[one.end : end if end >= 0 else len(text)]).strip())


def _includes(text: str, page: str, source: SiteSource) -> Sequence[_Taken]:
    found = []
    partials = {match["name"].lower(): match["path"] for match in _PARTIAL.finditer(text)}
    for tag in components(text) if partials else ():
        path = _found(partials.get(tag.name, ""), page, source)
        if path and tag.form == "whole":
            found.append(_Taken(tag.start, tag.end, path, bool(tag.attributes or tag.unread)))
    masked = mask_all_code(text)
    for pattern in _INCLUDES:
        for match in pattern.finditer(text):
            path = _found(match["path"], page, source)
            if path and masked[match.start()] == match[0][0]:
                found.append(_Taken(match.start(), match.end(), path, "=" in match["rest"] or "{" in match["rest"]))
    return sorted(found, key=lambda one: one.start)


def _found(name: str, page: str, source: SiteSource) -> str:
    if not name:
        return ""
    here = posixpath.dirname(page)
    bases = [here, *_PLACES] if not name.startswith(("@", "/", "~")) else list(_PLACES)
    clean = name.removeprefix("@site/").removeprefix("@/").removeprefix("~/").lstrip("/")
    places = (posixpath.normpath(posixpath.join(base, clean)) for base in bases)
    return next((place for place in places if place in source.files and place.lower().endswith(PAGE_ENDINGS)), "")
