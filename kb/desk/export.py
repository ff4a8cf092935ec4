"""What the desk page loads: scripts, channels and rules as plain data for static files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kb.browser_code.shared import shared_data
from kb.channels.channel import Channel
from kb.channels.registry import channels_as_json
from kb.channels.rule_packs import RulePack, rule_packs_as_json
from kb.content.model import Script
from kb.desk.candidates import ANSWERING
from kb.desk.certainty import SETTINGS
from kb.desk.desk import Desk
from kb.desk.learned import Learned
from kb.desk.nearest import table_as_json
from kb.replies.field_labels import field_label
from kb.replies.leftovers import leftovers_as_json
from kb.replies.message_markdown import parse_markup
from kb.replies.phrases import NOTES, call_phrases, note_phrase
from kb.replies.placeholders import PLACEHOLDER_TYPES
from kb.replies.plain_text import LinkTarget
from kb.replies.render import Substitute
from kb.text.folding import TABLE
from kb.text.language_detection import guess_table
from kb.text.written_dates import date_form
from kb.ui_strings import ui_strings

DESK_FORMAT: int = shared_data("desk", "suggest")["format"]
"""Raised when the browser's code can no longer read what an older build wrote."""


def desk_data(
    scripts: Iterable[Script],
    channels: Mapping[str, Channel],
    *,
    packs: Mapping[str, RulePack],
    substitute: Callable[[str], Substitute],
    links: Callable[[str], Mapping[str, LinkTarget]],
    url: Callable[[Script], str] = lambda script: "",
    languages: Iterable[str] = (),
    words: Callable[[str], Mapping[str, str]] = ui_strings,
) -> dict[str, Any]:
    """Everything the desk's script needs to write replies, JSON-ready and in a fixed order.

    `substitute` and `links` give, for a language, how its facts are filled in and what its articles
    are; `url` gives the page of a script in the agent edition. Of the articles only those that a
    script links to are taken. `languages` are those of the site, `words` gives the interface words of each.
    """
    held = sorted(scripts, key=lambda script: (script.id, script.language))
    written = [_script(script, substitute(script.language), url(script)) for script in held]
    targets: dict[str, dict[str, Any]] = {}
    for script, entry in zip(held, written, strict=True):
        known = links(script.language)
        for document_id in _linked([part["blocks"] for part in entry["parts"]]):
            if document_id in known:
                target = known[document_id]
                targets.setdefault(script.language, {})[document_id] = {
                    "title": target.title, "url": target.url, "answer": target.answer,
                }  # fmt: skip
    spoken = sorted({"en", *languages, *(script.language for script in held)})
    names = sorted({one.name for script in held for one in script.placeholders})
    return {
        "format": DESK_FORMAT,
        "scripts": written,
        "channels": channels_as_json(channels),
        "rules": rule_packs_as_json(packs),
        "leftovers": leftovers_as_json(),
        "links": {language: dict(sorted(rows.items())) for language, rows in sorted(targets.items())},
        "call_phrases": {code: call_phrases(words(code)) for code in spoken},
        "note_phrases": {note: {code: note_phrase(words(code), note) for code in spoken} for note in NOTES},
        "field_labels": {code: {name: field_label(name, words(code)) for name in names} for code in spoken},
        "placeholder_types": dict(PLACEHOLDER_TYPES),
        "date_forms": {code: [pattern, list(months)] for code in spoken for pattern, months in [date_form(code)]},
    }


def _script(script: Script, substitute: Substitute, url: str) -> dict[str, Any]:
    return {
        "id": script.id,
        "language": script.language,
        "title": substitute(script.title),
        "summary": substitute(script.summary),
        "topic": script.topic,
        "stage": script.stage,
        "channels": list(script.channels),
        "placeholders": [
            {
                "name": one.name,
                "type": one.type,
                "example": one.example,
                "required": one.is_required,
                "default": one.default,
                "when": one.when,
            }
            for one in script.placeholders
        ],
        "images": list(script.images),
        "url": url,
        "parts": [
            {
                "variant": part.variant,
                "channel": part.channel,
                "short": part.is_short,
                "blocks": parse_markup(substitute(part.text)),
            }
            for part in script.parts
        ],
    }


def _linked(node: Any) -> list[str]:
    """Ids of the articles that blocks link to, each once, in order."""
    found: dict[str, None] = {}

    def walk(parts: list[Any]) -> None:
        if len(parts) == 3 and parts[0] == "a" and str(parts[1]).startswith("kb:"):
            found[parts[1][3:].partition("#")[0]] = None
        for part in parts:
            if isinstance(part, list):
                walk(part)

    walk(node)
    return list(found)


def choices_as_json(learned: Learned) -> dict[str, dict[str, dict[str, int]]] | None:
    """Language → word → document → choices in hundredths; None where the shop does not learn."""
    if not learned.is_on:
        return None
    return {
        code: {word: dict(sorted(chosen.items())) for word, chosen in sorted(choices.items())}
        for code, choices in sorted(learned.choices.items())
    }


def suggestion_data(desk: Desk) -> dict[str, Any]:
    """What `kb/desk/browser/suggest.js` needs beside the search shards: of each document what the
    shards do not hold, the topics with their teams in their declared order, the listed
    questions, the phrases of small talk and of moods, and what guessing a language reads."""
    documents = {
        document.id: {
            "topic": document.topic,
            "stage": document.stage,
            "channels": list(document.channels),
            "article": desk.articles.get(document.id, ""),
            "moods": list(desk.moods.get(document.id, ())),
        }
        for language in reversed(list(desk.indexes))
        for document in desk.indexes[language].documents
        if document.kind in ANSWERING
    }
    topics = [{"id": one.id, "team": one.team, "severity": one.severity} for one in desk.topics.values()]
    return {
        "documents": dict(sorted(documents.items())),
        "topics": topics,
        "phrases": {kind: list(phrases) for kind, phrases in desk.phrases.items()},
        "short_replies": {code: dict(replies) for code, replies in desk.short_replies.items()},
        "questions": {language: table_as_json(desk.questions(language)) for language in desk.indexes},
        "choices": choices_as_json(desk.learned),
        "settings": dict(SETTINGS),
        "guess": guess_table(tuple(desk.indexes)),
        "characters": TABLE,
    }
