"""The order and the names that other systems keep outside their pages: SUMMARY.md and MkDocs' `nav`."""

from __future__ import annotations

import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote

from kb.importers.common.report import ImportFindings
from kb.importers.common.settings import parse_settings, plain_text
from kb.importers.sites.layout import Layout
from kb.importers.sites.old_addresses import public_name
from kb.importers.sites.sidebar import TRANSLATED_MENU, read_sidebars, read_translations
from kb.importers.sites.source import SiteSource

SUMMARIES = ("SUMMARY.md", "_sidebar.md", "summary.md")
HEADING = re.compile(r"#{2,6}\s+(?P<name>.+?)\s*#*")
ENTRY = re.compile(r"(?P<indent>\s*)(?:[*+-]|\d+[.)])\s+(?P<rest>.*\S)")
LINK = re.compile(r"\[(?P<title>(?:\\.|[^\]\\])*)\]\(<?(?P<target>[^)>\s]*)>?(?:\s+\"[^\"]*\")?\)")
CATEGORY_FILE = re.compile(r"(?:^|/)_category_\.(?:json|ya?ml)$")
_USED = "its sections became topics and its titles were used; its order is not kept"
MAX_ENTRIES = 20_000
MAX_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Navigation:
    """What could be read. Paths are those of the source."""

    titles: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    sections: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Page → name of the section it stands in, in the order of the navigation."""
    files: frozenset[str] = frozenset()
    """Files that are navigation, not pages."""
    labels: Mapping[tuple[str, str], str] = field(default_factory=lambda: MappingProxyType({}))
    """(top folder below the root, our language) → what the site calls that folder."""
    translations: Mapping[tuple[str, str], str] = field(default_factory=lambda: MappingProxyType({}))
    """(name of a section, our language) → its name there."""


def read_navigation(source: SiteSource, layout: Layout, findings: ImportFindings) -> Navigation:
    """Titles and sections from each root's SUMMARY, and from the `nav` of an MkDocs configuration."""
    titles: dict[str, str] = {}
    sections: dict[str, str] = {}
    files = set()
    for root in layout.roots:
        for name in SUMMARIES:
            path = posixpath.join(root, name)
            if path in source.files:
                files.add(path)
                findings.add(path, 1, f"is the menu: {_USED}", "menu")
                for target, title, section in _read_summary(source, path, findings):
                    titles.setdefault(target, title)
                    if section:
                        sections.setdefault(target, section)
    if isinstance(nav := layout.settings.values.get("nav"), list):
        root = next((root for root, code in layout.roots.items() if code in {layout.default_code, ""}), "")
        line = layout.settings.line_of("nav")
        for number, (target, title, section) in enumerate(_walk(nav, "", 0)):
            path = posixpath.normpath(posixpath.join(root, target))
            if number > MAX_ENTRIES:
                findings.add(layout.config, line, "nav: is too long: read in part", "navigation")
                break
            if path not in source.files:
                if target.endswith(".md"):
                    findings.add(layout.config, line, f"nav: no file “{target}”", "navigation names a missing file")
                continue
            if title:
                titles.setdefault(path, title)
            if section:
                sections.setdefault(path, section)
    if layout.sidebars:
        findings.add(layout.config, 1, f"sidebar: {_USED}", "menu")
    for path, title, section in read_sidebars(source, layout):
        if title:
            titles.setdefault(path, title)
        if section:
            sections.setdefault(path, section)
    if layout.shape == "gitbook":
        sections |= _sections_of_folders(source, sections)
    labels = _read_labels(source, layout, findings)
    files |= {path for path in source.files if CATEGORY_FILE.search(path)}
    files |= {path for path in source.files if layout.shape == "docusaurus" and TRANSLATED_MENU.search(path)}
    return Navigation(
        MappingProxyType(titles),
        MappingProxyType(sections),
        frozenset(files),
        MappingProxyType(labels),
        MappingProxyType(read_translations(source, layout)),
    )


def _read_labels(source: SiteSource, layout: Layout, findings: ImportFindings) -> dict[tuple[str, str], str]:
    """Docusaurus keeps a folder's name in `_category_.json`; a top folder's becomes the name of its topic."""
    labels: dict[tuple[str, str], str] = {}
    for path in source.files:
        if not CATEGORY_FILE.search(path):
            continue
        settings = parse_settings(path, source.text(path))
        label = plain_text(settings.values.get("label"))
        root = layout.root_of(path)
        if root is None:
            continue
        folder = posixpath.dirname(path.removeprefix(f"{root}/") if root else path)
        folder = public_name(folder + "/x.md", layout.shape).removesuffix("/x.md") if folder else ""
        if settings.error or not label or not folder or "/" in folder:
            why = settings.error or ("a folder within a topic has no name here" if label else "it gives no label")
            findings.add(path, 1, f"is not carried over: {why}", "folder's settings not carried over")
            continue
        labels[folder, layout.codes.get(layout.roots[root], layout.default_language)] = label
        others = sorted(settings.values.keys() - {"label"})
        rest = f"; not carried over: {', '.join(others)}" if others else ""
        message = f"its label “{label}” became the name of a topic{rest}"
        findings.add(path, 1, message, "folder's settings not carried over" if others else "label of a folder")
    return labels


def _sections_of_folders(source: SiteSource, sections: Mapping[str, str]) -> dict[str, str]:
    """Pages that the menu does not list stand under the heading of most pages of their folder."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for page, section in sections.items():
        folder = posixpath.dirname(page)
        while folder:
            counts[folder][section] += 1
            folder = posixpath.dirname(folder)
    found = {}
    for page in source.pages:
        folder = posixpath.dirname(page)
        while folder and folder not in counts:
            folder = posixpath.dirname(folder)
        if page not in sections and folder and posixpath.dirname(folder):
            found[page] = counts[folder].most_common(1)[0][0]
    return found


def _walk(nav: list[Any], section: str, depth: int) -> Iterator[tuple[str, str, str]]:
    """(target, title, top section) of each entry; a nav that holds itself ends at `MAX_DEPTH`."""
    for entry in nav if depth < MAX_DEPTH else []:
        if isinstance(entry, Mapping):
            for title, inner in entry.items():
                if isinstance(inner, list):
                    yield from _walk(inner, section or plain_text(title), depth + 1)
                elif plain_text(inner):
                    yield plain_text(inner), plain_text(title), section
        elif plain_text(entry):
            yield plain_text(entry), "", section


def _read_summary(source: SiteSource, path: str, findings: ImportFindings) -> Iterator[tuple[str, str, str]]:
    section = group = ""
    for number, line in enumerate(source.text(path).splitlines(), start=1):
        if heading := HEADING.fullmatch(line):
            section, group = heading["name"], ""
        entry = ENTRY.fullmatch(line)
        if not entry:
            continue
        is_top = not entry["indent"]
        link = LINK.search(entry["rest"])
        if is_top:
            group = (link["title"] if link else entry["rest"]).strip()
        if not link:
            continue
        target = unquote(link["target"].partition("#")[0])
        if re.match(r"[a-z][a-z0-9+.-]*:|//", target) or not target:
            if target:
                findings.add(path, number, f"leads out of the site: {target}", "navigation entry out of the site")
            continue
        found = posixpath.normpath(posixpath.join(posixpath.dirname(path), target.lstrip("/")))
        if found not in source.files:
            findings.add(path, number, f"no file “{target}”", "navigation names a missing file")
            continue
        title = re.sub(r"\\(.)", r"\1", link["title"]).strip().strip("*`")
        yield found, title, section or ("" if is_top else group)
