"""Macros, text modules and canned responses: three names for a saved reply.

What may be sent becomes a script. What is for colleagues alone becomes a procedure, which nothing here can send.
"""

from __future__ import annotations

from dataclasses import replace

from kb.importers.common.report import ImportFindings
from kb.importers.helpdesks.export_file import Record
from kb.importers.helpdesks.records import ImportedText, labels_of, text_of
from kb.importers.helpdesks.sendable import MacroWords, held_back, is_yes, joined, macro_words, restriction_of

INTERNAL = "INTERNAL: never send this text to a customer"
"""Goes into the summary and the front matter of what is kept for agents."""


def read_saved_reply(
    record: Record,
    shape: str,
    system: str,
    name: str,
    findings: ImportFindings,
    words: MacroWords | None = None,
) -> list[ImportedText]:
    """A reply as a script, its private words as a procedure; nothing if it says nothing, and a finding says so.

    `words` are what it says and to whom, where the helpdesk has a shape of its own.
    """
    value = record.value
    id = text_of(value, "id") or text_of(value, "short_code", "title", "name")
    title = (
        " ".join(text_of(value, "title", "name", "short_code", "raw_title").replace("::", ": ").split())
        or f"Reply {id}"
    )

    def tell(message: str, group: str, *, is_open: bool = False) -> None:
        findings.add(name, record.line, f"{shape} “{title}”{message}", group, is_open=is_open)

    if words is None:
        words = macro_words(value) if shape == "macro" else _words_of(record, shape)
    if not words.public and not words.private:
        tell(f" sends no text: left out ({', '.join(words.others) or 'no action'})", f"{shape} without text")
        return []
    if words.others:
        tell(f": these actions are not carried over: {', '.join(words.others)}", "action not carried over")
    whole = [reason for reason in (held_back(value), restriction_of(value)) if reason]
    if whole:
        words = MacroWords([], [*words.public, *words.private], [*whole, *words.why_private])
    is_active = "active" not in value or value["active"] is None or is_yes(value["active"])
    if not is_active:
        tell(" is not active: imported as a draft, in no edition", f"{shape} that is not active")
    comments = tuple(
        f"{key}: {value[key]}"
        for key in ("description", "intent", "usage", "usage_7d", "usage_30d", "position")
        if text_of(value, key)
    )
    base = ImportedText(
        key=f"{system} {shape} {id}",
        locale=text_of(value, "locale"),
        title=title,
        body="",
        line=record.line,
        is_internal=True,
        is_draft=not is_active,
        comments=(f"{system} {shape} {id}", *comments),
    )
    keywords = labels_of([word for word in text_of(value, "keywords").split(",") if word.strip()])
    replies = []
    if words.public:
        body, is_html = joined(words.public)
        replies.append(replace(base, body=body, is_html=is_html, is_script=True, questions=keywords))
    if words.private:
        replies.append(_kept_inside(base, words))
    return replies


def _words_of(record: Record, shape: str) -> MacroWords:
    """A text module or canned response: one text, and no action."""
    text = text_of(record.value, "content", "body")
    return MacroWords([(text, shape == "text module")] if text else [])


def _kept_inside(base: ImportedText, words: MacroWords) -> ImportedText:
    """The private words as a procedure of their own; where it lies, the report says once its place is known."""
    body, is_html = joined(words.private)
    why = ", ".join(dict.fromkeys(words.why_private))
    is_beside_script = bool(words.public)
    return replace(
        base,
        body=body,
        is_html=is_html,
        is_reply_kept_inside=True,
        summary=INTERNAL,
        comments=(*base.comments, f"{INTERNAL} ({why})"),
        why_inside=why,
        key=f"{base.key} note" if is_beside_script else base.key,
        title=f"{base.title} (internal note)" if is_beside_script else base.title,
    )
