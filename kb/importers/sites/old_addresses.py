"""Where other generators show a page, told by the path of its file."""

from __future__ import annotations

import posixpath
import re

from kb.importers.sites.excluded import jekyll_permalink
from kb.importers.sites.layout import Layout, plugin_options
from kb.importers.sites.syntax.notion import without_id

_INDEXES = ("index", "_index", "readme")
_NUMBERED = re.compile(r"^(?!\d{4}-\d\d|\d+[._]\d)\d+\s*[-_.]+\s*(?=[^\d\s_.-]|\d+\D)")
"""Docusaurus' numbers before names: `01-intro`, `2. Fees`; neither dates nor versions."""
_POST = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)-(?P<title>.+)")
_PRETTY, _DATE = "/:categories/:year/:month/:day/:title/", "/:categories/:year/:month/:day/:title.html"
_STYLES = {
    "": _DATE,
    "date": _DATE,
    "pretty": _PRETTY,
    "ordinal": "/:categories/:year/:y_day/:title.html",
    "none": "/:categories/:title.html",
}


def is_index(relative: str) -> bool:
    return posixpath.basename(relative)[:-3].lower() in _INDEXES


def public_name(relative: str, shape: str) -> str:
    """The path of a page without what its generator keeps out of addresses: numbers, ids, marks of folders."""
    if shape == "docusaurus":
        return "/".join(_NUMBERED.sub("", part) for part in relative.split("/"))
    if shape == "notion":
        return without_id(relative)
    if shape == "jekyll":
        folder, name = posixpath.split(relative)
        folder = "/".join(part.lstrip("_") or part for part in folder.split("/"))
        post = _POST.fullmatch(name) if folder.rpartition("/")[2] == "posts" else None
        return posixpath.join(folder, post["title"] if post else name)
    return relative


def old_address(page: str, relative: str, code: str, root: str, layout: Layout) -> str:
    """The address below the language's root, without slashes at the ends; empty is the front page."""
    below = page.removeprefix(root + "/") if root else page
    base = layout.bases.get(root, "")
    address = (
        _jekyll_address(below, relative, layout) if layout.shape == "jekyll" else _address(page, relative, code, layout)
    )
    return posixpath.join(base, address).strip("/")


def _address(page: str, relative: str, code: str, layout: Layout) -> str:
    address = relative[:-3]
    is_marked = code in layout.suffixes and not layout.roots.get(layout.root_of(page) or "")
    if is_marked and layout.shape not in {"hugo"} and not _is_translating(layout):
        address = posixpath.join(posixpath.dirname(address), posixpath.basename(page).rpartition(".")[0])
    elif is_index(relative):
        is_article = code in layout.named and not layout.roots.get(layout.root_of(page) or "")
        return posixpath.join(posixpath.dirname(relative), code) if is_article else posixpath.dirname(relative)
    elif layout.shape == "docusaurus" and posixpath.basename(address) == posixpath.basename(posixpath.dirname(address)):
        return posixpath.dirname(address)
    if layout.shape in {"hugo", "starlight"}:
        address = address.lower().replace(" ", "-")
    is_file = layout.config in {"book.json", "book.toml"} or layout.settings.values.get("use_directory_urls") is False
    return address + ".html" if is_file or not layout.is_clean else address


def _jekyll_address(below: str, relative: str, layout: Layout) -> str:
    """Jekyll's: posts and collections by their pattern, pages as they lie."""
    settings = layout.settings.values
    folder = next((part for part in below.split("/")[:-1] if part.startswith("_")), "")
    stem = relative[:-3]
    name = posixpath.basename(below).rpartition(".")[0]
    pattern = jekyll_permalink(settings, folder) if folder else ""
    if folder == "_posts" and (post := _POST.fullmatch(name)):
        categories = posixpath.dirname(below).removesuffix("_posts").strip("/")
        text = _STYLES.get(pattern, pattern)
        for key, value in {"categories": categories, **post.groupdict()}.items():
            text = text.replace(f":{key}", value)
        return "/".join(part for part in text.split("/") if part) if ":" not in text else stem
    if folder and pattern:
        inside = stem.partition("/")[2]
        text = pattern.replace(":collection", folder.lstrip("_")).replace(":path", inside).replace(":name", name)
        text = text.replace(":title", name).replace(":output_ext", ".html")
        return text.strip("/") if ":" not in text else stem
    if is_index(relative):
        return posixpath.dirname(stem)
    is_pretty = "pretty" in str(settings.get("permalink")) or str(settings.get("permalink")).endswith("/")
    return stem if is_pretty and not folder else stem + ".html"


def _is_translating(layout: Layout) -> bool:
    """MkDocs with the i18n plugin gives suffixes their folder; without it they stay in the address."""
    return layout.shape == "mkdocs" and plugin_options(layout.settings, "i18n") is not None
