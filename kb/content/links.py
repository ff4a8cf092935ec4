"""What a link in a document leads to: another page, a file of the site, somewhere else, or nowhere.

An address is read as the URL standard reads it (spaces around it, `\\` for `/`, percent signs), and as writers mean it:
relative to the file, as MkDocs does; with a slash in front, or with the site's own address, from the site's root.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

from kb.content.model import Document
from kb.content.urls import parse_name, slug_of
from kb.project.folders import AGENTS
from kb.project.options import Options

SCHEME = "kb:"
"""`{{ link.policies/returns }}` becomes a Markdown link to `kb:policies/returns`."""

_NAMED_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_MARKDOWN = re.compile(r"\.(md|markdown|mdown|mkd)$", re.IGNORECASE)
_BLANKS = "".join(map(chr, range(0x21)))
"""The URL standard takes these away at both ends of an address."""
_INSIDE = str.maketrans("", "", "\t\n\r")
_UNSAFE = re.compile(r'[\x00-\x20"#%<>?\\^`{|}]')


@dataclass(frozen=True, slots=True)
class Link:
    """A link as written, and what it leads to.

    `kind` is page (with `id`, and `language` if the link names one), made (a page that nobody wrote, `asset` is its
    address below its language's root), asset (with `asset`, its path within the site), here (an anchor on the same
    page), external, script (`javascript:`), local (a path on the writer's own machine), internal (a file in
    `agents/`), or broken.
    """

    written: str
    kind: str
    id: str = ""
    language: str = ""
    asset: str = ""
    tail: str = ""
    """Query and anchor as written, with their signs: `?size=2#fees`."""

    @property
    def anchor(self) -> str:
        """The id that the link names; empty for the top of the page, which every page has."""
        name = unquote(self.tail.partition("#")[2].partition(":~:")[0])
        return "" if name.lower() == "top" else name


@dataclass(frozen=True, slots=True)
class _Target:
    """A link on its way."""

    link: Link
    path: str
    """Decoded, without query and anchor."""
    document: Document


class LinkResolver:
    """Resolves the links of any document against the pages and files of one library or edition."""

    def __init__(
        self,
        ids: Collection[str],
        assets: Mapping[str, str],
        options: Options,
        *,
        docs: str = "docs",
        site_url: str = "",
        made: Collection[str] = (),
        moved: Mapping[str, str] | None = None,
    ) -> None:
        """`made`: addresses of pages that nobody wrote; `moved`: old addresses → ids. Both below a language's root."""
        self._ids = set(ids)
        self._slugs = {slug_of(page_id): page_id for page_id in ids}
        self._assets, self._options = assets, options
        self._tops = (docs, AGENTS)
        self._made, self._moved = set(made), moved or {}
        self._site_url = site_url
        site = urlsplit(site_url)
        self._host, self._base = site.netloc.lower(), site.path.strip("/")

    def resolve(self, written: str, document: Document) -> Link:
        """What the address `written`, entities decoded, leads to from `document`; never raises."""
        plain = written.strip(_BLANKS).translate(_INSIDE)
        if plain.startswith(SCHEME):
            page_id, _, anchor = plain[len(SCHEME) :].partition("#")
            found = Link(written, "page" if page_id in self._ids else "broken", id=page_id)
            return replace(found, tail=f"#{anchor}" if anchor else "")
        own = self._below_site(plain)
        if own is None:
            if scheme := _NAMED_SCHEME.match(plain):
                return Link(written, _kind_of_scheme(scheme[1].lower()))
            if plain.replace("\\", "/").startswith("//"):
                return Link(written, "external")
        address = plain if own is None else own
        cut = min((at for sign in "?#" if (at := address.find(sign)) >= 0), default=len(address))
        path = unicodedata.normalize("NFC", unquote(address[:cut].replace("\\", "/")))
        link = Link(written, "broken", tail=address[cut:])
        if not path:
            return replace(link, kind="here")
        target = _Target(link, path, document)
        return (self._from_root(target) if path.startswith("/") else self._from_file(target)) or link

    def _below_site(self, address: str) -> str | None:
        """An address of the site itself, with its host or without a host but with its sub-path: what follows `/`."""
        if not self._host:
            return None
        host = re.match(r"(?:https?:)?[\\/]{2}([^/?#\\]*)", address, re.IGNORECASE)
        if host is None or host[1].lower() != self._host:
            return None
        rest = address[host.end() :].replace("\\", "/", 1)
        below = rest.lstrip("/")
        if not self._base:
            return f"/{below}"
        if below == self._base or below.startswith(tuple(self._base + sign for sign in "/?#")):
            return f"/{below[len(self._base) :].lstrip('/')}"
        return None  # the shop's own pages beside the help centre

    def _from_root(self, target: _Target) -> Link | None:
        name = target.path.lstrip("/")
        names = [name]
        if self._base and f"{name}/".startswith(f"{self._base}/"):
            names.append(name[len(self._base) :].lstrip("/"))
        return next((found for one in names if (found := self._at(_normal(one), target))), None)

    def _at(self, name: str, target: _Target) -> Link | None:
        """What lies at `name` below the site's root, or, with the folder of the sources in front, in the project."""
        found = self._file(name, target) or self._published(name, target)
        top, below = self._split_top(name)
        if found or not top:
            return found
        if self._leads_inside(top, target):
            return replace(target.link, kind="internal")
        return self._file(below, target) or self._published(below, target)

    def _from_file(self, target: _Target) -> Link | None:
        document, path = target.document, target.path
        resolved = posixpath.normpath(posixpath.join(posixpath.dirname(document.path), path))
        top, below = self._split_top(resolved)
        if self._leads_inside(top, target):
            return replace(target.link, kind="internal")
        inside = self._split_top(document.path)[1]
        for name in (below, posixpath.normpath(posixpath.join(posixpath.dirname(inside), path))):
            if found := self._file(name, target):
                return found
        slug = slug_of(document.id)
        starts = (slug, posixpath.dirname(slug), f"{document.language}/{slug}")  # as a page's address, not a file's
        addresses = (_normal(posixpath.join(start, path)) for start in starts)
        return next((found for one in addresses if (found := self._published(one, target))), None)

    def _split_top(self, path: str) -> tuple[str, str]:
        """The folder of the sources in which `path` lies, and the rest."""
        for top in self._tops:
            if path == top or path.startswith(f"{top}/"):
                return top, path[len(top) + 1 :]
        return "", path.partition("/")[2]

    def _leads_inside(self, top: str, target: _Target) -> bool:
        """Whether a public document's link names the agents' folder."""
        return top == AGENTS and not target.document.path.startswith(f"{top}/")

    def _file(self, name: str, target: _Target) -> Link | None:
        """A source file, or a file that is published as it is."""
        if _MARKDOWN.search(name):
            parsed = parse_name(name, is_internal=False, options=self._options)
            if parsed.id not in self._ids:
                return None
            named = parsed.language if parsed.language != self._options.default_language else ""
            return replace(target.link, kind="page", id=parsed.id, language=named)
        found = next((file for file in (name, f"{name}/index.html") if file in self._assets), None)
        return replace(target.link, kind="asset", asset=found) if found else None

    def _published(self, address: str, target: _Target) -> Link | None:
        """A page by the address that it has on the site, in any language's folder."""
        if _MARKDOWN.search(address):
            return None
        plain = address.removesuffix("index.html").strip("/")
        for one in dict.fromkeys((plain, plain.removesuffix(".html"))):
            if found := self._page(one, "", target):
                return found
            code, _, below = one.partition("/")
            language = code if code in self._options.languages else self._options.aliases.get(code, "")
            if language and (found := self._page(below, language, target)):
                return found
        return None

    def _page(self, address: str, language: str, target: _Target) -> Link | None:
        named = language if language != self._options.default_language else ""
        page_id = self._slugs.get(address) or self._moved.get(address) or (address if address in self._ids else None)
        if page_id is not None:
            return replace(target.link, kind="page", id=page_id, language=named)
        return replace(target.link, kind="made", asset=address, language=named) if address in self._made else None


def _kind_of_scheme(scheme: str) -> str:
    if scheme in {"javascript", "vbscript"}:
        return "script"
    return "local" if scheme == "file" or len(scheme) == 1 else "external"  # one letter: a drive of Windows


def _normal(path: str) -> str:
    """`path` without `.` and `..`, without a slash at its ends; what leads out of the site begins with `..`."""
    normal = posixpath.normpath(path).strip("/")
    return "" if normal == "." else normal


def percent_encoded(path: str) -> str:
    """The path of a file, from the site's root, fit for an address: `50% off #2.pdf` is `50%25%20off%20%232.pdf`.

    Letters of every script stay as they are: browsers encode them.
    """
    return _UNSAFE.sub(lambda match: "%" + match[0].encode().hex().upper(), path)
