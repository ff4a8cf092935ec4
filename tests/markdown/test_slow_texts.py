"""No text makes rendering it slow: what is done grows with its length, counted in calls of functions, never in time.

Python-Markdown 3.11 reads some signs again and again (`[` to the end of the paragraph); kb bounds that. Each text is
rendered at one length and at twice that: twice the letters may cost at most two and a half times the calls.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.markdown.rendering import Renderer

EXTENSIONS = (
    "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "pymdownx.details",
    "pymdownx.superfences", "pymdownx.tabbed",
)  # fmt: skip
COMMONMARK = (*EXTENSIONS, "commonmark")
LENGTH = 4_000
REPEATED = [
    "[", "![", "[a](", "[a]( ", "[a](<", "[a](<b> ", "[a][", "![a][", "[[a]", "<![CDATA[",
    "<", "&", "*", "_", "`", "|", "{",
    ">", "- a\n", "word ",
    "<a ", '<a b="', "<b x ", "<http://", "<img src=", "<svg>", "[a]: <b\n", "<!--", "*_", "*a* ", "**a", "``a", "\\*",
    "!!! a\n", "a\n: b\n",
]  # fmt: skip
NESTED = [("[", "]"), ("[", "](b)"), ("[a](", ")")]


def calls(work: Callable[[], object]) -> int:
    """How many functions, of Python and of C, `work` calls."""
    count = 0

    def hear(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(hear)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def growth(text: Callable[[int], str], extensions: tuple[str, ...] = EXTENSIONS) -> float:
    renderer = Renderer(extensions)
    renderer.render("Warm.")
    once = calls(lambda: renderer.render(text(LENGTH)))
    return calls(lambda: renderer.render(text(2 * LENGTH))) / once


@pytest.mark.parametrize("sign", REPEATED)
def test_a_repeated_sign_costs_what_it_is_long(sign: str) -> None:
    assert growth(lambda length: sign * (length // len(sign))) <= 2.5


OF_COMMONMARK = [
    *REPEATED, "> - > -", "~", "*a _b ", "**a*", "*_~", "- a\n\n", "1. a\n\n- b\n\n", "a\n- b\n", "1) a\n2. b\n",
    "- [ ] a\n",
    ":::tip\n", ":::tip\n\n", "::::tip\n:::note\n", ":::tip\n:::\n", "> [!NOTE]\n> a\n\n", "> [!NOTE]\n> a\n- b\n",
    "a\n| a | b |\n|---|---|\n", "www.a.b ", "a@b.c ", "a.a@", "https://a.b((", "https://a.b)) ", "https://a&b;",
    "[^1] ",
    "[^1]: a\n\n", "* * *\n", "> a\n# b\n",
]  # fmt: skip


@pytest.mark.parametrize("sign", OF_COMMONMARK)
def test_a_repeated_sign_costs_what_it_is_long_in_the_other_reading_too(sign: str) -> None:
    assert growth(lambda length: sign * (length // len(sign)), COMMONMARK) <= 2.5


TOLD = ["<a ", '<a b="', "[a]: <b\n", "# a\n", "a\n=\n", "***\n", "*_", "[", "[a](", "```\n", "~~~\n\n"]


@pytest.mark.parametrize("sign", TOLD)
def test_what_would_be_read_again_and_again_is_told(sign: str) -> None:
    assert Renderer(EXTENSIONS).render(sign * (100_000 // len(sign))).is_cut


def test_a_text_that_was_given_up_leaves_nothing_behind() -> None:
    renderer, text = Renderer(EXTENSIONS), "# A\n\n- one\n\n    two [a](b) *c*\n\n[^1]\n\n[^1]: n\n"
    expected = Renderer(EXTENSIONS).render(text)
    for costly in ("<a " * 20_000, "- a\n\n" + "    # a\n" * 20_000, "> " + "*_" * 20_000):
        assert renderer.render(costly).is_cut
        assert renderer.render(text) == expected


def test_long_texts_of_people_are_read() -> None:
    section = "# How long?\n\n" + "It takes *three* days, see [here](a.md) or `code` <b>now</b>. " * 20 + "\n\n"
    assert not Renderer(EXTENSIONS).render(section * 200).is_cut
    assert not Renderer(EXTENSIONS).render(f"{section}```sh\nls\n```\n\n" * 100).is_cut
    assert not Renderer(EXTENSIONS).render("# Returns\nSend it back within a week, unworn.\n" * 300).is_cut


SIGNS = [*"[]()<>*_`~|&{}!#>-+:\"'=\\\n ", "a", "a ", "\n\n", "    ", "<a", "</a>", "-->", "http://", "{: ", "@"]


@settings(max_examples=int(os.environ.get("KB_FUZZ_EXAMPLES", "25")), deadline=None)
@given(st.lists(st.sampled_from(SIGNS), min_size=1, max_size=3).map("".join), st.sampled_from(["", "# ", "> ", "- "]))
def test_any_signs_repeated_cost_what_they_are_long(signs: str, before: str) -> None:
    """A block of many lines may be looked through once for each of them, until `bounded_work` stops it."""
    most = 4.6 if "\n" in signs else 2.8
    assert growth(lambda length: before + signs * (length // len(signs))) <= most


@pytest.mark.parametrize("pair", NESTED, ids=str)
def test_nesting_costs_what_it_is_long(pair: tuple[str, str]) -> None:
    opening, closing = pair

    def text(length: int) -> str:
        count = length // len(opening + closing)
        return opening * count + "x" + closing * count

    assert growth(text) <= 2.5


@pytest.mark.parametrize("count", [40, 400])
def test_deep_quotes_stay_text(count: int) -> None:
    assert Renderer(EXTENSIONS).render(">" * count + " a").html == "<p>" + "&gt;" * count + " a</p>"


def test_links_that_are_not_tried_are_told_and_others_are_all_read() -> None:
    renderer = Renderer(EXTENSIONS)
    assert renderer.render("[" * 20_000).is_cut
    fine = renderer.render("[a](b) and [ one " * 100)
    assert (fine.is_cut, fine.html.count('<a href="b">')) == (False, 100)
