"""What shoppers asked, from a file that the shop has: one message a line, or the answers to “Did this help?”.

Nothing of it is kept. A message with a number, a code or an address in it is somebody's own and is read by nobody.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kb.search.indexing.index import Index
from kb.search.ranking.scoring import plan_query
from kb.source.problem import Problem, Rule, Severity
from kb.text.folding import visible
from kb.text.language_detection import guess_language
from kb.text.languages import FULL, load_language
from kb.text.tokenizer import is_code, read

LONGEST_WORDING = 120
"""Letters of a message that can be a question of a page: a longer one tells a story."""
LEAST_MESSAGES = 2
"""Messages that have a word before it is told: what one person wrote alone may be a name."""
MOST_WORDS = 30
EXAMPLE = '{"text": "where is my order", "language": "en"}'

WORD_OF_NO_PAGE = Rule(
    code="KB713",
    name="word-of-no-page",
    severity=Severity.HINT,
    what="Shoppers use a word that no page has, and that search does not read as another one.",
    why="Whoever asks with it finds nothing, or a page that fits by chance.",
    example="installation   # in three messages; every page says “setup”",
    hint="list a question with this word at the page that answers it, or write that page",
)
RULES = (WORD_OF_NO_PAGE,)


@dataclass(frozen=True, slots=True)
class Asked:
    """One message."""

    text: str
    language: str
    line: int
    """Of the file, counted from 1."""


def read_asked(path: Path, languages: Iterable[str]) -> tuple[Asked, ...]:
    """The messages of a file: lines of text, or of JSON with `text` and perhaps `language`.

    `languages` are those of the site; a message that names none of them is read in the one that it seems to be in.
    Raises OSError where the file cannot be read, and ValueError, with the line, where it is neither.
    """
    found = []
    codes = list(languages)
    for number, line in enumerate(path.read_text("utf-8-sig").splitlines(), 1):
        text, language = _read_line(line.strip(), number)
        text = " ".join(visible(text).split())
        if text:
            code = language if language in codes else guess_language(text, codes).language
            found.append(Asked(text, code, number))
    return tuple(found)


def _read_line(line: str, number: int) -> tuple[str, str]:
    if not line.startswith("{"):
        return line, ""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError(f"line {number} begins as JSON and is none") from None
    text, language = row.get("text"), row.get("language", "")
    if not isinstance(text, str) or not isinstance(language, str):
        raise ValueError(f"line {number} is JSON without a text: write {EXAMPLE}")
    return text, language


def as_wordings(asked: Iterable[Asked], language: str) -> tuple[str, ...]:
    """The messages of one language that a page could list as they are: short, and without anything of one customer."""
    reading = load_language(language)
    return tuple(
        dict.fromkeys(
            one.text
            for one in asked
            if one.language == language
            and len(one.text) <= LONGEST_WORDING
            and not any(is_code(token.folded) for token in read(one.text, reading))
            and "@" not in one.text
        )
    )


def words_of_no_page(asked: Iterable[Asked], indexes: Mapping[str, Index], path: str) -> tuple[Problem, ...]:
    """A hint for each word that several messages have and no page of their language, the most frequent first.

    `indexes` are those of the site by language; `path` is the file, as problems name it.
    """
    lines: dict[tuple[str, str], list[int]] = {}
    for one in asked:
        for word in _unread(one.text, indexes[one.language]):
            lines.setdefault((one.language, word), []).append(one.line)
    often = sorted((row for row in lines.items() if len(row[1]) >= LEAST_MESSAGES), key=lambda row: -len(row[1]))
    return tuple(
        WORD_OF_NO_PAGE.at(path, at[0], f"“{word}” stands in {len(at)} messages and in no page ({language})")
        for (language, word), at in often[:MOST_WORDS]
    )


def _unread(text: str, index: Index) -> set[str]:
    """The words of a message that search can do nothing with: no page has them, nor what they may stand for."""
    words = (one for one in read(text, index.language) if one.weight >= FULL and not is_code(one.folded))
    typed = {text[one.start : one.end].lower() for one in words}
    return {word for word in typed if not plan_query(index, word).terms}
