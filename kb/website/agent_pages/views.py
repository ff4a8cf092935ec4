"""What the templates of the agents' own pages are given, in one language.

Nothing here knows the day: “due now”, “in the last 7 days” and “overdue” are worked out in the browser
from the dates in the page, so that the same content always gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from kb.channels.channel import Channel
from kb.channels.rule_packs import RulePack
from kb.content.model import Document, Kind, Script
from kb.content.urls import url_of
from kb.project.options import in_language
from kb.reports.changes import change_rows
from kb.reports.journey import Stop, journey
from kb.reports.sequences import sequences
from kb.reports.translations import State, translation_table
from kb.source.provenance import NO_PROVENANCE, Provenance
from kb.website.agent_pages.labels import PageLabels
from kb.website.agent_pages.pagination import Part, Row, cut_parts, cut_rows, weight
from kb.website.output.text_changes import PAGE as CHANGES_PAGE

if TYPE_CHECKING:
    from kb.website.views.site_views import SiteViews
    from kb.workspace.workspace import Workspace


ROWS_MOST = 200
"""Longer lists of changes, reviews and translations end here, with a word about the rest: what is most pressing
stands first, and the commands show all."""
SINCE_MOST = 5
"""Changes of the source named beside an outdated translation."""
WORDS_MOST = 2_000
"""Characters of a script's questions that its filter looks through."""

Sheets = Sequence[Mapping[str, object]]
"""What the template of each sheet of a page finds under `view.extra`; a short page has one."""


def scripts_page(workspace: Workspace, views: SiteViews, language: str) -> Sheets:
    shown = PageLabels(workspace, views, language)
    scripts = [document for document in shown.documents if isinstance(document, Script)]
    rows = []
    for script in scripts:
        ids = [id for id in script.channels or tuple(shown.channels) if id in shown.channels]
        own = list(dict.fromkeys(part.variant for part in script.parts if part.variant))
        rows.append(
            {
                "id": script.id,
                "page": shown.reference(script.id, script.title),
                "summary": script.summary,
                "words": " · ".join(script.questions)[:WORDS_MOST],
                "topic": shown.topic(script.topic),
                "stage": shown.stage(script.stage),
                "channels": [shown.channel(id) for id in ids],
                "variants": [shown.variant(one) for one in own],
            }
        )
    used = {id for script in scripts for id in script.channels or tuple(shown.channels)}
    shared = {
        "topics": shown.topics(scripts),
        "variants": [shown.variant(one) for one in shown.options.variants],
        "stages": [shown.stage(stop.stage) for stop in journey(scripts) if stop.scripts],
        "channels": [shown.channel(id) for id in shown.served if id in used],
    }
    return [{**shared, "rows": sheet} for sheet in cut_rows(rows, 260)]


def changes_page(workspace: Workspace, views: SiteViews, language: str) -> Sheets:
    shown = PageLabels(workspace, views, language)
    found = change_rows(shown.documents)
    rows = [
        {
            "on": row.on.isoformat(),
            "day": shown.date(row.on),
            "what": row.what,
            "why": row.why,
            "kind": shown.kind(row.kind),
            "page": shown.reference(row.id, row.title),
        }
        for row in found
    ]
    names = {**{kind.value: shown.kind(kind).name for kind in Kind}, "fact": shown.words["tool_kind_fact"]}
    shared = {
        "more": len(rows[ROWS_MOST:]),
        "kinds": [shown.kind(kind) for kind in sorted({row.kind for row in found})],
        "kind_names": json.dumps(names, ensure_ascii=False),
        "first": url_of(CHANGES_PAGE, language, shown.options),
    }
    return [{**shared, "rows": sheet} for sheet in cut_rows(rows[:ROWS_MOST], 190)]


def journey_page(workspace: Workspace, views: SiteViews, language: str) -> Sheets:
    shown = PageLabels(workspace, views, language)
    stops = journey(shown.documents)
    topics = shown.topics(document for stop in stops for document in (*stop.articles, *stop.scripts))
    matrix = [{"topic": topic, "cells": [_count(stop, topic.id) for stop in stops]} for topic in topics]
    sheets = cut_parts(
        [_stop_part(stop, shown) for stop in stops],
        25,
        head=700,
        before=300 + sum(100 + weight(row["topic"]) + 45 * len(stops) for row in matrix),
    )
    shared = {"topics": topics, "stages": [shown.stage(stop.stage) for stop in stops]}
    return [{**shared, "parts": sheet, "matrix": [] if number else matrix} for number, sheet in enumerate(sheets)]


def _stop_part(stop: Stop, shown: PageLabels) -> Part:
    def rows(documents: Iterable[Document]) -> list[Row]:
        return [{"page": shown.reference(one.id, one.title), "topic": one.topic} for one in documents]

    has = {"articles": bool(stop.articles), "scripts": bool(stop.scripts)}
    return Part(
        {"stage": shown.stage(stop.stage), "has": has}, {"articles": rows(stop.articles), "scripts": rows(stop.scripts)}
    )


