"""What extensions write in English is said in the page's language, however a shop's Markdown is read."""

from __future__ import annotations

import pytest

from kb.markdown.boxes import NAMED
from kb.markdown.rendering import Renderer
from kb.project.options import COMMONMARK
from kb.ui_strings import ui_strings

READERS = [
    Renderer(("admonition", "pymdownx.details", "footnotes", *more)) for more in ((), ("md_in_html",), (COMMONMARK,))
]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("!!! warning\n    x", ">Cảnh báo</"),
        ("??? bug\n    x", ">Lỗi đã biết</"),
        ("- a\n\n    !!! tip\n        x", ">Mẹo</"),
        ('!!! warning "An toàn trước đã"\n    x', ">An toàn trước đã</"),
        ('!!! note ""\n    Note', ">Note</"),
        ("!!! size-chart\n    x", ">Size-chart</"),
        ("a[^1]\n\n[^1]: b", "Quay lại chỗ có chú thích 1 trong bài"),
    ],
)
def test_titles_of_boxes_and_ways_back_are_in_the_language_of_the_page(
    reader: Renderer, written: str, said: str
) -> None:
    assert said in reader.render(written, words=ui_strings("vi")).html


def test_the_next_text_has_the_words_of_its_own_language() -> None:
    reader = READERS[0]
    titles = [reader.render("!!! warning\n    x", words=ui_strings(code)).html for code in ("ms", "th", "vi")]
    assert [word in html for word, html in zip(("Amaran", "คำเตือน", "Cảnh báo"), titles, strict=True)] == [True] * 3


@pytest.mark.parametrize("code", ["en", "vi", "ms", "ar", "de", "es", "fr", "id", "ja", "pt", "th", "zh"])
def test_every_kind_of_box_has_a_word_in_every_language(code: str) -> None:
    assert [name for name, word in NAMED.items() if not ui_strings(code).get(f"box_{word}")] == []
