"""What the templates of the agents' own pages are given, in one language.

Nothing here knows the day: “due now”, “in the last 7 days” and “overdue” are worked out in the browser
from the dates in the page, so that the same content always gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from babel import dates

from kb.channels.rule_pack import load_rule_packs
from kb.content.facts import locale_of
from kb.content.model import Document, Script
from kb.content.options import in_language
from kb.reports.changes import change_rows
from kb.reports.facts import FactReport, fact_reports
from kb.reports.freshness import review_queue
from kb.reports.journey import Stop, journey
from kb.reports.sequences import sequences
from kb.reports.timetable import DAYS, timetable
from kb.reports.translations import State, translation_table
from kb.website.tool_words import Choice, Reference, ToolWords

if TYPE_CHECKING:
    from kb.website.inspection import Inspected
    from kb.website.views import SiteViews


ROWS_MOST = 200
"""Longer lists are cut, with a word about the rest: a page stays light at any size, and the commands show all."""


def timetable_page(inspected: Inspected, views: SiteViews, language: str) -> Mapping[str, object]:
    shown = ToolWords(inspected, views, language)
    names = dates.get_day_names("wide", locale=locale_of(language))
    found = timetable(shown.documents)
    duties = [{"day": duty.day, "day_name": names[DAYS.index(duty.day)] if duty.day else "", "time": duty.time,
               "role": duty.role, "channels": [shown.channel(id) for id in duty.channels],
               "page": shown.reference(duty.id, duty.title), "key": f"{duty.id} {duty.day} {duty.time}"}
              for duty in found]
    used = {id for duty in found for id in duty.channels}
    return {"daily": [duty for duty in duties if not duty["day"]], "weekly": [duty for duty in duties if duty["day"]],
            "roles": [Choice(role, role) for role in sorted({duty.role for duty in found if duty.role})],
            "channels": [shown.channel(id) for id in shown.channels if id in used]}


def scripts_page(inspected: Inspected, views: SiteViews, language: str) -> Mapping[str, object]:
    shown = ToolWords(inspected, views, language)
    scripts = [document for document in shown.documents if isinstance(document, Script)]
    rows = []
    for script in scripts:
        ids = [id for id in script.channels or tuple(shown.channels) if id in shown.channels]
        own = list(dict.fromkeys(part.variant for part in script.parts if part.variant))
        rows.append({"page": shown.reference(script.id, script.title), "summary": script.summary, "script": script,
                     "topic": shown.topic(script.topic), "stage": shown.stage(script.stage),
                     "channels": [shown.channel(id) for id in ids], "variants": [shown.variant(one) for one in own]})
    used = {id for script in scripts for id in script.channels or tuple(shown.channels)}
    return {"rows": rows, "topics": shown.topics(scripts),
            "variants": [shown.variant(one) for one in shown.options.variants],
            "stages": [shown.stage(stop.stage) for stop in journey(scripts) if stop.scripts],
            "channels": [shown.channel(id) for id in shown.served if id in used]}


def changes_page(inspected: Inspected, views: SiteViews, language: str) -> Mapping[str, object]:
    shown = ToolWords(inspected, views, language)
    found = change_rows(shown.documents)
    rows = [{"on": row.on.isoformat(), "day": shown.date(row.on), "what": row.what, "why": row.why,
             "kind": shown.kind(row.kind), "page": shown.reference(row.id, row.title)} for row in found]
    kinds = [shown.kind(kind) for kind in sorted({row.kind for row in found})]
    return {"rows": rows[:ROWS_MOST], "more": len(rows[ROWS_MOST:]), "kinds": kinds}


def journey_page(inspected: Inspected, views: SiteViews, language: str) -> Mapping[str, object]:
    shown = ToolWords(inspected, views, language)
    stops = journey(shown.documents)
    topics = shown.topics(document for stop in stops for document in (*stop.articles, *stop.scripts))
    return {"topics": topics, "stages": [_stop_view(stop, shown) for stop in stops],
            "matrix": [{"topic": topic, "cells": [_count(stop, topic.id) for stop in stops]} for topic in topics]}


def _stop_view(stop: Stop, shown: ToolWords) -> Mapping[str, object]:
    def rows(documents: Iterable[Document]) -> list[Mapping[str, object]]:
        return [{"page": shown.reference(one.id, one.title), "topic": one.topic, "kind": shown.kind(one.kind)}
                for one in documents]
    return {"stage": shown.stage(stop.stage), "articles": rows(stop.articles), "scripts": rows(stop.scripts)}


def _count(stop: Stop, topic: str) -> tuple[int, int]:
    return (sum(one.topic == topic for one in stop.articles), sum(one.topic == topic for one in stop.scripts))


def sequences_page(inspected: Inspected, views: SiteViews, language: str) -> Mapping[str, object]:
    shown = ToolWords(inspected, views, language)
    scripts = [document for document in shown.documents if isinstance(document, Script)]
    variants = shown.options.variants
    own = {(sequence.variant, message.script.id): message.has_variant
           for sequence in sequences(scripts, shown.served, variants) for message in sequence.messages}
    stages = []
    for sequence in sequences(scripts, shown.served, ()):
        rows = [{"page": shown.reference(message.script.id, message.script.title),
                 "routes": [{"starts": [shown.channel(id).name for id in route.starts],
                             "then": [shown.channel(id).name for id in route.then]} for route in message.routes],
                 "own": [own.get((variant, message.script.id), False) for variant in variants]}
                for message in sequence.messages]
        stages.append({"stage": shown.stage(sequence.stage), "rows": rows})
    return {"stages": stages, "variants": [shown.variant(variant) for variant in variants]}


def channels_page(inspected: Inspected, views: SiteViews, language: str) -> Mapping[str, object]:
    shown = ToolWords(inspected, views, language)
    scripts = [document for document in shown.documents if isinstance(document, Script)]
    packs = load_rule_packs()
    default = shown.options.default_language
    rows = []
    for channel in shown.served.values():
        markets = [in_language(shown.options.markets[code].name, language, default) or code
                   for code in channel.markets if code in shown.options.markets]
        rows.append({"channel": channel, "name": channel.name(language), "markets": markets,
                     "strength": channel.strengths.get(language) or channel.strengths.get("en", ""),
                     "weakness": channel.weaknesses.get(language) or channel.weaknesses.get("en", ""),
                     "fallback": shown.channel(channel.fallback) if channel.fallback else None,
                     "packs": [packs[id] for id in channel.rule_packs if id in packs],
                     "checked_on": shown.date(channel.checked_on),
                     "scripts": sum(channel.id in script.channels or not script.channels for script in scripts)})
    return {"rows": rows}


def facts_page(inspected: Inspected, views: SiteViews, language: str) -> Mapping[str, object]:
    shown = ToolWords(inspected, views, language)
    reports = fact_reports(inspected.library, shown.options)
    return {"rows": [_fact_view(report, shown) for report in reports]}


def _fact_view(report: FactReport, shown: ToolWords) -> Mapping[str, object]:
    """The fact, and the pages of this language that use it; `kb facts NAME` shows every file and line."""
    pages: dict[str, Reference] = {}
    for use in report.uses:
        if use.language in ("", shown.language):
            pages.setdefault(use.path, shown.reference(use.id.removeprefix("notes/"), use.path))
    return {"fact": report.fact, "text": report.texts.get(shown.language, ""), "pages": list(pages.values()),
            "texts": [Choice(code, text) for code, text in report.texts.items() if code != shown.language],
            "articles": len(report.articles), "scripts": len(report.scripts), "files": len(report.files)}


def reviews_page(inspected: Inspected, views: SiteViews, language: str) -> Mapping[str, object]:
    shown = ToolWords(inspected, views, language)
    queue = review_queue(one for one in inspected.library.documents() if one.language == language)
    rows = [{"page": shown.reference(row.id.removeprefix("notes/"), row.title), "title": row.title, "owner": row.owner,
             "kind": shown.kind(row.kind), "path": row.path, "due_iso": row.due_on.isoformat() if row.due_on else "",
             "due": shown.date(row.due_on), "reviewed": shown.date(row.reviewed_on)} for row in queue]
    owners = sorted({row.owner for row in queue if row.owner})
    return {"rows": rows[:ROWS_MOST], "more": len(rows[ROWS_MOST:]),
            "owners": [Choice(owner, owner) for owner in owners]}


def translations_page(inspected: Inspected, views: SiteViews, language: str) -> Mapping[str, object]:
    shown = ToolWords(inspected, views, language)
    table = translation_table(inspected.library, shown.options)
    rows = []
    for row in table:
        if all(one.state is State.CURRENT for one in row.translations):
            continue
        cells = [{"state": one.state.value, "path": one.path, "language": one.language,
                  "since": [{"on": shown.date(change.on), "what": change.what} for change in one.since]}
                 for one in row.translations]
        rows.append({"page": shown.reference(row.id.removeprefix("notes/"), row.title), "id": row.id,
                     "kind": shown.kind(row.kind), "cells": cells})
    others = shown.options.other_languages
    counts = [{"name": shown.options.languages[code].name,
               "states": [{"state": state.value,
                           "count": sum(row.translations[place].state is state for row in table)} for state in State]}
              for place, code in enumerate(others)]
    return {"rows": rows[:ROWS_MOST], "more": len(rows[ROWS_MOST:]), "counts": counts,
            "languages": [shown.options.languages[code].name for code in others]}
