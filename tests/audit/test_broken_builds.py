"""Public folders broken on purpose, each in one way that a leak has been seen to take: every one is caught."""

from __future__ import annotations

import base64
import gzip
import html
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from kb.audit.audit import audit_folder
from kb.audit.cache import Cache
from tests.audit.planted import jpeg, pdf, png, zipped
from tests.conftest import WriteProject

SENTENCE = "Offer the quiet refund only when a buyer mentions small claims court"
TONED = "Đừng nói với khách rằng kho Bình Dương đang kẹt hàng"
FILES = {
    "docs/faq/returns.md": "---\ntitle: How to return\n---\nOffer a refund. The buyer mentions it only in chat.\n",
    "docs/faq/returns.vi.md": "---\ntitle: Trả hàng\n---\nNói với khách hàng rằng kho đang mở.\n",
    "facts.yml": "return_days: {about: x, unit: days, value: 7}\n",
    "agents/procedures/quiet-refund.md": f"---\ntitle: Quiet refund\n---\n# Quiet refund\n\n{SENTENCE}.\n",
    "agents/procedures/quiet-refund.vi.md": f"---\ntitle: Hoàn tiền\n---\n{TONED}.\n",
    "agents/scripts/sorry.md": "---\ntitle: Sorry\nplaceholders: {refund_code: {example: RC-77182}}\n---\n"
    "Use {{ refund_code }}.\n",
    "agents/facts.yml": "goodwill_limit: {about: Most we give, unit: money, markets: {VN: 345000, MY: 1234}}\n",
    "agents/files/map.bin": bytes(range(256)) * 3,
}
KEY = b"k" * 32
Break = Callable[[Path], None]


def page(text: str) -> Break:
    """The text on an ordinary page, in the middle of other things."""
    body = "<!doctype html>\n<title>How to return</title>\n<main>\n<p>Offer a refund.</p>\n{}\n</main>\n"
    return lambda site: write(site, "faq/returns/index.html", body.format(text))


def write(site: Path, name: str, content: str | bytes) -> None:
    (site / name).parent.mkdir(parents=True, exist_ok=True)
    (site / name).write_bytes(content.encode() if isinstance(content, str) else content)


def file(name: str, content: str | bytes) -> Break:
    return lambda site: write(site, name, content)


def b64(text: str | bytes) -> str:
    return base64.b64encode(text.encode() if isinstance(text, str) else text).decode()


WRAPPED = base64.encodebytes(f"Many words stand before it. {SENTENCE}. And many more after it, too.".encode()).decode()

