"""Which day a field of kind date names, in the ways in which agents type one."""

from __future__ import annotations

import pytest

from kb.text.written_dates import date_form
from tests.twins.node import node

MONDAY = "2026-11-30"

TYPED = {
    "en": {
        "2026-12-05": "2026-12-05", "5/12": "2026-12-05", "5/12/2026": "2026-12-05", "05-12-26": "2026-12-05",
        "5 December": "2026-12-05", "Dec 5": "2026-12-05", "5 December 2027": "2027-12-05", "5 Jan": "2027-01-05",
        "tomorrow": "2026-12-01", " Friday ": "2026-12-04", "Monday": "2026-12-07", "29/11": "2026-11-29",
        "31/11": "", "2026-02-30": "", "12": "", "soon": "", "": "", "December": "", "99/99/9999": "",
        "call 0912345678": "", "5.12.": "2026-12-05",
    },
    "en-US": {"12/5": "2026-12-05", "12/5/2026": "2026-12-05", "2026-12-05": "2026-12-05"},
    "vi": {"5/12": "2026-12-05", "5 tháng 12": "2026-12-05", "ngày 5 tháng 12 năm 2026": "2026-12-05",
           "ngày mai": "2026-12-01", "thứ sáu": "2026-12-04", "2 tháng 1": "2027-01-02"},
    "ms": {"5 Disember": "2026-12-05", "esok": "2026-12-01", "Jumaat": "2026-12-04"},
    "de": {"5.12.": "2026-12-05", "5. Dezember": "2026-12-05", "morgen": "2026-12-01", "Freitag": "2026-12-04"},
    "fr": {"5 décembre": "2026-12-05", "5 juin": "2027-06-05", "5 juillet": "2027-07-05"},
    "ja": {"2026/12/5": "2026-12-05", "12/5": "2026-12-05", "12月5日": "2026-12-05", "2026年12月5日": "2026-12-05"},
    "zh": {"12月5日": "2026-12-05", "2027年1月5日": "2027-01-05", "明天": "2026-12-01"},
    "ar": {"5 ديسمبر": "2026-12-05"},
}  # fmt: skip


@pytest.mark.parametrize("language", TYPED)
def test_a_day_is_read_as_the_language_writes_it(language: str) -> None:
    def read(typed: str) -> str:
        found = {"language": language, "form": date_form(language), "today": MONDAY}
        return str(node().call("promisedDay", typed, found))

    assert {typed: read(typed) for typed in TYPED[language]} == TYPED[language]
