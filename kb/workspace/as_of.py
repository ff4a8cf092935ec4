"""By which day's facts and versions a reply was filled, and whether another day would have said something else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kb.content.model import Fact, Script
from kb.source.substitution import uses_in
from kb.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Held:
    """What a reply depends on that changes with time: a fact, or a document with several versions."""

    name: str
    """`fact return_days`, `policies/returns`."""
    first: date | None
    """The first day of what the reply says; None: since ever."""
    last: date | None
    """The last one; None: until now, and as far as anything is planned."""
    is_known: bool = True
    """False where the day is before all that is written: then the oldest text stands in."""

    def __str__(self) -> str:
        first, last = (str(one) if one else "" for one in (self.first, self.last))
        return f"{self.name} ({first} … {last})"


def held_on(workspace: Workspace, script: Script, text: str) -> tuple[Held, ...]:
    """What `text`, a part of `script` with its braces, depends on, as of the day of the workspace; each once."""
    return tuple(dict.fromkeys(_held(workspace, text)))


def _held(workspace: Workspace, text: str) -> Iterator[Held]:
    library, day = workspace.library, workspace.library.day or date.max
    for use in uses_in(text):
        if use.space == "fact":
            fact = library.facts.get(use.name.partition(".")[0])
            if fact and fact.periods:
                yield _of_fact(fact, day)
        elif (page := workspace.edition.page(use.name, workspace.edition.options.default_language)) is not None:
            version = page.document.version
            if version:
                yield Held(version.of, version.first, version.last, version.first <= day)


def _of_fact(fact: Fact, day: date) -> Held:
    begun = [one for one in fact.periods if one.first is None or one.first <= day]
    coming = [one.first for one in fact.periods if one.first and one.first > day]
    last = coming[0] - timedelta(days=1) if coming else None
    return Held(f"fact {fact.name}", begun[-1].first if begun else None, last, bool(begun))
