"""Values from the outside world: a law, a marketplace or a carrier changes them without telling the shop."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from kb.content.model import Fact, Library
from kb.source.problem import Problem, Rule, Severity
from kb.source.provenance import UNKNOWN, Provenance

UNSOURCED = Rule(
    "KB312",
    "unsourced-fact",
    Severity.WARNING,
    what="A fact that is decided outside the shop has no source, no day on which it was checked, or no rhythm; "
    "or a rhythm has no day to count from.",
    why="Nobody can tell whether it still holds, and nobody will be asked to look.",
    example="claim_days: {unit: days, value: 6, decided_by: marketplace}",
    hint="write `source` (an address or a citation), `checked` (the day you read it) and `check_every_days`",
)
CHECK_DUE = Rule(
    "KB313",
    "check-due",
    Severity.WARNING,
    what="The day by which a fact was to be compared with its source again has passed.",
    why="Laws and marketplaces change; the old number is on every page that uses it.",
    example="claim_days: {unit: days, value: 6, source: the app's help, checked: 2026-01-10, check_every_days: 90}",
    hint="open the source, mend the value if it changed, and set `checked`",
)
UNKNOWN_SOURCE = Rule(
    "KB314",
    "unknown-source",
    Severity.HINT,
    what="A fact says that its source is unknown.",
    why="It may be right, but nobody can check it.",
    example="claim_days: {unit: days, value: 6, decided_by: marketplace, source: unknown, checked: 2026-01-10, "
    "check_every_days: 90}",
    hint="find a source; until then let pages say less than the fact does",
)
CHECKED_LATER = Rule(
    "KB315",
    "checked-later",
    Severity.WARNING,
    what="A fact was checked on a day that has not come yet.",
    why="Mostly a slip of the year: nobody would be asked to check it for a long time.",
    example="claim_days: {unit: days, value: 6, checked: 2062-11-21}",
    hint="write the day on which you compared it with its source",
)
EARLY_DAYS = 31
"""A build may be judged as of a day some weeks ago: so much later than `today` is no slip."""
RULES = (UNSOURCED, CHECK_DUE, UNKNOWN_SOURCE, CHECKED_LATER)


def check_sources(library: Library, *, today: date) -> Iterator[Problem]:
    """What is wrong with how each fact is known, on the day `today`."""
    for fact in library.facts.values():
        for market, known in fact.provenance.items():
            where = f"the fact {fact.name}" + (f" for {market}" if market else "")
            yield from _check_fields(fact, known, where)
            if known.checked is not None and known.checked - today > timedelta(days=EARLY_DAYS):
                message = f"{where} was checked on {known.checked}, a day that has not come yet"
                yield CHECKED_LATER.at(fact.path, known.line, message)
            if known.is_due(today):
                source = f" against {known.source}" if known.is_known else ""
                message = f"{where} was to be checked again by {known.due_on}{source}"
                yield CHECK_DUE.at(fact.path, known.line, message)


def _check_fields(fact: Fact, known: Provenance, where: str) -> Iterator[Problem]:
    if known.source == UNKNOWN:
        yield UNKNOWN_SOURCE.at(fact.path, fact.line, f"{where} has no known source")
    has = {
        "source": bool(known.source),
        "checked": known.checked is not None,
        "check_every_days": known.check_every_days > 0,
    }
    missing = [f"`{name}`" for name, is_there in has.items() if not is_there]
    if fact.decided_by != "shop" and missing:
        message = f"{where} is decided outside the shop ({fact.decided_by}) and has no {' and no '.join(missing)}"
        yield UNSOURCED.at(fact.path, fact.line, message)
    elif has["check_every_days"] and not has["checked"]:
        message = f"{where} is to be checked every {known.check_every_days} days and has no `checked` to count from"
        yield UNSOURCED.at(fact.path, fact.line, message, "write `checked`: the day you compared it with its source")