LEAKS: dict[str, Break] = {
    "text in a page": page(f"<p>{SENTENCE}.</p>"),
    "text over several lines": page(SENTENCE.replace(" ", "\n")),
    "text with inline tags": page(
        "<p>Offer the <b>quiet</b> <a href='x'>refund</a> only <em>when</em> a buyer mentions</p>"
    ),
    "one run of five words": page("<p>refund only when a buyer</p>"),
    "capitals": page(f"<h2>{SENTENCE.upper()}</h2>"),
    "tones lost": page("<p>dung noi voi khach rang kho Binh Duong dang ket hang</p>"),
    "decomposed letters": page("<p>Đừng nói với khách rằng kho</p>"),
    "named entities": page("<p>Offer&nbsp;the&nbsp;quiet&nbsp;refund&nbsp;only&nbsp;when</p>"),
    "numeric entities": page("".join(f"&#{ord(char)};" for char in SENTENCE)),
    "hexadecimal entities of toned text": page(TONED.encode("ascii", "xmlcharrefreplace").decode()),
    "an attribute": page(f'<meta name="description" content="{SENTENCE}">'),
    "a comment": page(f"<!-- {SENTENCE} -->"),
    "soft hyphens": page(SENTENCE.replace("refund", "re\u00adfund").replace("quiet", "qui\u200bet")),
    "base64 in a script": file("assets/app.js", f"const a=1;const t=atob('{b64(SENTENCE)}');run(t)"),
    "base64 for addresses": file("app.js", f"x='{base64.urlsafe_b64encode(TONED.encode()).decode().rstrip('=')}'"),
    "base64 over several lines": file("mail.txt", WRAPPED),
    "base64 of gzip": file("app.js", f'load("{b64(gzip.compress(SENTENCE.encode()))}")'),
    "base64 of JSON with escapes": file("app.js", f"d={{t:'{b64(json.dumps({'body': TONED}))}'}}"),
    "an image in a page": page(f'<img src="data:image/png;base64,{b64(png(SENTENCE, "x"))}">'),
    "JSON with escapes": file("search/index.json", json.dumps({"docs": [{"text": TONED}]})),
    "JSON, every letter escaped": file("i.json", '{"t":"' + "".join(f"\\u{ord(char):04x}" for char in SENTENCE) + '"}'),
    "JSON in an attribute": page(f'<div data-x="{html.escape(json.dumps({"t": TONED}))}"></div>'),
    "escapes of JavaScript": file("a.js", 't="' + "".join(f"\\x{ord(char):02x}" for char in SENTENCE) + '"'),
    "a compressed sitemap": file(
        "sitemap.xml.gz", gzip.compress(b"<loc>https://x.example/procedures/quiet-refund/</loc>")
    ),
    "a sitemap": file(
        "sitemap.xml", "<urlset><url><loc>https://x.example/procedures/quiet-refund/</loc></url></urlset>"
    ),
    "percent signs": file("list.txt", "https://x.example/?q=" + quote(SENTENCE)),
    "percent signs of toned text": page(f'<a href="/s?q={quote(TONED)}">x</a>'),
    "a style sheet's content": file("a.css", f'p::after{{content:"{SENTENCE}"}}'),
    "escapes of a style sheet": file(
        "a.css", 'p::after{content:"' + "".join(f"\\{ord(c):x} " for c in SENTENCE) + '"}'
    ),
    "SVG text": file("a.svg", f"<svg xmlns='http://www.w3.org/2000/svg'><text>{SENTENCE}</text></svg>"),
    "PNG text": file("a.png", png(SENTENCE, "x")),
    "compressed PNG text": file("a.png", png("x", SENTENCE)),
    "after the end of an image": file("a.png", png("x", "x") + SENTENCE.encode()),
    "EXIF": file("a.jpg", jpeg(SENTENCE, "x", "x")),
    "EXIF in UTF-16": file("a.jpg", jpeg("x", TONED, "x")),
    "a JPEG comment": file("a.jpg", jpeg("x", "x", SENTENCE)),
    "PDF title": file("a.pdf", pdf(SENTENCE, "text")),
    "compressed PDF text": file("a.pdf", pdf("x", SENTENCE)),
    "a zip": file("a.zip", zipped("x", SENTENCE)),
    "a name in a zip": file("a.zip", zipped("quiet-refund", "x")),
    "UTF-16": file("a.txt", SENTENCE.encode("utf-16")),
    "UTF-16 without its mark": file("a.txt", SENTENCE.encode("utf-16-be")),
    "NUL bytes": file("a.txt", b"\0\0" + SENTENCE.encode() + b"\0"),
    "a file name": file("assets/quiet-refund.png", b"x"),
    "a folder's name": file("procedures/quiet-refund/index.html", "<p>x</p>"),
    "a file name in percent signs": file("assets/quiet%2Drefund.png", b"x"),
    "a placeholder's name": page("<code>refund_code</code>"),
    "a placeholder's example": page("<code>RC-77182</code>"),
    "a fact's name": file("facts.json", '{"goodwill_limit": 1}'),
    "a fact's value": page("<p>Up to RM1,234 at once</p>"),
    "a fact's value in Vietnamese": page("<p>tới 345.000\u00a0₫ mỗi lần</p>"),
    "a whole file": file("assets/x.bin", bytes(range(256)) * 3),
    "a whole file in base64": file("a.js", f"'{b64(bytes(range(256)) * 3)}'"),
    "a redirect": file("_redirects", "/old /procedures/quiet-refund/ 301\n"),
    "a source map": file("a.js.map", json.dumps({"sourcesContent": [f"// {SENTENCE}"]})),
    "no file type": file("LICENSE", SENTENCE),
    "a hidden file": file(".well-known/x", SENTENCE),
    "a manifest of an application": file("site.webmanifest", json.dumps({"name": "x", "description": SENTENCE})),
    "a feed": file("feed.xml", f"<rss><item><description><![CDATA[<p>{SENTENCE}</p>]]></description></item></rss>"),
    "a header of a host": file("_headers", f"/*\n  X-Note: {SENTENCE}\n"),
    "a module's licence": file("assets/x.mjs", f"/*! {SENTENCE} */export default 1"),
    "a template literal": file("assets/y.js", f"const t = `{SENTENCE}`;"),
}
HARMLESS: dict[str, Break] = {
    "public text": page("<p>Offer a refund. The buyer mentions it only in chat.</p>"),
    "a public fact": page("<p>7 days</p>"),
    "theme words": page('<nav class="md-nav" aria-label="Navigation"><button>Search</button></nav>'),
    "words of both in another order": page("<p>the buyer mentions a refund</p>"),
    "random base64": file("a.js", f"x='{b64(bytes(range(1, 255)))}'"),
    "an image": file("a.png", png("a parcel", "x")),
    "texts side by side": page("<ul><li>offer the<li>chat only</ul><p>refund</p><p>only</p><p>when a buyer</p>"),
}


