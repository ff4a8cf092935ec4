"""Documents as plain data and back, for a cache: lists, dicts, texts and numbers only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from types import MappingProxyType
from typing import Any

from kb.content.model import Article, Change, Document, Kind, Note, Placeholder, Script, ScriptPart
from kb.project.rule_settings import RuleSetting
from kb.source.problem import Problem, Severity

_CLASSES: Mapping[str, type[Document]] = {one.__name__: one for one in (Article, Script, Note)}
_FIELDS = {name: tuple(field.name for field in fields(one)) for name, one in _CLASSES.items()}
_DATES = ("reviewed_on", "effective_from")
_TEXTS = ("questions", "related", "redirect_from", "times", "channels", "moods", "images", "also_public")


def document_to_plain(document: Document) -> list[Any]:
    """The class's name, then the value of each field in its order."""
    name = type(document).__name__
    return [name, *(_field_to_plain(field, getattr(document, field)) for field in _FIELDS[name])]


def _field_to_plain(name: str, value: Any) -> Any:
    if name in _DATES:
        return value.isoformat() if value else None
    if name == "kind":
        return value.value
    if name == "lines":
        return dict(value)
    if name == "changes":
        return [[change.on.isoformat(), change.what, change.why] for change in value]
    if name == "rules":
        return [[one.code, one.severity and one.severity.value, one.reason, one.line] for one in value]
    if name == "placeholders":
        return [[one.name, one.type, one.example, one.is_required, one.default] for one in value]
    if name == "parts":
        return [[part.variant, part.channel, part.text, part.line, part.is_short] for part in value]
    return list(value) if isinstance(value, tuple) else value


def document_from_plain(plain: list[Any]) -> Document:
    """The document that `document_to_plain` was given. Raises KeyError, TypeError or ValueError for other data."""
    name = plain[0]
    values = dict(zip(_FIELDS[name], plain[1:], strict=True))
    values["kind"] = Kind(values["kind"])
    values["lines"] = MappingProxyType(values["lines"])
    for field in _DATES:
        if values[field]:
            values[field] = date.fromisoformat(values[field])
    for field in _TEXTS:
        if values.get(field):
            values[field] = tuple(values[field])
        elif field in values:
            values[field] = ()
    values["changes"] = tuple(Change(date.fromisoformat(on), what, why) for on, what, why in values["changes"])
    values["rules"] = tuple(
        RuleSetting(code, Severity(severity) if severity else None, reason, line=line)
        for code, severity, reason, line in values["rules"]
    )
    if "placeholders" in values:
        values["placeholders"] = tuple(Placeholder(*one) for one in values["placeholders"])
        values["parts"] = tuple(ScriptPart(*one) for one in values["parts"])
    return _CLASSES[name](**values)


def problem_to_plain(problem: Problem) -> list[Any]:
    """The value of each field, in its order."""
    return [
        problem.path,
        problem.line,
        problem.code,
        problem.name,
        problem.severity.value,
        problem.message,
        problem.hint,
    ]


def problem_from_plain(plain: list[Any]) -> Problem:
    """The problem that `problem_to_plain` was given."""
    path, line, code, name, severity, message, hint = plain
    return Problem(path, line, code, name, Severity(severity), message, hint)
