"""Forms × places: internal text is found however it is written, wherever it stands. `KB_ATTACK=1` tries all of them."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest

from kb.audit.audit import Audit
from tests.audit.forms import (
    BYTE_FORMS,
    FILES,
    NUMBERS_IN_DATA,
    PIECES,
    PLACES,
    QUOTED_FORMS,
    SENTENCE,
    TEXT_FORMS,
    TONED,
)

SEEDED = 60
ALL = bool(os.environ.get("KB_ATTACK"))
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


def piece_cases() -> list[Case]:
    return [
        (f"{written!r} for {piece!r} in {place}", *PLACES[place](written))
        for piece, ways in PIECES.items()
        for written in ways
        for place in ("a page", "a text file", "JSON", "a script")
    ]


def chosen(cases: list[Case]) -> list[Case]:
    return cases if ALL else random.Random(11).sample(cases, SEEDED)


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


CONFIG = """\
site_name: Forms
site_url: https://help.forms.example/
theme: {name: material}
plugins:
  - kb:
      default_language: en
      languages: {en: {name: English, markets: [VN, MY]}, vi: {name: Tiếng Việt, markets: [VN]}}
      markets: {VN: {currency: VND, name: {en: Vietnam, vi: Việt Nam}}, MY: {currency: MYR, name: {en: M, vi: M}}}
      topics: {returns: {team: Returns desk, name: {en: Returns, vi: Đổi trả}}}
"""


def is_clean(audit: Audit, site: Path, name: str, content: bytes) -> bool:
    shutil.rmtree(site, ignore_errors=True)
    (site / name).parent.mkdir(parents=True)
    (site / name).write_bytes(content)
    return audit.judge(site).is_clean


def missed(audit: Audit, site: Path, cases: list[Case]) -> list[str]:
    return [what for what, name, content in cases if is_clean(audit, site, name, content)]


def test_the_tables_are_as_large_as_promised() -> None:
    assert len(text_cases()) + len(piece_cases()) >= 400


def test_texts_are_found_in_every_form_and_place(audit: Audit, tmp_path: Path) -> None:
    assert missed(audit, tmp_path / "site", chosen(text_cases())) == []


def test_numbers_names_and_addresses_are_found_in_every_grouping(audit: Audit, tmp_path: Path) -> None:
    assert missed(audit, tmp_path / "site", chosen(piece_cases())) == []


@pytest.mark.parametrize("name", ["assets/quiet-refund.png", "assets/0912-345-678.png", "minh-khoa/index.html"])
def test_names_of_files_are_read_alike(name: str, audit: Audit, tmp_path: Path) -> None:
    assert not is_clean(audit, tmp_path / "site", name, b"x")


@pytest.mark.parametrize("name", NUMBERS_IN_DATA)
def test_numbers_that_only_resemble_internal_ones_are_no_leak(name: str, audit: Audit, tmp_path: Path) -> None:
    assert is_clean(audit, tmp_path / "site", "a.txt", NUMBERS_IN_DATA[name].encode())
