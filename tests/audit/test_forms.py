"""Forms × places: internal text is found however it is written, wherever it stands.

Each file is searched by itself for the signatures that no public source excuses, which are told once; some go through a
whole audit of a folder besides, more of them with `KB_ATTACK=1`.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.audit.audit import Audit
from kb.audit.incremental import stamp_inputs
from kb.audit.matching.matchers import SignatureMatcher
from kb.audit.matching.signatures import Key, Signatures, make_signatures
from kb.audit.texts.internal import internal_pieces
from kb.audit.texts.public import explain
from kb.audit.texts.sources import read_sources
from tests.audit.attacks import CLEAN, FOUND, Attack, verdict
from tests.audit.forms import (
    BYTE_FORMS,
    CONFIG,
    FILES,
    NUMBERS_IN_DATA,
    PIECES,
    PLACES,
    QUOTED_FORMS,
    SENTENCE,
    TEXT_FORMS,
    TONED,
)
from tests.audit.strange import STRANGE

SEEDED = 200 if os.environ.get("KB_ATTACK") else 30
"""Cases of each table that go through a whole audit too, with its folders and its excuses."""
Case = tuple[str, str, bytes]
"""What it is, the file's name, its bytes."""


def text_cases() -> list[Case]:
    cases: list[Case] = []
    for text in (SENTENCE, TONED):
        for name, form in TEXT_FORMS.items():
            for place, put in PLACES.items():
                cases.append((f"{name} in {place}: {text[:5]}", *put(form(text))))
        for name, form in QUOTED_FORMS.items():
            cases.append((f"{name} in a text file: {text[:5]}", "a.txt", form(text).encode()))
        for name, write in BYTE_FORMS.items():
            if text == SENTENCE or name != "Windows-1252":  # which lacks most letters of Vietnamese
                cases.append((f"{name}: {text[:5]}", "a.txt", write(text)))
    return cases


def strange_cases() -> list[Case]:
    return [(f"{place}: {text[:5]}", *put(text)) for text in (SENTENCE, TONED) for place, put in STRANGE.items()]


def piece_cases() -> list[Case]:
    return [
        (f"{written!r} for {piece!r} in {place}", *PLACES[place](written))
        for piece, ways in PIECES.items()
        for written in ways
        for place in PLACES
    ]


def chosen(cases: list[Case]) -> list[Case]:
    return random.Random(11).sample(cases, min(SEEDED, len(cases)))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("forms")
    for path, content in {"mkdocs.yml": CONFIG, **FILES}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, "utf-8")
    return root


@pytest.fixture(scope="module")
def audit(root: Path) -> Audit:
    return Audit(root, None)


def is_clean(audit: Audit, site: Path, name: str, content: bytes) -> bool:
    shutil.rmtree(site, ignore_errors=True)
    (site / name).parent.mkdir(parents=True)
    (site / name).write_bytes(content)
    return audit.judge(site).is_clean


def missed(audit: Audit, site: Path, cases: list[Case]) -> list[str]:
    return [what for what, name, content in cases if is_clean(audit, site, name, content)]


def test_the_tables_are_as_large_as_promised() -> None:
    assert len(text_cases()) + len(piece_cases()) >= 8000
    assert len(strange_cases()) >= 80


@pytest.fixture(scope="module")
def signatures(root: Path) -> Signatures:
    """The signatures of the shop that nothing public excuses."""
    project = stamp_inputs(root).project
    sources = read_sources(project)
    pieces = internal_pieces(project, sources.internal, sources.drafts, sources.facts)
    found = make_signatures(pieces, sources.fingerprints)
    keys: dict[Key, tuple[str, ...]] = dict.fromkeys((*found.singles, *found.runs, *found.files), ())
    return found.only(explain(keys, found, project, sources.public, sources.facts, sources.assets).leaked)


@pytest.mark.parametrize("table", [text_cases, piece_cases, strange_cases])
def test_every_form_is_found_in_every_place(table: Callable[[], list[Case]], signatures: Signatures) -> None:
    matcher = SignatureMatcher(signatures)
    assert [
        what
        for what, name, content in table()
        if verdict(matcher, Attack(what, name, content, FOUND), signatures.tells_in_any_file) == CLEAN
    ] == []


@pytest.mark.parametrize("table", [text_cases, piece_cases, strange_cases])
def test_a_whole_audit_finds_them_too(table: Callable[[], list[Case]], audit: Audit, tmp_path: Path) -> None:
    assert missed(audit, tmp_path / "site", chosen(table())) == []


@pytest.mark.parametrize("name", ["assets/quiet-refund.png", "assets/0912-345-678.png", "minh-khoa/index.html"])
def test_names_of_files_are_read_alike(name: str, audit: Audit, tmp_path: Path) -> None:
    assert not is_clean(audit, tmp_path / "site", name, b"x")


@pytest.mark.parametrize("name", NUMBERS_IN_DATA)
def test_numbers_that_only_resemble_internal_ones_are_no_leak(name: str, audit: Audit, tmp_path: Path) -> None:
    assert is_clean(audit, tmp_path / "site", "a.txt", NUMBERS_IN_DATA[name].encode())
