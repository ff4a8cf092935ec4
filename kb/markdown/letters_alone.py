"""Facts and titles inside Markdown are text: their signs mean nothing there, wherever they stand.

A backslash would show in code, an entity would break a link's address. So each ASCII sign that may mean something is
written as one of the 32 noncharacters U+FDD0 to U+FDEF (“intended for process-internal uses”, Unicode 15, 23.7; ASCII
has 32 signs), which mean nothing to Markdown, YAML or HTML, and becomes the sign again, escaped, in what was made.
"""

from __future__ import annotations

import re
from html import escape
from string import punctuation

_STAND_INS = {sign: chr(0xFDD0 + at) for at, sign in enumerate(punctuation)}
_SIGNS = {stand_in: sign for sign, stand_in in _STAND_INS.items()}
_ADDRESS = re.compile(r"https?://[^\s<>\"'`*\\()\[\]{}|^$!~\ufdd0-\ufdef]+")
"""An address keeps the signs that links are known by: `<{{ fact.site }}>` is a link."""
_INSIDE_WORD = re.compile(r"(?<=[^\W_])[.@+_-](?=[^\W_])")
_HARMLESS = frozenset(",;?%")
_TWICE = re.compile(r"([=_+-])\1")
_STAND_IN = re.compile("[\ufdd0-\ufdef]|&#(?:6497[6-9]|649[89][0-9]|6500[0-7]);")
"""A stand-in, or the entity that Python-Markdown writes for each letter of a mail address."""

_GUARDED = str.maketrans(_STAND_INS)
_PLAIN = str.maketrans(_SIGNS)
_ESCAPED = str.maketrans({stand_in: f"\\{sign}" for stand_in, sign in _SIGNS.items()})


def guarded(text: str) -> str:
    """`text`, one line, with a stand-in for every sign that Markdown, its extensions, YAML or HTML may read."""
    pieces: list[str] = []
    end = 0
    for address in _ADDRESS.finditer(text):
        pieces.append(_without_signs(text[end : address.start()]))
        pieces.append(_TWICE.sub(lambda match: 2 * _STAND_INS[match[1]], address[0]))
        end = address.end()
    return "".join([*pieces, _without_signs(text[end:])])


def all_guarded(text: str) -> str:
    """`text` with a stand-in for every sign."""
    return text.translate(_GUARDED)


def _without_signs(text: str) -> str:
    kept = {match.start() for match in _INSIDE_WORD.finditer(text)}
    return "".join(
        char if at in kept or char in _HARMLESS else _STAND_INS.get(char, char) for at, char in enumerate(text)
    )


def in_plain_text(text: str) -> str:
    """`text` with every stand-in replaced by its sign, for plain text."""
    return text.translate(_PLAIN)


def in_html(content: str) -> str:
    """HTML with every stand-in replaced by its sign, escaped for text and for quoted values."""
    return _STAND_IN.sub(lambda match: escape(_SIGNS[_char(match[0])]), content)


def in_markdown(text: str) -> str:
    """Markdown with every stand-in as a backslash and its sign, for those who read the Markdown itself."""
    return text.translate(_ESCAPED)


def _char(written: str) -> str:
    return chr(int(written[2:-1])) if written.startswith("&") else written
