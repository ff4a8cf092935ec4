"""The quick inline step against Python-Markdown's own: the same HTML, whatever stands in the text."""

from __future__ import annotations

from pathlib import Path

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown.inlinepatterns import SimpleTagInlineProcessor

from kb.markdown.bounded_work import Work
from kb.markdown.quick_inline import QuickInline, quicken
from kb.markdown.rendering import extensions_for

ROOT = Path(__file__).parents[2]
NAMES, CONFIGS = extensions_for(["admonition", "attr_list", "footnotes", "pymdownx.superfences"], {})
PIECES = [
    "word", "*", "**", "_", "__", "`", "``", "\\", "\\*", "[a](b)", "[a]", "[a][b]", "![a](b.png)", "![a]", "<b>",
    "</b>", "<https://a.example>", "<me@a.example>", "&amp;", "&", "  \n", "\n", "\n\n", "# ", "- ", "> ", "1. ",
    "| a | b |\n|---|---|\n| *c* | d |\n", "{: #x .y}", "[^1]", "\n\n[^1]: Note *x*.\n", "\n\n[b]: /c 'd'\n", "đổi",
    "```\n*x*\n```\n", "!!! note\n    *x* [a](b)\n", "\x02klzzwxh:0001\x03", "<!-- c -->", "(", ")", " ",
]  # fmt: skip


def plain() -> markdown.Markdown:
    return markdown.Markdown(extensions=NAMES, extension_configs=CONFIGS)


PLAIN, QUICK = plain(), plain()
quicken(QUICK, Work())


def test_the_quick_step_is_in_place() -> None:
    assert isinstance(QUICK.treeprocessors["inline"], QuickInline)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=25).map("".join))
def test_made_up_texts_give_the_same_html(text: str) -> None:
    assert QUICK.reset().convert(text) == PLAIN.reset().convert(text)


@pytest.mark.parametrize("path", sorted((ROOT / "manual").rglob("*.md")), ids=lambda path: path.stem)
def test_the_manual_gives_the_same_html(path: Path) -> None:
    text = path.read_text("utf-8")
    assert QUICK.reset().convert(text) == PLAIN.reset().convert(text)


def test_a_pattern_of_an_extension_is_tried_on_every_text() -> None:
    both = plain(), plain()
    for md in both:
        md.inlinePatterns.register(SimpleTagInlineProcessor("(w)ord()", "mark"), "mark", 175)
    quicken(both[1], Work())
    assert "<mark>" in both[1].convert("A word alone.")
    assert both[0].reset().convert("A word and a [word](b).") == both[1].reset().convert("A word and a [word](b).")


def test_an_inline_step_of_an_extension_stays() -> None:
    class Other(markdown.treeprocessors.InlineProcessor):
        pass

    md = plain()
    md.treeprocessors.register(Other(md), "inline", 20)
    quicken(md, Work())
    assert isinstance(md.treeprocessors["inline"], Other)