def _count(stop: Stop, topic: str) -> tuple[int, int]:
    return (sum(one.topic == topic for one in stop.articles), sum(one.topic == topic for one in stop.scripts))


def sequences_page(workspace: Workspace, views: SiteViews, language: str) -> Sheets:
    shown = PageLabels(workspace, views, language)
    scripts = [document for document in shown.documents if isinstance(document, Script)]
    variants = shown.options.variants
    own = {
        (sequence.variant, message.script.id): message.has_variant
        for sequence in sequences(scripts, shown.served, variants)
        for message in sequence.messages
    }
    stages: list[Part] = []
    for sequence in sequences(scripts, shown.served, ()):
        rows = [
            {
                "page": shown.reference(message.script.id, message.script.title),
                "routes": [
                    {
                        "starts": [shown.channel(id).name for id in route.starts],
                        "then": [shown.channel(id).name for id in route.then],
                    }
                    for route in message.routes
                ],
                "own": [own.get((variant, message.script.id), False) for variant in variants],
            }
            for message in sequence.messages
        ]
        stages.append(Part({"stage": shown.stage(sequence.stage)}, {"rows": rows}))
    classes = [shown.variant(variant) for variant in variants]
    sheets = cut_parts(stages, lambda row: 60 + 85 * len(variants) + _route_bytes(row), head=450 + 90 * len(variants))
    return [{"parts": sheet, "variants": classes} for sheet in sheets]


def _route_bytes(row: Row) -> int:
    """Bytes of markup around the names of the channels in `row`."""
    routes = cast(list[Mapping[str, list[str]]], row["routes"])
    return sum(30 + 100 * len(route["then"]) for route in routes)


def channels_page(workspace: Workspace, views: SiteViews, language: str) -> Sheets:
    shown = PageLabels(workspace, views, language)
    scripts = [document for document in shown.documents if isinstance(document, Script)]
    packs = workspace.rule_packs
    rows = []
    for channel in shown.served.values():
        markets = [
            shown.market(code)
            for code in channel.markets
            if code in shown.options.markets and not channel.markets_hold(shown.options.markets)
        ]
        rows.append(
            {
                "channel": channel,
                "name": channel.name(language),
                "markets": markets,
                "strength": channel.strengths.get(language, ""),
                "weakness": channel.weaknesses.get(language, ""),
                "fallback": shown.channel(channel.fallback) if channel.fallback else None,
                "packs": [packs[id] for id in channel.rule_packs if id in packs],
                "known": shown.known_together(_how_known(channel, packs, shown)),
                "scripts": sum(channel.id in script.channels or not script.channels for script in scripts),
            }
        )
    return [{"rows": sheet} for sheet in cut_rows(rows, 880)]


_LIMIT_WORDS = {"limit": "tool_limit", "window_hours": "tool_window", "in_a_row": "tool_in_a_row"}


def _how_known(channel: Channel, packs: Mapping[str, RulePack], shown: PageLabels) -> Iterator[tuple[str, Provenance]]:
    """The name of each limit and rule of a channel, and how it is known; nothing of limits that say nothing."""
    for limit, known in channel.known.items():
        if known != NO_PROVENANCE:
            yield shown.words.get(_LIMIT_WORDS[limit], limit), known
    for pack in (packs[id] for id in channel.rule_packs if id in packs):
        for rule in pack.rules:
            name = in_language(rule.names, shown.language, shown.options.default_language)
            yield name, pack.known_by(rule.id)


def translations_page(workspace: Workspace, views: SiteViews, language: str) -> Sheets:
    shown = PageLabels(workspace, views, language)
    table = translation_table(workspace.library, shown.options)
    rows = []
    for row in table:
        if all(one.state is State.CURRENT for one in row.translations):
            continue
        cells = [
            {
                "state": one.state.value,
                "since": [{"on": shown.date(change.on), "what": change.what} for change in one.since[:SINCE_MOST]],
            }
            for one in row.translations
        ]
        rows.append({"page": shown.reference(row.id.removeprefix("notes/"), row.title), "id": row.id, "cells": cells})
    others = shown.options.other_languages
    counts = [
        {
            "name": shown.options.languages[code].name,
            "states": [
                {"state": state.value, "count": sum(row.translations[place].state is state for row in table)}
                for state in State
            ],
        }
        for place, code in enumerate(others)
    ]
    shared = {
        "more": len(rows[ROWS_MOST:]),
        "counts": counts,
        "languages": [shown.options.languages[code].name for code in others],
    }
    return [{**shared, "rows": sheet} for sheet in cut_rows(rows[:ROWS_MOST], 150 + 60 * len(others))]
