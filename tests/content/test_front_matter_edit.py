"""Editing one field leaves every other byte alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.content.front_matter import split_front_matter
from kb.content.front_matter_edit import UneditableError, with_list_items, with_text_field
from kb.source.files import decode


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"---\ntitle: A\n---\nText\n", b"---\ntitle: A\ntranslates: abc123\n---\nText\n"),
        (b"---\r\ntitle: A\r\n---\r\nText\r\n", b"---\r\ntitle: A\r\ntranslates: abc123\r\n---\r\nText\r\n"),
        (b"\xef\xbb\xbf---\ntitle: A\n---\nText", b"\xef\xbb\xbf---\ntitle: A\ntranslates: abc123\n---\nText"),
        (
            b"---\ntranslates: old # why\ntitle: A  \n---\n\n\nText",
            b"---\ntranslates: abc123\ntitle: A  \n---\n\n\nText",
        ),
        (b"Only text\n", b"---\ntranslates: abc123\n---\nOnly text\n"),
        (b"\xef\xbb\xbfOnly text\r\n", b"\xef\xbb\xbf---\r\ntranslates: abc123\r\n---\r\nOnly text\r\n"),
        (b"---\n\nA rule, not front matter\n", b"---\ntranslates: abc123\n---\n---\n\nA rule, not front matter\n"),
        (b"---\n---\nText\n", b"---\ntranslates: abc123\n---\nText\n"),
        (b"---\ntitle: A\n...\nText\n", b"---\ntitle: A\ntranslates: abc123\n...\nText\n"),
        ("---\ntitle: Đổi\n---\nĐổi\n".encode(), "---\ntitle: Đổi\ntranslates: abc123\n---\nĐổi\n".encode()),
        (b"---\ntitle: A\ntranslates: abc123\n---\nText\n", b"---\ntitle: A\ntranslates: abc123\n---\nText\n"),
    ],
)
def test_a_text_field_is_set_on_its_line_alone(before: bytes, after: bytes) -> None:
    assert with_text_field(before, "translates", "abc123") == after


@pytest.mark.parametrize("value", ["1234567890", "12e4567890", "2026-11-21"])
def test_a_hash_that_yaml_takes_for_a_number_is_quoted(value: str) -> None:
    assert f'translates: "{value}"'.encode() in with_text_field(b"---\ntitle: A\n---\n", "translates", value)


@pytest.mark.parametrize(
    "data",
    [
        b"---\n{title: A, topic: b}\n---\nText\n",
        b"---\ntranslates: >-\n  folded\n  text\ntitle: A\n---\nText\n",
        b"---\ntitle: [broken\n---\nText\n",
        b"---\ntitle: A\nText without an end\n",
        b"\xff\xfe-\x00",
    ],
)
def test_front_matter_that_cannot_be_edited_by_line_is_refused_with_a_word(data: bytes) -> None:
    with pytest.raises(UneditableError, match=r"\w"):
        with_text_field(data, "translates", "abc123")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"---\ntitle: A\n---\n", b"---\ntitle: A\nredirect_from: [faq/old, faq/older]\n---\n"),
        (b"---\nredirect_from: [a/b]\n---\n", b"---\nredirect_from: [a/b, faq/old, faq/older]\n---\n"),
        (b"---\nredirect_from: []\n---\n", b"---\nredirect_from: [faq/old, faq/older]\n---\n"),
        (
            b"---\nredirect_from: a/b\ntopic: x\n---\n",
            b"---\nredirect_from: [a/b, faq/old, faq/older]\ntopic: x\n---\n",
        ),
        (
            b"---\nredirect_from:\n  - a/b\n  - faq/old\ntopic: x\n---\n",
            b"---\nredirect_from:\n  - a/b\n  - faq/old\n  - faq/older\ntopic: x\n---\n",
        ),
        (
            b"---\r\nredirect_from:\r\n- a/b\r\n---\r\n",
            b"---\r\nredirect_from:\r\n- a/b\r\n- faq/old\r\n- faq/older\r\n---\r\n",
        ),
        (b"---\nredirect_from: [faq/older, faq/old]\n---\n", b"---\nredirect_from: [faq/older, faq/old]\n---\n"),
    ],
)
def test_items_are_added_to_a_list_in_the_form_it_has(before: bytes, after: bytes) -> None:
    assert with_list_items(before, "redirect_from", ["faq/old", "faq/older"]) == after


def test_a_list_over_several_lines_in_brackets_is_refused() -> None:
    with pytest.raises(UneditableError):
        with_list_items(b"---\nredirect_from: [a,\n  b]\n---\n", "redirect_from", ["c"])


KEYS = st.sampled_from(["title", "topic", "owner", "translates", "summary"])
VALUES = st.sampled_from(["plain", '"quoted: text"', "'single'", "[a, b]", "", "{a: 1}", "2026-01-01", "đổi trả"])


@given(
    fields=st.dictionaries(KEYS, VALUES),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    mark=st.booleans(),
    body=st.text(alphabet="ab #-:\nđ`", max_size=60),
)
def test_editing_keeps_every_other_field_and_the_body(fields: dict[str, str], end: str, mark: bool, body: str) -> None:
    text = "---\n" + "".join(f"{key}: {value}\n" for key, value in fields.items()) + "---\n" + body
    data = (b"\xef\xbb\xbf" if mark else b"") + text.replace("\n", end).encode()
    try:
        edited = with_text_field(data, "translates", "abc123")
    except UneditableError:
        return
    old, new = (split_front_matter(decode(one, path="")[0] or "", path="")[0] for one in (data, edited))
    assert new.body == old.body
    held = {key: node.plain() for key, node in (new.fields.entries or {}).items()}
    assert held.pop("translates") == "abc123"
    assert held == {key: node.plain() for key, node in (old.fields.entries or {}).items() if key != "translates"}
    assert with_text_field(edited, "translates", "abc123") == edited


def test_fields_below_blank_lines_are_edited_where_they_stand() -> None:
    before = b"\xef\xbb\xbf\n\n---\ntitle: A\n---\n---\nText.\n"
    after = with_text_field(before, "translates", "0123abcdef")
    assert after == b"\xef\xbb\xbf\n\n---\ntitle: A\ntranslates: 0123abcdef\n---\n---\nText.\n"
