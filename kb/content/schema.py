"""The closed schema of front matter: one table, from which reading, checks, manual and JSON Schema come."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kb.content.field_readers import (
    read_also_public,
    read_changes,
    read_draft,
    read_placeholders,
    read_times,
    read_untranslated,
)
from kb.content.field_slips import mend_value, unknown_field_hint
from kb.content.held_back import held_back_problem
from kb.content.model import CALM, MOODS, PLACEHOLDER_TYPES, STAGES, WHEN, Kind
from kb.project.rule_settings import read_rules_of_file
from kb.source.cut_words import cut_words
from kb.source.fields import (
    UNKNOWN_FIELD,
    WRONG_TYPE,
    WrongTypeError,
    read_date,
    read_few_texts,
    read_one_of,
    read_some_of,
    read_text,
    read_texts,
    read_whole_number,
)
from kb.source.problem import Problem, Severity
from kb.source.yaml_nodes import Node

ALL_KINDS = frozenset(Kind)
ARTICLES = frozenset({Kind.FAQ, Kind.GUIDE, Kind.POLICY, Kind.PAGE, Kind.PROCEDURE, Kind.TRAINING, Kind.INTERNAL})
NOT_NOTES = ALL_KINDS - {Kind.NOTE}
SCRIPTS = frozenset({Kind.SCRIPT})
PROCEDURES = frozenset({Kind.PROCEDURE})
SENT = SCRIPTS | {Kind.FAQ, Kind.GUIDE, Kind.POLICY, Kind.PAGE}
"""What an agent may send to a customer."""


@dataclass(frozen=True, slots=True)
class Field:
    """One row of the schema."""

    name: str
    kinds: frozenset[Kind]
    read: Callable[[Node], object]
    form: str
    """The type in words, for the manual."""
    what: str
    example: str
    json_schema: Mapping[str, object]


_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": {"type": "string"}}
_DATE = {"type": "string", "format": "date"}
_SEVERITY = {"enum": [False, "off", *Severity]}
"""YAML 1.1 hands an editor `off` as false."""
_RULES = {
    "type": "object",
    "additionalProperties": {
        "anyOf": [
            _SEVERITY,
            {
                "type": "object",
                "additionalProperties": False,
                "required": ["severity"],
                "properties": {"severity": _SEVERITY, "reason": _TEXT},
            },
        ]
    },
}

FIELDS: tuple[Field, ...] = (
    Field(
        "title",
        ALL_KINDS,
        read_text,
        "text",
        "The heading; without it the first heading of the text, or the file's name.",
        "title: How do I return an item?",
        _TEXT,
    ),
    Field(
        "summary",
        ALL_KINDS,
        read_text,
        "text",
        "One line for cards and search engines, at most 140 characters.",
        "summary: Who may return what, and how",
        _TEXT,
    ),
    Field(
        "draft",
        ALL_KINDS,
        read_draft,
        "yes or no",
        "A draft is in no edition; `kb serve` shows it.",
        "draft: true",
        {"type": "boolean"},
    ),
    Field(
        "answer",
        ARTICLES,
        read_text,
        "text",
        "One or two plain sentences without a link: what search shows and a marketplace chat may carry.",
        "answer: You can return it within {{ fact.return_days }}.",
        _TEXT,
    ),
    Field(
        "questions",
        NOT_NOTES,
        read_few_texts,
        "list of texts",
        "The reader's own words, slips and slang included; the strongest search field, and a test.",
        "questions: [how do i send it back, return policy]",
        _TEXTS,
    ),
    Field("topic", NOT_NOTES, read_text, "id of a topic", "A topic that mkdocs.yml declares.", "topic: returns", _TEXT),
    Field(
        "stage",
        NOT_NOTES,
        read_one_of(STAGES),
        "one of " + ", ".join(STAGES),
        "Where in the customer's journey.",
        "stage: return",
        {"enum": list(STAGES)},
    ),
    Field(
        "related",
        NOT_NOTES,
        read_texts,
        "list of article ids",
        "Shown at the end of the page, in this order.",
        "related: [policies/returns]",
        _TEXTS,
    ),
    Field(
        "redirect_from",
        NOT_NOTES,
        read_texts,
        "list of addresses",
        "Old addresses of this page, which keep working.",
        "redirect_from: [faq/old-name]",
        _TEXTS,
    ),
    Field("owner", ALL_KINDS, read_text, "text", "The team that keeps it right.", "owner: after-sales", _TEXT),
    Field(
        "reviewed_on",
        ALL_KINDS,
        read_date,
        "date",
        "When somebody last read it and found it true.",
        "reviewed_on: 2026-11-16",
        _DATE,
    ),
    Field(
        "review_every_days",
        ALL_KINDS,
        read_whole_number,
        "whole number",
        "After so many days it must be read again.",
        "review_every_days: 180",
        {"type": "integer", "minimum": 0},
    ),
    Field(
        "effective_from", ARTICLES, read_date, "date", "From when a policy holds.", "effective_from: 2026-07-01", _DATE
    ),
    Field(
        "order",
        ARTICLES,
        read_whole_number,
        "whole number",
        "Its place in lists, the lowest first; those without a number follow. A translation has the original's.",
        "order: 10",
        {"type": "integer", "minimum": 0},
    ),
    Field(
        "changes",
        ALL_KINDS,
        read_changes,
        "list of {on, what, why}",
        "The dated history that agents read.",
        "changes: [{on: 2026-11-01, what: Refunds to cards named, why: Buyers asked}]",
        {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["on", "what"],
                "properties": {"on": _DATE, "what": _TEXT, "why": _TEXT},
            },
        },
    ),
    Field(
        "also_public",
        ALL_KINDS,
        read_also_public,
        "yes, or list of documents",
        "What this document says word for word in another edition too is meant to be there: all of it, or what stands "
        "in these documents.",
        "also_public: [faq/returns]",
        {"anyOf": [{"type": "boolean"}, _TEXT, _TEXTS]},
    ),
    Field(
        "rules",
        ALL_KINDS,
        read_rules_of_file,
        "code → severity, or {severity, reason}",
        "How severe a rule is in this file: off, hint, warning or error. Rules that guard what is published stay.",
        "rules: {KB303: {severity: off, reason: a law is quoted}}",
        _RULES,
    ),
    Field(
        "translates",
        ALL_KINDS,
        read_text,
        "hash",
        "Hash of the source text that this translation follows; `kb translations --accept` writes it.",
        "translates: 3f2a9c0d1e",
        _TEXT,
    ),
    Field(
        "untranslated",
        ALL_KINDS,
        read_untranslated,
        "language code",
        "The language that the text is still in. Readers see it under a note, until it is translated and this line "
        "deleted.",
        "untranslated: en",
        _TEXT,
    ),
    Field(
        "channels",
        SENT,
        read_texts,
        "list of channel ids",
        "Where this script, or this article's answer, may be sent; without it, everywhere.",
        "channels: [shopee, zalo, sms]",
        _TEXTS,
    ),
    Field(
        "placeholders",
        SCRIPTS,
        read_placeholders,
        "name → {type, example, required, default, when}",
        "What the agent fills in. Types: "
        + ", ".join(PLACEHOLDER_TYPES)
        + ". `when: coming` or `past`: where a date lies.",
        "placeholders: {order_id: {type: code, example: SS-10234, required: true}}",
        {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "type": {"enum": list(PLACEHOLDER_TYPES)},
                    "example": _TEXT,
                    "required": {"type": "boolean"},
                    "default": _TEXT,
                    "when": {"enum": list(WHEN)},
                },
            },
        },
    ),
    Field(
        "moods",
        SCRIPTS | PROCEDURES,
        read_some_of((*MOODS, CALM)),
        "list of " + ", ".join((*MOODS, CALM)),
        "Customers in such a mood are answered with this script, by this procedure; `calm`: those in another are not.",
        "moods: [angry, legal]",
        {"type": "array", "items": {"enum": [*MOODS, CALM]}},
    ),
    Field(
        "images",
        SCRIPTS,
        read_texts,
        "list of files",
        "Pictures beside the script that are sent with it.",
        "images: [img/return-button.png]",
        _TEXTS,
    ),
    Field(
        "time",
        PROCEDURES,
        read_times,
        "time, or list of times",
        "When it is due: each day, or on a day of the week.",
        'time: "Fri 16:00"',
        {"anyOf": [_TEXT, _TEXTS]},
    ),
    Field("role", PROCEDURES, read_text, "text", "Who does it.", "role: agent", _TEXT),
    Field(
        "channel",
        PROCEDURES,
        read_texts,
        "channel id, or list of them",
        "Where it is done.",
        "channel: [facebook, instagram]",
        {"anyOf": [_TEXT, _TEXTS]},
    ),
)

_WORDS = frozenset({"title", "summary", "answer", "questions", "owner", "changes", "placeholders", "role"})
"""Fields that hold sentences or names: after an id, a date or a yes, a comment does no harm."""
_NO_WORDS = frozenset({"on", "type", "required"})
_BY_NAME: Mapping[str, Field] = {field.name: field for field in FIELDS}


def read_front_matter(node: Node, *, kind: Kind, path: str) -> tuple[dict[str, object], list[Problem]]:
    """Field → value for every field that could be read, and a problem for every one that could not."""
    values: dict[str, object] = {}
    problems: list[Problem] = []
    if node.entries is None:
        return values, [
            WRONG_TYPE.at(
                path,
                node.line,
                f"front matter: expected fields, found {node.describe()}",
                "write `name: value` on each line between the two `---`",
            )
        ]
    for name, value in node.entries.items():
        field = _BY_NAME.get(name)
        if field is None or kind not in field.kinds:
            line = node.line_of(name)
            problems.append(
                held_back_problem(name, value, kind=kind, path=path, line=line) or _unknown(name, kind, path, line)
            )
            continue
        if name in _WORDS:
            problems += cut_words(value, path=path, name=name, passing=_NO_WORDS)
        if value.is_null and name != "draft":  # a draft mark that is left empty is no “no”
            continue
        meant, slips = mend_value(name, value, is_words=name in _WORDS, path=path)
        problems += slips
        try:
            values[name] = field.read(meant)
        except WrongTypeError as error:
            hint = error.hint or f"for example `{field.example}`"
            problems.append(WRONG_TYPE.at(path, error.line, f"{name}: {error}", hint))
    return values, problems


def _unknown(name: str, kind: Kind, path: str, line: int) -> Problem:
    if name in _BY_NAME:
        kinds = ", ".join(sorted(_BY_NAME[name].kinds))
        return UNKNOWN_FIELD.at(path, line, f"“{name}” is not read in a {kind}", f"it belongs in: {kinds}")
    allowed = [field.name for field in FIELDS if kind in field.kinds]
    hint = unknown_field_hint(name, allowed) or "delete it, or see the manual's page of fields"
    return UNKNOWN_FIELD.at(path, line, f"unknown field “{name}”", hint)
