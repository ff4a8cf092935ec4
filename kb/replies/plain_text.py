"""Blocks and values → the plain text that is sent (`rich_text.py` makes HTML of the same blocks).

Values are put in as text after the Markdown was read, so markup or braces in a value stay letters.
The twin is `browser/plain_text.js`; tests/cases/channels-replies.json holds both to the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from kb.browser_code.shared import shared_data
from kb.channels.channel import Channel, Counting, Form
from kb.replies.gaps import GAP, close_gaps
from kb.replies.message_markdown import REPLY_PLACEHOLDER, Block, Inline
from kb.text.letters import SPACES

_SHARED = shared_data("replies", "plain_text")
ARTICLE: str = _SHARED["article"]
"""An address that names an article: `kb:policies/returns`."""
HOST = re.compile(_SHARED["host"], re.IGNORECASE | re.ASCII)
STOP: str = _SHARED["stop"]
"""What ends a sentence after an address, and the blanks up to the next sentence on the line."""
LONGEST_VALUE: int = _SHARED["longest_value"]
"""Letters of a value that are used."""
LINE_SIGNS: str = _SHARED["line_signs"]
"""Signs of a value that become a blank."""
OPENING: str = _SHARED["opening"]
"""Quotes that open what is said."""
ENDING: str = _SHARED["ending"]
"""Signs that end a sentence."""
NONE_WRITTEN: Mapping[str, str] = {}
PLAIN_SIGNS: dict[str, str] = _SHARED["plain_signs"]
"""What dropping accents makes of signs that would cost a whole UCS-2 message."""
_ACCENTED = re.compile(_SHARED["accented"])
"""Latin, Greek, Cyrillic and their marks: no later Unicode changes what is left of these without marks."""
_MARK = re.compile(_SHARED["marks"])


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """An article that a script links to, in the script's language, facts filled in."""

    title: str
    url: str
    """Absolute, on the public site."""
    answer: str = ""


@dataclass(slots=True)
class Writing:
    """The state while one reply is written: its inputs, and what was found on the way."""

    channel: Channel
    links: Mapping[str, LinkTarget]
    answers: list[str] = field(default_factory=list)
    """Answers to write after the block that links to them."""
    left_out: list[str] = field(default_factory=list)
    """Links that the channel does not permit: article ids and addresses."""
    sent: list[str] = field(default_factory=list)
    """Addresses in the text."""


def clean_value(value: str) -> str:
    """A value as one line of text without control characters."""
    kept = (" " if c in LINE_SIGNS else c for c in value[:LONGEST_VALUE]
            if c in LINE_SIGNS or (c != "\ufeff" and unicodedata.category(c) not in ("Cc", "Cs")))  # fmt: skip
    return re.sub(r" +", " ", "".join(kept)).strip(SPACES)


def fill_blocks(
    blocks: list[Block],
    values: Mapping[str, str],
    required: Collection[str],
    written: Mapping[str, str] = NONE_WRITTEN,
    honorifics: Collection[str] = (),
) -> list[Block]:
    """The blocks with values for their placeholders; `written` are those that words say otherwise than addresses.

    A required placeholder without a value stays. An optional one is removed together with the gap that it would
    leave (`gaps.py`), and so is a block that then has no words. Values of `honorifics` begin a sentence with a capital:
    “Anh nhận hàng chưa ạ?”
    """
    filling = _Filling(values, {**values, **written}, required, honorifics)
    filled = (_fill_block(block, filling) for block in blocks)
    return [block for block in filled if _says_something(block)]


@dataclass(frozen=True, slots=True)
class _Filling:
    """The values as addresses take them and as words say them, and which placeholders may not stay empty."""

    in_addresses: Mapping[str, str]
    in_words: Mapping[str, str]
    required: Collection[str]
    honorifics: Collection[str]


def _fill_block(block: Block, filling: _Filling) -> Block:
    if block[0] == "code":
        return block
    return [*block[:-1], close_gaps(_fill(block[-1], filling))]


def _says_something(block: Block) -> bool:
    return block[0] == "code" or bool(inlines_letters(block[-1]).strip())


def _fill(inlines: list[Inline], filling: _Filling, before: str = "") -> list[Inline]:
    """`before` are the letters of the block up to these inlines."""
    filled: list[Inline] = []
    for inline in inlines:
        said = before + inlines_letters(filled)
        if inline[0] == "hole":
            value = clean_value(filling.in_words.get(inline[1], ""))
            if inline[1] in filling.honorifics and _begins_sentence(said):
                value = value[:1].upper() + value[1:]
            filled.append(["t", value] if value else inline if inline[1] in filling.required else ["t", GAP])
        elif inline[0] == "a":
            filled += _fill_link(inline, filling, said)
        elif inline[0] in ("b", "i"):
            filled.append([inline[0], _fill(inline[1], filling, said)])
        else:
            filled.append(list(inline))
    return filled


def _begins_sentence(before: str) -> bool:
    """Whether a sentence begins after `before`: a line, what is said in quotes, or what follows a full stop."""
    kept = before.strip(SPACES + GAP)
    if not kept or before.endswith("\n"):
        return True
    if before[-1] in OPENING:
        return before[-2:-1] in ("", *SPACES)
    return before[-1] in SPACES and kept[-1] in ENDING


