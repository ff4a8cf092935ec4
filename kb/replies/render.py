"""A script, a channel and the customer's values → the reply that is sent.

`kb reply` and Python use this; the desk page uses the twin `browser/render.js` on what
`desk_data` exports. tests/cases/channels-replies.json holds both to the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kb.browser_code.shared import shared_data
from kb.channels.channel import Accents, Channel, Counting, Form
from kb.channels.rule_matching import Finding, check_text
from kb.channels.rule_packs import RulePack
from kb.channels.sms import Segments, count_segments
from kb.content.model import Script, ScriptPart
from kb.replies.leftovers import Leftover, find_leftovers
from kb.replies.message_markdown import Block, parse_markup, placeholders_in
from kb.replies.phrases import call_phrases
from kb.replies.placeholders import looks_like
from kb.replies.plain_text import LinkTarget, Writing, clean_value, drop_accents, fill_blocks, write_text
from kb.replies.rich_text import escape_html, write_html
from kb.text.letters import SPACES
from kb.text.written_dates import write_typed_date
from kb.ui_strings import ui_strings

Substitute = Callable[[str], str]
"""Fills in facts, and `{{ link.ID }}` as a Markdown link to `kb:ID`; leaves placeholders alone."""

SENTENCE = re.compile(shared_data("replies", "render")["sentence"])


@dataclass(frozen=True, slots=True)
class ReplyNote:
    """Something the agent should know; `note_phrase` has its words.

    Codes: `no-variant` (about: the class asked for), `not-for-channel` (the channel),
    `link-left-out` (article id or address), `no-text` and `no-short` (the script's id).
    """

    code: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A reply as it is sent, and what the agent must know before sending it."""

    script: str
    language: str
    channel: str
    variant: str
    """The class whose text was chosen; empty for everybody's."""
    is_short: bool = False
    text: str
    html: str
    """The same as rich text, for e-mail and for copying."""
    steps: tuple[str, ...] = ()
    """On a call: what to do and say, in order."""
    length: int = 0
    """Letters of `text` (code points)."""
    segments: Segments | None = None
    """If the channel counts SMS."""
    segments_with_accents: Segments | None = None
    """The cost of the same text with its accents, if the channel drops them."""
    is_too_long: bool = False
    leftovers: tuple[Leftover, ...] = ()
    """Placeholders of other systems, tags and gaps in the text: such a reply is not sent."""
    findings: tuple[Finding, ...] = ()
    """Words that the channel's rules forbid: the reply may be copied only knowingly."""
    missing: tuple[str, ...] = ()
    """Placeholders that must still be filled."""
    doubtful: tuple[str, ...] = ()
    """Placeholders whose value does not look like their type."""
    notes: tuple[ReplyNote, ...] = ()
    images: tuple[str, ...] = ()


def render_reply(
    script: Script,
    *,
    channel: Channel,
    variant: str = "",
    is_short: bool = False,
    values: Mapping[str, str] | None = None,
    substitute: Substitute = str,
    links: Mapping[str, LinkTarget] | None = None,
    packs: Mapping[str, RulePack] | None = None,
    words: Mapping[str, str] | None = None,
) -> Reply:
    """The reply that `script` makes on `channel` for a customer of class `variant`.

    `substitute` fills in facts, and `{{ link.ID }}` as a Markdown link to `kb:ID`; `links` are the
    articles in the script's language. `is_short` asks for the short form, where there is one. Values are text,
    whatever they hold. Without `packs` the text is not judged. `words` are the interface words of the script's
    language; the package's when None.
    """
    part = choose_part(script.parts, channel=channel.id, variant=variant, is_short=is_short)
    notes = list(_notes_on_choice(script, part, channel, variant))
    if is_short and part and not part.is_short:
        notes.append(ReplyNote("no-short", script.id))
    if part is None:
        return Reply(script=script.id, language=script.language, channel=channel.id, variant="", text="",
                     html="", notes=tuple(notes))  # fmt: skip
    values = values or {}
    blocks = parse_markup(substitute(part.text))
    required = _required(script, blocks)
    values_given = _with_defaults(script, values)
    honorifics = frozenset(one.name for one in script.placeholders if one.type == "honorific")
    filled = fill_blocks(blocks, values_given, required, _written_dates(script, values_given), honorifics)
    writing = Writing(channel, links or {})
    with_accents = write_text(filled, writing)
    notes += (ReplyNote("link-left-out", address.removeprefix("kb:")) for address in writing.left_out)
    missing = tuple(name for name in placeholders_in(filled))
    text = drop_accents(with_accents) if channel.accents is Accents.DROP else with_accents
    html = write_html(filled, Writing(channel, links or {}))
    steps: tuple[str, ...] = ()
    if channel.form is Form.CALL:
        steps = call_steps(filled, missing, is_written_for_calls=part.channel == channel.id,
                           phrases=call_phrases(words or ui_strings(script.language)),
                           writing=Writing(channel, links or {}))  # fmt: skip
        text = "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))
        html = "<ol>" + "".join(f"<li>{escape_html(step)}</li>" for step in steps) + "</ol>"
    return Reply(
        script=script.id, language=script.language, channel=channel.id, variant=part.variant,
        is_short=part.is_short, text=text, html=html, steps=steps, **_measure(text, with_accents, channel),
        leftovers=find_leftovers(text, placeholders=_declared(script, missing)),
        findings=check_text(text, channel, packs=packs) if packs is not None else (),
        missing=missing, doubtful=_doubtful(script, values), notes=tuple(notes), images=script.images,
    )  # fmt: skip


def _notes_on_choice(script: Script, part: ScriptPart | None, channel: Channel, variant: str) -> list[ReplyNote]:
    notes = []
    if script.channels and channel.id not in script.channels:
        notes.append(ReplyNote("not-for-channel", channel.id))
    if part is None:
        notes.append(ReplyNote("no-text", script.id))
    elif variant and part.variant != variant:
        notes.append(ReplyNote("no-variant", variant))
    return notes


def _declared(script: Script, names: tuple[str, ...]) -> tuple[str, ...]:
    """Those of `names` that an agent can fill in; braces with another name are nobody's."""
    return tuple(one.name for one in script.placeholders if one.name in names)


def _with_defaults(script: Script, values: Mapping[str, str]) -> dict[str, str]:
    """`values`, and the script's own words where a value is empty."""
    own = {one.name: one.default for one in script.placeholders if not clean_value(values.get(one.name, ""))}
    return {**values, **{name: words for name, words in own.items() if words}}


def _written_dates(script: Script, values: Mapping[str, str]) -> dict[str, str]:
    """The days among `values` (2026-11-25) as the script's language writes them."""
    days = [one.name for one in script.placeholders if one.type == "date" and one.name in values]
    return {name: write_typed_date(clean_value(values[name]), script.language) for name in days}


def _required(script: Script, blocks: list[Block]) -> frozenset[str]:
    """Placeholders that may not stay empty: those declared so, and those nobody declared."""
    optional = {placeholder.name for placeholder in script.placeholders if not placeholder.is_required}
    return frozenset(placeholders_in(blocks)) - optional


def _doubtful(script: Script, values: Mapping[str, str]) -> tuple[str, ...]:
    given = ((one, clean_value(values.get(one.name, ""))) for one in script.placeholders)
    return tuple(one.name for one, value in given if value and not looks_like(one.type, value))


def _measure(text: str, with_accents: str, channel: Channel) -> dict[str, Any]:
    if channel.counting is not Counting.SEGMENTS:
        is_too_long = channel.limit is not None and len(text) > channel.limit
        return {"length": len(text), "is_too_long": is_too_long}
    segments = count_segments(text)
    return {
        "length": len(text),
        "segments": segments,
        "segments_with_accents": count_segments(with_accents) if text != with_accents else None,
        "is_too_long": channel.limit is not None and segments.segments > channel.limit,
    }


def call_steps(
    blocks: list[Block], missing: tuple[str, ...], *, is_written_for_calls: bool, phrases: Mapping[str, str],
    writing: Writing,
) -> tuple[str, ...]:  # fmt: skip
    """What an agent does and says on a call.

    A part written for calls is followed block by block. Any other text gets a greeting, a question
    for each value that is missing, the text sentence by sentence, and a close, in the words of `phrases`.
    """
    if is_written_for_calls:
        steps = []
        for block in blocks:
            marker = f"{'  ' * block[1]}{block[2]} " if block[0] == "li" else ""
            step = write_text([block], writing)
            steps.append(step.removeprefix(marker.strip()).strip(SPACES) if marker else step)
        return tuple(step for step in steps if step)
    spoken: list[str] = []
    for block in blocks:
        text = write_text([block], writing)
        spoken += [text] if block[0] == "li" else SENTENCE.split(text)
    return (
        phrases["greet"],
        *(phrases["ask"].replace("{name}", name.replace("_", " ")) for name in missing),
        *(phrases["say"].replace("{text}", said) for sentence in spoken if (said := sentence.strip(SPACES))),
        phrases["close"],
    )


def choose_part(
    parts: Sequence[ScriptPart], *, channel: str, variant: str, is_short: bool = False
) -> ScriptPart | None:
    """The most specific part for a channel and a class of customer; None for a script without text.

    The order is: both, the channel alone, the variant alone, the default, and last the first part, so that a script
    whose default is missing still has a text. With `is_short` its short form, where there is one: that of the default
    does not stand for a text that the channel has of its own, which says what holds there.
    """
    keys = ((variant, channel), ("", channel), (variant, ""), ("", ""))
    whole = _first(parts, keys, is_short=False) or next((part for part in parts if not part.is_short), None)
    if not is_short or whole is None:
        return whole
    return _first(parts, keys[:2] if whole.channel else keys, is_short=True) or whole


def _first(parts: Sequence[ScriptPart], keys: Sequence[tuple[str, str]], *, is_short: bool) -> ScriptPart | None:
    """The part of the first of `keys` (class and channel) that has one."""
    held = {(part.variant, part.channel): part for part in reversed(parts) if part.is_short == is_short}
    return next((held[key] for key in keys if key in held), None)
