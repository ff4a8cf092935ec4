"""Menus of Docusaurus, Starlight and VitePress, read as literals: which page stands under which heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kb.importers.common.settings import parse_settings, plain_text
from kb.importers.sites.layout import Layout
from kb.importers.sites.old_addresses import public_name
from kb.importers.sites.source import SiteSource

MAX_DEPTH = 20
TRANSLATED_MENU = re.compile(r"(?:^|/)i18n/(?P<code>[^/]+)/docusaurus-plugin-content-docs/[^/]+\.json$")
_TITLES = ("label", "text", "title")
_TARGETS = ("link", "slug", "id", "href")


def read_sidebars(source: SiteSource, layout: Layout) -> Iterator[tuple[str, str, str]]:
    """(page, title in the menu, heading above it) of every entry that names a page."""
    pages = _pages_by_address(source, layout)
    for sidebar in layout.sidebars:
        menus = list(sidebar.values()) if isinstance(sidebar, Mapping) else [sidebar]
        for menu in menus:
            entries = menu.get("items") if isinstance(menu, Mapping) and "items" in menu else menu
            yield from _walk(entries, "", pages, 0)


def read_translations(source: SiteSource, layout: Layout) -> dict[tuple[str, str], str]:
    """(heading in the default language, our language) → the heading there."""
    found: dict[tuple[str, str], str] = {}
    waiting: list[Any] = list(layout.sidebars)
    while waiting:
        one = waiting.pop()
        waiting += one.values() if isinstance(one, Mapping) else one if isinstance(one, list) else []
        if isinstance(one, Mapping) and isinstance(one.get("translations"), Mapping):
            for code, name in one["translations"].items():
                if ours := layout.codes.get(code):
                    found[plain_text(one.get("label")), ours] = plain_text(name)
    for path in source.files if layout.shape == "docusaurus" else ():
        if match := TRANSLATED_MENU.search(path):
            for key, entry in parse_settings(path, source.text(path)).values.items():
                label = re.search(r"\.category\.(?P<label>.+?)(?:\.link\..*)?$", key)
                message = plain_text(entry.get("message")) if isinstance(entry, Mapping) else ""
                if label and message and ".link." not in key and (ours := layout.codes.get(match["code"])):
                    found[label["label"], ours] = message
    return found


def _walk(entries: Any, section: str, pages: Mapping[str, str], depth: int) -> Iterator[tuple[str, str, str]]:
    if isinstance(entries, Mapping) and not any(key in entries for key in (*_TITLES, "type")):
        entries = [{"label": label, "items": items} for label, items in entries.items()]  # Docusaurus' short form
    for entry in entries if isinstance(entries, list) and depth < MAX_DEPTH else []:
        if isinstance(entry, str):
            if page := pages.get(_plain(entry)):
                yield page, "", section
        elif isinstance(entry, Mapping):
            title = next((plain_text(entry.get(name)) for name in _TITLES if plain_text(entry.get(name))), "")
            target = next((plain_text(entry.get(name)) for name in _TARGETS if plain_text(entry.get(name))), "")
            if isinstance(entry.get("link"), Mapping):
                target = plain_text(entry["link"].get("id") or entry["link"].get("slug"))
            inner = section or title
            has_items = "items" in entry or "autogenerate" in entry
            if target and (page := pages.get(_plain(target))):
                yield page, "" if has_items else title, inner if has_items else section
            yield from _walk(entry.get("items"), inner, pages, depth + 1)
            made = entry.get("autogenerate")
            folder = (
                plain_text(made.get("directory")) if isinstance(made, Mapping) else plain_text(entry.get("dirName"))
            )
            if folder and folder != ".":
                head = _plain(folder) + "/"
                yield from ((page, "", inner) for address, page in pages.items() if inner and address.startswith(head))


def _pages_by_address(source: SiteSource, layout: Layout) -> dict[str, str]:
    """Address or id, with and without the folder of its language → page; pages of the default language first."""
    found: dict[str, str] = {}
    for page in sorted(source.pages, key=lambda page: bool(layout.roots.get(layout.root_of(page) or "", ""))):
        root = layout.root_of(page)
        if root is None:
            continue
        below = re.sub(r"\.[^.]+$", "", page.removeprefix(root + "/") if root else page)
        code = layout.roots[root]
        plain = _plain(public_name(below + ".md", layout.shape)[:-3])
        for address in (f"{code}/{plain}" if code else plain, _plain(below)):
            found.setdefault(address.strip("/"), page)
    return found


def _plain(address: str) -> str:
    text = re.sub(r"\.(?:html?|mdx?)$", "", address.partition("#")[0].strip("/"))
    return re.sub(r"(?:^|/)(?:index|readme)$", "", text, flags=re.IGNORECASE).lower()
