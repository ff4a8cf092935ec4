"""Published files → the marks that stand in them: many small files together, packed ones each by itself."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import kb
from kb.audit.containers import ClosedError, is_plain_text
from kb.audit.marks import Key
from kb.audit.scanning import Scanner, name_as_bytes

BATCH = 2_000_000
"""Bytes of text looked at together."""


def look_through(
    scanner: Scanner,
    contents: Mapping[str, bytes],
    names: Sequence[str],
    unread: Iterable[str],
    assets: Mapping[str, str],
    root: Path,
) -> tuple[dict[Key, tuple[str, ...]], dict[str, str]]:
    """Mark → published files of which one has it; file → why it could not be opened."""
    hits: dict[Key, tuple[str, ...]] = dict.fromkeys(scanner.scan_text(name_as_bytes(" \n\x01\n ".join(names))), ())
    closed: dict[str, str] = {}
    waiting: dict[str, tuple[bytes, ...]] = {}

    def look() -> None:
        """Many small texts at once: calls cost more than bytes."""
        if waiting:
            *texts, seams = map(b"\n\x01\n".join, zip(*waiting.values(), strict=True))
            found = scanner.look_at_runs(seams).union(*map(scanner.scan_text, texts))
            hits.update(dict.fromkeys(found - hits.keys(), tuple(waiting)))
            waiting.clear()

    size = 0
    for name in unread:
        data = contents[name]
        if name.endswith(".gz") and (plain := _unpacked(data)) is not None and plain == contents.get(name[:-3]):
            continue
        if _is_public_source(name, data, root, assets):
            continue
        if is_plain_text(data):
            waiting[name] = (*scanner.fresh_texts(data), scanner.fresh_seams(data))
            size += sum(map(len, waiting[name]))
            if size >= BATCH:
                look()
                size = 0
            continue
        try:
            hits.update(dict.fromkeys(scanner.scan_whole(data) - hits.keys(), (name,)))
        except ClosedError as error:
            closed[name] = str(error)
    look()
    return hits, closed


def _is_public_source(name: str, data: bytes, root: Path, assets: Mapping[str, str]) -> bool:
    """Whether a published file is, byte for byte, a public source: of `docs/`, or of the product's theme."""
    sources = [root / assets[name]] if name in assets else []
    if name.startswith("assets/"):
        sources += [folder / name for folder in _theme_folders()]
    return any(
        source.is_file() and source.stat().st_size == len(data) and source.read_bytes() == data for source in sources
    )


def _theme_folders() -> tuple[Path, ...]:
    package = Path(kb.__file__).parent
    beside = package.parent
    import importlib.util

    spec = importlib.util.find_spec("material")
    material = (Path(spec.origin).parent / "templates",) if spec and spec.origin else ()
    return (package / "website" / "theme", beside / "overrides", *material)


def _unpacked(data: bytes) -> bytes | None:
    """What a plain gzip file holds; None for anything else, and where its header says more than its time."""
    try:
        return gzip.decompress(data) if data[:4] == b"\x1f\x8b\x08\0" else None
    except (OSError, EOFError, zlib.error):
        return None
