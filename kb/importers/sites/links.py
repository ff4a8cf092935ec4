"""Where a link of the old site leads: to a file of the source, or to an address that the old site gave a page."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from kb.importers.sites.layout import Layout
from kb.importers.sites.linked_files import STATIC_FOLDERS
from kb.importers.sites.plan import PlannedPage, SitePlan

_ENDINGS = ("", ".md", ".mdx", ".markdown", "/index.md", "/index.mdx", "/README.md", "/_index.md")


@dataclass(slots=True)
class OldLinks:
    """Finds the file behind a link. `addresses`: (language, old address without slashes at the ends) → source path."""

    layout: Layout
    targets: Mapping[str, str]
    """Source path → path in the new project."""
    addresses: dict[tuple[str, str], str] = field(default_factory=dict)
    _by_page: dict[str, PlannedPage] = field(default_factory=dict)
    _by_name: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, plan: SitePlan, layout: Layout, old: Mapping[str, Sequence[str]]) -> OldLinks:
        """`old`: source path of a page → its old addresses, below its language."""
        links = cls(layout, plan.targets())
        for page in plan.pages:
            links._by_page[page.source] = page
            stem = posixpath.basename(page.relative)[:-3].lower()
            links._by_name.setdefault((page.language, stem), []).append(page.source)
            for address in (page.address, *old.get(page.source, ())):
                links.addresses.setdefault((page.language, _plain(address)), page.source)
        return links

    def find(self, target: str, page: PlannedPage, *, by_name: bool = False) -> str | None:
        """The source path of what `target` (without query and anchor) names on `page`; None if nothing is known."""
        path = self._own_path(unquote(target))
        if path is None:
            return None
        return next((found for found in self._candidates(path, page) if found), None) or (
            self._named(path, page) if by_name else None
        )

    def _candidates(self, path: str, page: PlannedPage) -> Iterator[str | None]:
        here = posixpath.dirname(page.source)
        if not path.startswith("/"):
            yield from (self._file(posixpath.join(here, path) + ending) for ending in _ENDINGS)
            for base in (page.address, posixpath.dirname(page.address)):
                yield self._page_at(posixpath.join("/", base, path), page.language)
            return
        clean = path.lstrip("/")
        root = self.layout.root_of(page.source) or ""
        for base in (root, *self.layout.roots, *STATIC_FOLDERS.get(self.layout.shape, ()), ""):
            yield self._file(posixpath.join(base, clean)) if clean else None
        yield self._page_at(path, page.language)
        yield from (self._file(posixpath.join(base, clean) + ending) for base in (root, "") for ending in _ENDINGS[1:])

    def _own_path(self, target: str) -> str | None:
        """The path of a link within the site; None for one that leads elsewhere."""
        if re.match(r"[a-z][a-z0-9+.-]*:|//", target, re.IGNORECASE):
            parts = urlsplit(target)
            if not self.layout.url or parts.hostname != urlsplit(self.layout.url).hostname:
                return None
            target = parts.path or "/"
        for sign in ("@site/", "@/", "~/"):
            target = "/" + target.removeprefix(sign) if target.startswith(sign) else target
        base = f"/{self.layout.site_path}/"
        return "/" + target.removeprefix(base) if self.layout.site_path and target.startswith(base) else target

    def _file(self, path: str) -> str | None:
        found = posixpath.normpath(path)
        return found if found in self.targets else None

    def _page_at(self, address: str, language: str) -> str | None:
        plain = _plain(posixpath.normpath(address))
        if found := self.addresses.get((language, plain)):
            return found
        head, _, rest = plain.partition("/")
        ours = self.layout.codes.get(head)
        if ours and (found := self.addresses.get((ours, rest))):
            return found
        return self.addresses.get((self.layout.default_language, plain))

    def _named(self, path: str, page: PlannedPage) -> str | None:
        stem = re.sub(r"\.mdx?$|\.markdown$", "", path.rstrip("/").rsplit("/", 1)[-1].lower())
        found = self._by_name.get((page.language, stem), [])
        return found[0] if len(found) == 1 else None


def _plain(address: str) -> str:
    """One spelling of an address: `/a/b/`, `a/b.html` and `A/b/index.html` are `a/b`."""
    return re.sub(r"(?:^|/)index$", "", re.sub(r"\.html?$", "", address.strip("/"))).strip("/").lower()
