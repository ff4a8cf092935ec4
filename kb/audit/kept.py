"""What one audit leaves for the next, so that neither a file nor an internal source that did not change is read twice.

The cache holds hashes and no words. A verdict holds as long as no internal mark was added: a file free of more marks is
free of fewer. Text taken out of a public source is looked for where files changed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kb.audit.finders import HashFinder
from kb.content.private_folders import make_private_folder

FORMAT = 3
FILES = "verdicts.json"
MARKS = "marks.json"
NOTHING = HashFinder(frozenset(), frozenset(), frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Document:
    """One public Markdown file, as the last audit read it."""

    stamp: str
    is_draft: bool = False
    words: frozenset[int] = frozenset()
    """Hashes of internal words that are no leak because this file has them."""
    has_runs: bool = False
    """Whether it explained a run of words, or a word in a way that only a whole audit can judge."""


@dataclass(frozen=True, slots=True)
class Cleared:
    """A published file without a leak: where and what it was."""

    stamp: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Kept:
    """The last clean audit."""

    version: str = ""
    inside: str = ""
    """Stamps of everything internal and of what else decides on marks; the same means: the same marks."""
    docs: str = "docs"
    """Where public sources lie."""
    marks: str = ""
    """Digests of all marks, with spaces between."""
    cleared: Mapping[str, Cleared] = field(default_factory=dict)
    finder: HashFinder = NOTHING
    documents: Mapping[str, Document] = field(default_factory=dict)
    name: str = ""
    """Of the file of marks that the verdicts go with."""


def load_kept(folder: Path) -> Kept:
    """The last audit's verdicts; none where the cache is missing, broken or of another format."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        row, more = (json.loads((folder / name).read_text("ascii")) for name in (FILES, MARKS))
        if (row["format"], row["marks"]) == (FORMAT, more["name"]):
            return Kept(
                str(row["version"]),
                str(row["inside"]),
                str(row["docs"]),
                str(more["marks"]),
                {name: Cleared(*one) for name, one in row["cleared"].items()},
                _finder(*more["finder"]),
                {path: Document(one[0], one[1], _numbers(one[2]), one[3]) for path, one in row["documents"].items()},
                str(row["marks"]),
            )
    return Kept()


def write_kept(folder: Path, kept: Kept, *, has_new_marks: bool) -> None:
    """Keep the verdicts of a clean audit; a folder that cannot be written to only costs time."""
    name, marks = (kept.name, None) if not has_new_marks else _marks_of(kept)
    row = {
        "format": FORMAT,
        "version": kept.version,
        "inside": kept.inside,
        "docs": kept.docs,
        "marks": name,
        "cleared": {file: [one.stamp, one.sha256] for file, one in kept.cleared.items()},
        "documents": {
            path: [one.stamp, one.is_draft, _hexadecimal(one.words), one.has_runs]
            for path, one in kept.documents.items()
        },
    }
    with contextlib.suppress(OSError):
        make_private_folder(folder)
        if marks is not None:
            _write(folder / MARKS, marks)
        _write(folder / FILES, row)


def _marks_of(kept: Kept) -> tuple[str, dict[str, object]]:
    finder = kept.finder
    words, pairs, runs = map(_hexadecimal, (finder.words, finder.pairs, finder.runs))
    name = hashlib.blake2b("\n".join([kept.inside, words, pairs, runs]).encode("ascii"), digest_size=8).hexdigest()
    return name, {"name": name, "marks": kept.marks, "finder": [words, pairs, runs, sorted(finder.files)]}


def _write(path: Path, row: Mapping[str, object]) -> None:
    waiting = path.with_suffix(f".{os.getpid()}.tmp")
    waiting.write_text(json.dumps(row), "ascii")
    waiting.replace(path)


def stamp_of(stat: os.stat_result) -> str:
    """Changes with a file: its inode, its size in bytes and when it was written, in nanoseconds."""
    return f"{stat.st_ino}.{stat.st_size}.{stat.st_mtime_ns}"


def _finder(words: str, pairs: str, runs: str, files: list[str]) -> HashFinder:
    return HashFinder(_numbers(words), _numbers(pairs), _numbers(runs), frozenset(files))


def _numbers(text: str) -> frozenset[int]:
    held = array("I")
    held.frombytes(bytes.fromhex(text))
    return frozenset(held)


def _hexadecimal(numbers: Iterable[int]) -> str:
    return array("I", sorted(numbers)).tobytes().hex()
