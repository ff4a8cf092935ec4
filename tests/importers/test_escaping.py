"""What another system's text did there, it does not do here: rendered as a page is, nothing of it acts."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.importers.common.escaping import escape_active_markup
from kb.importers.helpdesks.html_to_markdown import convert_html
from kb.markdown.rendering import Renderer

PROGRAMS = {"script", "style", "iframe", "object", "embed", "form", "input", "svg", "base", "meta", "link", "template"}
RENDERER = Renderer(("admonition", "attr_list", "tables", "pymdownx.superfences"), {})


class _Acts(HTMLParser):
    """Collects what a browser would run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in PROGRAMS:
            self.found.append(tag)
        for name, value in attrs:
            address = "".join((value or "").split()).lower()
            if name.startswith("on") or name == "style" or address.startswith(("javascript:", "vbscript:", "data:")):
                self.found.append(f"{tag} {name}={value}")


def acting(markdown: str) -> list[str]:
    parser = _Acts()
    parser.feed(RENDERER.render(markdown).html)
    return parser.found


def from_html(html: str) -> str:
    return convert_html(html, picture=lambda _: "x.png", link=lambda address: address).markdown


MARKDOWN = [
    "<details/ontoggle=alert(1) open>x</details>",
    "<img/onerror=alert(1) src=x>",
    "<img\nonerror=alert(1) src=x>",
    "[x](javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](java&#115;cript:alert(1))",
    "[x](&#x01;javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html,x)",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "> [1]: javascript:alert(1)\n\n[x][1]",
    "<javascript:alert(1)>",
    "[x](y){ onmouseover=alert(1) }",
    "[x](y){{ onmouseover=alert(1) }}",
    "**x**{: onclick=alert(1) }",
    "# Heading { onclick=alert(1) }",
    "Text\n{: onclick=alert(1) }",
    "[x](y)\\\\{ onclick=alert(1) }",
    "```\nnever closed\n\n<script>alert(1)</script>",
    "``` not a fence <b>\n<script>alert(1)</script>\n```",
    "a ` b\nc ` <img onerror=alert(1)> ` d",
    "# a ` b\nc ` d ` <img onerror=alert(1)> ` e ` f",
    "| a ` | b ` <img onerror=alert(1)> ` |\n|---|---|\n| x | y |",
    "<a href='javascript:alert(1)'>x</a>",
    "<math><a xlink:href=javascript:alert(1)>x",
    "~~~\n<script>alert(1)</script>\n~~~\n<script>alert(1)</script>",
    "<!--><script>alert(1)</script>-->",
    "<b onclick=alert(1)>x</b>",
    "</p onclick=alert(1)><p\tonclick=alert(1)>x",
    "![x](javascript:alert(1))",
    "    <script>alert(1)</script>\n\n- a\n\n    <script>alert(1)</script>",
]
HTML = [
    "<pre>\n```\n<script>alert(1)</script>\n```\n&lt;script&gt;alert(1)&lt;/script&gt;</pre>",
    "<pre>````\n&lt;img src=x onerror=alert(1)&gt;\n````</pre>",
    "<pre>~~~\n&lt;script&gt;alert(1)&lt;/script&gt;</pre>",
    "<a href='/x'>y</a>{ onmouseover=alert(1) }",
    "<a href='/x'>y</a>{{ onmouseover=alert(1) }}",
    "<a href='/x'>y</a>{: onmouseover=alert(1) }",
    "<img src='https://x/y.png'>{ onmouseover=alert(1) }",
    "<b>x</b>{onclick=alert(1)}",
    "<code>x</code>{onclick=alert(1)}",
    "<h2>Heading { onclick=alert(1) }</h2>",
    "<p>Text<br>{: onclick=alert(1) }</p>",
    "<table><tr><td>x { onclick=alert(1) }</td></tr></table>",
    "<ul><li>x { onclick=alert(1) }</li></ul>",
    "<details ontoggle=alert(1) open><summary onclick=alert(1)>x</summary>y</details>",
    "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    "<p>[x](javascript:alert(1))</p>",
]


@pytest.mark.parametrize("text", MARKDOWN)
def test_markdown_of_another_system_does_nothing(text: str) -> None:
    assert acting(escape_active_markup(text, [])) == []


@pytest.mark.parametrize("html", HTML)
def test_html_of_another_system_does_nothing(html: str) -> None:
    assert acting(from_html(html)) == []


PIECES = [
    *("<img onerror=alert(1)>", "<script>", "</script>", "[x](javascript:1)", "[x](y)", "{ onclick=x }"),
    *("{: onclick=x }", "`", "``", "```", "~~~", "\n", "\n\n", "    ", "> ", "- ", "| ", "|---|---|\n", "# "),
    *("\\", "**", "a", "<b>", "{{", "}}", "\r", "\t", "<!--", "-->", "<", ">", "1. "),
]


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_no_mixture_of_markdown_acts(text: str) -> None:
    assert acting(escape_active_markup(text, [])) == []


def test_what_is_harmless_stays_as_it_was() -> None:
    text = (
        "# A\n\nSee <https://shop.example/x> or <b>call</b><br>`<order id>` {{ name }}.\n\n```html\n<script>\n```\n\n"
        "[x](../a.md#b) ![y](https://x.example/y.png)\n"
    )
    assert escape_active_markup(text, []) == text


@pytest.mark.parametrize("code", ["plain", "```\nfence\n```", "a\n````\nb", "<script>"])
def test_code_stays_code(code: str) -> None:
    escaped = code.replace("<", "&lt;")
    html = RENDERER.render(from_html(f"<pre>{escaped}</pre>")).html
    assert html.count("<pre") == 1
    assert escaped in html or code.replace("<", "&lt;").replace(">", "&gt;") in html


HTML_PIECES = [
    *(
        "<a href='/x'>y</a>",
        "<b>x</b>",
        "{ onclick=x }",
        "{{ onclick=x }",
        "{{{ onclick=x }}",
        "{: onclick=x }",
        "<br>",
    ),
    *("\n", "<pre>", "</pre>", "```", "~~~", "<code>", "</code>", "&lt;script&gt;", "&lt;img onerror=x&gt;", "<h2>"),
    *("</h2>", "<li>", "<ul>", "</ul>", "<td>", "<table><tr>", "</table>", "`", "\\", "[x](javascript:1)", "<p>"),
    *("</p>", " ", "<img src='/q.png'>", "&lt;!--", "--&gt;"),
]


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from(HTML_PIECES), max_size=14).map("".join))
def test_no_mixture_of_html_acts(html: str) -> None:
    assert acting(from_html(html)) == []
