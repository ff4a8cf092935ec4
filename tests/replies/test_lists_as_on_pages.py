"""A script's lists, boxes and numbers are those that its page shows under `markdown: commonmark`."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import html
from lxml.html import HtmlElement

from kb.markdown.rendering import Renderer
from kb.replies.message_markdown import parse_markup

RENDERER = Renderer(("admonition", "attr_list", "tables", "pymdownx.superfences", "commonmark"))

TEXTS = [
    "We need:\n- a photo\n- the number\n",
    "In\n1986. A great year\n2. no item\n",
    "1. a\n1. b\n1. c\n",
    "3) a\n4) b\n",
    "1. Open\n   - one\n   - two\n2. Pay\n",
    "- a\n  - b\n    - c\n- d\n",
    "- a\n    - b\n        - c\n",
    "* a\n * b\n * c\n",
    "- a\ncontinues\n  and goes on\n- b\n",
    "- a\n\n  more of a\n\n- b\n",
    "10. a\n\nBetween\n\n11. b\n",
    "-\ta\n-\tb\n\t- c\n",
    "* * *\n- a\n- - b\n",
    ":::tip\n- a\n:::\n> [!NOTE]\n> - b\n",
]


def of_page(text: str) -> list[tuple[int, str, str]]:
    """(depth, marker, words) of each item."""
    found = []
    item: HtmlElement
    for item in html.fromstring(f"<div>{RENDERER.render(text).html}</div>").iter("li"):
        above = [one for one in item.iterancestors() if one.tag in ("ul", "ol")]
        start, number = int(above[0].get("start", "1")), len(list(item.itersiblings("li", preceding=True)))
        marker = f"{start + number}." if above[0].tag == "ol" else "-"
        words = " ".join(" ".join(item.xpath("text()|p/text()")).split())
        found.append((len(above) - 1, marker, words))
    return found


def of_message(text: str) -> list[tuple[int, str, str]]:
    def words(inlines: list[Any]) -> str:
        return "".join("\n" if one[0] == "br" else one[1] for one in inlines)

    return [(one[1], one[2], " ".join(words(one[3]).split())) for one in parse_markup(text) if one[0] == "li"]


@pytest.mark.parametrize("text", TEXTS)
def test_items_are_those_of_the_page(text: str) -> None:
    assert of_message(text) == of_page(text)


def test_a_box_is_sent_as_its_words() -> None:
    text = "Hello\n\n:::tip Free of charge\nThe first exchange.\n:::\n\n> [!NOTE]\n> Within **7** days.\n"
    assert parse_markup(text) == [
        ["p", [["t", "Hello"]]],
        ["p", [["b", [["t", "Free of charge"]]]]],
        ["p", [["t", "The first exchange."]]],
        ["p", [["t", "Within "], ["b", [["t", "7"]]], ["t", " days."]]],
    ]
