"""HTML → Markdown: the words stay what they were, and nothing in them acts."""

from __future__ import annotations

import html
import re

import markdown
import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.importers.common.escaping import escape_active_markup
from kb.importers.helpdesks.html_to_markdown import Converted, convert_html

EXTENSIONS = ["admonition", "attr_list", "tables", "pymdownx.superfences"]


def convert(text: str) -> Converted:
    return convert_html(text, picture=lambda address: "img/x.png", link=lambda address: address)


def shown(text: str) -> str:
    """What a reader sees of the converted text, spaces squeezed."""
    rendered = markdown.markdown(convert(text).markdown, extensions=EXTENSIONS)
    return " ".join(BeautifulSoup(rendered, "html.parser").get_text(" ").split())


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<h1>A</h1><p>b</p><h2>C</h2>", "## A\n\nb\n\n### C\n"),
        ("<h2>A</h2><p>b <strong>c</strong> <em>d</em></p>", "## A\n\nb **c** *d*\n"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "*   a\n    *   b\n*   c\n"),
        ("<ol start='3'><li>a</li><li><p>b</p><p>c</p></li></ol>", "3.  a\n4.  b\n\n    c\n"),
        (
            "<table><tr><th>a</th><th>b</th></tr><tr><td>1|2</td><td>3</td></tr></table>",
            "| a | b |\n| --- | --- |\n| 1\\|2 | 3 |\n",
        ),
        ("<pre><code class='language-sh'>a &lt; b\n  * c</code></pre>", "```sh\na < b\n  * c\n```\n"),
        ("<p>- one\n- **two**\n\nthree</p>", "*   one\n*   **two**\n\nthree\n"),
        ("<p>a<br>b</p>", "a  \nb\n"),
        ("<blockquote><p>a</p></blockquote>", "> a\n"),
        ("<div><p>a</p>\n<p>b&nbsp;c</p></div>", "a\n\nb c\n"),
        ('<p><a href="https://x.example/a(1)">w</a></p>', "[w](https://x.example/a%281%29)\n"),
        ("", ""),
    ],
)
def test_common_html_becomes_plain_markdown(source: str, expected: str) -> None:
    assert convert(source).markdown == expected


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "# not a heading",
        "1. not a list",
        "- not a list",
        "* nor this",
        "> no quote",
        "a | b",
        "`code`",
        "[a](javascript:x)",
        "![a](b)",
        "{: onclick=x }",
        "text {.danger}",
        "&lt; stays",
        "a_b_c *d* __e__",
        "!!! note",
        "===",
        "---",
        "\\*",
        "<img src=x onerror=alert(1)>",
        "~~~",
        "```tree",
        "[x]: http://evil.example",
        "a\\",
        "{{ customer }}",
        "***",
        "???",
        "/// details",
        "~~~\ncode\n~~~",
        "+ plus",
        "&copy;",
    ],
)
def test_words_that_look_like_markup_stay_words(words: str) -> None:
    assert shown(f"<p>{html.escape(words)}</p><p>end</p>") == " ".join(f"{words} end".split())


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab \n<>&#*_-+=|`~[](){}!:.\\/\"'1", max_size=40))
def test_no_text_becomes_a_tag(words: str) -> None:
    rendered = markdown.markdown(convert(f"<p>x{html.escape(words)}</p>").markdown, extensions=EXTENSIONS)
    tags = {tag.name for tag in BeautifulSoup(rendered, "html.parser").find_all(True)}
    assert not tags & {"script", "img", "a", "svg", "iframe", "style", "form", "input", "h1", "h2", "table", "div"}


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>x",
        "<style>*{}</style>x",
        "<p onclick='x()'>x</p>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href=' java\nscript:alert(1)'>x</a>",
        "<a href='data:text/html,x'>x</a>",
        "<a href='vbscript:x'>x</a>",
        "<svg onload=alert(1)>x</svg>",
        "<img src='javascript:x'>x",
        "<iframe src='javascript:x'></iframe>x",
        "<form action='/x'><input name=a><button>x</button></form>",
        "<object data='x.swf'></object>x",
        "<meta http-equiv=refresh content=0>x",
    ],
)
def test_what_acts_is_left_out(source: str) -> None:
    result = convert(source)
    rendered = markdown.markdown(result.markdown, extensions=EXTENSIONS).lower()
    assert not re.search(
        r"javascript:|vbscript:|<script|<style|<svg|<iframe|<form|<object|<meta|<img|\son\w+=|data:text", rendered
    )
    assert "x" in rendered


def test_a_video_becomes_a_link_and_is_named() -> None:
    result = convert('<iframe src="https://www.youtube.com/embed/abc" title="How to"></iframe>')
    assert result.markdown == "[How to](https://www.youtube.com/embed/abc)\n"
    assert result.remarks == ["has an embedded iframe: it became a link to https://www.youtube.com/embed/abc"]


def test_a_picture_inside_the_html_is_taken_out() -> None:
    result = convert('<p><img alt="a [b]" src="data:image/png;base64,iVBORw0KGgo="></p>')
    assert result.markdown == "![a (b)](img/x.png)\n"
    assert result.embedded == {"embedded-1.png": b"\x89PNG\r\n\x1a\n"}


def test_html_nested_without_end_keeps_its_words() -> None:
    assert "words" in convert("<div>" * 5000 + "words" + "</div>" * 5000).markdown
    assert "words" in convert("<ul><li>" * 3000 + "words").markdown


def test_braces_of_other_systems_are_no_facts_of_ours() -> None:
    assert convert("<p>{{ fact.hotline }} {{ticket.id}}</p>").markdown == "\\{\\{ fact.hotline }} {{ticket.id}}\n"


def test_markdown_of_other_systems_keeps_its_form_and_loses_what_acts() -> None:
    remarks: list[str] = []
    text = "# A\n\n<script>x</script> <b>bold</b> [y](javascript:z) <img src=q onerror=z>\n\n```\n<script>\n```\n"
    assert escape_active_markup(text, remarks) == (
        "# A\n\n&lt;script>x&lt;/script> <b>bold</b> [y](#z) &lt;img src=q onerror=z>\n\n```\n<script>\n```\n"
    )
    assert remarks == ["holds 4 pieces of HTML or links that act: shown as text"]
