"""The sanitizer of imported Markdown: pages do nothing here, each loss is told, and all else stays as it is."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.importers.common.sanitizer import Sanitizer
from kb.importers.sites.import_site import import_site
from tests.importers.conftest import load
from tests.importers.test_escaping import HTML, MARKDOWN, PIECES, acting

Make = Callable[..., Path]

MORE = [
    "[x](<java\nscript:alert(1)>)",
    "[x](java\nscript:alert(1))",
    "[x](java&Tab;script&colon;alert(1))",
    "[x]\n\n[x]:\n   javascript:alert(1)",
    "[x]: java&#115;cript:alert(1)\n\n[x]",
    '[x](y){: href="java&#115;cript:alert(1)" }',
    "[x](y){: href='&#x6A;avascript&colon;alert(1)' .a }",
    '![x](y){ src="data:text/html,x" }',
    "<svg><script>alert(1)</script></svg>",
    "<svg onload=alert(1)>\n<circle r=1 />\n</svg>",
    "<svg><a xlink:href='javascript:alert(1)'>x</a></svg>",
    "<svg><animate attributeName=href values=javascript:alert(1) /></svg>",
    '<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;"></iframe>',
    '<iframe src="java&#115;cript:alert(1)"></iframe>',
    '<base href="https://evil.example/">',
    '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    '<form action="https://evil.example"><button formaction="javascript:x">y</button></form>',
    '<object data="x.swf"><embed src="x.swf"></object>',
    '<a href="&#106avascript:alert(1)">x</a>',
    '<a href="java\tscript:alert(1)">x</a>',
    '<img """><script>alert(1)</script>">',
    '<div\nclass="a"\nonclick="x()">\n\nwords\n\n</div>',
    "<Tabs onClick={() => x()} onclick='x()'>y</Tabs>",
    "<script setup>\nimport x from 'y'\n\nx()\n</script>\n\n<style scoped>\n.a { color: red }\n</style>",
    "<script>never closed",
    "a\u2028```\n[x](y){ onclick=x }\n",
    "```tree\nstart: a\nsteps:\n  a:\n    answer: \"\\x3Cscript>alert(1)</script>\"\n```\n",
    "> ```quiz\n> ask: <img src=x onerror=alert(1)>\n> right: a\n> wrong: [b]\n> ```\n",
    "<div markdown='1'>\n[x](y){ onclick=x }\n</div>",
    "[x](view-source:javascript:x) [y](blob:https://x/y)",
    "| a | b |\n|---|---|\n| <img src=x onerror=x> | [c](javascript:x) |",
]  # fmt: skip
SANITIZER = Sanitizer(("md_in_html", "footnotes", "def_list", "pymdownx.details"))


@pytest.mark.parametrize("text", [*MARKDOWN, *MORE, *HTML])
def test_a_page_of_another_site_does_nothing_and_says_so(text: str) -> None:
    sanitized = SANITIZER.sanitize(text)
    assert acting(sanitized.text) == []
    assert not SANITIZER.acts(sanitized.text)
    assert sanitized.losses or sanitized.text == text


LEGITIMATE = [
    "Press <kbd>Ctrl</kbd>, H<sub>2</sub>O, m<sup>2</sup>,<br>new line\n",
    '<table class="a"><tr><td colspan="2" align="center">a</td></tr></table>\n',
    "<details open>\n<summary>More</summary>\n\nWords.\n\n</details>\n",
    '<video src="https://x.example/v.mp4" poster="p.png" controls width="300"></video>\n',
    '<video controls><source src="https://x.example/v.webm" type="video/webm"></video>\n',
    '<img src="https://x.example/p.png" alt="a" width="20" loading="lazy">\n',
    "[x](../a.md#b 'Note: this'){ .md-button target=_blank } <https://x.example> <a@b.example> [y](tel:+491)\n",
    "# Heading {#own-id}\n\nText\n{: .note }\n",
    "`<script>` and ``[x](javascript:y)``\n\n```html\n<script>x</script>\n<b onclick=x>\n```\n\n    <script>\n",
    '<figure markdown="span">\n![x](y.png)\n<figcaption>Z</figcaption>\n</figure>\n',
    "{% raw %}{{ user.name }}{% endraw %}\n\n::: tip\nx\n:::\n",
    "<Tabs>\n<TabItem>\n\nOne.\n\n</TabItem>\n</Tabs>\n",
    "<!-- a comment\n\nover lines -->\n\nWords, 1 < 2 & 3 > 2.\r\n",
    "[^1]: Note: see there.\n\nWords[^1].\n",
    "```tree\nstart: a\nsteps:\n  a:\n    answer: Wait.\n```\n",
    '```quiz\nask: a\nright: b\nwrong: [c]\nwhy: "[x](javascript:alert(1))"\n```\n',
]


