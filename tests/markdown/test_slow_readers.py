"""Every reader of texts costs what the text is long, counted in calls; and long ones are read whole.

A pattern's own steps are no calls: what patterns once tried again and again is read here at full length.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kb.audit.matching.encodings import decoded_parts
from kb.audit.matching.text_decoding import base64_parts, unescape
from kb.content.front_matter import first_heading, split_front_matter
from kb.content.misplaced import misplaced_fields
from kb.importers.common.escaping import escape_active_markup
from kb.importers.common.markdown_scan import find_oddities, rename_fences, retarget_links
from kb.importers.helpdesks.html_to_markdown import convert_html
from kb.importers.helpdesks.placeholders import Placeholders
from kb.markdown.start_tags import start_tags, text_between_tags
from kb.replies.message_markdown import parse_markup
from kb.source.fences import fences_in, mask_code
from tests.markdown.test_slow_texts import calls

UNITS = [
    "[", "![", "[a](", "*", "`", "```\n", "```\n\n", "~~~\n", "``` a\n", "<", "<a ", "<b", "</", "<!--", "<svg>", "{",
    "{{ ", "{% ", "}}", "&#", "&a", "\\", "\\x41", "\\u", "%4", "=41", "QUJD", "QUJD\n", "0x41 ", "41 ", "1-", "a@",
    "a: b\n", "# a\n", "---\n",
    " ", "\t", "-", "- ", "\n", "é", "\u200b", "字", "a? ", "## variant: a\n", "<p>a", "x=\"",
]  # fmt: skip


def read_fields(text: str) -> object:
    split, problems = split_front_matter(text, path="docs/a.md")
    return problems, [*misplaced_fields(text, split, path="docs/a.md", is_draft=False)]


READERS: dict[str, Callable[[str], object]] = {
    "codecs of the audit": lambda text: [*decoded_parts(text.encode(), text.encode())],
    "escapes of the audit": unescape,
    "base64 of the audit": lambda text: [*base64_parts(text.encode())],
    "fences": lambda text: ([*fences_in(text)], mask_code(text)),
    "front matter": read_fields,
    "first heading": lambda text: first_heading(f"# {text}"),
    "start tags": lambda text: (start_tags(text), text_between_tags(text)),
    "scripts": parse_markup,
    "other systems' Markdown": lambda text: (
        [*find_oddities(text)],
        rename_fences(text),
        retarget_links(text, lambda _: None),
        escape_active_markup(text, []),
    ),
    "other systems' HTML": lambda text: convert_html(text, picture=str, link=str),
    "other systems' placeholders": lambda text: Placeholders().through(text, lambda hidden: hidden),
}  # fmt: skip
LENGTH = 3_000
GROWTH = 2.6


@pytest.mark.parametrize("reader", READERS)
def test_twice_the_letters_cost_at_most_twice_the_calls(reader: str) -> None:
    read = READERS[reader]
    read("Warm.")
    for unit in UNITS:
        short, long = (unit * (length // len(unit)) for length in (LENGTH, 2 * LENGTH))
        once = calls(lambda text=short: read(text))  # type: ignore[misc]
        twice = calls(lambda text=long: read(text))  # type: ignore[misc]
        assert twice <= GROWTH * once + 200, (unit, once, twice)


def test_long_texts_are_read_whole() -> None:
    """What a pattern would try again from every sign, at a length at which that takes minutes."""
    fences = [*fences_in("```\n" * 25_000)]
    assert (len(fences), fences[-1].line) == (12_500, 25_000)
    assert read_fields(" " * 100_000) == ((), []) == read_fields("\t" * 100_000)
    assert parse_markup("![" * 50_000) == [["p", [["t", "![" * 50_000]]]]
    assert escape_active_markup("\\" * 100_000, []) == "\\" * 100_000
    assert Placeholders().through("{% " * 30_000, lambda hidden: hidden).count("{%") == 30_000
    assert start_tags("<a " * 30_000) == []
    assert text_between_tags("<a " * 30_000) == [(0, 90_000)]
    assert len(convert_html("<a " * 30_000, picture=str, link=str).markdown) >= 89_000
