"""`insights/data/learned.json`: what colleagues chose, as the shop committed it, for the desk of the agents' edition.

    {
     "format": "kb-learned", "version": 1, "counted_from": "2026-11-02", "last": "2026-11-26",
     "choices": [
      ["de", "scripts/delay", "paket", 412],

Each row is a line of its own, so that git shows and merges them: language, document, word, choices in hundredths. A row
without a word has the sum of the document's others.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path
from typing import Any

from kb.desk.learned import Choices, Learned
from kb.project.folders import REPORTS
from kb.source.problem import Problem, Rule, Severity

LEARNED = f"{REPORTS}/learned.json"
FORMAT = "kb-learned"
VERSION = 1
MOST_BYTES = 5_000_000
MOST_LETTERS = 200
MOST_CHOICES = 10_000_000
"""Hundredths of a choice: more is no count."""
_BEGINS = re.compile(r'"choices"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,]*")

BROKEN_LEARNED = Rule(
    "KB730", "broken-learned", Severity.WARNING,
    "The file of what colleagues chose cannot be read, or a row of it is none.",
    "The desk then ranks as if nothing had been learned; half a file would rank by half of what was chosen.",
    'insights/data/learned.json\n["de", "scripts/delay", "paket", "often"]',
    "make it anew with `kb insights learn`, or take it back from git",
)  # fmt: skip
LEARNED_GONE = Rule(
    "KB731", "learned-gone", Severity.HINT,
    "What colleagues chose is no longer there, or is in a language that the shop does not have.",
    "Its rows do nothing; where the document has only another name now, what was learned of it is lost.",
    '["de", "scripts/old-name", "paket", 412]',
    "make the file anew with `kb insights learn`, or write the document's new name into its rows",
)  # fmt: skip
RULES = (BROKEN_LEARNED, LEARNED_GONE)


@dataclass(frozen=True, slots=True)
class _Row:
    language: str
    item: str
    word: str
    count: int
    line: int


class _BrokenError(Exception):
    """The file is none: a line of it, and why."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line


def load_learned(
    root: Path, languages: Mapping[str, object], is_there: Callable[[str], bool]
) -> tuple[Learned, tuple[Problem, ...]]:
    """What the desk of the project at `root` learned, and what is wrong with the file; nothing where there is none.

    `is_there(id)`: whether the edition has such a document; rows of others are left out.
    """
    try:
        text = _read(root / LEARNED)
        rows = list(_rows(text)) if text else []
    except _BrokenError as error:
        return Learned(is_on=True), (BROKEN_LEARNED.at(LEARNED, error.line, str(error)),)
    gone: dict[str, Problem] = {}
    choices: dict[str, dict[str, dict[str, int]]] = {}
    for row in rows:
        if row.language not in languages:
            why = f"the shop does not have the language “{row.language}”"
            gone.setdefault(row.language, LEARNED_GONE.at(LEARNED, row.line, why))
        elif not is_there(row.item):
            why = f"“{row.item}”, which colleagues chose, is no longer there"
            gone.setdefault(row.item, LEARNED_GONE.at(LEARNED, row.line, why))
        else:
            choices.setdefault(row.language, {}).setdefault(row.word, {})[row.item] = row.count
    return Learned(choices, is_on=True), tuple(gone.values())


def _read(path: Path) -> str:
    """The file's text; "" where there is none."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _BrokenError(1, f"it is larger than {MOST_BYTES // 1_000_000} MB")
        return path.read_text("utf-8")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        raise _BrokenError(1, "it is no text in UTF-8") from None
    except OSError as error:
        raise _BrokenError(1, f"it cannot be read: {error.strerror}") from None


def _rows(text: str) -> Iterator[_Row]:
    try:
        told = json.loads(text)
    except json.JSONDecodeError as error:
        raise _BrokenError(error.lineno, f"it is no JSON: {error.msg}") from None
    except (ValueError, RecursionError):
        raise _BrokenError(1, "it is no JSON") from None
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise _BrokenError(1, "it is no file that kb insights learn made")
    if told.get("version") != VERSION:
        raise _BrokenError(1, f"it is of version {told.get('version')!r}, this kb reads {VERSION}")
    rows = told.get("choices")
    if not isinstance(rows, list):
        raise _BrokenError(1, "it has no list “choices”")
    seen: set[tuple[str, str, str]] = set()
    for number, (row, line) in enumerate(zip(rows, chain(_lines(text), repeat(1)), strict=False), 1):
        read = _row(row, line, number)
        key = (read.language, read.item, read.word)
        if key in seen:
            raise _BrokenError(line, f"row {number} repeats an earlier one")
        seen.add(key)
        yield read


def _row(row: Any, line: int, number: int) -> _Row:
    if not isinstance(row, list) or len(row) != 4:
        raise _BrokenError(line, f"row {number} is not language, document, word, number")
    language, item, word, count = row
    if not all(map(_is_text, (language, item, word))):
        raise _BrokenError(line, f"row {number}: language, document and word must be short texts")
    if type(count) is not int or not 0 < count <= MOST_CHOICES:
        raise _BrokenError(line, f"row {number}: choices must be a whole number from 1 to {MOST_CHOICES}")
    return _Row(language, item, word, count, line)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value.isprintable() and len(value) <= MOST_LETTERS


def _lines(text: str) -> Iterator[int]:
    """The line on which each row of `text`, which is valid JSON, begins."""
    decoder = json.JSONDecoder()
    begin = _BEGINS.search(text)
    at, line, seen = (begin.end() if begin else 0), 1, 0
    while True:
        at = _skip(text, at)
        line += text.count("\n", seen, at)
        seen = at
        yield line
        if at >= len(text) or text[at] == "]":
            return
        _, at = decoder.raw_decode(text, at)


def _skip(text: str, at: int) -> int:
    match = _BETWEEN.match(text, at)
    return match.end() if match else at


def learned_text(choices: Mapping[str, Choices], first: str, last: str) -> str:
    """The file that holds `choices` of messages from `first` to `last`, two days."""
    rows = [
        json.dumps([language, item, word, count], ensure_ascii=False)
        for language, words in sorted(choices.items())
        for item, word, count in sorted((id, word, n) for word, chosen in words.items() for id, n in chosen.items())
    ]
    head = {"format": FORMAT, "version": VERSION, "counted_from": first, "last": last}
    listed = ",\n  ".join(rows)
    return f'{{\n {json.dumps(head)[1:-1]},\n "choices": [\n  {listed}\n ]\n}}\n'
