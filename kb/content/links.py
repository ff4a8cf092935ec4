"""What a link in a document leads to: another page, a file of the site, somewhere else, or nowhere."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import unquote

from kb.content.addresses import parse_name, slug_of
from kb.content.model import Document
from kb.content.options import Options

SCHEME = "kb:"
"""`{{ link.policies/returns }}` becomes a Markdown link to `kb:policies/returns`."""

_ATTRIBUTE = re.compile(
    r'(<(?:a|img|source|video|audio|iframe|link)\b[^<>]*?\s(?:href|src|poster)=)(?:"([^"<>]*)"|\'([^\'<>]*)\')',
    re.IGNORECASE,
)
_EXTERNAL = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_MARKDOWN = re.compile(r"\.(md|markdown|mdown|mkd)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """A link as written, and what it leads to.

    `kind` is page (with `id`, and `language` where the link names one), asset (with `asset`, its path
    within the site), here (an anchor on the same page), external, internal (a file in `agents/`), or
    broken.
    """

    written: str
    kind: str
    id: str = ""
    language: str = ""
    asset: str = ""
    anchor: str = ""


class LinkResolver:
    """Resolves the links of any document against the pages and files of one library or edition."""

    def __init__(
        self, ids: Collection[str], assets: Mapping[str, str], options: Options, *, docs: str = "docs"
    ) -> None:
        self._ids = set(ids)
        self._slugs = {slug_of(id): id for id in ids}
        self._assets = assets
        self._options = options
        self._tops = {docs: False, options.agents_dir: True}

    def resolve(self, written: str, document: Document) -> Link:
        """What `written` leads to from `document`; never raises."""
        target = unescape(written).strip()
        if target.startswith(SCHEME):
            id, _, anchor = target[len(SCHEME) :].partition("#")
            return Link(written, "page", id=id, anchor=anchor) if id in self._ids else Link(written, "broken")
        if _EXTERNAL.match(target) or target.startswith("/"):
            return Link(written, "external")
        path, _, anchor = target.partition("#")
        path = unquote(path.partition("?")[0])
        if not path:
            return Link(written, "here", anchor=anchor)
        top, _, inside = document.path.partition("/")
        resolved = posixpath.normpath(posixpath.join(posixpath.dirname(document.path), path))
        if resolved.split("/")[0] == self._options.agents_dir and top != self._options.agents_dir:
            return Link(written, "internal")
        for name in (resolved.partition("/")[2], posixpath.normpath(posixpath.join(posixpath.dirname(inside), path))):
            if (found := self._find(name, resolved, written, anchor, document)) is not None:
                return found
        return self._by_address(path, written, anchor, document)

    def _find(self, name: str, resolved: str, written: str, anchor: str, document: Document) -> Link | None:
        if _MARKDOWN.search(name):
            is_internal = self._tops.get(resolved.split("/")[0], document.is_internal)
            parsed = parse_name(name, is_internal=is_internal, options=self._options)
            if parsed.id in self._ids:
                named = parsed.language if parsed.language != self._options.default_language else ""
                return Link(written, "page", id=parsed.id, language=named, anchor=anchor)
            return None
        if name in self._assets:
            return Link(written, "asset", asset=name, anchor=anchor)
        return None

    def _by_address(self, path: str, written: str, anchor: str, document: Document) -> Link:
        """A link such as `../returns/`, relative to the page's address instead of its file."""
        if _MARKDOWN.search(path):
            return Link(written, "broken")
        slug = slug_of(document.id)
        for start in (slug, posixpath.dirname(slug)):
            address = posixpath.normpath(posixpath.join(start, path)).strip("/")
            address = "" if address == "." else address
            if address in self._slugs:
                return Link(written, "page", id=self._slugs[address], anchor=anchor)
        return Link(written, "broken")


def links_in(content: str) -> list[str]:
    """Every address in `href`, `src` and `poster` of an HTML text, in order, as written."""
    return [match[2] if match[2] is not None else match[3] for match in _ATTRIBUTE.finditer(content)]


def rewrite_links(content: str, address: Callable[[str], str | None]) -> str:
    """`content` with every address replaced by what `address` gives for it; None leaves it as written."""

    def replace(match: re.Match[str]) -> str:
        written = match[2] if match[2] is not None else match[3]
        new = address(written)
        return match[0] if new is None else f'{match[1]}"{escape(new)}"'

    return _ATTRIBUTE.sub(replace, content)
