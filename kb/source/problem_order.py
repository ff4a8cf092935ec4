"""The order in which problems are told: errors before warnings, causes before what only follows from them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kb.source.problem import Problem, Severity, sort_problems


@dataclass(frozen=True, slots=True)
class _Chain:
    """One way in which a problem makes others: what it is about, and which codes then miss it."""

    causes: frozenset[str]
    subject: Callable[[Problem], str]
    """What a cause is about, as messages that follow from it quote it; empty if it is about nothing of this kind."""
    follow: frozenset[str]


def _document_id(problem: Problem) -> str:
    """`docs/policies/returns.ms.md` → `policies/returns`; empty for what is no document."""
    found = re.fullmatch(r"[^/]+/(.+?)(?:\.[a-z]{2,3}(?:-[A-Za-z]+)?)?\.md", problem.path)
    return found[1] if found else ""


def _channel_id(problem: Problem) -> str:
    found = re.match(r"channel ([\w-]+)", problem.message)
    return found[1] if found else ""


_SEVERITIES = tuple(Severity)
_QUOTED = re.compile("“([^”]*)”")
_UNREAD = frozenset({"KB101", "KB102", "KB105", "KB107", "KB112", "KB117"})
"""Codes of a file that could not be read whole, so that what stands in it is missed elsewhere."""
_CHAINS = (
    _Chain(_UNREAD, _document_id, frozenset({"KB204", "KB302", "KB406", "KB601", "KB605"})),
    _Chain(frozenset({"KB510"}), _channel_id, frozenset({"KB501", "KB517"})),
)


@dataclass(frozen=True, slots=True)
class ProblemOrder:
    """Problems as they are told: causes, what follows from them, and the rest."""

    first: tuple[Problem, ...]
    following: tuple[Problem, ...]
    """What will probably be gone once `first` is mended."""
    rest: tuple[Problem, ...]


def order_problems(problems: Iterable[Problem]) -> ProblemOrder:
    """Each problem once: errors before warnings, and among equals as `sort_problems` has them; none is left out.

    An error is a cause if another problem misses what it is about, by its id in quotes.
    """
    ordered = sorted(sort_problems(problems), key=lambda one: _SEVERITIES.index(one.severity))
    subjects = [
        (chain, subject, one)
        for one in ordered
        if one.is_error
        for chain in _CHAINS
        if one.code in chain.causes and (subject := chain.subject(one))
    ]
    causes = {(code, subject): one for chain, subject, one in subjects for code in chain.follow}
    caused = {
        one: cause
        for one in ordered
        for quoted in _QUOTED.findall(one.message)
        if (cause := causes.get((one.code, quoted))) is not None
    }
    first = set(caused.values())
    return ProblemOrder(
        tuple(one for one in ordered if one in first),
        tuple(one for one in ordered if one in caused),
        tuple(one for one in ordered if one not in caused and one not in first),
    )