@pytest.mark.parametrize("text", LEGITIMATE)
def test_what_does_nothing_stays_as_written(text: str) -> None:
    sanitized = SANITIZER.sanitize(text)
    assert (sanitized.text, sanitized.losses) == (text, ())


def test_only_what_acts_is_taken_and_told_with_its_line() -> None:
    text = (
        '# A\n\n<details open>x</details>\n\nWords `<script>`\n\n<img src="p.png" onerror="x()" alt="b">\n\n'
        "[c](javascript:x(1)) [d](e.md){ .f onclick=g }\n\n    <script>\n\n<!-- h -->\n\n"
        '<iframe src="https://v.example/1" title="How to"></iframe>\n\n<script>\n\ni\n</script>\n\n<form>\n'
    )
    sanitized = SANITIZER.sanitize(text)
    assert sanitized.text == (
        '# A\n\n<details open>x</details>\n\nWords `<script>`\n\n<img src="p.png" alt="b">\n\n'
        "[c](#) [d](e.md){ .f }\n\n    <script>\n\n<!-- h -->\n\n"
        '<a href="https://v.example/1">How to</a>\n\n\n\n\n\n\n&lt;form>\n'
    )
    assert sorted((loss.line + 1, loss.message) for loss in sanitized.losses) == [
        (7, "<img>: the attribute “onerror” is left out"),
        (9, "the attribute “onclick” in braces is left out"),
        (9, "the link to “javascript:x(1)” leads to no page: it leads nowhere now"),
        (15, "an embedded page became a link to https://v.example/1"),
        (17, "a <script> is left out, with all it holds"),
        (22, "“<form>” would act: it is shown as text"),
    ]


@settings(max_examples=int(os.environ.get("KB_FUZZ_EXAMPLES", "60")), derandomize=True, deadline=None)
@given(st.lists(st.sampled_from([*PIECES, *(piece + " " for piece in MORE)]), max_size=10).map("".join))
def test_no_mixture_acts_behind_the_door(text: str) -> None:
    assert acting(SANITIZER.sanitize(text).text) == []


PAGE = "# Rückgabe\n\nSchicken Sie es zurück.\n\n<b onclick=x>a</b> [b](javascript:x) {{ fact.days }}\n"
SITES = {
    "Docusaurus": ({"docusaurus.config.js": "x", "package.json": "{}"}, "docs/faq/a.mdx"),
    "VitePress": ({"docs/.vitepress/config.mts": "x", "package.json": "{}"}, "docs/faq/a.md"),
    "GitBook": ({"SUMMARY.md": "* [A](faq/a.md)\n", ".gitbook.yaml": "root: ./\n"}, "faq/a.md"),
    "MkDocs": ({"mkdocs.yml": "site_name: X\nmarkdown_extensions: [md_in_html]\n"}, "docs/faq/a.md"),
    "Hugo": ({"hugo.toml": "title = 'X'\n"}, "content/faq/a.md"),
    "plain folders": ({}, "faq/a.md"),
}


@pytest.mark.parametrize("shape", SITES)
def test_every_shape_of_site_comes_through_the_door(shape: str, make_source: Make, tmp_path: Path) -> None:
    files, page = SITES[shape]
    report = import_site(make_source({**files, page: f"---\ntitle: A\n---\n{PAGE}"}), tmp_path / "new")
    assert [problem for problem in load(tmp_path / "new").problems if problem.is_error] == []
    body = next((tmp_path / "new/docs").rglob("a*.md")).read_text("utf-8")
    assert body.endswith("\n<b>a</b> [b](#) \\{\\{ fact.days }}\n")
    found = [str(one) for one in report.findings if one.path == page and one.line == 8]
    assert len(found) == (4 if shape == "VitePress" else 3), "braces are a program there, which is told too"
    assert report.is_open


def test_a_project_of_ours_comes_through_the_door_and_keeps_its_facts(make_source: Make, tmp_path: Path) -> None:
    fine = "# A\n\n{{ fact.days }} <b>x</b>\r\n\n```tree\nstart: a\nsteps:\n  a: {answer: Wait.}\n```\n"
    acts = "---\ntitle: B\n---\n\n{{ fact.days }} <b onclick=x>y</b>\n"
    config = "site_name: X\nplugins:\n- kb: {shop: X}\n"
    files = {"mkdocs.yml": config, "docs/faq/a.md": fine, "agents/procedures/b.md": acts}
    report = import_site(make_source(files), tmp_path / "new")
    assert (tmp_path / "new/docs/faq/a.md").read_bytes() == fine.encode()
    assert (tmp_path / "new/agents/procedures/b.md").read_text("utf-8") == acts.replace(" onclick=x", "")
    assert [(one.path, one.line) for one in report.findings] == [("agents/procedures/b.md", 5)]
    assert report.pages == 2