def _fill_link(link: Inline, filling: _Filling, before: str) -> list[Inline]:
    """A link with the values in its address. An optional value that is empty leaves the link's words alone."""
    address = link[1]
    words = _fill(link[2], filling, before)
    names = REPLY_PLACEHOLDER.findall(address)
    if not names:
        return [["a", address, words]]
    given = {name: clean_value(filling.in_addresses.get(name, "")) for name in names}
    is_bare = inlines_letters(link[2]) == address
    if any(not value and name not in filling.required for name, value in given.items()):
        return [["t", GAP]] if is_bare else words
    is_whole = REPLY_PLACEHOLDER.fullmatch(address) is not None

    def put(match: re.Match[str]) -> str:
        value = given[match["placeholder"]]
        return match[0] if not value else value if is_whole else quote(value, safe="!~*'()")

    address = REPLY_PLACEHOLDER.sub(put, address)
    return [["a", address, [["t", address]] if is_bare else words]]


def inlines_letters(inlines: list[Inline]) -> str:
    """The letters of inlines, a placeholder without a value as it is written; nothing is added for links."""
    pieces = []
    for inline in inlines:
        if inline[0] in ("t", "c"):
            pieces.append(inline[1])
        elif inline[0] in ("br", "hole"):
            pieces.append("\n" if inline[0] == "br" else "{{ " + inline[1] + " }}")
        else:
            pieces.append(inlines_letters(inline[-1]))
    return "".join(pieces)


def write_text(blocks: list[Block], writing: Writing) -> str:
    """Filled blocks as plain text; SMS gets single line ends, others a blank line between blocks."""
    gap = "\n" if writing.channel.counting is Counting.SEGMENTS else "\n\n"
    written = ""
    was_item = False
    for block in blocks:
        text = _block_text(block, writing)
        if not text:
            continue
        is_item = block[0] == "li"
        written += ("\n" if is_item and was_item else gap) if written else ""
        written += text
        was_item = is_item
        while writing.answers:
            written += gap + writing.answers.pop(0)
            was_item = False
    return written.strip(SPACES)


def _block_text(block: Block, writing: Writing) -> str:
    if block[0] == "code":
        return str(block[1])
    text = _without_stops(inlines_text(block[-1], writing), writing).strip(SPACES)
    if block[0] == "li":
        return f"{'  ' * block[1]}{block[2]} {text}"
    return text


def _without_stops(text: str, writing: Writing) -> str:
    """`text` without full stops right after an address: many programs make them part of the link."""
    if writing.channel.form is Form.CALL:
        return text
    for address in writing.sent:
        text = re.sub(f"({re.escape(address)}){STOP}", _as_line, text)
    return text


def _as_line(match: re.Match[str]) -> str:
    return match[1] + ("\n" if match[2] else "")


def inlines_text(inlines: list[Inline], writing: Writing) -> str:
    """Filled inlines as plain text; answers that have to follow are left in `writing.answers`."""
    text = ""
    for index, inline in enumerate(inlines):
        kind = inline[0]
        if kind in ("t", "c"):
            text += inline[1]
        elif kind == "br":
            text += "\n"
        elif kind == "hole":
            text += "{{ " + inline[1] + " }}"
        elif kind == "a":
            text += link_text(inline, text, is_last(inlines, index), writing)
        else:
            text += inlines_text(inline[-1], writing)
    return text


def is_last(inlines: list[Inline], index: int) -> bool:
    """Whether only blanks, full stops and exclamation marks follow the inline at `index`."""
    return all(inline[0] == "t" and not inline[1].strip(" .!") for inline in inlines[index + 1 :])


def link_text(link: Inline, before: str, ends_text: bool, writing: Writing) -> str:
    """A link as plain text: its address if the channel permits it, else the article's answer."""
    address, target = resolve_link(link[1], writing)
    words = inlines_text(link[2], writing)
    if address:
        if address not in writing.sent:
            writing.sent.append(address)
        if words in (address, link[1]):
            return address
        return words + (" " if words[-1:] in ("?", "!", ".", ":") else ": ") + address
    if target is None or not target.answer:
        return "" if words == link[1] else words
    if ends_text and (not before.strip(SPACES) or before.rstrip(SPACES).endswith(":")):
        return target.answer.rstrip(".")
    if target.answer not in writing.answers:
        writing.answers.append(target.answer)
    return words


def resolve_link(address: str, writing: Writing) -> tuple[str, LinkTarget | None]:
    """The absolute address to send, empty if the channel does not permit it; and the article."""
    target = None
    if address.startswith(ARTICLE):
        article_id, _, anchor = address[len(ARTICLE) :].partition("#")
        target = writing.links.get(article_id)
        url = target.url + ("#" + anchor if anchor else "") if target and target.url else ""
    else:
        url = address
    host = HOST.match(url)
    if host and writing.channel.permits_host(host[1].lower()):
        return url, target
    if address not in writing.left_out:
        writing.left_out.append(address)
    return "", target


def drop_accents(text: str) -> str:
    """`text` without marks, case kept: "Đơn hàng" → "Don hang"; dear signs become plain ones."""
    return _ACCENTED.sub(_without_accents, "".join(PLAIN_SIGNS.get(c, c) for c in text))


def _without_accents(match: re.Match[str]) -> str:
    return _MARK.sub("", unicodedata.normalize("NFD", match.group()))
