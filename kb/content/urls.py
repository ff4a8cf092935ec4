"""Ids and addresses of documents: file name → id and language, id → address.

Both directions are pure functions of names, so that every stage agrees on them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from kb.content.model import Kind
from kb.project.options import Options
from kb.text.folding import fold_slug

_PUBLIC_FOLDERS = {"faq": Kind.FAQ, "guides": Kind.GUIDE, "policies": Kind.POLICY}
_INTERNAL_FOLDERS = {
    "scripts": Kind.SCRIPT,
    "procedures": Kind.PROCEDURE,
    "training": Kind.TRAINING,
    "notes": Kind.NOTE,
}
_INDEX_NAMES = ("index", "README", "readme", "Readme", "_index")
_CODE = re.compile(r"[a-z]{2}(-[A-Z]{2})?")


@dataclass(frozen=True, slots=True)
class Name:
    """What a file's name says."""

    id: str
    language: str
    kind: Kind
    undeclared: str = ""
    """A language code that the name carries and the shop does not declare."""


def parse_name(name: str, *, is_internal: bool, options: Options) -> Name:
    """`policies/returns.vi.md`, relative to its top folder → id, language and kind."""
    parts = name.rsplit(".", 1)[0].split("/")
    language, undeclared = options.default_language, ""
    if options.layout == "folder":
        code = _declared(parts[0], options) if len(parts) > 1 else ""
        if code:
            language, parts = code, parts[1:]
    else:
        stem, _, suffix = parts[-1].rpartition(".")
        code = _declared(suffix, options) if stem else ""
        if code:
            language, parts = code, [*parts[:-1], stem]
        elif stem and _CODE.fullmatch(suffix):
            undeclared = suffix
    if parts[-1] in _INDEX_NAMES:
        parts = parts[:-1] or ["index"]
    folders = _INTERNAL_FOLDERS if is_internal else _PUBLIC_FOLDERS
    other = Kind.INTERNAL if is_internal else Kind.PAGE
    return Name("/".join(parts), language, folders.get(parts[0], other), undeclared)


def _declared(code: str, options: Options) -> str:
    if code in options.languages:
        return code
    return options.aliases.get(code, "")


@lru_cache(maxsize=50_000)
def slug_of(page_id: str) -> str:
    """The address of an id below its language's root, without slashes at the ends; "" is the root."""
    return "" if page_id == "index" else "/".join(slug(part) or "page" for part in page_id.split("/"))


def slug(text: str) -> str:
    """A heading or file name as part of an address: folded to ASCII, or, in a script that does not fold
    (“সংজ্ঞা”), its own letters with hyphens between the words; "" if there is nothing but signs."""
    folded = fold_slug(text)
    if folded and sum(map(str.isalnum, text)) < 3 * len(folded):
        return folded
    kept = "".join(
        char if char.isalnum() or unicodedata.category(char) in {"Mn", "Mc"} else "-"
        for char in unicodedata.normalize("NFC", text).lower()
    )
    return re.sub("-+", "-", kept).strip("-")


def url_of(page_id: str, language: str, options: Options) -> str:
    """The address of a page from the site's root: `vi/policies/returns/`; `""` is the home page."""
    prefix = "" if language == options.default_language else f"{language}/"
    slug = slug_of(page_id)
    return f"{prefix}{slug}/" if slug else prefix


def relative_url(target: str, base: str) -> str:
    """The address `target` (from the site's root) as a link on the page at `base`."""
    up = "../" * base.count("/")
    return (up + target) or "./"
