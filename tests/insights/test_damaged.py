"""Exports that were cut, changed or put together by chance: read, refused with a sentence, or set aside; never more."""

from __future__ import annotations

import os
import random
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kb.insights.reading.files import open_parts
from kb.insights.reading.parts import ReadError
from kb.insights.redaction.rules import load_rules
from kb.insights.sources.all_sources import recognise
from kb.insights.sources.context import Context
from tests.insights.conftest import FILES
from tests.insights.exports.containers import make_xls, make_xlsx
from tests.insights.exports.sheets import WORKBOOKS

TRIES = int(os.environ.get("KB_FUZZ_EXAMPLES", "12"))
"""Damaged copies of each export."""
BITS = (
    b'"',
    b"\n",
    b",",
    b"\0",
    b"{",
    b"}",
    b"[",
    b"\xff",
    b"null",
    b"-1",
    b"1e999",
    b"9" * 20,
    b"\\ud83d",
    b"\xe2\x80\xaf",
    b":",
)


def damaged(data: bytes, chance: random.Random) -> bytes:
    """`data` with one to six accidents."""
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        data = chance.choice((
            data[:at],
            data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :],
            data[:at] + chance.choice(BITS) + data[at:],
            data[:at] + data[at + chance.randint(1, 40) :],
            data.replace(chance.choice((b"2026", b"1", b'":', b" ")), chance.choice((b"0", b"9999", b'":{}', b"")), 3),
            data + data,
        ))  # fmt: skip
    return data


@pytest.mark.parametrize("name", [*sorted(path.name for path in FILES.iterdir()), *WORKBOOKS])
def test_whatever_happened_to_a_file_it_is_told_in_a_sentence(name: str, tmp_path: Path) -> None:
    chance = random.Random(name)
    whole = WORKBOOKS[name] if name in WORKBOOKS else (FILES / name).read_bytes()
    file = tmp_path / name
    for _ in range(2 if whole.startswith(b"\xd0\xcf") else TRIES):  # an old .xls is tried in a process of its own
        file.write_bytes(damaged(whole, chance))
        context = Context(
            b"k" * 32, load_rules(["VN"]), ZoneInfo("Europe/Berlin"), ("VN",), {"VN": "VND"}, ("vi", "en"),
            file_day=date(2026, 11, 20),
        )  # fmt: skip
        try:
            for part in open_parts(file, name):
                if source := recognise(part):
                    assert all(record is not None for record in source.read(part, context))
        except ReadError as error:
            assert error.message and error.line >= 1


def test_rows_keep_the_numbers_that_the_sheet_shows(tmp_path: Path) -> None:
    rows = [[], [None, "a", "b"], [], [None, "1", 2.5]]
    for name, data in (("new.xlsx", make_xlsx({"s": rows})), ("old.xls", make_xls("s", rows))):
        (tmp_path / name).write_bytes(data)
        (part,) = open_parts(tmp_path / name, name)
        assert [(row.line, row.cells) for row in part.rows()] == [(2, ("", "a", "b")), (4, ("", "1", 2.5))]


def test_an_old_sheet_that_claims_more_than_memory_holds_is_refused(tmp_path: Path) -> None:
    rows = [["a", "b"]]
    data = make_xls("s", rows).replace(b"\x04\x02\x0b\x00\x00\x00\x01\x00", b"\x04\x02\x0b\x00\xff\xff\xff\xff")
    (tmp_path / "far.xls").write_bytes(data)
    with pytest.raises(ReadError, match="farther than can be held"):
        list(open_parts(tmp_path / "far.xls", "far.xls"))
