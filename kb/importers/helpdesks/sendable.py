"""May a saved reply be sent to a customer? Only where the export leaves no doubt.

Helpdesks keep words for colleagues beside words for customers: private notes, macros of one group or one agent, side
conversations with a supplier. Whatever is not clearly meant for the customer is for agents' eyes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from kb.importers.helpdesks.records import text_of

MEANS_YES = frozenset({"true", "yes", "1", "on", "public"})
MEANS_NO = frozenset({"false", "no", "0", "off", "none", ""})
PRIVATE_FIELDS = ("private", "is_private", "internal", "is_internal", "restricted", "is_restricted")
PUBLIC_FIELDS = ("public", "is_public")
OPEN_TO_ALL = frozenset({"global", "public", "everybody", "everyone", "all", "shared", "1", ""})
"""Values of `visibility` that hold nothing back; Chatwoot's own are `personal` (0) and `global` (1)."""
HTML_ACTIONS = frozenset({"comment_value_html"})
REPLY_ACTIONS = frozenset({"comment_value", "comment_value_html", "send_message"})
NOTE_ACTIONS = frozenset({"add_private_note"})
MODE_ACTION = "comment_mode_is_public"


def is_yes(value: object) -> bool:
    """Whether `value` says yes beyond doubt: true, 1, "true", "yes", or a list of that alone."""
    return _word(value) in MEANS_YES


def is_no(value: object) -> bool:
    """Whether `value` says no beyond doubt, or says nothing."""
    return _word(value) in MEANS_NO


def _word(value: object) -> str:
    if isinstance(value, list | tuple):
        value = value[0] if len(value) == 1 else "(unclear)" if value else None
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip().lower() if isinstance(value, str | int | float) else "(unclear)"


def held_back(value: Mapping[str, Any]) -> str:
    """Why not everybody may see a record, in the export's own words; empty if nothing says so."""
    for name in PRIVATE_FIELDS:
        if name in value and not is_no(value[name]):
            return f"{name}: {_shown(value[name])}"
    for name in PUBLIC_FIELDS:
        if value.get(name) is not None and not is_yes(value[name]):
            return f"{name}: {_shown(value[name])}"
    if _word(value.get("visibility")) not in OPEN_TO_ALL:
        return f"visibility: {_shown(value['visibility'])}"
    return ""


def restriction_of(value: Mapping[str, Any]) -> str:
    """The group or agent that alone may use a macro; empty if everybody may."""
    restriction = value.get("restriction")
    if restriction is None or restriction in ({}, [], "", False):
        return ""
    if isinstance(restriction, Mapping):
        ids = restriction.get("ids") or restriction.get("id")
        return " ".join(f"restriction: {text_of(restriction, 'type')} {_shown(ids)}".split())
    return f"restriction: {_shown(restriction)}"


def _shown(value: object) -> str:
    return ("null" if value is None else str(value))[:60]


@dataclass(slots=True)
class MacroWords:
    """What the actions of a macro say, and to whom."""

    public: list[tuple[str, bool]] = field(default_factory=list)
    """(text, whether it is HTML) of each message to the customer."""
    private: list[tuple[str, bool]] = field(default_factory=list)
    why_private: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    """Actions that have no place here: tags, groups, statuses."""


def macro_words(value: Mapping[str, Any]) -> MacroWords:
    """Sort the texts of a Zendesk or Chatwoot macro by who may read them.

    Zendesk's `comment_mode_is_public` holds for every comment of the macro, wherever it stands among the actions.
    """
    words = MacroWords()
    actions = value.get("actions")
    listed = [action for action in (actions if isinstance(actions, list) else []) if isinstance(action, Mapping)]
    named = [(text_of(action, "field", "action_name"), action) for action in listed]
    modes = [_content(action) for name, action in named if name == MODE_ACTION]
    if unclear := [mode for mode in modes if not is_yes(mode)]:
        words.why_private.append(f"{MODE_ACTION}: {_shown(unclear[0])}")
    for name, action in named:
        content = _content(action)
        texts = [text for one in (content if isinstance(content, list) else [content]) if (text := _text(one))]
        if name in REPLY_ACTIONS and texts:
            reason = held_back(action)
            (words.private if unclear or reason else words.public).append((texts[-1], name in HTML_ACTIONS))
            words.why_private += [reason] if reason else []
        elif name in NOTE_ACTIONS and texts:
            words.private.append((texts[-1], False))
            words.why_private.append(name)
        elif name.startswith("side_conversation") and texts:
            words.private.append(("<br>".join(texts[:2]), True))
            words.why_private.append(name)
        elif name and name != MODE_ACTION:
            words.others.append(name)
    return words


def _content(action: Mapping[str, Any]) -> object:
    return action.get("value", action.get("action_params"))


def _text(value: object) -> str:
    return text_of({"text": value}, "text") if isinstance(value, str) else ""


def joined(parts: list[tuple[str, bool]]) -> tuple[str, bool]:
    """Several texts as one (text, whether it is HTML); what stands twice, as text and as HTML, stands once."""
    parts = list(dict.fromkeys(parts))
    if not any(is_html for _, is_html in parts):
        return "\n\n".join(text for text, _ in parts), False
    return "".join(
        text if is_html else f"<p>{escape(text, quote=False).replace(chr(10), '<br>')}</p>" for text, is_html in parts
    ), True