def test_an_escaped_tab_in_a_title_that_both_editions_have_is_no_leak(project: Path) -> None:
    title = json.dumps('Ja\tkangaroo "hop"')
    for path in ("docs/faq/hop.md", "agents/scripts/hop.md"):
        (project / path).write_text(f"---\ntitle: {title}\n---\nText.\n")
    write(project / "site", "faq/hop/index.html", "<h1>Ja\tkangaroo &#34;hop&#34;</h1>")
    assert audit_folder(project / "site", project).problems == ()


@pytest.fixture
def project(write_project: WriteProject) -> Path:
    return write_project(FILES)


@pytest.mark.parametrize("name", LEAKS)
def test_the_leak_is_caught(name: str, project: Path) -> None:
    LEAKS[name](project / "site")
    report = audit_folder(project / "site", project, shown_as="site")
    assert not report.is_clean
    leaks = [problem for problem in report.problems if problem.code != "KB914"]
    assert leaks
    assert all(problem.path.startswith("agents/") for problem in leaks)
    assert all("stands in site/" in problem.message and "byte " in problem.message for problem in leaks)


def test_at_least_sixty_builds_are_broken() -> None:
    assert len(LEAKS) >= 60


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_public_is_no_leak(name: str, project: Path) -> None:
    HARMLESS[name](project / "site")
    assert audit_folder(project / "site", project).problems == ()


def test_the_leak_on_the_last_of_many_equal_pages_is_found_with_its_place(project: Path) -> None:
    chrome = "\n".join(f"<a href='/{number}/'>Link {number}</a>" for number in range(200))
    for number in range(30):
        write(project / "site", f"p{number:02}/index.html", f"{chrome}\n<p>Page</p>\n")
    leaking = f"{chrome}\n<p>Page</p>\n<p>{SENTENCE}</p>\n"
    write(project / "site", "p29/index.html", leaking)
    (problem, *others) = audit_folder(project / "site", project, shown_as="site").problems
    assert others == []
    assert (problem.path, problem.line) == ("agents/procedures/quiet-refund.md", 6)
    place = int(problem.message.split("byte ")[1].split()[0].strip("("))
    assert "site/p29/index.html" in problem.message
    assert leaking.encode()[place:].startswith(tuple(word.encode() for word in SENTENCE.split()))


def test_verdicts_are_kept_and_renewed_when_internal_text_is_added(project: Path) -> None:
    write(project / "site", "index.html", "<p>Warehouse seven opens at noon on Sundays</p>")
    cache = Cache(project, KEY)
    first = audit_folder(project / "site", project, cache=cache)
    second = audit_folder(project / "site", project, cache=cache)
    assert (first.reused, second.reused, first.problems, second.problems) == (0, 1, (), ())
    write(project, "agents/procedures/hours.md", "Warehouse seven opens at noon on Sundays.\n")
    third = audit_folder(project / "site", project, cache=cache)
    assert third.reused == 0
    assert not third.is_clean


