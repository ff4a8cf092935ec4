"""No text makes rendering it slow: what is done grows with its length, counted in calls of functions, never in time.

Python-Markdown 3.11 reads some signs again and again (`[` to the end of the paragraph); kb bounds that. Each text is
rendered at one length and at twice that: twice the letters may cost at most two and a half times the calls.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from kb.content.rendering import Renderer

EXTENSIONS = (
    "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "pymdownx.details",
    "pymdownx.superfences", "pymdownx.tabbed",
)  # fmt: skip
LENGTH = 4_000
REPEATED = [
    "[", "![", "[a](", "[a]( ", "[a](<", "[a](<b> ", "[a][", "![a][", "[[a]", "<![CDATA[",
    "<", "&", "*", "_", "`", "|", "{",
    ">", "- a\n", "word ",
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


def growth(text: Callable[[int], str]) -> float:
    renderer = Renderer(EXTENSIONS)
    renderer.render("Warm.")
    once = calls(lambda: renderer.render(text(LENGTH)))
    return calls(lambda: renderer.render(text(2 * LENGTH))) / once


@pytest.mark.parametrize("sign", REPEATED)
def test_a_repeated_sign_costs_what_it_is_long(sign: str) -> None:
    assert growth(lambda length: sign * (length // len(sign))) <= 2.5


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
