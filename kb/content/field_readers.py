"""Readers of single fields of front matter: a YAML node → the value, or `WrongTypeError`."""

from __future__ import annotations

import re

from kb.content.model import EVERYTHING, PLACEHOLDER_TYPES, Change, Placeholder
from kb.source.fields import (
    NO,
    YES,
    WrongTypeError,
    read_date,
    read_mapping,
    read_one_of,
    read_text,
    read_texts,
    read_yes_no,
    unknown_key,
)
from kb.source.yaml_nodes import Node

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_PLACEHOLDER_KEYS = frozenset({"type", "example", "required", "default"})


def read_untranslated(node: Node) -> str:
    """The code of the language that a text is still in; a yes or no does not say which."""
    code = read_text(node)
    if not _LANGUAGE.fullmatch(code) or code in {"yes", "no", "on", "off"}:
        raise WrongTypeError(node.line, "the code of the language that the text is still in", node.describe())
    return code


def read_change(node: Node) -> Change:
    """One entry of `changes`."""
    entries = read_mapping(node)
    if unknown := set(entries) - {"on", "what", "why"}:
        raise unknown_key(node, min(unknown), "on, what and why", ("on", "what", "why"))
    if not {"on", "what"} <= set(entries):
        raise WrongTypeError(node.line, "on and what", node.describe())
    why = read_text(entries["why"]) if "why" in entries else ""
    return Change(read_date(entries["on"]), read_text(entries["what"]), why)


def read_changes(node: Node) -> tuple[Change, ...]:
    """The history of a document, newest first."""
    if node.is_null:
        return ()
    if node.items is None:
        raise WrongTypeError(node.line, "a list of {on, what, why}", node.describe())
    return tuple(sorted(map(read_change, node.items), key=lambda change: change.on, reverse=True))


def read_placeholder(name: str, node: Node) -> Placeholder:
    """One placeholder: its name, and its node with type, example, required and default."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise WrongTypeError(node.line, "a placeholder name of a-z, 0-9 and _", f"“{name}”")
    entries = read_mapping(node)
    if unknown := set(entries) - _PLACEHOLDER_KEYS:
        raise unknown_key(node, min(unknown), "type, example, required and default", _PLACEHOLDER_KEYS)
    default = read_text(entries["default"]) if "default" in entries else ""
    kind = read_one_of(PLACEHOLDER_TYPES)(entries["type"]) if "type" in entries else "text"
    is_optional = bool(default) or kind == "honorific"  # what one calls a customer is the agent's to choose
    is_required = read_yes_no(entries["required"]) if "required" in entries else not is_optional
    if default and is_required:
        raise WrongTypeError(entries["default"].line, "`required: true` or a `default`", "both")
    return Placeholder(
        name,
        type=kind,
        example=read_text(entries["example"]) if "example" in entries else "",
        is_required=is_required,
        default=default,
    )


def read_placeholders(node: Node) -> tuple[Placeholder, ...]:
    """The placeholders of a script, in order."""
    return tuple(read_placeholder(name, entry) for name, entry in read_mapping(node).items())


def read_draft(node: Node) -> bool:
    """Yes or no; nothing at all is neither."""
    if node.is_null:
        raise WrongTypeError(node.line, "yes or no (true or false)", node.describe())
    return read_yes_no(node)


def read_also_public(node: Node) -> tuple[str, ...]:
    """The documents named; `EVERYTHING` for yes, none for no."""
    if node.is_scalar and (node.text or "").lower() in {*YES, *NO}:
        return (EVERYTHING,) if read_yes_no(node) else ()
    return read_texts(node)


_DAY = r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun)"


def read_times(node: Node) -> tuple[str, ...]:
    """Times of day, each with or without a day of the week."""
    times = read_texts(node)
    for time in times:
        if not re.fullmatch(rf"({_DAY} )?([01]\d|2[0-3]):[0-5]\d", time):
            raise WrongTypeError(node.line, 'a time such as "08:00" or "Fri 16:00"', f"“{time}”")
    return times