def test_what_is_kept_of_the_last_audit_hides_no_leak_of_the_next_build(project: Path) -> None:
    cache = Cache(project, KEY)
    write(project / "site", "faq/returns/index.html", "<p>Offer a refund. The buyer mentions it only in chat.</p>")
    assert audit_folder(project / "site", project, cache=cache).is_clean
    missed = []
    for number, (name, spoil) in enumerate(LEAKS.items()):
        site = project / f"site-{number}"
        shutil.copytree(project / "site", site)
        spoil(site)
        missed += [name] if audit_folder(site, project, cache=cache).is_clean else []
    assert missed == []
    rerender = audit_folder(project / "site", project, cache=cache)
    assert (rerender.is_clean, rerender.reused) == (True, 1)


@pytest.mark.parametrize("change", ["edited", "deleted", "a draft"])
def test_a_word_that_no_public_source_has_any_more_is_a_leak(change: str, project: Path) -> None:
    source, cache = project / "docs/faq/court.md", Cache(project, KEY)
    public = "A quiet word is not needed.\n"
    source.write_text(public)
    write(project / "site", "faq/quiet/index.html", f"<p>{public}</p>")
    assert audit_folder(project / "site", project, cache=cache).is_clean
    if change == "deleted":
        source.unlink()
    else:
        source.write_text("Nothing of it.\n" if change == "edited" else f"---\ndraft: true\n---\n{public}")
    write(project / "site", "faq/other/index.html", "<p>It is quiet here</p>")
    report = audit_folder(project / "site", project, cache=cache)
    assert "quiet" in "".join(problem.message for problem in report.problems)
    (project / "site/faq/other/index.html").write_text("<p>Offer a refund</p>")
    (project / "site/faq/quiet/index.html").unlink()
    assert audit_folder(project / "site", project, cache=cache).is_clean


def test_a_file_changed_behind_its_time_is_read_when_somebody_asks_for_an_audit(project: Path) -> None:
    page, cache = project / "site/index.html", Cache(project, KEY)
    write(project / "site", "index.html", "x" * len(SENTENCE))
    assert audit_folder(project / "site", project, cache=cache).is_clean
    before = page.stat()
    page.write_text(SENTENCE)
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert not audit_folder(project / "site", project, cache=cache).is_clean


def test_the_audit_of_a_small_change_reads_the_files_that_changed_alone(project: Path) -> None:
    cache = Cache(project, KEY)
    for number in range(9):
        write(project / "site", f"p{number}/index.html", f"<p>Offer a refund {number}</p>")
    assert audit_folder(project / "site", project, cache=cache).reused == 0
    (project / "docs/faq/returns.md").write_text("---\ntitle: How to return\n---\nOffer a refund by mail.\n")
    write(project / "site", "p4/index.html", "<p>Offer a refund by mail</p>")
    report = audit_folder(project / "site", project, cache=cache)
    assert (report.reused, report.problems) == (8, ())
    assert audit_folder(project / "site", project, cache=cache).reused == 9


def test_the_cache_tells_no_internal_word(project: Path) -> None:
    write(project / "site", "index.html", "<p>Hello</p>")
    audit_folder(project / "site", project, cache=Cache(project, KEY))
    files = [path.read_bytes().lower() for path in (project / ".kb-cache/audit").iterdir()]
    assert len(files) == 3
    assert not any(word in held for held in files for word in (b"quiet", b"refund", b"goodwill", b"claims", b"court"))


def test_a_file_that_cannot_be_opened_is_said(project: Path) -> None:
    write(project / "site", "a.7z", b"7z\xbc\xaf\x27\x1c" + b"x" * 50)
    write(project / "site", "b.gz", gzip.compress(b"hello")[:-6])
    problems = audit_folder(project / "site", project, shown_as="site").problems
    assert [(problem.code, problem.path, problem.is_error) for problem in problems] == [
        ("KB914", "site/a.7z", True),
        ("KB914", "site/b.gz", True),
    ]
