"""What writers of every country mean by their Markdown, in the reading `markdown: commonmark`."""

from __future__ import annotations

import pytest

from kb.markdown.bare_links import bare_links
from kb.markdown.rendering import Renderer
from kb.ui_strings import ui_strings
from tests.markdown.same_html import normal

EXTENSIONS = (
    "admonition", "attr_list", "def_list", "md_in_html", "tables", "pymdownx.details", "pymdownx.superfences",
    "pymdownx.tabbed", "commonmark",
)  # fmt: skip
RENDERER = Renderer(EXTENSIONS)

READ = {
    "a list right after its sentence": (
        "We take:\n- cards\n- cash\n",
        "<p>We take:</p><ul><li>cards</li><li>cash</li></ul>",
    ),
    "a number that begins no list": ("In\n1986. A great year\n", "<p>In 1986. A great year</p>"),
    "a dialogue in dashes": (
        "Khách:\n- Dạ chào chị\n\n– Vâng\n",
        "<p>Khách:</p><ul><li>Dạ chào chị</li></ul><p>– Vâng</p>",
    ),
    "lists in lists by two": (
        "- a\n  - b\n    - c\n- d\n",
        "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>",
    ),
    "lists in lists by four": (
        "- a\n    - b\n        - c\n",
        "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li></ul>",
    ),
    "a picture in a step": (
        "1. Open\n\n   ![x](a.png)\n\n2. Pay\n   - card\n",
        '<ol><li><p>Open</p><p><img alt="x" src="a.png"></p></li><li><p>Pay</p><ul><li>card</li></ul></li></ol>',
    ),
    "steps that go on": ("1. a\n\nText\n\n2. b\n", '<ol><li>a</li></ol><p>Text</p><ol start="2"><li>b</li></ol>'),
    "numbers with a bracket": ("1) a\n2) b\n", "<ol><li>a</li><li>b</li></ol>"),
    "a list after a heading": ("## H\n* a\n## I\n1. b\n", "<h2>H</h2><ul><li>a</li></ul><h2>I</h2><ol><li>b</li></ol>"),
    "a list after a quote": ("> q\n- a\n", "<blockquote><p>q</p></blockquote><ul><li>a</li></ul>"),
    "a list in a quote": (
        "> q\n> - a\n>   - b\n",
        "<blockquote><p>q</p><ul><li>a<ul><li>b</li></ul></li></ul></blockquote>",
    ),
    "a list in an admonition": (
        "!!! tip \"T\"\n    Do:\n    - a\n      - b\n- c\n",
        "<p>T</p><p>Do:</p><ul><li>a<ul><li>b</li></ul></li></ul><ul><li>c</li></ul>",
    ),
    "an admonition in an item, as Python-Markdown has it": (
        "- a\n\n    !!! tip \"T\"\n        x\n\n- b\n", "<ul><li><p>a</p><p>T</p><p>x</p></li><li><p>b</p></li></ul>",
    ),
    "code in a step": (
        "1. a\n   ```\n   x\n   ```\n2. ~~~\n   y\n   ~~~\n",
        "<ol><li>a<pre><code>x\n</code></pre></li><li><pre><code>y\n</code></pre></li></ol>",
    ),
    "a fence in a fence": ("````\n- ```\n  x\n````\n", "<pre><code>- ```\n  x\n</code></pre>"),
    "a fence with words of other systems": (
        "```js:line-numbers title='a.js' {1} showLineNumbers\nx\n```\n\n```npm2yarn group=a\ny\n```\n",
        "a.js<pre><code>x\n</code></pre><pre><code>y\n</code></pre>",
    ),
    "HTML in a step": ("- a\n\n  <div>x</div>\n\n- b\n", "<ul><li><p>a</p>x</li><li><p>b</p></li></ul>"),
    "a table right after its sentence": (
        "Fees:\n| a | b |\n|---|---|\n| 1 | 2 |\n> q\n",
        "<p>Fees:</p><table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody>"
        "</table><blockquote><p>q</p></blockquote>",
    ),
    "emphasis in words without blanks": ("これは**「重要」**です", "<p>これは<strong>「重要」</strong>です</p>"),
    "a stop before the end of bold": ("**Lưu ý:**giao hàng", "<p><strong>Lưu ý:</strong>giao hàng</p>"),
    "names with underscores": ("a_b_c and 2 * 3 * 4", "<p>a_b_c and 2 * 3 * 4</p>"),
    "struck words": ("~~10~~ 8, ~5~ 4, a ~ b ~ c", "<p><del>10</del> 8, <del>5</del> 4, a ~ b ~ c</p>"),
    "ranges with a tilde": ("3~5 ngày, 7~9 ngày, ~10 hoặc ~12", "<p>3~5 ngày, 7~9 ngày, ~10 hoặc ~12</p>"),
    "escaped signs": ("\\~\\~a\\~\\~ \\:::tip \\<b> 1\\)", "<p>~~a~~ :::tip &lt;b&gt; 1)</p>"),
    "a line end by a backslash": ("a\\\nb", "<p>a<br>b</p>"),
    "a box in a box": (
        "::::note One\na\n\n:::tip[Two]\n- b\n:::\n\nc\n::::\nd\n",
        "<p>One</p><p>a</p><p>Two</p><ul><li>b</li></ul><p>c</p><p>d</p>",
    ),
    "boxes of equal colons": (":::note A\na\n:::tip B\nb\n:::\nc\n:::\n", "<p>A</p><p>a</p><p>B</p><p>b</p><p>c</p>"),
    "a box that opens on a click": ("::: details More\nx\n:::\n", "<details><summary>More</summary><p>x</p></details>"),
    "a box that nothing closes": (":::tip\nx\n\ny\n", "<p>:::tip</p><p>x</p><p>y</p>"),
    "an unknown box": (":::code-group\nx\n:::\n", "<p>:::code-group x :::</p>"),
    "a quote that is no box": ("> [!NOTE] x\n> y\n", "<blockquote><p>[!NOTE] x y</p></blockquote>"),
    "no links in links or code": (
        "`https://a.example` [https://b.example](https://c.example) <a href=\"https://d.example\">https://d.example</a>",
        '<p><code>https://a.example</code> <a href="https://c.example">https://b.example</a> '
        '<a href="https://d.example">https://d.example</a></p>',
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_markdown_reads_as_its_writer_meant(name: str) -> None:
    written, meant = READ[name]
    assert normal(RENDERER.render(written).html) == normal(meant)


BARE = {
    "See https://a.example/x_y.": ["https://a.example/x_y"],
    "(https://a.example/b) (https://a.example/(b))": ["https://a.example/b", "https://a.example/(b)"],
    "“https://a.example/?x=1&y=2”, https://b.example!": ["https://a.example/?x=1&y=2", "https://b.example"],
    "请看https://a.example/b。好": ["https://a.example/b"],
    "ดูที่https://a.example/ค่ะ": ["https://a.example/ค่ะ"],
    "www.a.example/x; www.a": ["http://www.a.example/x"],
    "a.b+c@d.example. a@b@c.example, x@y-": ["mailto:a.b+c@d.example"],
    "xhttps://a.example /a@b.example https://": [],
}


@pytest.mark.parametrize("text", BARE)
def test_a_bare_address_ends_where_its_reader_would_end_it(text: str) -> None:
    assert [address for _, _, address in bare_links(text)] == BARE[text]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        (":::warning\nx\n:::", "Cảnh báo"),
        ("> [!NOTE]\n> x", "Lưu ý"),
        ("!!! tip\n    x", "Mẹo"),
        ("??? danger\n    x", "Nguy hiểm"),
        ('!!! tip "Tip of the day"\n    x', "Tip of the day"),
    ],
)
def test_a_box_without_a_title_is_named_in_the_language_of_its_page(written: str, title: str) -> None:
    assert f">{title}</" in RENDERER.render(written, words=ui_strings("vi")).html


