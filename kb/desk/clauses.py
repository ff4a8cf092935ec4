"""Split a customer's message into clauses, each a question of its own. The twin is `browser/clauses.js`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.browser_code.shared import shared_data
from kb.text.fold_offsets import fold_with_positions
from kb.text.letters import SPACES, split_words

_SHARED = shared_data("desk", "clauses")
LONGEST_MESSAGE: int = _SHARED["longest_message"]
"""Letters of a message that are read, so that time stays bounded."""
MOST_CLAUSES: int = _SHARED["most_clauses"]
"""Clauses that are looked up one by one."""
FEWEST_WORDS: int = _SHARED["fewest_words"]
"""A clause of fewer words ("hi shop", "thanks") asks nothing by itself."""

BREAK = re.compile(_SHARED["break"], re.ASCII)
"""The end of one question and the possible start of another, over folded text."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One stretch of a message: `text` is `message[start:end]`."""

    text: str
    start: int
    end: int


def split_questions(message: str) -> tuple[Clause, ...]:
    """The clauses of a message that hold enough words to ask something, at most `MOST_CLAUSES`."""
    folded = fold_with_positions(message[:LONGEST_MESSAGE])
    clauses: list[Clause] = []
    start = 0
    for end, following in [*((m.start(), m.end()) for m in BREAK.finditer(folded.text)), (len(folded.text),) * 2]:
        words = folded.text[start:end]
        if len(split_words(words)) >= FEWEST_WORDS:
            inner = start + len(words) - len(words.lstrip(SPACES))
            first, last = folded.original_span(inner, inner + len(words.strip(SPACES)))
            clauses.append(Clause(message[first:last], first, last))
        start = following
        if len(clauses) == MOST_CLAUSES:
            break
    return tuple(clauses)
