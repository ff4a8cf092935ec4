"""`kb import html`: the text of a page becomes an article; menus, programs and what is not published do not."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.importers.conftest import snapshot
from tests.importers.documents.conftest import Shop
from tests.importers.documents.documents_made import png

MakeShop = Callable[..., Shop]
THEME = """<!doctype html><html lang="{lang}"><head><title>{title} – My Shop</title>
<meta name="description" content="In short"><link rel="canonical" href="https://shop.example/pages/{slug}">{head}</head><body>
<header><nav><a href="/">MENU</a></nav></header>
<main id="MainContent"><div class="page-header"><h1>{title}</h1></div><div class="rte">{body}</div></main>
<footer>FOOTER <form><input></form></footer><script>track()</script></body></html>"""


def page(title: str, body: str, slug: str, *, lang: str = "en", head: str = "") -> str:
    return THEME.format(title=title, body=body, slug=slug, lang=lang, head=head)


def test_the_main_text_of_a_shops_page_becomes_an_article(make_shop: MakeShop) -> None:
    shop = make_shop("en")
    body = (
        '<p onclick="x()">Within <b>7 days</b>. <a href="pay.html#cards">Pay</a> <a href="form.pdf">Form</a></p>'
        "<script>x</script>"
        '<img src="pics/label.png" alt="The label"><img src="https://cdn.example/b.png" alt="Box">'
        '<p style="display:none">SECRET</p><!-- SECRET -->'
    )
    shop.put("site/Returns/returns.html", page("Returns", body, "returns"))
    shop.put("site/Returns/pay.html", page("Pay", '<h2 id="cards">Cards</h2><p>Yes.</p>', "pay"))
    shop.put("site/Returns/pics/label.png", png())
    shop.put("site/Returns/form.pdf", b"%PDF-1.4 form")
    told = shop.run("html", "site", "--audience", "public")
    text = shop.read("docs/faq/returns.md")
    assert "title: Returns\nsummary: In short\ntopic: returns\nredirect_from:\n  - pages/returns\n" in text
    assert "Within **7 days**. [Pay](pay.md#cards) [Form](../files/imported/form-" in text
    for word in ("MENU", "FOOTER", "SECRET", "onclick", "track"):
        assert word not in text
    assert (shop.root / shop.files("docs/img")[0]).read_bytes() == png()
    assert (shop.root / shop.files("docs/files")[0]).read_bytes() == b"%PDF-1.4 form"
    assert told.code == 1 and "picture to download: https://cdn.example/b.png" in told.text
    assert "words round its main text" in told.text and "1 hidden pieces" in told.text
    before = snapshot(shop.root)
    shop.run("html", "site", "--audience", "public")
    assert snapshot(shop.root) == before


def test_languages_are_joined_by_hreflang_by_name_and_by_folder(make_shop: MakeShop) -> None:
    shop = make_shop("de", "en", "vi")
    other = '<link rel="alternate" hreflang="en" href="shipping.html">'
    shop.put("s/versand.html", page("Versand", "<p>Zwei Tage.</p>", "versand", lang="de", head=other))
    shop.put("s/shipping.html", page("Shipping", "<p>Two days.</p>", "shipping", lang="en-US"))
    shop.put("s/pay.html", page("Zahlung", "<p>Karte.</p>", "zahlung", lang="de"))
    shop.put("s/pay.vi.html", page("Thanh toán", "<p>Thẻ.</p>", "pay-vi", lang="vi"))
    shop.put("s/en/pay.html", page("Payment", "<p>Card.</p>", "pay-en", lang="en"))
    told = shop.run("html", "s", "--audience", "public")
    assert shop.files("docs/faq") == [
        "docs/faq/versand.en.md", "docs/faq/versand.md", "docs/faq/zahlung.en.md", "docs/faq/zahlung.md",
        "docs/faq/zahlung.vi.md",
    ], told.text  # fmt: skip
    assert told.code == 0 and not shop.errors()


def test_a_fragment_and_a_page_without_a_main_text(make_shop: MakeShop) -> None:
    shop = make_shop("en")
    shop.put("a.html", "<h1>Sizes</h1><p>See the <i>table</i>.</p>")
    shop.put(
        "b.html",
        b"<html><meta charset=windows-1252>"
        b"<title>Gr\xf6\xdfen | X</title><body><nav>MENU</nav><p>Sch\xf6n.</p></body></html>",
    )
    assert shop.run("html", "a.html", "b.html", "--audience", "public").code == 0
    assert shop.body("docs/faq/sizes.md") == "See the *table*."
    assert "title: Größen\n" in shop.read("docs/faq/grossen.md") and shop.body("docs/faq/grossen.md") == "Schön."


def test_answers_that_a_page_unfolds_are_kept_and_what_it_hides_is_not(make_shop: MakeShop) -> None:
    shop = make_shop("en")
    body = (
        '<div><button aria-expanded="false" aria-controls="a1">How long?</button>'
        '<div id="a1" hidden><p>Two days.</p></div></div>'
        '<h3>COD?</h3><div class="faq__answer" style="display: none"><p>Yes.</p></div>'
        '<details><summary>Card?</summary><p>Yes, too.</p></details><div style="display:none">SECRET</div>'
    )
    shop.put("faq.html", page("FAQ", body, "faq"))
    told = shop.run("html", "faq.html", "--split-at", "heading3", "--audience", "public")
    assert shop.body("docs/faq/how-long.md") == "Two days.", told.text
    assert shop.body("docs/faq/cod.md").startswith("Yes.") and "2 parts that fold" in told.text
    assert not [path for path in shop.files("docs/faq") if "SECRET" in shop.read(path)]


GOOGLE = (
    '<html><head><style>.c1{font-weight:700}</style></head><body class="c5 doc-content"><p class="c2 title">'
    '<span>Post</span></p><p><span>In </span><span class="c1">two days</span><sup>'
    '<a href="#cmnt1" id="cmnt_ref1">[a]</a></sup><span>, see </span><a href="https://www.google.com/url?q=https://shop.example/track&amp;sa=D">this</a><sup>'
    '<a href="#ftnt1" id="ftnt_ref1">[1]</a></sup></p><ul class="lst-kix_a-0 start"><li><span>One</span></li></ul>'
    '<ul class="lst-kix_a-1 start"><li><span>Inner</span></li></ul>'
    '<ul class="lst-kix_a-0"><li><span>Two</span></li></ul>'
    '<hr><div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a><span> A note</span></p></div><div class="c8"><p>'
    '<a href="#cmnt_ref1" id="cmnt1">[a]</a><span>SECRET comment</span></p></div></body></html>'
)
WORD = (
    "<html><body><h1>Post</h1><p>Now<span class=MsoCommentReference>[SECRET1]</span>.</p>"
    "<div style='mso-element:comment-list'><div style='mso-element:comment'><p class=MsoCommentText>SECRET2</p></div>"
    "</div></body></html>"
)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            GOOGLE,
            "In **two days**, see [this](https://shop.example/track)\\[1\\]\n\n*   One\n    *   Inner\n*   Two\n\n",
        ),
        (WORD, "Now."),
    ],
)
def test_what_google_docs_and_word_save_as_html_loses_its_comments_alone(
    html: str, expected: str, make_shop: MakeShop
) -> None:
    shop = make_shop("en")
    shop.put("post.html", html)
    told = shop.run("html", "post.html", "--audience", "public")
    assert shop.body("docs/faq/post.md").startswith(expected), shop.body("docs/faq/post.md")
    assert "SECRET" not in shop.read("docs/faq/post.md") and "comments: left out" in told.text


SHOP_EXPORTS = {
    "pages.csv": "ID,Handle,Title,Body HTML,Published,Author\n"
    "1,returns,Returns,<p>Seven days.</p>,TRUE,x\n2,old,Old,<p>No.</p>,FALSE,x\n",
    "trang.csv": "Tiêu đề;Đường dẫn;Nội dung;Công khai\n"
    "Returns;returns;<p>Seven days.</p>;có\nOld;old;<p>No.</p>;không\n",
    "pages.json": json.dumps({"pages": [
        {"id": 1, "handle": "returns", "title": "Returns", "body_html": "<p>Seven days.</p>",
         "published_at": "2024-01-01"},
        {"id": 2, "handle": "old", "title": "Old", "body_html": "<p>No.</p>", "published_at": None},
    ]}),
    "sapo.json": json.dumps({"pages": [
        {"id": 1, "alias": "returns", "title": "Returns", "content": "<p>Seven days.</p>",
         "published_on": "2024-01-01"},
    ]}),
}  # fmt: skip


@pytest.mark.parametrize("name", SHOP_EXPORTS)
def test_exports_of_shop_systems_keep_what_is_published_and_its_address(name: str, make_shop: MakeShop) -> None:
    shop = make_shop("en")
    shop.put(name, SHOP_EXPORTS[name])
    told = shop.run("html", name)
    assert shop.body("docs/faq/returns.md") == "Seven days.", told.text
    assert "  - pages/returns\n" in shop.read("docs/faq/returns.md")
    held_back = [path for path in shop.files() if path.endswith("/old.md")]
    assert all("draft: true" in shop.read(path) or path.startswith("agents/") for path in held_back)
    assert not shop.errors()


ITEM = """<item><title>{title}</title><link>https://blog.example/help/{slug}/</link><content:encoded><![CDATA[{body}]]></content:encoded>
<wp:post_id>{id}</wp:post_id><wp:post_name>{slug}</wp:post_name><wp:status>{status}</wp:status><wp:post_type>{type}</wp:post_type>
<wp:post_password>{password}</wp:post_password><wp:post_modified>2024-05-06 07:08:09</wp:post_modified>{more}</item>"""


def item(
    id: int, title: str, body: str, *, status: str = "publish", kind: str = "page", password: str = "", more: str = ""
) -> str:
    slug = title.lower().replace(" ", "-")
    return ITEM.format(id=id, title=title, slug=slug, body=body, status=status, type=kind, password=password, more=more)


def wxr(*items: str) -> str:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        f'xmlns:wp="http://wordpress.org/export/1.2/"><channel><wp:wxr_version>1.2</wp:wxr_version>{"".join(items)}</channel></rss>'
    )


def test_wordpress_keeps_states_categories_addresses_and_languages(make_shop: MakeShop) -> None:
    shop = make_shop("en", "vi")
    category = '<category domain="category" nicename="ship"><![CDATA[Shipping]]></category>'
    group = '<category domain="post_translations" nicename="pll_1">x</category>'
    vietnamese = '<category domain="language" nicename="vi"><![CDATA[Tiếng Việt]]></category>'
    english = '<category domain="language" nicename="en"><![CDATA[English]]></category>'
    comment = "<wp:comment><wp:comment_content>SECRET</wp:comment_content></wp:comment>"
    shop.put(
        "wp.xml",
        wxr(
            item(
                1,
                "How long",
                "<!-- wp:paragraph --><p>Two [b]days[/b] [1].</p><!-- /wp:paragraph -->",
                more=category + group + english,
            ),
            item(2, "Bao lau", "<p>Hai ngày.</p>", more=category + group + vietnamese),
            item(3, "Classic", 'One\nline\n\nTwo [gallery ids="1,2"]', kind="post", more=comment),
            item(4, "Not yet", "<p>SECRET</p>", status="draft"),
            item(5, "Staff", "<p>Quiet.</p>", status="private"),
            item(6, "Locked", "<p>Quiet.</p>", password="x"),
            item(7, "Gone", "<p>SECRET</p>", status="trash"),
            item(8, "Order 8", "SECRET", kind="shop_order"),
        ),
    )
    told = shop.run("html", "wp.xml")
    assert shop.files() == [
        "agents/procedures/locked.md", "agents/procedures/staff.md", "docs/faq/classic.md", "docs/faq/how-long.md",
        "docs/faq/how-long.vi.md", "docs/faq/not-yet.md",
    ], told.text  # fmt: skip
    assert shop.body("docs/faq/how-long.md") == "Two days \\[1\\]."
    assert "topic: shipping" in shop.read("docs/faq/how-long.vi.md")
    assert "  - help/how-long\n" in shop.read("docs/faq/how-long.md")
    assert shop.body("docs/faq/classic.md").replace("  \n", "|") == "One|line\n\nTwo"
    assert "draft: true" in shop.read("docs/faq/not-yet.md")
    for loss in (
        "wp.xml:3: “Classic” holds shortcodes ([gallery])",
        "1 records of the kind “shop_order”",
        "1 comments of readers",
    ):
        assert loss in told.text, told.text
    assert not shop.errors()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xml", "<rss><channel></channel></rss>"),
        ("a.xml", "<rss><unfinished>"),
        ("a.json", '{"orders": []}'),
        ("a.json", "<html>"),
        ("a.csv", "Name,Email,Total\n#1,a@x.vn,5\n#2,b@x.vn,6\n"),
        ("a.html", ""),
    ],
)
def test_what_is_no_page_is_refused_with_a_sentence(name: str, data: str, make_shop: MakeShop) -> None:
    shop = make_shop("en")
    shop.put(name, data)
    told = shop.run("html", name)
    assert told.code == 2 and told.text.count("\n") == 1 and "nothing was imported" in told.text
    assert not shop.files()


def test_a_page_reads_no_file_outside_the_folder(make_shop: MakeShop) -> None:
    shop = make_shop("en")
    shop.put("private.png", png())
    shop.put(
        "site/a.html", '<h1>A</h1><p>See <img src="../private.png" alt="x"> <a href="../../etc/passwd.txt">p</a></p>'
    )
    told = shop.run("html", "site", "--audience", "public")
    assert told.code == 1 and "not among the files" in told.text
    assert not shop.files("docs/img") and not shop.files("docs/files")
