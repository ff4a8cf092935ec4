"""Bytes from anywhere to text: what a file is encoded in, told by its marks and then by its letters."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from kb.text.code_pages import is_vietnamese

BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
)
NUL_SHARE = 0.2
"""From this share of NUL bytes on, a file without a mark is UTF-16: Latin text has about half."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text with its line ends as they were, and what the reader should know about it."""

    text: str
    remarks: tuple[str, ...] = ()


def decode_any(data: bytes) -> Decoded:
    """Never fails: bytes that no encoding explains become U+FFFD, and a remark says so."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _clean(_decode_as(data, encoding))
    nuls = data.count(0)
    if nuls and nuls >= len(data) * NUL_SHARE:
        little = data[1::2].count(0) >= data[0::2].count(0)
        return _clean(_decode_as(data, "utf-16-le" if little else "utf-16-be"))
    try:
        return _clean(Decoded(data.decode("utf-8")))
    except UnicodeDecodeError:
        return _clean(_decode_as(data, "cp1258" if is_vietnamese(data) else "cp1252"))


def _decode_as(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    if encoding == "utf-8-sig":
        remarks: tuple[str, ...] = ("starts with a byte-order mark: left out",)
    elif encoding == "cp1252":
        remarks = ("is not UTF-8: read as Windows-1252 (Western Europe) and saved as UTF-8; look through its accents",)
    elif encoding == "cp1258":
        text = unicodedata.normalize("NFC", text)
        remarks = ("is not UTF-8: read as Windows-1258 (Vietnamese) and saved as UTF-8; look through its accents",)
    else:
        remarks = (f"is in {encoding.upper()[:6]}: saved as UTF-8",)
    if "\ufffd" in text:
        remarks += ("has bytes that are no text: shown as \ufffd",)
    return Decoded(text, remarks)


def _clean(decoded: Decoded) -> Decoded:
    """NUL can stand in no page: it goes, and the remark says how many there were."""
    if not (count := decoded.text.count("\0")):
        return decoded
    return Decoded(decoded.text.replace("\0", ""), (*decoded.remarks, f"holds {count} NUL characters: left out"))
