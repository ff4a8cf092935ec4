"""Which files of a foreign site its pages link or show: those are meant to be seen, whatever they are."""

from __future__ import annotations

import posixpath
import re
from html import unescape
from urllib.parse import unquote

from kb.importers.sites.layout import Layout
from kb.importers.sites.source import SiteSource

TARGETS = (
    re.compile(r"\]\(\s*<(?P<target>[^<>\n]+)>"),
    re.compile(r"\]\(\s*(?P<target>[^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*)"),
    re.compile(r"^ {0,3}\[[^\]\n]+\]:\s*<?(?P<target>[^\s<>]+)", re.MULTILINE),
    re.compile(r"\b(?:href|src|srcset|poster|data|file)\s*=\s*[\"'](?P<target>[^\"'\n]+)", re.IGNORECASE),
    re.compile(r"\b(?:href|src|poster|data|file)\s*=\s*(?P<target>[^\s\"'<>{}]+)", re.IGNORECASE),
)
"""Links and pictures of Markdown, attributes of HTML, and arguments of shortcodes (`{% file src="…" %}`)."""
STATIC_FOLDERS = {"hugo": ("static",), "docusaurus": ("static",), "starlight": ("public",)}
"""Folders that another system serves from the site's root."""


def linked_files(source: SiteSource, layout: Layout) -> frozenset[str]:
    """Paths of `source.files` that a page links, relative to itself or from the site's root."""
    roots = ["", *layout.roots, *STATIC_FOLDERS.get(layout.shape, ())]
    found: set[str] = set()
    for page in source.pages:
        text = source.text(page)
        here = posixpath.dirname(page)
        for pattern in TARGETS:
            for match in pattern.finditer(text):
                for target in _parts(match["target"]):
                    bases = roots if target.startswith("/") else [here]
                    places = (posixpath.normpath(posixpath.join(base, target.lstrip("/"))) for base in bases)
                    found |= {place for place in places if place in source.files}
    return frozenset(found)


def _parts(target: str) -> list[str]:
    """The addresses in one attribute, without query and anchor; `srcset` holds several."""
    listed = [part.split()[0] for part in target.split(",") if part.split()] if ", " in target else [target]
    clean = (unquote(unescape(one)).partition("#")[0].partition("?")[0].strip() for one in listed)
    return [one for one in clean if one and not re.match(r"[a-z][a-z0-9+.-]*:|//", one, re.IGNORECASE)]
