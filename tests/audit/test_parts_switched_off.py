"""Mutation check: with any one part of the audit switched off, it says something wrong of some attack.

Parts are rows of tables (writings, formats, beginnings of files, short signatures, kinds of signatures), every pattern,
and every function of the modules that read: each is emptied in turn. `KB_ATTACK=1` tries all; the seeded part, a few.
"""

from __future__ import annotations

import inspect
import os
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, replace
from functools import cache
from types import FunctionType
from typing import Any, TypeVar

import pytest

from kb.audit.formats.archives import read_zip
from kb.audit.formats.containers import BEGINNINGS, FORMATS, Kinds
from kb.audit.formats.fonts import read_sfnt
from kb.audit.formats.images import read_png
from kb.audit.formats.media import read_mp3
from kb.audit.formats.pdf import read_pdf
from kb.audit.formats.pdf_strings import drawn_texts
from kb.audit.formats.strings import strings
from kb.audit.matching.base85 import runs_of_base85
from kb.audit.matching.byte_patterns import BytePattern
from kb.audit.matching.encodings import CODECS, wide_texts
from kb.audit.matching.exact_values import EXACT, exact_runs
from kb.audit.matching.folding import WordReader
from kb.audit.matching.matchers import HashMatcher, SignatureMatcher
from kb.audit.matching.numbers import find_numbers
from kb.audit.matching.signatures import Signatures
from kb.audit.matching.text_decoding import unescape
from kb.audit.scan_files import scan_files
from kb.audit.scanning import Scanner
from tests.audit.attacks import CLEAN, FOUND, UNREAD, Attack, attacks, internal, misjudged, signatures_of, verdict

SEEDED = 3
T = TypeVar("T")


def chosen(parts: Sequence[T], many: int = SEEDED) -> Sequence[T]:
    return parts if os.environ.get("KB_ATTACK") else random.Random(11).sample(parts, many)


def by_hashes(signatures: Signatures) -> HashMatcher:
    return HashMatcher.of(signatures, signatures.files)


@pytest.mark.parametrize("make_matcher", [SignatureMatcher, by_hashes])
def test_the_whole_audit_misjudges_nothing(
    make_matcher: Callable[[Signatures], SignatureMatcher | HashMatcher],
) -> None:
    assert [*misjudged(make_matcher)] == []


def scanned(attack: Attack, scanner: Scanner) -> str:
    reading = scanner.begin()
    hits = scanner.scan_whole(attack.data, reading)
    return UNREAD if reading.unread else FOUND if hits else CLEAN


@cache
def whole() -> tuple[SignatureMatcher, tuple[str, ...]]:
    """(A matcher, what a scanner with all its parts says of each attack.)"""
    matcher = SignatureMatcher(signatures_of(internal()))
    return matcher, tuple(scanned(one, Scanner(matcher)) for one in attacks())


def differs(**without: Any) -> bool:
    """Whether a scanner with fewer codecs or kinds of files says something else of any attack."""
    matcher, said = whole()
    return any(scanned(one, Scanner(matcher, **without)) != was for one, was in zip(attacks(), said, strict=True))


@pytest.mark.parametrize("codec", chosen(CODECS), ids=lambda codec: codec.name)
def test_each_codec_is_needed(codec: object) -> None:
    assert differs(codecs=tuple(one for one in CODECS if one is not codec))


@pytest.mark.parametrize("number", chosen(range(len(FORMATS))), ids=lambda number: f"{number} {FORMATS[number].name}")
def test_each_format_is_needed(number: int) -> None:
    assert differs(kinds=Kinds(FORMATS[:number] + FORMATS[number + 1 :]))


@pytest.mark.parametrize("beginning", chosen([*BEGINNINGS]), ids=repr)
def test_each_beginning_is_needed(beginning: bytes) -> None:
    others = {magic: is_one for magic, is_one in BEGINNINGS.items() if magic != beginning}
    assert differs(kinds=Kinds(beginnings=others))


def missed_by(
    signatures: Signatures, make_matcher: Callable[[Signatures], SignatureMatcher | HashMatcher] = SignatureMatcher
) -> bool:
    matcher = make_matcher(signatures)
    return any(verdict(matcher, one, signatures.tells_in_any_file) != one.verdict for one in attacks())


@pytest.mark.parametrize("kind", EXACT, ids=lambda kind: kind.__name__)
def test_each_kind_of_short_marks_is_needed(kind: object) -> None:
    assert missed_by(signatures_of(internal(), tuple(one for one in EXACT if one is not kind)))


@pytest.mark.parametrize("make_matcher", [SignatureMatcher, by_hashes])
@pytest.mark.parametrize("kind", [field.name for field in fields(Signatures)])
def test_each_kind_of_marks_is_needed(
    kind: str, make_matcher: Callable[[Signatures], SignatureMatcher | HashMatcher]
) -> None:
    assert missed_by(replace(signatures_of(internal()), **{kind: {}}), make_matcher)


