"""What a writer's link or picture becomes on the page, and what is said of it: one row a way of writing it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.checks.links import check_links
from kb.content.model import Document
from kb.markdown.html_attributes import ADDRESS_USES, carrier_of
from kb.source.problem import Problem
from kb.ui_strings import ui_strings
from kb.website.html.article_html import PageTexts
from kb.website.html.images import Size
from kb.workspace.workspace import Workspace, open_workspace
from tests.conftest import TODAY
from tests.website.test_images import png

CONFIG = """\
site_name: Test shop
site_url: https://own.site/sub/
docs_dir: docs
theme: {name: material}
plugins:
  - kb:
      default_language: en
      languages: {en: {name: English}, vi: {name: Tiếng Việt}}
      topics: {returns: {name: {en: Returns, vi: Đổi trả}}}
      publish_files: [/files/]
markdown_extensions: [admonition, attr_list, md_in_html, footnotes, tables, pymdownx.superfences, pymdownx.tabbed]
"""
FILES: dict[str, str | bytes] = {
    "mkdocs.yml": CONFIG,
    "docs/faq/a.md": "# A\n\nText.\n",
    "docs/faq/b.md": (
        "---\ntopic: returns\nredirect_from: [faq/old-b, old.html]\n---\n# B\n\n## Fees\n\n"
        '<a name="n"></a><i id=raw></i>\n\nThat\n{: #own }\n'
    ),
    "docs/faq/b.vi.md": "# B vi\n\n## Phí\n",
    "docs/faq/draft.md": "---\ndraft: true\n---\n# D\n\n## Limits\n",
    "docs/policies/Returns.md": "# R\n",
    "docs/img/p.png": png(7, 5),
    "docs/img/big.png": png(700, 500),
    "docs/img/a b.png": png(3, 2),
    "docs/img/#1 50%.png": png(2, 2),
    "docs/img/wide.svg": "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 3 2'/>",
    "docs/img/v.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "docs/files/form.pdf": b"%PDF",
    "docs/files/my file.pdf": b"%PDF",
    "docs/files/đơn.pdf": b"%PDF",
    "docs/files/app/index.html": "<p>app</p>",
    "agents/procedures/x.md": "# X\n",
}
TREE = "```tree\nstart: s\nsteps:\n  s: {{ask: q, choices: {{k: e}}}}\n  e: {{answer: {}}}\n```"
SIZE = 'width="7" height="5"'
BIG = '<a class="kb-zoom" href="../../img/big.png" aria-label="Enlarge: x"><img alt="x" src="../../img/big.png"'

ROWS: list[tuple[str, str, str]] = [
    # what is written in docs/faq/a.md · what stands on its page, /sub/faq/a/ · the problem, or nothing
    ("[x](b.md)", '<a href="../../faq/b/">', ""),
    ("[x](./b.md#fees)", '<a href="../../faq/b/#fees">', ""),
    ("[x](../faq/b.md?v=1#fees)", '<a href="../../faq/b/?v=1#fees">', ""),
    ("[x](b.md?v=1&w=2)", '<a href="../../faq/b/?v=1&amp;w=2">', ""),
    ("[x](b.vi.md)", '<a href="../../vi/faq/b/">', ""),
    ("[x](b.md#none)", '<a href="../../faq/b/#none">', "KB202"),
    ("[x](b.md#feees)", '<a href="../../faq/b/#feees">', "did you mean “#fees”"),
    ("[x](b.md#n) [y](b.md#raw) [z](b.md#own)", '<a href="../../faq/b/#n">', ""),
    ("[x](b.md#top) [y](#) [z](#top) [w](#TOP)", '<a href="../../faq/b/#top">', ""),
    ("[x](b.md#:~:text=fees)", '<a href="../../faq/b/#:~:text=fees">', ""),
    ("[x](b.vi.md#phi)", '<a href="../../vi/faq/b/#phi">', ""),
    ("[x](../b/)", '<a href="../../faq/b/">', ""),
    ("[x](bb.md)", '<a href="bb.md">', "KB201"),
    ("[x](B.md)", '<a href="B.md">', "did you mean “b.md”"),
    ("[x](../policies/returns.md)", '<a href="../policies/returns.md">', "did you mean “../policies/Returns.md”"),
    ("[x](draft.md#limits)", '<a href="draft.md#limits">', "not published (draft: true)"),
    ("[x](/faq/draft/)", '<a href="/faq/draft/">', "not published (draft: true)"),
    ("[x]()", '<a href="">', "without an address"),
    ("[x](..\\faq\\b.md)", '<a href="../../faq/b/">', ""),
    # from the site's root
    ("[x](/faq/b.md)", '<a href="../../faq/b/">', ""),
    ("[x](/faq/b/)", '<a href="../../faq/b/">', ""),
    ("[x](/faq/b)", '<a href="../../faq/b/">', ""),
    ("[x](/faq/b/index.html#fees)", '<a href="../../faq/b/#fees">', ""),
    ("[x](/faq/b.html)", '<a href="../../faq/b/">', ""),
    ("[x](/vi/faq/b/)", '<a href="../../vi/faq/b/">', ""),
    ("[x](/docs/faq/b.md)", '<a href="../../faq/b/">', ""),
    ("[x](/sub/faq/b/)", '<a href="../../faq/b/">', ""),
    ("[x](/)", '<a href="../../">', ""),
    ("[x](/vi/)", '<a href="../../vi/">', ""),
    ("[x](/search/?q=fee)", '<a href="../../search/?q=fee">', ""),
    ("[x](/topics/returns/)", '<a href="../../topics/returns/">', ""),
    ("[x](/topics/none/)", '<a href="/topics/none/">', "KB201"),
    ("[x](/faq/old-b/) [y](/old.html)", '<a href="../../faq/b/">', ""),
    ("[x](/faq/gone/)", '<a href="/faq/gone/">', "KB201"),
    ("[x](/faq/gone.md)", '<a href="/faq/gone.md">', "KB201"),
    ("[x](/agents/procedures/x.md)", '<a href="/agents/procedures/x.md">', "KB203"),
    ("[x](../../agents/procedures/x.md)", '<a href="../../agents/procedures/x.md">', "KB203"),
    ("![x](/img/p.png)", f'<img alt="x" src="../../img/p.png" {SIZE} />', ""),
    ("![x](/img/none.png)", '<img alt="x" src="/img/none.png" />', "KB201"),
    # the site's own address
    ("[x](https://own.site/sub/faq/b/#fees)", '<a href="../../faq/b/#fees">', ""),
    ("[x](HTTP://OWN.site/sub/faq/b.md)", '<a href="../../faq/b/">', ""),
    ("[x](//own.site/sub/vi/faq/b/)", '<a href="../../vi/faq/b/">', ""),
    ("[x](https://own.site/sub)", '<a href="../../">', ""),
    ("[x](https://own.site/sub/faq/gone/)", '<a href="https://own.site/sub/faq/gone/">', "KB201"),
    ("[x](https://own.site/sub/faq/b/#nope)", '<a href="../../faq/b/#nope">', "KB202"),
    ("![x](https://own.site/sub/img/none.png)", 'src="https://own.site/sub/img/none.png"', "KB201"),
    ("[x](https://own.site/cart) [y](https://own.site/subway/)", '<a href="https://own.site/cart">', ""),
    ("[x](https://own.site.evil.example/sub/gone/)", '<a href="https://own.site.evil.example/sub/gone/">', ""),
    # other addresses
    ("[x](https://shop.example/a?b=1&c=2#d)", '<a href="https://shop.example/a?b=1&amp;c=2#d">', ""),
    ("[x](//cdn.example/a.js)", '<a href="//cdn.example/a.js">', ""),
    ("[x](mailto:a@b.example?subject=c)", '<a href="mailto:a@b.example?subject=c">', ""),
    ("[x](tel:+84-1) <me@x.example>", '<a href="tel:+84-1">', ""),
    ("![x](data:image/gif;base64,R0lGODlhAQABAAAAACw=)", 'src="data:image/gif;base64,R0lGODlhAQABAAAAACw="', ""),
    ('<a href="javascript:history.back()">x</a>', '<a href="javascript:history.back()">', "KB208"),
    ("[x](file:///C:/form.pdf)", '<a href="file:///C:/form.pdf">', "your own computer"),
    ("[x](www.shop.example/a)", '<a href="www.shop.example/a">', "did you mean “https://www.shop.example/a”"),
    ("[x](help@shop.example)", '<a href="help@shop.example">', "did you mean “mailto:help@shop.example”"),
    # files
    ("[x](../files/form.pdf#page=2)", '<a href="../../files/form.pdf#page=2">', ""),
    ("![x](../img/p.png?x=1)", f'<img alt="x" src="../../img/p.png?x=1" {SIZE} />', ""),
    ("[x](../files/my%20file.pdf)", '<a href="../../files/my%20file.pdf">', ""),
    ("[x](<../files/my file.pdf>)", '<a href="../../files/my%20file.pdf">', ""),
    ("[x](../files/%C4%91%C6%A1n.pdf) [y](../files/đơn.pdf)", '<a href="../../files/đơn.pdf">', ""),
    ("[x](../files/d%CC%B5n.pdf)", '<a href="../files/d%CC%B5n.pdf">', "KB201"),
    ("[x](../files/Form.pdf)", '<a href="../files/Form.pdf">', "did you mean “../files/form.pdf”"),
    ("[x](../files/app/)", '<a href="../../files/app/index.html">', ""),
    ("![x](../img/%231%2050%25.png)", 'src="../../img/%231%2050%25.png" width="2" height="2"', ""),
    ("![x](../img/v.svg)", '<img alt="x" src="../../img/v.svg" />', ""),
    ("![x](b.md)", '<img alt="x" src="../../faq/b/"', "is a page"),
    ("![5 > 3](../img/p.png 'a > b')", f'<img alt="5 &gt; 3" src="../../img/p.png" {SIZE} title="a &gt; b" />', ""),
    # pictures that may be enlarged
    ("![x](../img/big.png)", f'{BIG} width="700" height="500" /></a>', ""),
    ("![x](../img/p.png)\n\n![x](../img/big.png)", f'{BIG} loading="lazy" width="700" height="500" /></a>', ""),
    ("![x](../img/big.png){ width=350 }", f'{BIG} height="250" width="350" /></a>', ""),
    ("![x](../img/big.png){ height=100 }", '<img alt="x" height="100" src="../../img/big.png" width="140" /></a>', ""),
    ("![x](../img/big.png){ width=50% }", f'{BIG} width="50%" /></a>', ""),
    ("![](../img/big.png)", '" aria-label="Enlarge the picture"><img alt="" src="../../img/big.png" width', ""),
    ('![" & <](../img/big.png)', 'aria-label="Enlarge: &quot; &amp; &lt;"><img', ""),
    ("![x](../img/wide.svg)", '<img alt="x" src="../../img/wide.svg" width="3" height="2" data-kb-proportion />', ""),
    ("<div><img src=../img/big.png alt=x></div>",
     '<img src="../../img/big.png" width="700" height="500" alt=x></a>', ""),
    ("<picture><source srcset=../img/p.png><img src=../img/big.png></picture>", "</picture></a>", ""),
    ("[![x](../img/big.png)](b.md)", '<a href="../../faq/b/"><img alt="x" src="../../img/big.png"', ""),
    ("## A ![x](../img/big.png)", '<h2 id="a">A <img alt="x" src="../../img/big.png"', ""),
    ("![x](../img/big.png){ .no-zoom }", '<p><img alt="x" class="no-zoom" src="../../img/big.png"', ""),
    ("![x](../img/big.png#only-dark)", '<p><img alt="x" src="../../img/big.png#only-dark"', ""),
    ("![x](../img/big.png){ width=24 }", '<p><img alt="x" src="../../img/big.png" height="17" width="24"', ""),
    ("<div><video poster=../img/big.png src=x.mp4></video></div>",
     '<video poster="../../img/big.png" width="700" height="500"', "x.mp4"),
    # HTML
    ('<img alt="5 > 3" src="../img/p.png">', f'<img alt="5 > 3" src="../../img/p.png" {SIZE}>', ""),
    ("<p><img alt='5 > 3' src='../img/p.png'/></p>", f"<img alt='5 > 3' src='../../img/p.png' {SIZE}/>", ""),
    ("<div><IMG SRC=../img/p.png ALT=x></div>", f'<IMG SRC="../../img/p.png" {SIZE} ALT=x>', ""),
    ("<div><img width=9 loading=eager src=../img/p.png>",
     '<img width=9 loading=eager src="../../img/p.png" height="6">', ""),
    ('<a title="a > b" href=b.md>x</a>', '<a title="a > b" href="../../faq/b/">', ""),
    ("<A HREF='b.md'>x</A>", "<A HREF='../../faq/b/'>", ""),
    ("<a\n  href = \"b.md\"\n id=q>x</a>", '<a\n  href = "../../faq/b/"\n id=q>', ""),
    ('<a href=" b.md ">x</a>', '<a href=" ../../faq/b/ ">', ""),
    ('<a href="b.md?a=1&copy=2&amp;d=3">x</a>', '<a href="../../faq/b/?a=1&amp;copy=2&amp;d=3">', ""),
    ('<a href="&#98;.md">x</a>', '<a href="../../faq/b/">', ""),
    ('<a href="b.md" href="c.md">x</a>', '<a href="../../faq/b/" href="c.md">', ""),
    ("<a data-x='<a href=\"gone.md\">' href=\"b.md\">x</a>",
     "<a data-x='<a href=\"gone.md\">' href=\"../../faq/b/\">", ""),
    ("<a href=gone.md title='1 > 0'>x</a>", "<a href=gone.md title='1 > 0'>", "KB201"),
    ("<div><!-- <a href=gone.md> --><a href=b.md>x</a></div>", '<div><a href="../../faq/b/">', ""),
    ("<div><script>'<a href=gone.md>'</script></div>", "<script>'<a href=gone.md>'</script>", ""),
    ("<div><textarea><a href=gone.md></textarea></div>", "<textarea><a href=gone.md></textarea>", ""),
    ("    <a href=gone.md>", "&lt;a href=gone.md&gt;", ""),
    ('<div><img srcset="../img/p.png 1x, ../img/a%20b.png 2x" src="/img/p.png"></div>',
     '<img srcset="../../img/p.png 1x, ../../img/a%20b.png 2x" src="../../img/p.png"', ""),
    ('<div><img srcset="../img/p.png 1x, none.png 2x" src="/img/p.png"></div>', "none.png 2x", "none.png"),
    ('![x](../img/p.png){ srcset="../img/p.png 2x" }', 'srcset="../../img/p.png 2x"', ""),
    ("<picture><source srcset=../img/p.png><img src=../img/p.png></picture>", "<source srcset=../../img/p.png>", ""),
    ("<div><video poster=../img/p.png><source src=none.mp4></video></div>", 'poster="../../img/p.png"', "none.mp4"),
    ('<div><video src=https://v.example/1><track src="../files/none.vtt"></video></div>', "none.vtt", "KB201"),
    ("<div><object data=../files/form.pdf></object></div>", '<object data="../../files/form.pdf">', ""),
    ("<div><embed src=../files/form.pdf><iframe src=b.md></iframe></div>", '<iframe src="../../faq/b/">', ""),
    ('<blockquote cite="b.md">x</blockquote>', '<blockquote cite="../../faq/b/">', ""),
    ("<div><form action=/search/><button formaction=gone.md></form></div>", 'action="../../search/"', "gone.md"),
    ('<a href="b.md" ping="/faq/b/ https://t.example/">x</a>', 'ping="../../faq/b/ https://t.example/"', ""),
    ('<svg><a xlink:href="b.md"></a><use href="#i"/><g id="i"/></svg>', '<a xlink:href="../../faq/b/">', ""),
    ("<link rel=preload imagesrcset='../img/p.png 2x'>", "imagesrcset='../../img/p.png 2x'", ""),
    ('<div style="background: url(../img/p.png)">x</div>', "url(../../img/p.png)", ""),
    ("<div style=\"background: url('../img/a%20b.png')\">x</div>", "url('../../img/a%20b.png')", ""),
    ('<div style="background: url(gone.png)">x</div>', "url(gone.png)", "gone.png"),
    ('<base href="https://shop.example/">', '<base href="https://shop.example/">', "KB206"),
    # the rest of Markdown
    ("[x][r]\n\n[r]: b.md#fees", '<a href="../../faq/b/#fees">', ""),
    ("x[^1]\n\n[^1]: [y](b.md)", '<a href="../../faq/b/">', ""),
    ("!!! note\n    [x](b.md)", '<a href="../../faq/b/">', ""),
    ("| a |\n|---|\n| [x](b.md) |", '<a href="../../faq/b/">', ""),
    ('<div markdown="1">\n[x](b.md)\n</div>', '<a href="../../faq/b/">', ""),
    ("```html\n<a href=gone.md>\n```", "gone.md", ""),
    (TREE.format("'[x](b.md) <img alt=\"1 > 0\" src=/img/p.png>'"),
     f'<a href="../../faq/b/">x</a> <img alt="1 > 0" src="../../img/p.png" {SIZE}>', ""),
    (TREE.format("'[x](gone.md)'"), "gone.md", "KB201"),
    # ids
    ("## Fees {#fees}\n\n## More {#fees}", '<h2 id="fees">More</h2>', "KB207"),
    ("## Fees\n\n## Fees", '<h2 id="fees_1">', ""),
    ("<i id=fees></i>\n\n## Fees", '<h2 id="fees-2">', ""),
    ("## KB contact", '<h2 id="kb-contact-2">', ""),
    ("<i id=kb-contact></i>", "<i id=kb-contact>", "KB207"),
]  # fmt: skip


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("addresses")
    for path, text in FILES.items():
        target = Path(root, path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())
    found = open_workspace(root, "public", today=TODAY)
    assert [one.code for one in found.problems if one.code not in {"KB128", "KB601", "KB602"}] == []
    return found


SIZES = {
    "img/p.png": Size(7, 5),
    "img/#1 50%.png": Size(2, 2),
    "img/big.png": Size(700, 500),
    "img/wide.svg": Size(3, 2, is_proportion=True),
}


def show(workspace: Workspace, body: str) -> tuple[str, list[Problem]]:
    """The text of docs/faq/a.md as its page shows it, were it `body`; and the problems of its links and ids."""
    document: Document = replace(workspace.edition.pages["faq/a", "en"].document, body=body)
    words = {"en": ui_strings("en"), "vi": ui_strings("vi")}
    texts = PageTexts(
        workspace.edition,
        workspace.renderings,
        docs="docs",
        site_url=workspace.project.site_url,
        sizes=lambda: SIZES,
        channel_name=lambda id, _: id,
    )
    problems = check_links(
        workspace.edition,
        workspace.renderings,
        words,
        site_url=workspace.project.site_url,
        documents=[document],
    )
    return texts.render(body, document, "faq/a/", "en").html, list(problems)


@pytest.mark.parametrize(("written", "shown", "problem"), ROWS, ids=[row[0][:60] for row in ROWS])
def test_an_address_works_on_the_page_or_is_told(workspace: Workspace, written: str, shown: str, problem: str) -> None:
    html, problems = show(workspace, written)
    assert shown in html
    assert bool(problems) == bool(problem), problems
    assert problem in "\n".join(f"{one} {one.hint}" for one in problems)


def test_a_problem_names_the_line_of_the_link(workspace: Workspace) -> None:
    body = "One.\n\n[x](b.md)\n\n<img alt='1 > 0' src=gone.png>\n\n[y](<../files/no such.pdf>) [z](b.md?a=1&b=2#c)\n"
    start = workspace.edition.pages["faq/a", "en"].document.body_line
    assert sorted(one.line - start for one in show(workspace, body)[1]) == [4, 6, 6]


def _without_addresses(content: str) -> list[object]:
    """Every node of an HTML text, as a browser reads it, without addresses and without what pictures get.

    Pictures get attributes and links around them.
    """
    walker = html5lib.getTreeWalker("etree")
    nodes: list[object] = []
    in_link = False
    for token in walker(html5lib.parseFragment(content, treebuilder="etree")):
        data = token.get("data")
        if token["type"] == "StartTag" and data.get((None, "class")) == "kb-zoom":
            in_link = True
            continue
        if token["type"] == "EndTag" and token["name"] == "a" and in_link:
            in_link = False
            continue
        if token["type"] in {"StartTag", "EmptyTag"}:
            names = {
                name: value
                for (_, name), value in data.items()
                if not ((found := carrier_of(token["name"], name)) and found.use in ADDRESS_USES)
                and not (token["name"] == "img" and name in {"loading", "width", "height"})
            }
            data = sorted(names.items())
        nodes.append((token["type"], token.get("name"), data))
    return nodes


_VALUES = st.sampled_from(
    ["b.md", "b.md#fees", "/faq/b/", "../img/p.png", "a > b", "<a href='b.md'>", "it's", "5 > 3 & 2", "&lt;&amp", "",
     "x=y", "https://own.site/sub/faq/b/?a&b", "../img/p.png 1x, ../img/a%20b.png 2x",
     "url(../img/p.png)", "ô\nư", "#top", "/>"]
)  # fmt: skip
_NAMES = st.sampled_from(
    ["href", "src", "alt", "title", "srcset", "HREF", "style", "data-a", "class", "name", "cite", "a<b"]
)
_TAGS = st.sampled_from(["a", "img", "div", "p", "video", "blockquote", "IMG", "span", "object", "br", "picture", "b"])


@st.composite
def _attribute(draw: st.DrawFn) -> str:
    name, value, quote = draw(_NAMES), draw(_VALUES), draw(st.sampled_from(['"', "'", "", "none"]))
    if quote == "none":
        return name
    without = quote or " \n\"'<>=`"
    kept = "".join(char for char in value if char not in without)
    return f"{name}{draw(st.sampled_from(['=', ' = ']))}{quote}{kept}{quote}" if kept or quote else name


@st.composite
def _markup(draw: st.DrawFn) -> str:
    pieces = []
    for tag in draw(st.lists(_TAGS, min_size=1, max_size=5)):
        attributes = draw(st.lists(_attribute(), max_size=4))
        end = draw(st.sampled_from([">", " >", " />"]))
        pieces.append(f"<{' '.join([tag, *attributes])}{end}")
        pieces.append(draw(st.sampled_from(["text", "<!-- <a href=b.md> -->", "a < b", "</a>", "</div>", "[x](b.md)"])))
    return "".join(pieces)


@given(_markup(), st.sampled_from(["", "x ", "<div>\n"]))
def test_nothing_changes_but_addresses(workspace: Workspace, markup: str, before: str) -> None:
    body = before + markup
    written = workspace.renderings.of(body, ui_strings("en")).html
    shown, _ = show(workspace, body)
    assert _without_addresses(shown) == _without_addresses(written)


def test_headings_link_to_themselves_where_a_link_may_stand(workspace: Workspace) -> None:
    def links(body: str) -> list[tuple[str, str, str]]:
        root = html5lib.parseFragment(show(workspace, body)[0], namespaceHTMLElements=False)
        return [
            ("".join(one[0].itertext()), one[1].get("href"), one[1].get("aria-labelledby"))
            for one in root.iter("div")
            if (one.get("class") or "").startswith("kb-heading")
        ]

    assert links('# A\n\n## Fees *and* "more"\n\n### Deep {#own}\n\n#### Deeper\n') == [
        ('Fees and "more"', "#fees-and-more", "kb-headinglink fees-and-more"),
        ("Deep", "#own", "kb-headinglink own"),
    ]
    assert links("!!! note\n    ## In a box\n") == [("In a box", "#in-a-box", "kb-headinglink in-a-box")]
    for none in (
        '<a href="b.md"><h2 id="x">X</h2></a>',
        '<details><summary><h2 id="x">X</h2></summary></details>',
        "<h2>X</h2>",
        '<h2 id="x">X',
        '<pre>&lt;h2 id="x"&gt;X&lt;/h2&gt;</pre>',
        TREE.format("'x'"),
    ):
        assert links(none) == [], none
