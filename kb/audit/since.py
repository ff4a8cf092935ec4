"""What changed since the last audit: where that is little, hashes of marks answer instead of the marks themselves."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kb.audit.finders import HashFinder, hash_of
from kb.audit.kept import Document, Kept, stamp_of
from kb.audit.words import WordReader
from kb.content.files import find_files
from kb.content.intake import held_back
from kb.content.loading import find_docs
from kb.content.project import NoProjectError, load_project

_DECIDING = ("mkdocs.yml", "facts.yml", "notices.yml")
_FOLDERS = ("agents", "overrides")
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
_DRAFT = re.compile(r"draft|^\W*\"[^\"\n]*\\", re.IGNORECASE | re.MULTILINE)
"""What a draft's mark may look like; the reader of front matter then tells."""
MOST_CHANGED = 200
"""Public sources changed, from which on everything is read again."""


@dataclass(frozen=True, slots=True)
class Since:
    """The marks, as hashes, with those added that lost their excuse; and the public sources as they are now."""

    finder: HashFinder
    documents: Mapping[str, Document]
    assets: Mapping[str, str]
    """Path in the site → path of the public file that is copied there."""


def stamp_inside(root: Path) -> str:
    """One hash over the stamps of all internal files, and of the public ones that are no articles."""
    rows = []
    for top in _FOLDERS:
        rows += sorted(f"{path} {stamp}" for path, stamp in _stamps_below(str(root / top)))
    for name in _DECIDING:
        path = root / name
        rows.append(f"{name} {stamp_of(path.stat()) if path.is_file() else ''}")
    rows += (f"{path} {stamp_of((root / path).stat())}" for path in sorted(_held_back(root)))
    return hashlib.blake2b("\n".join(rows).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def _held_back(root: Path) -> frozenset[str]:
    """Files of `docs/` that settings keep from readers: what they say is internal."""
    try:
        project = load_project(root, tries_extensions=False)
    except NoProjectError:
        return frozenset()
    return held_back(find_docs(root, project.docs, project.intake)[0], project.intake)


def _stamps_below(folder: str) -> Iterator[tuple[str, str]]:
    waiting = [folder] if Path(folder).is_dir() else []
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    yield entry.path, stamp_of(entry.stat(follow_symlinks=False))


def compare(root: Path, kept: Kept) -> Since | None:
    """What changed in the public sources since `kept` was kept; None where only a whole audit can tell."""
    found, _ = find_files(root, kept.docs)
    old, paths = kept.documents, {file.path: file.name for file in found}
    stamps = {path: stamp_of((root / path).stat()) for path in paths if path.lower().endswith(_MARKDOWN)}
    changed = [path for path, stamp in stamps.items() if path not in old or old[path].stamp != stamp]
    gone = [path for path in old if path not in stamps]
    if len(changed) + len(gone) > MOST_CHANGED or any(old[path].is_draft or old[path].has_runs for path in gone):
        return None
    lost = {word for path in gone for word in old[path].words}
    now = {path: one for path, one in old.items() if path in stamps}
    for path in changed:
        before = old.get(path, Document(""))
        data = (root / path).read_bytes()
        if before.is_draft or before.has_runs or _DRAFT.search(data.decode("utf-8", "replace")):
            return None
        words = before.words & _words_in(f"{path} ".encode() + data) if before.words else frozenset[int]()
        lost |= before.words - words
        now[path] = Document(stamps[path], words=words)
    finder = replace(kept.finder, words=kept.finder.words | lost) if lost else kept.finder
    return Since(finder, now, {name: path for path, name in paths.items() if path not in stamps})


def _words_in(data: bytes) -> frozenset[int]:
    """Hashes of all words and names of a public source."""
    reader = WordReader()
    return frozenset(map(hash_of, {*reader.words(data), *reader.compounds(data)}))
