"""Passages, as search shows them, read as sentences."""

from __future__ import annotations

import pytest

from kb.markdown.passages import passages_of
from kb.markdown.rendering import Renderer

TABLE = """\
## Phí

| Lý do | Bạn trả | Lần |
|---|---|---|
| Đổi ý | 30.000 ₫ | 1 |
| Hàng lỗi |  |  |
| Gửi tận nơi. | Miễn phí | 2 |

Hỏi shop nhé.
"""


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (TABLE, "Lý do: Bạn trả, Lần; Đổi ý: 30.000 ₫, 1; Hàng lỗi; Gửi tận nơi. Miễn phí, 2. Hỏi shop nhé."),
        ("You need:\n\n- the box\n- the bill\n\nThen wait.", "You need: the box; the bill. Then wait."),
        ("- One.\n- Two!\n- 三。\n- four", "One. Two! 三。 four"),
        ("1. Open\n    - the lid\n    - the box\n2. Close", "Open the lid; the box. Close"),
        ("Words alone, and **bold** ones", "Words alone, and bold ones"),
        ("| a |\n|---|\n| b |", "a; b"),
    ],
)
def test_lists_and_tables_read_as_sentences(text: str, read: str) -> None:
    (passage,) = Renderer(("tables", "sane_lists")).render(text).passages
    assert passage.text == read


def test_signs_are_never_doubled_or_left_at_an_end() -> None:
    (passage,) = passages_of("<ul><li></li><li>a;</li><li><p>b</p></li><li> </li></ul><table></table>")
    assert passage.text == "a; b"
