"""What a text file is encoded in: found by its marks and bytes, and said whenever it is not UTF-8."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from kb.insights.reading.parts import ReadError
from kb.text.code_pages import is_thai, is_vietnamese

Opener = Callable[[], BinaryIO]
BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
NUL_SHARE = 0.2
"""From this share of NUL bytes on, a file without a mark is UTF-16: Latin text has about half."""
MOST_NULS = 20
"""NUL bytes in the first 64 KB of a text that was damaged; one with more, or with more other controls, is no text."""
_CONTROLS = bytes({*range(1, 9), *range(14, 32)})
_BLOCK = 1 << 20
_NAMES = {
    "cp874": "Windows-874 (Thai)",
    "cp1258": "Windows-1258 (Vietnamese)",
    "cp1252": "Windows-1252 (Western Europe)",
    "utf-16": "UTF-16",
}


@dataclass(frozen=True, slots=True)
class Encoding:
    name: str
    errors: str = "strict"
    note: str = ""


def find_encoding(opened: Opener) -> Encoding:
    """The encoding of a whole file, read in blocks. Raises `ReadError` if its bytes are no text."""
    with opened() as file:
        start = file.read(65_536)
    for mark, name in BOMS:
        if start.startswith(mark):
            return Encoding(name, note="" if name == "utf-8-sig" else f"is in {_NAMES.get(name, name.upper())}")
    nuls = start.count(0)
    if nuls and nuls >= len(start) * NUL_SHARE:
        little = start[1::2].count(0) >= start[0::2].count(0)
        return Encoding("utf-16-le" if little else "utf-16-be", note="is in UTF-16 without a mark")
    if nuls > MOST_NULS or (nuls and len(start) - len(start.translate(None, _CONTROLS)) > nuls):
        raise ReadError("is no text, no sheet and no archive that kb knows", hint="name the file that was exported")
    return _by_bytes(opened)


def _by_bytes(opened: Opener) -> Encoding:
    """UTF-8 unless most lines with letters beyond ASCII are not; lines of the other kind are then set aside."""
    if _is_utf8(opened):
        return Encoding("utf-8")
    good = bad = first_bad = number = 0
    strange = bytearray()
    with opened() as file:
        while line := file.readline(_BLOCK):
            number += 1
            if line.isascii():
                continue
            try:
                line.decode()
                good += 1
            except UnicodeDecodeError:
                bad += 1
                first_bad = first_bad or number
                if len(strange) < _BLOCK:
                    strange += line
    if good > bad:
        return Encoding("utf-8", "surrogateescape", f"has {bad} lines that are not UTF-8, the first is {first_bad}")
    name = "cp874" if is_thai(bytes(strange)) else "cp1258" if is_vietnamese(bytes(strange)) else "cp1252"
    try:
        strange.decode(name)
    except UnicodeDecodeError:
        raise ReadError("has bytes of no encoding that kb knows", line=first_bad, hint="save it as UTF-8") from None
    return Encoding(name, "surrogateescape", f"is not UTF-8: read as {_NAMES[name]}; look through its accents")


def _is_utf8(opened: Opener) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with opened() as file:
            while block := file.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def is_mixed(text: str) -> bool:
    """Whether a line read with `surrogateescape` held bytes that its file's encoding does not have."""
    return not text.isascii() and any("\udc80" <= sign <= "\udcff" for sign in text)
