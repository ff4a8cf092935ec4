"""Sites of every common shape become projects that the content stage reads without an error."""

# ruff: noqa: E501  (other systems' files, readable as they are)

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kb.checks.references import check_references
from kb.importers.sites.import_site import import_site
from kb.project.project import load_project
from tests.importers.conftest import load

VIETNAMESE = "Bạn mở đường dẫn trong tin nhắn để theo dõi đơn hàng của mình nhé, shop gửi rồi."
MALAY = "Anda boleh menyemak pesanan ini dengan nombor yang kami hantar kepada anda."
ENGLISH = "You can follow the parcel with the number that is in your message."


@dataclass(frozen=True)
class Shape:
    """A small site, and what must come out of it."""

    files: Mapping[str, str | bytes]
    default: str
    pages: frozenset[tuple[str, str]]
    """(id, language) of every page."""
    written: frozenset[str] = frozenset()
    """Some of the files that must be there."""
    aliases: Mapping[str, str] = field(default_factory=dict)


SHAPES = {
    "suffixes with underscores, and my for Malay": Shape(
        {
            f"help/v2/{name}_{code}.md": f"# {name}\n\n{text}\n"
            for name in ("01_account", "02_returns")
            for code, text in (("en", ENGLISH), ("my", MALAY))
        },
        "en",
        frozenset({("01_account", "en"), ("01_account", "ms"), ("02_returns", "en"), ("02_returns", "ms")}),
        frozenset({"docs/01_account.md", "docs/01_account.ms.md"}),
        {"my": "ms"},
    ),
    "my with Burmese letters stays Burmese": Shape(
        {"a_en.md": ENGLISH, "a_my.md": "ကျေးဇူးပြု၍ သင့်အမှာစာကို စစ်ဆေးပါ။"}, "en", frozenset({("a", "en"), ("a", "my")})
    ),
    "suffixes with dots": Shape(
        {
            "faq/track.md": f"# Track\n\n{ENGLISH}",
            "faq/track.vi.md": f"# Theo dõi\n\n{VIETNAMESE}",
            "img/a.png": b"\x89PNG",
        },
        "en",
        frozenset({("faq/track", "en"), ("faq/track", "vi")}),
        frozenset({"docs/img/a.png", "docs/faq/track.vi.md"}),
    ),
    "Hugo with folders of languages, TOML and a right-to-left language": Shape(
        {
            "config.toml": 'baseURL = "https://old.example/"\ntitle = "Old"\ndefaultContentLanguage = "en"\n[languages.en]\n'
            'contentDir = "content/en"\n[languages.ur]\ncontentDir = "content/ur"\n',
            "content/en/_index.md": "---\ntitle: Home\n---\nHello\n",
            "content/en/pod.md": '+++\ntitle = "Pod"\ndraft = true\nweight = 3\naliases = ["/old-pod/"]\n+++\nText {{< ref "x" >}}\n',
            "content/ur/_index.md": "---\ntitle: لغت\n---\nکلاؤڈ کی مقامی لغت ہے\n",
            "static/images/a.jpg": b"\xff\xd8",
        },
        "en",
        frozenset({("index", "en"), ("index", "ur"), ("pod", "en")}),
        frozenset({"docs/images/a.jpg", "docs/index.ur.md"}),
    ),
    "MkDocs, one site a language": Shape(
        {
            "docs/en/mkdocs.yml": "site_name: Old\nnav:\n- Home: index.md\n- Learn:\n  - First: learn/first.md\nmarkdown_extensions:\n"
            "  pymdownx.superfences:\n    custom_fences:\n    - format: !!python/name:os.system ''\n",
            "docs/vi/mkdocs.yml": "INHERIT: ../en/mkdocs.yml\n",
            "docs/en/docs/index.md": "# Old\n",
            "docs/en/docs/learn/first.md": ENGLISH,
            "docs/vi/docs/index.md": f"# Cũ\n\n{VIETNAMESE}",
        },
        "en",
        frozenset({("index", "en"), ("index", "vi"), ("learn/first", "en")}),
    ),
    "MkDocs with the i18n plugin": Shape(
        {
            "mkdocs.yml": "site_name: Old\ntheme:\n  name: material\nplugins:\n- i18n:\n    docs_structure: folder\n    languages:\n"
            "    - locale: vi\n      default: true\n    - locale: en\n",
            "docs/vi/a.md": VIETNAMESE,
            "docs/en/a.md": ENGLISH,
        },
        "vi",
        frozenset({("a", "vi"), ("a", "en")}),
        frozenset({"docs/a.md", "docs/a.en.md"}),
    ),
    "GitBook": Shape(
        {
            "book.json": '{"root": "./docs", "title": "Sổ tay"}',
            "docs/SUMMARY.md": "# Mục lục\n\n* [Giới thiệu](README.md)\n\n## Tài khoản\n\n* [Đăng ký](tai-khoan/dang-ky.md)\n",
            "docs/README.md": VIETNAMESE,
            "docs/tai-khoan/dang-ky.md": VIETNAMESE + '\n{% youtube src="x" %}\n',
        },
        "vi",
        frozenset({("index", "vi"), ("tai-khoan/dang-ky", "vi")}),
    ),
    "Docusaurus": Shape(
        {
            "docusaurus.config.js": "throw new Error('executed')",
            "docs/intro.mdx": "import X from './x'\n\n# Intro\n\n" + ENGLISH,
            "i18n/vi/docusaurus-plugin-content-docs/current/intro.mdx": "# Giới thiệu\n\n" + VIETNAMESE,
        },
        "en",
        frozenset({("intro", "en"), ("intro", "vi")}),
    ),
    "the default language at the top, another in a folder": Shape(
        {"index.md": ENGLISH, "returns/fee.md": ENGLISH, "vi/index.md": VIETNAMESE, "vi/returns/fee.md": VIETNAMESE},
        "en",
        frozenset({("index", "en"), ("returns/fee", "en"), ("index", "vi"), ("returns/fee", "vi")}),
    ),
    "Starlight in a program's repository": Shape(
        {
            "package.json": "{}",
            "README.md": "# For programmers",
            "src/assets/a.png": b"1",
            "src/content/docs/index.mdx": ENGLISH,
            "src/content/docs/fee.md": ENGLISH,
            "src/content/docs/vi/fee.md": VIETNAMESE,
        },
        "en",
        frozenset({("index", "en"), ("fee", "en"), ("fee", "vi")}),
    ),
    "Jekyll": Shape(
        {
            "_config.yml": "title: Old help\nurl: https://old.example\n",
            "index.md": "---\nlayout: home\n---\n" + ENGLISH,
            "_docs/fee.md": "---\npermalink: /fees/\npublished: false\n---\n" + ENGLISH,
        },
        "en",
        frozenset({("index", "en"), ("docs/fee", "en")}),
    ),
    "Hugo with suffixes and pictures beside the page": Shape(
        {
            "hugo.yaml": "title: Old\ndefaultContentLanguage: vi\n",
            "content/faq/return/index.vi.md": VIETNAMESE,
            "content/faq/return/index.en.md": "![x](x.png) " + ENGLISH,
            "content/faq/return/x.png": b"1",
            "content/_index.vi.md": VIETNAMESE,
        },
        "vi",
        frozenset({("faq/return", "vi"), ("faq/return", "en"), ("index", "vi")}),
        frozenset({"docs/faq/return/index.md", "docs/faq/return/index.en.md", "docs/faq/return/x.png"}),
    ),
    "mdBook": Shape(
        {
            "book.toml": '[book]\ntitle = "Old"\nsrc = "text"\n',
            "text/SUMMARY.md": "- [Fee](fee.md)\n",
            "text/fee.md": ENGLISH,
        },
        "en",
        frozenset({("fee", "en")}),
    ),
    "codes with regions": Shape(
        {"en-US/a.md": ENGLISH, "vi-VN/a.md": VIETNAMESE, "pt-BR/a.md": "Olá", "pt-PT/a.md": "Olá"},
        "en",
        frozenset({("a", "en"), ("a", "vi"), ("a", "pt-br"), ("a", "pt-pt")}),
        aliases={"en-US": "en", "vi-VN": "vi", "pt-BR": "pt-br", "pt-PT": "pt-pt"},
    ),
    "a project of ours": Shape(
        {
            "mkdocs.yml": "site_name: Shop\nplugins:\n- kb:\n    languages: {en: English, vi: Tiếng Việt}\n",
            "docs/faq/a.md": ENGLISH,
            "docs/faq/a.vi.md": VIETNAMESE,
            "agents/scripts/hi.md": "Hi there.",
            "facts.yml": "x: {unit: days, value: 7}\n",
        },
        "en",
        frozenset({("faq/a", "en"), ("faq/a", "vi")}),
        frozenset({"agents/scripts/hi.md", "facts.yml"}),
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_every_page_of_a_site_arrives_in_its_language(
    name: str, make_source: Callable[..., Path], tmp_path: Path
) -> None:
    shape = SHAPES[name]
    report = import_site(make_source(shape.files), tmp_path / "new")
    assert report.refused == ""
    loaded = load(tmp_path / "new")
    assert set(loaded.library.articles) == shape.pages
    assert [problem for problem in loaded.problems if problem.is_error] == []
    options = load_project(tmp_path / "new").options
    assert options.default_language == shape.default
    assert dict(options.aliases) == dict(shape.aliases)
    assert shape.written <= set(report.written)
    assert set(report.written) == {
        path.relative_to(tmp_path / "new").as_posix() for path in (tmp_path / "new").rglob("*") if path.is_file()
    }


def test_titles_and_topics_come_from_the_navigation(make_source: Callable[..., Path], tmp_path: Path) -> None:
    shape = SHAPES["GitBook"]
    import_site(make_source(shape.files), tmp_path / "new")
    page = load(tmp_path / "new").library.articles["tai-khoan/dang-ky", "vi"]
    assert (page.title, page.topic) == ("Đăng ký", "tai-khoan")
    assert page.redirect_from == ("tai-khoan/dang-ky.html",)
    topic = load_project(tmp_path / "new").options.topics["tai-khoan"]
    assert topic.name == {"vi": "Tài khoản"}


def test_a_heading_in_the_file_wins_over_the_navigation(make_source: Callable[..., Path], tmp_path: Path) -> None:
    import_site(
        make_source({"SUMMARY.md": "* [Menu words](a.md)\n", "a.md": "# Its own heading\n\n" + ENGLISH}),
        tmp_path / "new",
    )
    assert load(tmp_path / "new").library.articles["a", "en"].title == "Its own heading"


def test_hugo_fields_become_ours_and_the_rest_is_kept_and_named(
    make_source: Callable[..., Path], tmp_path: Path
) -> None:
    files = {
        "hugo.toml": 'title = "Old"\n',
        "content/a.md": '+++\ntitle = "A: {{ x }}"\ndescription = "About a"\ndate = 2024-02-01\nlastmod = 2025-03-04T10:00:00Z\n'
        'tags = ["only here", "shared"]\nslug = "Other"\nweight = 7\n[params]\ncolour = "red"\n+++\nBody\n',
        "content/b.md": "---\ntitle: B\ntags: [shared]\n---\nBody\n",
    }
    report = import_site(make_source(files), tmp_path / "new")
    page = load(tmp_path / "new").library.articles["a", "en"]
    assert (page.title, page.summary, page.questions) == ("A: {{ x }}", "About a", ("only here",))
    assert {str(change.on) for change in page.changes} == {"2024-02-01", "2025-03-04"}
    assert page.redirect_from == ("Other",)
    text = (tmp_path / "new/docs/a.md").read_text("utf-8")
    assert page.order == 7 and "weight" not in text
    assert "#   colour: red\n" in text and "#   - shared\n" in text
    messages = [str(finding) for finding in report.findings]
    assert "content/a.md:9: front matter: “params” has no field of ours; kept as a comment" in messages
    assert any(message.startswith("content/b.md:3: tags that other pages carry too") for message in messages)


def test_a_body_keeps_its_bytes(make_source: Callable[..., Path], tmp_path: Path) -> None:
    body = (
        'Text {{ x.y }} {% raw %}\r\n\r\n{{% note %}}  \r\n\t--8<-- "a.md"\r\n```\n{!../a.py!}\n```\n::: mkdocstrings\n'
    )
    report = import_site(make_source({"a.md": body, "b.md": "---\ntitle: B\n---\n" + body}), tmp_path / "new")
    assert (tmp_path / "new/docs/a.md").read_bytes() == body.encode()
    assert (tmp_path / "new/docs/b.md").read_bytes().endswith(b"---\n" + body.encode())
    assert sum(finding.path == "a.md" for finding in report.findings) == 6  # five oddities, and the guessed language


def test_links_follow_files_that_got_new_names(make_source: Callable[..., Path], tmp_path: Path) -> None:
    files = {
        "a_en.md": "[b](b_en.md#fee) [b](b_my.md) [w](https://x.example/b_en.md) `[b](b_en.md)`\n\n```\n[b](b_en.md)\n```\n",
        "a_my.md": f"[b](b_my.md) {MALAY}\n",
        "b_en.md": ENGLISH,
        "b_my.md": MALAY,
    }
    import_site(make_source(files), tmp_path / "new")
    text = (tmp_path / "new/docs/a.md").read_text("utf-8")
    assert "[b](b.md#fee) [b](b.ms.md) [w](https://x.example/b_en.md)" in text
    assert text.endswith("```\n[b](b_en.md)\n```\n")
    assert "[b](b.md)" in (tmp_path / "new/docs/a.ms.md").read_text("utf-8")


def test_redirects_of_mkdocs_are_kept_and_never_hide_a_page(make_source: Callable[..., Path], tmp_path: Path) -> None:
    config = (
        "site_name: Old\nplugins:\n- redirects:\n    redirect_maps:\n      old/a.md: new.md\n      live.md: new.md\n"
        "      out.md: https://x.example/\n"
    )
    report = import_site(
        make_source(
            {"mkdocs.yml": config, "docs/new.md": ENGLISH, "docs/live.md": ENGLISH, "docs/with_mark.md": ENGLISH}
        ),
        tmp_path / "new",
    )
    articles = load(tmp_path / "new").library.articles
    assert articles["new", "en"].redirect_from == ("old/a",)
    assert articles["with_mark", "en"].redirect_from == ("with_mark",)
    messages = " ".join(map(str, report.findings))
    assert "the old address “live” now belongs to another page" in messages
    assert "redirects: out.md -> https://x.example/ is not carried over" in messages


def test_two_files_with_one_address_both_arrive(make_source: Callable[..., Path], tmp_path: Path) -> None:
    files = {
        "a_b.md": ENGLISH,
        "a-b.md": ENGLISH,
        "c.md": ENGLISH,
        "c/README.md": ENGLISH,
        "c/index.md": ENGLISH,
        "কন.md": ENGLISH,
        "খন.md": ENGLISH,
    }
    report = import_site(make_source(files), tmp_path / "new")
    loaded = load(tmp_path / "new")
    assert len(loaded.library.articles) == len(files)
    assert [problem for problem in loaded.problems if problem.is_error] == []
    assert sum("would have the address of another page" in str(finding) for finding in report.findings) >= 3


def test_a_picture_that_differs_by_language_is_kept_twice(make_source: Callable[..., Path], tmp_path: Path) -> None:
    files = {
        "en/a.md": "![x](img/x.png)",
        "vi/a.md": f"![x](img/x.png) {VIETNAMESE}",
        "en/img/x.png": b"1",
        "vi/img/x.png": b"2",
    }
    import_site(make_source(files), tmp_path / "new")
    assert (tmp_path / "new/docs/img/x.png").read_bytes() == b"1"
    assert (tmp_path / "new/docs/img/x.vi.png").read_bytes() == b"2"
    assert "![x](img/x.vi.png)" in (tmp_path / "new/docs/a.vi.md").read_text("utf-8")


def test_a_drawing_of_folders_is_no_troubleshooting_tree(make_source: Callable[..., Path], tmp_path: Path) -> None:
    drawing = "```tree\nsrc\n└── a.py\n```\n"
    ours = "```tree\nstart: a\nsteps:\n  a:\n    answer: Wait.\n```\n"
    report = import_site(make_source({"a.md": drawing, "b.md": ours}), tmp_path / "new")
    assert (tmp_path / "new/docs/a.md").read_text("utf-8") == drawing.replace("tree", "text", 1)
    assert (tmp_path / "new/docs/b.md").read_text("utf-8") == ours
    assert "a.md:1: a block named “tree” means something here: it becomes “text”" in map(str, report.findings)


@pytest.mark.parametrize(
    ("files", "old"),
    [
        ({"mkdocs.yml": "site_name: X\nnav:\n- Returns:\n  - guides/b.md\n", "docs/guides/b.md": "# B\n"}, "topics/returns"),
        ({"mkdocs.yml": "site_name: X\n", "docs/guides/b.md": "# B\n"}, "/topics/guides/"),
        ({"mkdocs.yml": "site_name: X\n", "docs/guides/b.md": "# B\n"}, "topics/guides/2"),
        ({"mkdocs.yml": "site_name: X\n", "docs/b.md": "# B\n"}, "topics/page"),
        ({"mkdocs.yml": "site_name: X\n", "docs/b.md": "# B\n"}, "tools/scripts"),
        ({"a_de.md": "# A\n", "a_en.md": ENGLISH, "b_de.md": "# B\n", "b_en.md": ENGLISH}, "de/b"),
    ],
)  # fmt: skip
def test_no_old_address_comes_along_that_the_check_would_refuse(
    files: dict[str, str], old: str, make_source: Callable[..., Path], tmp_path: Path
) -> None:
    name = next((name for name in files if name == "a_en.md"), "docs/faq/c.md")
    page = f"---\nredirect_from: [{old}, faq/long-gone]\n---\n# C\n\n{ENGLISH}\n"
    report = import_site(make_source({**files, name: page}), tmp_path / "new")
    assert any(f"the old address “{old.strip('/')}”" in str(one) and one.path == name for one in report.findings)
    found = check_references(load(tmp_path / "new").library, load_project(tmp_path / "new").options)
    assert [problem for problem in found if problem.is_error] == []
    assert any("faq/long-gone" in path.read_text("utf-8") for path in (tmp_path / "new/docs").rglob("*.md"))


@pytest.mark.parametrize(
    ("fields", "is_public"),
    [
        ("draft: no", True),
        ("draft: yes", False),
        ("draft: 'true'", False),
        ("draft: later", False),
        ("published: 2024-01-01", True),
        ("published: 'false'", False),
        ("status: Completed", True),
        ("status: Draft", False),
        ("status: nội bộ", False),
        ("visibility: private", False),
        ("visibility: public", True),
        ("audience: [customers, staff]", False),
        ("hidden: true", False),
        ("hidden: false", True),
        ("private: maybe", False),
        ("a: [broken", False),
    ],
)
def test_a_page_that_says_it_is_not_for_readers_becomes_a_draft(
    fields: str, is_public: bool, make_source: Callable[..., Path], tmp_path: Path
) -> None:
    import_site(make_source({"a.md": f"---\n{fields}\n---\n{ENGLISH}\n"}), tmp_path / "new")
    assert load(tmp_path / "new").library.articles["a", "en"].is_draft != is_public


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wie kann ich meine Bestellung zurückgeben? Sie haben 14 Tage und der Versand ist frei.", "de"),
        ("Comment retourner ma commande ? Vous avez 14 jours pour le faire avec votre numéro.", "fr"),
        ("¿Cómo puedo devolver mi pedido? Usted puede hacerlo en los 14 días.", "es"),
        ("Anda bisa menghubungi kami karena gratis untuk pengiriman.", "id"),
        ("Anda boleh menyemak pesanan ini dengan nombor yang kami hantar.", "ms"),
        ("Call us anytime", "en"),
    ],
)
def test_a_site_without_a_language_is_told_by_its_words(
    text: str, language: str, make_source: Callable[..., Path], tmp_path: Path
) -> None:
    import_site(make_source({"a.md": text}), tmp_path / "new")
    assert load_project(tmp_path / "new").options.default_language == language
