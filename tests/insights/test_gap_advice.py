"""What to do about a group, by how site and desk answer it."""

from __future__ import annotations

import pytest

from kb.insights.gaps.advice import advise
from kb.insights.gaps.model import Standing

A, N, U, P = "answered", "not_found", "unanswered", "poorly_answered"


@pytest.mark.parametrize(
    ("site", "desk", "writes", "wanted"),
    [
        ((A, "faq/a"), (A, "faq/a"), True, []),
        ((U, ""), (U, ""), True, [("write_article", ""), ("write_script", "")]),
        ((U, ""), (U, ""), False, [("write_article", "")]),
        ((U, ""), (A, "scripts/s"), True, [("tell_on_site", "scripts/s")]),
        ((U, ""), (A, "procedures/p"), False, [("tell_on_site", "procedures/p")]),
        ((U, ""), (A, "faq/a"), True, [("add_wordings", "faq/a")]),
        ((U, ""), (N, "scripts/s"), True, [("tell_on_site", "scripts/s"), ("add_wordings", "scripts/s")]),
        ((N, "faq/a"), (N, "faq/a"), True, [("add_wordings", "faq/a")]),
        ((N, "faq/a"), (A, "faq/a"), True, [("add_wordings", "faq/a")]),
        ((N, "faq/a"), (U, ""), True, [("add_wordings", "faq/a"), ("write_script", "")]),
        ((A, "faq/a"), (U, ""), True, [("write_script", "")]),
        ((A, "faq/a"), (U, ""), False, []),
        ((A, "faq/a"), (N, "faq/a"), True, []),
        ((P, "faq/a"), (P, "faq/a"), True, [("review", "faq/a")]),
        ((P, "faq/a"), (P, "scripts/s"), True, [("review", "faq/a"), ("review", "scripts/s")]),
    ],
)
def test_each_standing_has_its_action(
    site: tuple[str, str], desk: tuple[str, str], writes: bool, wanted: list[tuple[str, str]]
) -> None:
    found = advise(Standing(*site, 0), Standing(*desk, 0), {"faq/a"}, {"faq/a": "Team A"}, writes=writes)
    assert [(one.kind, one.document) for one in found] == wanted
    assert {one.owner for one in found if one.document == "faq/a"} <= {"Team A"}
