"""What an author did wrong: rules as rows, problems as values.

A rule is a row with a permanent code; a problem is one breach of it at one place. Problems are
never raised: every stage collects them, and the front doors print them sorted, all at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

MAX_MESSAGE = 600
"""Letters after which a message is cut: it may quote what somebody wrote."""


class Severity(StrEnum):
    """An error stops publication; a warning does not, unless the shop is strict; a hint never does."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the rule book; the manual's page of rules is made from these."""

    code: str
    """Permanent: KB1xx reading files, KB2xx links and ids, KB3xx facts and braces, KB4xx
    structure (trees, quizzes, variants), KB5xx channels, KB6xx languages and freshness,
    KB7xx search, KB8xx options, KB9xx publishing."""
    name: str
    """Permanent, lower case with hyphens: `broken-link`."""
    severity: Severity
    what: str
    """What is wrong, as a sentence."""
    why: str
    """What harm it does."""
    example: str
    """A few lines that break the rule."""
    hint: str
    """How to mend it, in the imperative."""

    def at(self, path: str, line: int, message: str, hint: str = "") -> Problem:
        """A breach of this rule; `line` counts from 1; `hint` replaces the rule's own advice."""
        return Problem(
            path, max(line, 1), self.code, self.name, self.severity, _one_line(message), _one_line(hint or self.hint)
        )


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend: where, which rule, what, and how. Sorts by path, then line."""

    path: str
    """Relative to the project folder, with forward slashes."""
    line: int
    code: str
    name: str
    severity: Severity
    message: str
    hint: str

    def __str__(self) -> str:
        hint = f" ({self.hint})" if self.hint else ""
        return f"{_one_line(self.path)}:{self.line}: {self.code} {self.message}{hint}"

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Problem:
        """The problem of which `asdict` made `row`. Raises TypeError, KeyError or ValueError if it is of none."""
        return cls(**{**row, "severity": Severity(row["severity"])})

    @property
    def mend(self) -> str:
        """The former name of `hint`, for programs that read it."""
        return self.hint

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR

    def stops(self, *, strict: bool) -> bool:
        """Whether publication must stop for it."""
        return self.is_error or (strict and self.severity is Severity.WARNING)


def _one_line(text: str) -> str:
    """`text` fit for one line of a terminal or a log: what an author wrote is quoted in it, whatever it was."""
    if text.isprintable() and len(text) <= MAX_MESSAGE:
        return text
    clean = "".join(char if char.isprintable() else " " if char.isspace() else "�" for char in text[: 2 * MAX_MESSAGE])
    clean = " ".join(clean.split())
    return clean if len(clean) <= MAX_MESSAGE else clean[: MAX_MESSAGE - 1] + "…"


_CAUSES = {"mkdocs.yml": 0, "facts.yml": 1, "agents/facts.yml": 1}
"""Files that other files' problems come from, in the order in which they are mended."""


def sort_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each problem once: those of the settings first, then of the facts, then by path, line and code."""
    return tuple(sorted(set(problems), key=lambda one: (_CAUSES.get(one.path, len(_CAUSES)), one)))
