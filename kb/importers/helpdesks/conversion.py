"""What all texts of one import share while they are converted, and the places that their files have."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from kb.importers.common.front_matter import split_foreign_page
from kb.importers.common.report import Download, ImportFindings
from kb.importers.helpdesks.anchors import anchors_in, wanted_anchors
from kb.importers.helpdesks.earlier_imports import EarlierImports
from kb.importers.helpdesks.records import ImportedText, clean_text, text_key
from kb.importers.helpdesks.relocating import Folders
from kb.project.folders import AGENTS
from kb.project.options import Options
from kb.text.folding import fold_slug

SIGNATURE = re.compile(r"\?(?=.*(?:signature|expires|x-amz-)).*", re.IGNORECASE)
"""What is new in every export of one and the same file: the right to fetch it, and till when."""


@dataclass(frozen=True, slots=True)
class TargetPlace:
    """Where a text goes."""

    path: str
    """Relative to the project folder."""
    language: str
    """Ours, or empty when the shop does not have it."""
    is_internal: bool


@dataclass(slots=True)
class Conversion:
    """What all texts of one import share, and what they need fetched."""

    texts: list[ImportedText]
    places: Mapping[str, TargetPlace]
    """Text key → place."""
    topics: Mapping[str, str]
    options: Options
    docs: str
    export: str
    findings: ImportFindings
    project: Path
    earlier: EarlierImports
    withdrawn: dict[str, str] = field(default_factory=dict)
    """Old path → new path of pages that left the public folder in this import."""
    downloads: list[Download] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    """Path → bytes of pictures that stood in the text itself."""
    keeps_anchors: bool = True
    """Whether the project reads `{ #id }` behind a heading (the extension attr_list)."""
    _wanted: frozenset[str] | None = None
    _anchors: dict[str, frozenset[str]] = field(default_factory=dict)
    _addresses: dict[str, str] | None = None
    hosts: frozenset[str] = frozenset()
    """Hosts of the old help centre, as far as this export tells them."""
    _by_key: dict[str, list[ImportedText]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.hosts = frozenset(text.host for text in self.texts if text.host)
        for text in self.texts:
            self._by_key.setdefault(text.key, []).append(text)

    def place_of(self, text: ImportedText) -> TargetPlace:
        return self.places[text_key(text)]

    def keys_by_address(self) -> Mapping[str, str]:
        """Old address (`hc/shop/articles/track`) → article key, of this import and of what the project has."""
        if self._addresses is None:
            own = {address: text.key for text in reversed(self.texts) for address in text.addresses}
            self._addresses = {**self.earlier.by_address(), **own}
        return self._addresses

    def find_article(self, key: str) -> tuple[str, str, bool] | None:
        """(key, path, whether only agents may read it) of an article, in the language it was written in."""
        own = [text for text in self._by_key.get(key, ()) if not text.is_script]
        if own:
            source = next((text for text in own if text.is_source), own[0])
            return key, self.place_of(source).path, source.is_internal
        file = self.earlier.file_of(key)
        return (key, file.path, not file.path.startswith(f"{self.docs}/")) if file else None

    def is_draft(self, key: str) -> bool:
        """Whether the article that `find_article` gives is in no edition."""
        own = [text for text in self._by_key.get(key, ()) if not text.is_script]
        if own:
            return next((text for text in own if text.is_source), own[0]).is_draft
        file = self.earlier.file_of(key)
        return file is not None and split_foreign_page(file.text).fields.get("draft") is True

    def wanted_anchors(self) -> frozenset[str]:
        """Every place within a text that a link of this import names."""
        if self._wanted is None:
            bodies = [text.body for text in self.texts if text.is_html] if self.keeps_anchors else []
            self._wanted = frozenset(id for body in bodies for id in wanted_anchors(body))
        return self._wanted

    def anchors_of(self, key: str) -> frozenset[str]:
        """The places of an article that links may name: headings with an id of their own."""
        if key not in self._anchors:
            bodies = [text.body for text in self._by_key.get(key, ()) if text.is_html]
            found = frozenset(id for body in bodies for id in anchors_in(body, self.wanted_anchors()))
            files = self.earlier.articles.get(key, ()) if not bodies else ()
            kept = {id for file in files for id in self.wanted_anchors() if f"{{ #{id} }}" in file.text}
            self._anchors[key] = found | kept
        return self._anchors[key]


def asset_path(address: str, text: ImportedText, conversion: Conversion, *, kind: str, ending: str) -> str:
    """A name that says what it is and cannot clash, with those who may read `text`: `img/imported/b-1a2b3c4d.png`.

    `kind` is img or files.
    """
    try:
        name = unquote(posixpath.basename(urlsplit(address).path))
    except ValueError:
        name = ""
    stem = name.rpartition(".")[0]
    key = f"{text.key} {address}" if address.startswith("embedded-") else SIGNATURE.sub("", address)
    digest = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:8]
    folders = Folders(conversion.docs, AGENTS, "imported")
    folder = folders.of(conversion.place_of(text).path, kind)
    word = fold_slug(clean_text(stem))[:40].strip("-") or ("picture" if kind == "img" else "file")
    return f"{folder}/{word}-{digest}.{ending}"


def relative_to(path: str, text: ImportedText, conversion: Conversion) -> str:
    """`path` as a link in the file of `text`."""
    return posixpath.relpath(path, posixpath.dirname(conversion.place_of(text).path))
