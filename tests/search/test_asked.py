"""What shoppers asked, from a file: read, never kept; words of no page are told by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.search.indexing.index import build_index
from kb.search.quality.asked import as_wordings, read_asked, words_of_no_page
from tests.search.documents import ENGLISH, VIETNAMESE


def read(tmp_path: Path, text: str) -> list[tuple[str, str, int]]:
    (tmp_path / "asked").write_text(text, "utf-8")
    return [(one.text, one.language, one.line) for one in read_asked(tmp_path / "asked", ["en", "vi"])]


def test_lines_and_answers_are_read_with_their_languages(tmp_path: Path) -> None:
    lines = (
        "\ufeffwhere is my order",
        "",
        '{"text": "đơn hàng của tôi đâu rồi"}',
        '{"page": "faq/x", "language": "vi", "answer": "no", "text": "where"}',
        '{"answer": "no", "text": "", "language": "en"}',
        '{"text": "where is it", "language": "zz"}',
    )
    assert read(tmp_path, "\r\n".join(lines)) == [
        ("where is my order", "en", 1),
        ("đơn hàng của tôi đâu rồi", "vi", 3),
        ("where", "vi", 4),
        ("where is it", "en", 6),
    ]


@pytest.mark.parametrize("line", ['{"text": 3}', "{", '{"messages": []}', '{"text": "x", "language": 1}', "{" * 9000])
def test_a_line_that_is_no_message_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(ValueError, match="line 2 "):
        read(tmp_path, f"fine\n{line}\n")


def test_what_is_somebodys_own_is_no_wording(tmp_path: Path) -> None:
    own = ["my order is AB-1234", "call 0912 345 678", "mai@example.com asks", "x" * 200]
    (tmp_path / "asked").write_text("\n".join([*own, "where is it", "where is it"]), "utf-8")
    assert as_wordings(read_asked(tmp_path / "asked", ["en"]), "en") == ("where is it",)


def test_a_word_that_several_use_and_no_page_has_is_told_by_line(tmp_path: Path) -> None:
    lines = ["parcel tracking", "engraving please", "is engraving free", "parcl", "Nguyen asks", "khắc tên chưa"]
    (tmp_path / "asked").write_text("\n".join(lines), "utf-8")
    asked = read_asked(tmp_path / "asked", ["en", "vi"])
    indexes = {"en": build_index(ENGLISH, "en"), "vi": build_index(VIETNAMESE, "vi")}
    found = words_of_no_page(asked, indexes, "asked.txt")
    assert [(one.path, one.line, one.code) for one in found] == [("asked.txt", 2, "KB713")]
    assert "“engraving” stands in 2 messages" in found[0].message
