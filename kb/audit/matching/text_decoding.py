"""What a browser, or a curious person, would read in bytes: escapes undone, base64 opened."""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Iterator

ROUNDS = 4
"""Escapes within escapes: JSON in an attribute in a script is three deep."""
SHORTEST_BASE64 = 16
SHORTEST_UNPADDED = SHORTEST_BASE64 - 2
MOST_FOLDERS = 4
"""Parts of a path that may stand before base64."""
SHORTEST_OPAQUE = 48
SHORTEST_JOINED = 12
"""Characters of words in a row, between signs that base64 has too, that are text after all."""
SHORTEST_LINE = 60
"""Characters of a line of base64 that goes on in the next."""

_COMMON = (("&amp;", "&"), ("&#34;", '"'), ("&quot;", '"'), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"))
_ENTITY = re.compile(
    r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[A-Za-z][A-Za-z0-9]{1,31};|nbsp|shy|amp|lt|gt|quot|eth|ETH"
    r"|[A-Za-z]{1,2}(?:acute|grave|circ|tilde|uml|cedil|ring|slash|lig))"
)
_JS = re.compile(
    r"\\u\{([0-9a-fA-F]+)\}|\\(?:u|U0000)([0-9a-fA-F]{4})|\\x(?:\{0*)?([0-9a-fA-F]{2})\}?|\\([nrtbfv0/\"'\\])"
)
_JS_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_PERCENT = re.compile(r"(?:%[0-9a-fA-F]{2})+")
_PERCENT_U = re.compile(r"%u([0-9a-fA-F]{4})")
_CSS = re.compile(r"\\{1,4}([0-9a-fA-F]{1,6})[ \t\r\n\f]?")
_ALPHABET = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_-=")
_SHAPE = bytes(ord("a") if code in _ALPHABET else ord(" ") for code in range(256))
_LONG = b"a" * SHORTEST_BASE64
_LONG_OPAQUE = b"a" * SHORTEST_OPAQUE
_WRAPPED = re.compile(rb"(?:[A-Za-z0-9+/]{60,76}(?:\r?\n|\\n)[ \t]*){1,}[A-Za-z0-9+/]*={0,2}")
_URL_ALPHABET = bytes.maketrans(b"-_", b"+/")
_SURROGATE = re.compile("[\ud800-\udfff]")
_JOINED = re.compile(
    rb"(?<![A-Za-z0-9])(?:(?:[A-Z]?[a-z]+|[A-Z]+|[0-9]+)[+/=]+)+(?:[A-Z]?[a-z]+|[A-Z]+|[0-9]+)(?![A-Za-z0-9])"
)
_OPAQUE = re.compile(rb"[A-Za-z0-9+/]{48,}={0,2}")


def _character(code: int) -> str:
    return chr(code) if code <= 0x10FFFF else "\ufffd"


def _unescape_js(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    return _character(int(code.lstrip("0")[:7] or "0", 16)) if code else _JS_LETTERS.get(match[4], match[4])


def _unquote(match: re.Match[str]) -> str:
    return bytes.fromhex(match[0].replace("%", "")).decode("utf-8", "replace")


def _join_surrogates(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def unescape(text: str) -> str:
    """`text` with HTML entities, JavaScript and JSON escapes and URL escapes undone, nested ones too."""
    for _ in range(ROUNDS):
        before = text
        if "&" in text:
            for entity, sign in _COMMON:  # nine of ten, and much faster
                text = text.replace(entity, sign)
            text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
        if "\\" in text:
            text = text.replace('\\"', '"').replace("\\n", "\n")
        if "\\" in text:
            text = _JS.sub(_unescape_js, text)
        if "%" in text:
            text = _PERCENT_U.sub(lambda match: chr(int(match[1], 16)), _PERCENT.sub(_unquote, text))
        if text == before:
            break
    return _join_surrogates(text) if _SURROGATE.search(text) else text


def unescape_css(text: str) -> str:
    """`text` with the escapes of style sheets undone: `content: "\\52 efund"`."""
    return _CSS.sub(lambda match: _character(int(match[1], 16)), text)


def has_escapes(data: bytes) -> bool:
    """Whether `unescape` or `unescape_css` could change anything."""
    return b"\\" in data or b"&" in data or b"%" in data


def hide_opaque(data: bytes) -> bytes:
    """`data` without long base64 runs, whose letters are no words; words joined by `+` or `/` stay."""

    def hide(match: re.Match[bytes]) -> bytes:
        run = match[0]
        if run.islower() or run.isupper() or not any(48 <= byte <= 57 for byte in run):
            return run
        return b" \x01 ".join(
            [b"", *(part[0] for part in _JOINED.finditer(run) if len(part[0]) >= SHORTEST_JOINED), b""]
        )

    return _OPAQUE.sub(hide, data) if data.translate(_SHAPE).find(_LONG_OPAQUE) >= 0 else data


def base64_parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(offset, decoded bytes) of all runs that could be base64, with either alphabet, wrapped or not."""
    longest = 0
    shape = data.translate(_SHAPE)
    start = shape.find(_LONG)
    while start >= 0:
        end = shape.find(b" ", start)
        end = len(data) if end < 0 else end
        run = data[start:end]
        if not run.islower():  # a path or a hash: base64 of this length has capitals
            longest = max(longest, end - start)
            yield from ((start, part) for part in _decoded(run))
        start = shape.find(_LONG, end)
    if longest >= SHORTEST_LINE:
        for match in _WRAPPED.finditer(data):
            yield from ((match.start(), part) for part in _decoded(re.sub(rb"\\n|\s+", b"", match[0])))


def _decoded(run: bytes) -> Iterator[bytes]:
    run = run.strip(b"=")
    pieces = [run]
    if b"=" in run:
        pieces += [piece for piece in run.split(b"=") if len(piece) >= SHORTEST_UNPADDED]
    head = 0
    for _ in range(MOST_FOLDERS):  # an address in front of it
        head = run.find(b"/", head) + 1
        if not head:
            break
        pieces.append(run[head:])
    if b"/" in run or b"-" in run or b"_" in run:
        pieces += [piece for piece in re.split(rb"[/_-]", run) if SHORTEST_UNPADDED <= len(piece) < len(run)]
    for piece in pieces:
        bare = piece.translate(_URL_ALPHABET)
        bare = bare[:-1] if len(bare) % 4 == 1 else bare
        try:
            yield base64.b64decode(bare + b"=" * (-len(bare) % 4))
        except (ValueError, binascii.Error):
            continue