MODULES = tuple(
    sys.modules[one.__module__]
    for one in (
        *(
            read_zip,
            Kinds,
            unescape,
            wide_texts,
            exact_runs,
            SignatureMatcher,
            read_sfnt,
            read_png,
            scan_files,
            Signatures,
        ),
        *(read_mp3, find_numbers, read_pdf, Scanner, strings, WordReader, drawn_texts, runs_of_base85, BytePattern),
    )
)
"""The modules that read: each is told by one thing in it."""
NO_FINDERS = {
    "text_decoding.has_escapes: True": "saves the undoing of escapes where there are none",
    "base85._is_prose: False": "saves the reading of scripts as base85",
    "exact_values._has_inner_dot: True": "saves the search for hosts and files in texts without a dot",
    "scan_files._is_packed_from: False": "saves a second reading of the same text",
    "pdf._Steps._count: nothing": "stops files that take too long: `test_bombs.py`",
    "scanning.narrow: 0": "says where a signature stands: `test_planted_marks.py`",
    "scanning.places: nothing": "says where a signature stands: `test_planted_marks.py`",
    "strings._LONG_EMPTY": "saves memory where a file has gigabytes of nothing",
    "strings.is_padding: False": "saves the reading of zeros",
}
"""Part → why nothing is missed without it, and no alarm is given."""


def _give(value: object) -> Callable[..., Any]:
    """A function that gives `value`. Its code stands for that of the function under test, so it closes over nothing."""
    return {
        "True": lambda *_, **__: True,
        "False": lambda *_, **__: False,
        "None": lambda *_, **__: None,
        "set()": lambda *_, **__: set(),
        "[]": lambda *_, **__: [],
        "0": lambda *_, **__: 0,
    }[repr(value)]


def _what_came_in(first: Any, *_: Any, **__: Any) -> Any:
    return first


def _nothing(*_: Any, **__: Any) -> Iterator[Any]:
    return
    yield


def _no_layers(data: bytes, *_: Any, **__: Any) -> Any:
    return len(data)
    yield


EMPTIED: tuple[tuple[str, dict[str, Callable[..., Any]]], ...] = (
    ("Layers", {"nothing": _no_layers}),
    ("Iterator", {"nothing": _nothing}),
    ("Iterable", {"nothing": _nothing}),
    ("set[", {"nothing": _give(set())}),
    ("list[", {"nothing": _give([])}),
    ("bytes | None", {"nothing": _give(None)}),
    ("None", {"nothing": _give(None)}),
    ("bool", {"True": _give(True), "False": _give(False)}),
    ("bytes", {"what came in": _what_came_in}),
    ("str", {"what came in": _what_came_in}),
    ("int", {"0": _give(0)}),
)
"""How what a function gives is declared to begin → what stands in its place; others have no empty value."""


def functions(module: Any) -> Iterator[tuple[str, FunctionType]]:
    for name, value in vars(module).items():
        if getattr(value, "__module__", "") != module.__name__:
            continue
        if inspect.isclass(value) and not getattr(value, "_is_protocol", False):
            yield from ((f"{name}.{one}", held) for one, held in vars(value).items() if inspect.isfunction(held))
        elif inspect.isfunction(value):
            yield name, value


def mutations() -> Iterator[tuple[str, object, str, object]]:
    """(What, the object and the attribute that change, what stands there then.)"""
    for module in MODULES:
        short = module.__name__.rpartition(".")[2]
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                never = re.compile(b"(?!)" if isinstance(value.pattern, bytes) else "(?!)")
                yield f"{short}.{name}", module, name, never
        for name, function in functions(module):
            given = str(function.__annotations__.get("return", ""))
            ways = next((ways for begins, ways in EMPTIED if given.startswith(begins)), {})
            if not function.__code__.co_freevars and not function.__name__.startswith("__"):
                yield from ((f"{short}.{name}: {way}", function, "__code__", new.__code__) for way, new in ways.items())


MUTATIONS = [one for one in mutations() if one[0] not in NO_FINDERS]


def test_the_exceptions_are_parts() -> None:
    assert NO_FINDERS.keys() <= {what for what, *_ in mutations()}
    assert len(MUTATIONS) > 200


@pytest.fixture
def unlearned() -> Iterator[None]:
    """What functions remember is forgotten before and after."""
    held = [value for module in MODULES for value in vars(module).values() if hasattr(value, "cache_clear")]
    internal(), attacks()
    for one in held:
        one.cache_clear()
    yield
    for one in held:
        one.cache_clear()


@pytest.mark.usefixtures("unlearned")
@pytest.mark.parametrize("mutation", chosen(MUTATIONS, 12), ids=lambda mutation: mutation[0])
def test_with_a_part_emptied_something_is_misjudged(
    mutation: tuple[str, object, str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    what, owner, attribute, new = mutation
    ways = (SignatureMatcher, by_hashes) if what.startswith("matchers") else (SignatureMatcher,)
    with monkeypatch.context() as changed:
        changed.setattr(owner, attribute, new)
        try:
            is_noticed = any(next(misjudged(way), None) is not None for way in ways)
        except (TypeError, ValueError, LookupError, AttributeError, AssertionError):
            is_noticed = True  # an audit that ends in an error publishes nothing
    assert is_noticed