def test_kinds_of_boxes_are_those_that_material_styles() -> None:
    html = RENDERER.render("> [!CAUTION]\n> a\n\n> [!IMPORTANT]\n> b\n\n:::caution\nc\n:::\n").html
    assert [html.count(f'class="admonition {kind}"') for kind in ("danger", "info", "warning")] == [1, 1, 1]


def test_a_task_is_told_in_words_and_cannot_be_ticked() -> None:
    html = RENDERER.render("- [ ] a\n- [x] b\n", words=ui_strings("de")).html
    assert 'role="img">☐</span> a' in html and 'role="img">☑</span> b' in html
    assert 'aria-label="offen"' in html and 'aria-label="erledigt"' in html
    assert "<input" not in html


def test_footnotes_lead_back_in_the_language_of_the_page() -> None:
    html = RENDERER.render("A[^x]. B[^y] and again[^x].\n\n[^x]: One\n[^y]: Two\n", words=ui_strings("fr")).html
    assert html.count('aria-label="Revenir à l’endroit de la note 1 dans le texte"') == 2
    assert html.count('aria-label="Revenir à l’endroit de la note 2 dans le texte"') == 1
    assert "Jump back" not in html


def test_headings_keep_their_anchors() -> None:
    text = "## Cần đổi\n- a\n## Can doi\nX\n- b\n\n### A *b* `c` https://d.example\n"
    renderings = (Renderer(EXTENSIONS[:-1]).render(text), RENDERER.render(text))
    assert len({tuple(one.values("id")) for one in renderings}) == 1


def test_words_of_items_and_boxes_are_found_in_passages() -> None:
    passages = RENDERER.render("We take:\n- [x] cards\n\n:::tip Soon\nNext[^1] week\n:::\n\n[^1]: Or later\n").passages
    assert passages[0].text.split() == ["We", "take:", "☑", "cards.", "Soon", "Next1", "week", "Or", "later", "↩"]


@pytest.mark.parametrize("theirs", ["pymdownx.tilde", "pymdownx.betterem", "pymdownx.magiclink", "extra", "sane_lists"])
def test_extensions_of_the_shop_keep_what_they_read(theirs: str) -> None:
    html = Renderer((*EXTENSIONS[:-1], theirs, "commonmark")).render("A:\n- *b* **c** https://d.example\n").html
    assert '<li><em>b</em> <strong>c</strong> <a href="https://d.example">' in html.replace(' class="magiclink"', "")
