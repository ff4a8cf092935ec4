"""Lists cut into sheets: every row once, in order, and no sheet heavier than it may be."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from kb.website.agent_pages.pagination import SHEET_BYTES, Part, cut_parts, cut_rows, weight

SIZES = some.lists(some.integers(0, 4_000), max_size=30)
EACH, HEAD, BEFORE = 200, 500, 3_000


def rows_of(sizes: list[int], name: str) -> list[dict[str, object]]:
    return [{"id": f"{name}{number}", "text": "<" * (size // 4)} for number, size in enumerate(sizes)]


@given(some.lists(some.tuples(SIZES, SIZES), max_size=6))
def test_every_row_stands_on_one_sheet_in_order_below_its_heading(stages: list[tuple[list[int], list[int]]]) -> None:
    parts = [
        Part({"stage": str(number)}, {"articles": rows_of(one, f"a{number}-"), "scripts": rows_of(two, f"s{number}-")})
        for number, (one, two) in enumerate(stages)
    ]
    sheets = cut_parts(parts, EACH, head=HEAD, before=BEFORE)
    for number, part in enumerate(parts):
        pieces = [piece for sheet in sheets for piece in sheet if piece.head == {"stage": str(number)}]
        assert pieces
        for name, rows in part.lists.items():
            assert [row for piece in pieces for row in piece.lists[name]] == rows
    for number, sheet in enumerate(sheets):
        held = [row for piece in sheet for rows in piece.lists.values() for row in rows]
        size = sum(HEAD + weight(piece.head) for piece in sheet) + sum(EACH + weight(row) for row in held)
        assert size + (0 if number else BEFORE) <= SHEET_BYTES or len(held) <= 1


def test_a_part_that_one_sheet_can_hold_is_not_cut() -> None:
    parts = [Part({}, {"rows": rows_of([3_000] * 2, name)}) for name in "abc"]
    assert [len(sheet) for sheet in cut_parts(parts, EACH)] == [1, 1, 1]


def test_an_empty_list_has_one_empty_sheet() -> None:
    assert [list(sheet) for sheet in cut_rows([], EACH)] == [[]]
