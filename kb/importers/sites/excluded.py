"""Pages that a site keeps but does not show: left out, or brought along as drafts. Never public by an import."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pathspec.gitignore import GitIgnoreSpec

from kb.importers.common.settings import plain_table, plain_text, plain_texts
from kb.importers.sites.layout import Layout
from kb.importers.sites.source import SiteSource

_DOCUSAURUS_TESTS = re.compile(r"(?:^|/)__tests__/|\.(?:test|spec)\.mdx?$")
_JEKYLL_PARTS = frozenset({"_includes", "_layouts", "_sass", "_data", "_plugins", "_site"})


def pages_left_out(source: SiteSource, layout: Layout) -> dict[str, str]:
    """Page → why the site has no page of it; it is not brought along."""
    found: dict[str, str] = {}
    settings = layout.settings.values
    patterns = {
        "mkdocs": ("exclude_docs", settings.get("exclude_docs")),
        "vitepress": ("srcExclude", settings.get("srcExclude")),
        "jekyll": ("exclude", settings.get("exclude")),
        "hugo": ("ignoreFiles", settings.get("ignoreFiles")),
    }
    name, listed = patterns.get(layout.shape, ("", None))
    for page in source.pages:
        below = _below(page, layout)
        parts = below.split("/")
        if name == "ignoreFiles":
            if any(_is_match(pattern, below) for pattern in plain_texts(listed)):
                found[page] = "the site's setting “ignoreFiles” excludes it"
        elif listed and is_listed(below, _lines(listed)):
            found[page] = f"the site's setting “{name}” excludes it"
        elif layout.shape in {"docusaurus", "starlight"} and any(part.startswith("_") for part in parts):
            found[page] = "is a part of other pages (its name begins with _)"
        elif layout.shape == "docusaurus" and _DOCUSAURUS_TESTS.search(below):
            found[page] = "is a test"
        elif layout.shape == "jekyll" and _JEKYLL_PARTS & set(parts[:-1]):
            found[page] = "is a part of other pages"
    return found


def pages_as_drafts(source: SiteSource, layout: Layout, shown: Sequence[str]) -> dict[str, str]:
    """Page → why readers of the site do not see it; it comes along as a draft. `shown`: pages of the menu."""
    found: dict[str, str] = {}
    settings = layout.settings.values
    drafts = _lines(settings.get("draft_docs")) if layout.shape == "mkdocs" else []
    public = _jekyll_collections(settings) if layout.shape == "jekyll" else frozenset()
    for page in source.pages:
        below = _below(page, layout)
        hidden = next((part for part in below.split("/")[:-1] if part.startswith("_")), "")
        if drafts and is_listed(below, drafts):
            found[page] = "the site's setting “draft_docs” names it"
        elif layout.shape == "jekyll" and hidden and hidden not in public:
            found[page] = f"the site does not publish the folder {hidden}"
        elif layout.shape == "gitbook" and shown and page not in shown and not _is_front(below):
            found[page] = "SUMMARY.md does not list it, so the site does not show it"
    return found


def is_listed(path: str, patterns: Sequence[str]) -> bool:
    """Whether `patterns` name `path`, as .gitignore has it; patterns that cannot be read name everything."""
    try:
        return bool(GitIgnoreSpec.from_lines(patterns).match_file(path))
    except (ValueError, re.error):
        return True


def _is_match(pattern: str, path: str) -> bool:
    """Hugo's patterns are regular expressions; one that Python does not read excludes what it names."""
    try:
        return len(pattern) < 200 and re.search(pattern, path) is not None
    except re.error:
        return pattern in path


def _lines(value: object) -> list[str]:
    lines = value.splitlines() if isinstance(value, str) else plain_texts(value)
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _below(page: str, layout: Layout) -> str:
    root = layout.root_of(page)
    return page.removeprefix(root + "/") if root else page


def _is_front(below: str) -> bool:
    return below.lower() in {"readme.md", "index.md"}


def _jekyll_collections(settings: Mapping[str, object]) -> frozenset[str]:
    """Folders whose pages Jekyll writes."""
    collections = settings.get("collections")
    names = {"_posts"}
    for name, options in plain_table(collections).items():
        if plain_table(options).get("output") is True:
            names.add(f"_{name}")
    return frozenset(names)


def jekyll_permalink(settings: Mapping[str, object], folder: str) -> str:
    """The pattern of addresses of a collection or of posts; empty where Jekyll's own counts."""
    if folder == "_posts":
        return plain_text(settings.get("permalink"))
    return plain_text(plain_table(plain_table(settings.get("collections")).get(folder.lstrip("_"))).get("permalink"))
