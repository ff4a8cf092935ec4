"""Tables of articles as pages show them: the first cell names its row where it can."""

from __future__ import annotations

import pytest

from kb.markdown.rendering import Renderer
from kb.website.html.page_body import scrolling_tables


@pytest.mark.parametrize(
    ("rows", "headers"),
    [
        (
            "| Reason | You pay |\n|---|--:|\n| Faulty | 0 |\n| *Changed* mind | 5 |\n",
            ["Faulty", "<em>Changed</em> mind"],
        ),
        ("| | Small |\n|---|---|\n| Height | 3 |\n", ["Height"]),
        ("| Day | Time |\n|---|---|\n| Monday | 8 |\n| Monday | 9 |\n", []),  # no name of one row
        ("| Day | Time |\n|---|---|\n| Monday | 8 |\n| | 9 |\n", []),
        ("| Sizes |\n|---|\n| 40 |\n", []),
    ],
)
def test_the_first_cell_is_its_rows_header_where_it_can_name_it(rows: str, headers: list[str]) -> None:
    shown = scrolling_tables(Renderer(("tables",)).render(f"{rows}\nAfter.\n").html, "Table")
    assert [part.partition("</th>")[0] for part in shown.split('<th scope="row">')[1:]] == headers
    assert shown.count("<table") == shown.count("</table>") == 1
    assert shown.rstrip().endswith("</table></div>\n<p>After.</p>")


def test_a_header_without_words_is_none() -> None:
    shown = scrolling_tables(Renderer(("tables",)).render("| | Small |\n|:--|---|\n| Height | 3 |\n").html, "Table")
    assert '<td align="left"></td>\n<th>Small</th>' in shown
    assert '<th scope="row" align="left">Height</th>' in shown
