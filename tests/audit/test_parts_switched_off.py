"""Every part of the audit is needed: with any one codec, format or kind of mark left out, some attack passes.

`KB_ATTACK=1` tries all of them; the seeded part takes a few of each.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from functools import cache
from typing import TypeVar

import pytest

from kb.audit.containers import BEGINNINGS, FORMATS, KINDS, Kinds
from kb.audit.encodings import CODECS, Codec
from kb.audit.exact import EXACT, Exact
from kb.audit.finders import HashFinder, MarkFinder, hash_of
from kb.audit.marks import Marks, make_marks
from kb.audit.origins import Origin, Piece
from kb.audit.scanning import Scanner
from tests.audit.forms import BYTE_FORMS, PLACES, QUOTED_FORMS, SENTENCE, TEXT_FORMS, TONED
from tests.audit.packers import PACKERS, UNREADABLE

SEEDED = 3
T = TypeVar("T")


def chosen(parts: Sequence[T]) -> Sequence[T]:
    return parts if os.environ.get("KB_ATTACK") else random.Random(11).sample(parts, SEEDED)


def piece(text: str, what: str = "text", *, is_name: bool = False) -> Piece:
    return Piece(text, Origin("agents/a.md", 1, what), is_name)


MARKS = make_marks([piece(SENTENCE), piece(TONED)], {})
HARMLESS = b"Send the parcel back to us within a week"


@cache
def written() -> dict[str, bytes]:
    """What it is → a file that has internal text in another writing."""
    texts = {
        f"{name} in {place}: {text[:5]}": PLACES[place](form(text))[1]
        for text in (SENTENCE, TONED)
        for name, form in (TEXT_FORMS | QUOTED_FORMS).items()
        for place in ("a page", "a text file")
        if name in TEXT_FORMS or place == "a text file"
    }
    for text in (SENTENCE, TONED):
        texts |= {f"{name}: {text[:5]}": form(text) for name, form in BYTE_FORMS.items()}
    return texts


def finds(data: bytes, codecs: tuple[Codec, ...] = CODECS) -> bool:
    return bool(Scanner(MarkFinder(MARKS), codecs).scan_whole(data))


def test_all_codecs_together_find_every_writing() -> None:
    assert [what for what in chosen([*written()]) if not finds(written()[what])] == []


@pytest.mark.parametrize("codec", chosen(CODECS), ids=lambda codec: codec.name)
def test_without_a_codec_some_writing_passes(codec: Codec) -> None:
    others = tuple(one for one in CODECS if one is not codec)
    assert [what for what, data in written().items() if finds(data) and not finds(data, others)]


READ_TWICE = {
    b"PK\x05\x06",
    b"GIF87a",
    b"\xff\xfe",
    b"\xfe\xff",
    b"OTTO",
    b"true",
    b"wOFF",
    b"\0\0",
    b"\x1a\x45\xdf\xa3",
}
READ_TWICE |= {b"OggS", b"fLaC", b"ustar", b"%PDF-", b"\xfd7zXZ\0", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07"}
READ_TWICE |= {b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"wOF2", b"x\x01", b"x\x5e", b"x\xda"}
"""First bytes without which the tables here lose nothing: what lies in such files is plain enough to be found, or
dense enough to stop, by what reads files of no known kind."""
NEEDED = [
    number
    for number, one in enumerate(FORMATS)
    if one.name != "tar"
    and not (one.magic in READ_TWICE and one.name not in {"PDF", "PNG", "JPEG", "xz", "7-Zip", "RAR", "WOFF2"})
]


def misjudged(kinds: Kinds) -> list[str]:
    """Files of which a scanner that knows these kinds says something wrong."""

    def says(data: bytes) -> tuple[bool, bool]:
        scanner = Scanner(MarkFinder(MARKS), kinds=kinds)
        reading = scanner.begin()
        return bool(scanner.scan_whole(data, reading)), bool(reading.unread)

    leaks = [name for name, pack in PACKERS.items() if says(pack(SENTENCE.encode())) != (True, False)]
    alarms = [f"{name}, harmless" for name, pack in PACKERS.items() if says(pack(HARMLESS)) != (False, False)]
    passed = [name for name, data in UNREADABLE.items() if not says(data)[1]]
    return leaks + alarms + passed


def test_all_formats_together_misjudge_nothing() -> None:
    assert misjudged(KINDS) == []


@pytest.mark.parametrize("number", chosen(NEEDED), ids=lambda number: f"{number} {FORMATS[number].name}")
def test_without_a_format_some_file_is_misjudged(number: int) -> None:
    assert misjudged(Kinds(FORMATS[:number] + FORMATS[number + 1 :]))


@pytest.mark.parametrize("beginning", chosen([one for one in BEGINNINGS if one not in READ_TWICE]), ids=repr)
def test_without_a_beginning_some_file_is_misjudged(beginning: bytes) -> None:
    others = {magic: is_one for magic, is_one in BEGINNINGS.items() if magic != beginning}
    assert misjudged(Kinds(beginnings=others))


SHORT: dict[str, tuple[Piece, str]] = {
    "emails": (piece("Ask ha.le@ncc.vn now"), "ha.le@ncc.vn"),
    "addresses": (piece("See ops://ncc/a/run for it"), "ncc/a/run"),
    "hosts": (piece("It is on wiki.ncc.vn now"), "wiki.ncc.vn"),
    "file_names": (piece("Look at tier.xlsx now"), "tier.xlsx"),
    "handles": (piece("Post it in #kho-hcm now"), "kho-hcm"),
    "names": (piece("Ask for Minh Khoa now"), "Minh Khoa"),
    "codes": (piece("Type code 4471 now"), "code 4471"),
}
"""Kind → an internal text, and what of it is published."""


@pytest.mark.parametrize("kind", EXACT, ids=lambda kind: kind.__name__)
def test_without_a_kind_of_short_marks_something_passes(kind: Exact) -> None:
    text, published = SHORT[kind.__name__]

    def is_found(kinds: tuple[Exact, ...]) -> bool:
        marks = make_marks([text], {}, kinds)
        return bool(Scanner(MarkFinder(marks)).scan_whole(published.encode()))

    assert is_found(EXACT)
    assert not is_found(tuple(one for one in EXACT if one is not kind))


FILE = b"Nothing that tells: a b c d e f g."
OTHERS: dict[str, tuple[Piece, str]] = {
    "words": (piece("Kleinkram"), "kleinkram"),
    "compounds": (piece("vip-tier", is_name=True), "vip-tier"),
    "runs": (piece("one does not tell any of it"), "does not tell any of"),
    "numbers": (piece("0912 345 678"), "0912345678"),
    "files": (piece("x"), FILE.decode()),
}


def by_itself(marks: Marks) -> MarkFinder:
    return MarkFinder(marks)


def by_hashes(marks: Marks) -> HashFinder:
    singles = frozenset(hash_of(key) for key in (*marks.singles, *marks.heads))
    return HashFinder(
        singles, MarkFinder(marks).pairs, frozenset(hash_of(run) for run in marks.runs), frozenset(marks.files)
    )


@pytest.mark.parametrize("make_finder", [by_itself, by_hashes])
@pytest.mark.parametrize("kind", [field.name for field in fields(Marks)])
def test_without_a_kind_of_marks_something_passes(
    kind: str, make_finder: Callable[[Marks], MarkFinder | HashFinder]
) -> None:
    from hashlib import sha256

    text, published = OTHERS[kind]
    marks = make_marks([text], {sha256(FILE).hexdigest(): text.origin})

    def is_found(marks: Marks) -> bool:
        return bool(Scanner(make_finder(marks)).scan_whole(published.encode()))

    assert is_found(marks)
    assert not is_found(replace(marks, **{kind: {}}))
