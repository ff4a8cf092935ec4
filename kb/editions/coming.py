"""What a text will say otherwise from a coming day, because a fact that it names changes then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kb.content.fact_texts import render_facts
from kb.content.model import Document, Fact
from kb.project.options import Options
from kb.source.substitution import OPENING, uses_in


@dataclass(frozen=True, slots=True, order=True)
class ComingChange:
    """From the day `on` a text says `new` where it says `old` before."""

    on: date
    old: str
    new: str


def coming_changes(document: Document, facts: Mapping[str, Fact], options: Options, day: date) -> list[ComingChange]:
    """Every change after `day` of what `document`, braces not yet filled in, says; until its next version holds."""
    return sorted(dict.fromkeys(_changes(document, facts, options, day)))


def _changes(document: Document, facts: Mapping[str, Fact], options: Options, day: date) -> Iterator[ComingChange]:
    version = document.version
    if version and version.last and version.last <= day:
        return
    for name in dict.fromkeys(fact_names(document)):
        fact = facts.get(name.partition(".")[0])
        said = ""
        for period in fact.periods if fact else ():
            first = period.first
            before, said = said, _said(fact, name, document, options, first) if fact else ""
            is_in_time = first is not None and first > day and not (version and version.last and first > version.last)
            if first and is_in_time and before and said and before != said:
                yield ComingChange(first, before, said)


def fact_names(document: Document) -> Iterator[str]:
    """Every fact that a document names, as written: `return_days`, `return_days.VN`."""
    for text in (document.title, document.summary, document.answer, document.body):
        if OPENING in text:
            yield from (use.name for use in uses_in(text) if use.space == "fact")


def _said(fact: Fact, name: str, document: Document, options: Options, day: date | None) -> str:
    facts = {fact.name: fact.on(day or date.min)}
    return render_facts(facts, language=document.language, options=options, written_in=document.untranslated).get(
        name, ""
    )
