"""Published files → the signatures that stand in them: many small files together, packed ones each by itself."""

from __future__ import annotations

import importlib.util
import re
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from kb.audit.formats.containers import is_plain_text
from kb.audit.formats.reading import Reading, Total
from kb.audit.matching.matchers import Matcher
from kb.audit.matching.signatures import Key
from kb.audit.scanning import Scanner, name_as_bytes
from kb.source.package import PACKAGE

BATCH = 2_000_000
"""Bytes of text looked at together."""

_WORD_LISTS = re.compile(r"(?:^|/)search/[^/]+/(?:terms|words|dictionary)-[^/]*\.json$")
"""Shards of the search index: words by their letters, and packed numbers. What is side by side there says nothing."""
_PARTED = bytes(0 if 32 < code < 127 and not chr(code).isalnum() else code for code in range(256))
"""What parts the words and the packed numbers of a shard: signs, and line ends as JSON writes them."""
_PACKED_NUMBERS = re.compile(rb'"(?:sizes|steps|impacts|gaps)":"[^"]*"')
"""Where a shard holds numbers alone. Its digits are symbols of other numbers: a row of them is no amount."""
_DIGITS = re.compile(rb"[0-9]+")
_LIGHT_SHEET = re.compile(r"assets/kb/material\.[0-9a-f]+\.css")
"""The sheet that is made of the theme's (`kb/website/mkdocs/material.py`): rules and selectors are left out of it."""
_PIECES = re.compile(rb"[{},;]")

Hits = dict[Key, tuple[str, ...]]


def scan_files(
    matcher: Matcher,
    contents: Mapping[str, bytes],
    names: Sequence[str],
    unread: Iterable[str],
    brought: Callable[[str, bytes], bool],
    is_telling: Callable[[Key], bool] = lambda key: True,
) -> tuple[Hits, dict[str, str]]:
    """Signature → published files of which one has it; file → why something in it could not be read.

    Every file is read but those of the installed themes. `brought` tells whether a file is one that somebody made
    and put there, such as a library of scripts: in such only signatures count that `is_telling`.
    """
    made, gathered = _Look(matcher), _Look(matcher)
    hits: Hits = dict.fromkeys(Scanner(matcher).scan_text(name_as_bytes(" \n\x01\n ".join(names))), ())
    total = Total()
    for name in unread:
        data = contents[name]
        if name.endswith(".gz") and name[:-3] in contents and _is_packed_from(contents[name[:-3]], data):
            continue
        if not is_of_theme(name, data):
            (gathered if brought(name, data) else made).add(name, data, Reading(total))
    for key, places in gathered.end().items():
        if is_telling(key):
            hits.setdefault(key, places)
    for key, places in made.end().items():
        hits[key] = hits.get(key) or places
    return hits, made.closed | gathered.closed


class _Look:
    """Texts are looked at many at once: calls cost more than bytes."""

    def __init__(self, matcher: Matcher) -> None:
        self._scanner = Scanner(matcher)
        self._waiting: dict[str, tuple[bytes, ...]] = {}
        self._size = 0
        self._hits: Hits = {}
        self.closed: dict[str, str] = {}

    def add(self, name: str, data: bytes, reading: Reading) -> None:
        is_text = is_plain_text(data)
        if _WORD_LISTS.search(name):
            data = _PACKED_NUMBERS.sub(lambda match: _DIGITS.sub(b'"', match[0]), data)
            data = data.replace(b"\\n", b"\0").translate(_PARTED)
        if is_text:
            self._waiting[name] = (*self._scanner.fresh_texts(data), self._scanner.fresh_seams(data))
            self._size += sum(map(len, self._waiting[name]))
            if self._size > BATCH:
                self._look()
            return
        found = self._scanner.scan_whole(data, reading)
        self._hits.update(dict.fromkeys(found - self._hits.keys(), (name,)))
        if reading.unread:
            self.closed[name] = "; ".join(reading.unread)

    def _look(self) -> None:
        if self._waiting:
            *texts, seams = map(b"\n\x01\n".join, zip(*self._waiting.values(), strict=True))
            reading = self._scanner.begin()
            found = self._scanner.look_at_runs(seams).union(*map(self._scanner.scan_text, texts))
            self._hits.update(dict.fromkeys(found - self._hits.keys(), tuple(self._waiting)))
            if reading.unread:
                self._find_unread()
            self._waiting.clear()
        self._size = 0

    def _find_unread(self) -> None:
        """Which of the texts looked at together hold what cannot be read."""
        for name, (*texts, _) in self._waiting.items():
            reading = self._scanner.begin()
            for text in texts:
                self._scanner.scan_text(text)
            if reading.unread:
                self.closed[name] = "; ".join(reading.unread)

    def end(self) -> Hits:
        self._look()
        return self._hits


def is_of_theme(name: str, data: bytes) -> bool:
    """Whether a published file is, byte for byte, one that an installed theme ships, or made of such a sheet alone."""
    if name.endswith((".html", ".xml", ".gz")):
        return False
    return any(is_same_file(folder / name, data) for folder in _theme_folders()) or (
        _LIGHT_SHEET.fullmatch(name) is not None and not set(_PIECES.split(data)) - _pieces_of_theme()
    )


def is_same_file(path: Path, data: bytes) -> bool:
    """Whether `path` is a file of these bytes."""
    return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data


@cache
def _pieces_of_theme() -> frozenset[bytes]:
    """Selectors and declarations of the theme's style sheets."""
    sheets = [path for folder in _theme_folders() for path in folder.glob("assets/stylesheets/main.*.css")]
    return frozenset(piece for path in sheets for piece in _PIECES.split(path.read_bytes()))


@cache
def _theme_folders() -> tuple[Path, ...]:
    spec = importlib.util.find_spec("material")
    material = (Path(spec.origin).parent / "templates",) if spec and spec.origin else ()
    return (PACKAGE / "website" / "theme", *material)


def _is_packed_from(plain: bytes, data: bytes) -> bool:
    """Whether `data` is a gzip file of `plain` and of nothing else, whose header says no more than its time."""
    stream = zlib.decompressobj(31)
    try:
        same = data[:4] == b"\x1f\x8b\x08\0" and stream.decompress(data, len(plain) + 1) == plain
    except zlib.error:
        return False
    return same and stream.eof and not stream.unused_data
