"""One HTML page → its main text, its title, its language and the files it shows; what is round the text is told."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Comment, Tag

from kb.importers.documents.office_pages import settle_office_page
from kb.importers.documents.splitting import HEADINGS, words_of
from kb.text.folding import fold_slug

MAIN_TEXT = (
    ".rte", ".article-body", ".article__body", ".entry-content", ".post-content", "[itemprop=articleBody]",
    ".page-content",
    ".content-page", ".page-body", ".page-detail", ".article-content", ".article-details", ".static-page",
    ".wiki-content",
    "article", "main", "[role=main]", "#main-content", "#content", "#main",
)  # fmt: skip
"""Where themes of Shopify, Haravan, Sapo, WordPress and helpdesks put a page's own text, the surest place first."""
AROUND = (
    "header", "nav", "footer", "aside", "[role=navigation]", "[role=banner]", "[role=contentinfo]", "[role=search]",
    ".breadcrumb",
    ".breadcrumbs", ".sidebar", ".share", ".social-share", ".social-sharing", ".related",
    ".related-posts", ".related-articles",
    ".cookie", ".cookie-banner", ".comments", "#comments", ".comment-respond", ".toc", ".pagination", ".article-votes",
    ".skip-link", ".screen-reader-text", ".visually-hidden", ".sr-only", ".edit-link", ".newsletter",
)  # fmt: skip
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
OPENERS = ("aria-controls", "data-target", "data-bs-target", "href", "for")
"""Attributes by which a heading or button names the part that it unfolds."""
FOLDS = re.compile(r"accordion|collaps|toggle|faq|panel|answer|spoiler|tab-?(?:content|pane)", re.IGNORECASE)
FILES = frozenset({"pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "csv", "txt", "zip", "odt", "ods", "mp3", "mp4"})
PICTURES = frozenset({"png", "jpg", "jpeg", "gif", "webp", "avif", "bmp"})
TITLE_END = re.compile(r"\s+[|–—·»-]\s+[^|–—·»]+$")


@dataclass(slots=True)
class HtmlPage:
    """What a page says for itself."""

    html: str = ""
    title: str = ""
    language: str = ""
    summary: str = ""
    canonical: str = ""
    """The address of the page, as it says itself; empty if it does not."""
    others: dict[str, str] = field(default_factory=dict)
    """Language → address of the page in that language."""
    files: dict[str, bytes] = field(default_factory=dict)
    losses: list[tuple[str, str, bool]] = field(default_factory=list)
    is_hidden: bool = False
    """Whether the page asks not to be found (`noindex`)."""


def read_html_page(html: str, local: Callable[[str], bytes | None]) -> HtmlPage:
    """`html` taken apart. `local`: address in the page → bytes of the file beside it; None for what is not there."""
    soup = BeautifulSoup(html, "html.parser")
    page = HtmlPage()
    _read_head(soup, page)
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    page.losses += settle_office_page(soup)
    main = _main_text(soup, page)
    _drop_hidden(main, page)
    _take_title(soup, main, page)
    _take_files(main, page, local)
    page.html = main.decode_contents() if main.name != "[document]" else str(main)
    return page


def _read_head(soup: BeautifulSoup, page: HtmlPage) -> None:
    root = soup.find("html")
    page.language = str(root.get("lang") or root.get("xml:lang") or "") if isinstance(root, Tag) else ""
    for link in soup.find_all("link"):
        relation = str(link.get("rel") or "")
        href = str(link.get("href") or "")
        if "canonical" in relation:
            page.canonical = href
        if "alternate" in relation and (code := str(link.get("hreflang") or "")) not in ("", "x-default"):
            page.others[code] = href
    for meta in soup.find_all("meta"):
        name = str(meta.get("name") or meta.get("property") or "").lower()
        content = " ".join(str(meta.get("content") or "").split())
        if name == "description":
            page.summary = content
        elif name == "og:title":
            page.title = content
        elif name == "og:locale" and not page.language:
            page.language = content.replace("_", "-")
        elif name == "robots" and "noindex" in content.lower():
            page.is_hidden = True


def _main_text(soup: BeautifulSoup, page: HtmlPage) -> Tag:
    """The page's own text; what is round it is left out and told."""
    body = soup.find("body")
    whole = body if isinstance(body, Tag) else soup
    all_words = len(whole.get_text(" ", strip=True).split())
    main = next((one for selector in MAIN_TEXT if (one := _only(whole, selector)) is not None), whole)
    inside = main.select(", ".join(AROUND))
    for tag in inside:
        if not tag.decomposed and not _holds_the_title(tag):
            tag.decompose()
    left = all_words - len(main.get_text(" ", strip=True).split())
    if left > 0:
        page.losses.append(
            (f"has {left} words round its main text (menus, header, footer): left out", "menus left out", False)
        )
    return main


def _only(whole: Tag, selector: str) -> Tag | None:
    """The one element that a selector finds with words in it; several are a list of teasers, not a text."""
    found = [one for one in whole.select(selector) if one.get_text(strip=True) or one.find("img")]
    outer = [one for one in found if not any(other in one.parents for other in found)]
    return outer[0] if len(outer) == 1 else None


def _holds_the_title(tag: Tag) -> bool:
    """`<header><h1>` within an article is its title, not the shop's head."""
    return tag.name == "header" and tag.find("h1") is not None and tag.find("nav") is None


def _drop_hidden(main: Tag, page: HtmlPage) -> None:
    """What the page does not show goes; what it unfolds when a reader clicks (an accordion's answers) stays, open."""
    named = {str(tag.get(name) or "").lstrip("#") for tag in main.find_all(True) for name in OPENERS} - {""}
    dropped = folded = 0
    for tag in main.find_all(True):
        if tag.decomposed or not _is_hidden(tag):
            continue
        if tag.get("id") in named or FOLDS.search(" ".join([*_classes(tag), str(tag.get("role") or "")])):
            folded += 1
        else:
            dropped += bool(tag.get_text(strip=True))
            tag.decompose()
    for button in main.find_all(("button", "a", "div"), attrs={"aria-expanded": True}):
        if button.find_parent(HEADINGS) is None and button.find(HEADINGS) is None and words_of(button):
            button.name = "h3"
            button.attrs = {}
    if dropped:
        message = f"holds {dropped} hidden pieces of text: left out"
        page.losses.append((message, "hidden text left out", False))
    if folded:
        page.losses.append((f"has {folded} parts that fold: they stand open now", "parts that fold", False))


def _is_hidden(tag: Tag) -> bool:
    style = str(tag.get("style") or "")
    return HIDDEN.search(style) is not None or tag.has_attr("hidden") or tag.get("aria-hidden") == "true"


def _classes(tag: Tag) -> list[str]:
    return str(" ".join(tag.get("class") or [])).split()


def _take_title(soup: BeautifulSoup, main: Tag, page: HtmlPage) -> None:
    heading = main.find("h1")
    if isinstance(heading, Tag) and words_of(heading) and len(main.find_all("h1")) == 1:
        page.title = words_of(heading)
        heading.decompose()
        return
    outside = [one for one in soup.find_all("h1") if one is not heading and not any(up is main for up in one.parents)]
    if len(outside) == 1 and words_of(outside[0]):
        page.title = words_of(outside[0])
        return
    head = soup.find("title")
    named = words_of(head) if isinstance(head, Tag) else ""
    page.title = page.title or TITLE_END.sub("", named) or named


def _take_files(main: Tag, page: HtmlPage, local: Callable[[str], bytes | None]) -> None:
    for picture in main.find_all("img"):
        lazy = picture.get("data-src") or picture.get("data-original") or picture.get("data-lazy-src") or ""
        source = str(picture.get("src") or "")
        source = str(lazy) if lazy and (not source or source.startswith("data:")) else source
        picture["src"] = _carried(source, str(picture.get("alt") or ""), PICTURES, page, local) or source
        if not _is_remote(source) and not source.startswith("data:") and str(picture["src"]) not in page.files:
            page.losses.append(
                (f"shows “{source[:100]}”, which is not among the files: left out", "picture missing", True)
            )
            picture.decompose()
    for link in main.find_all("a", href=True):
        href = str(link["href"])
        if address := _carried(href, link.get_text(" ", strip=True), FILES, page, local):
            link["href"] = address


def _is_remote(address: str) -> bool:
    return re.match(r"(?:https?:)?//", address) is not None


def _carried(
    source: str, words: str, endings: frozenset[str], page: HtmlPage, local: Callable[[str], bytes | None]
) -> str:
    """The address under which a file beside the page comes along; empty if there is none."""
    try:
        path = unquote(urlsplit(source).path)
    except ValueError:
        return ""
    ending = path.rpartition(".")[2].lower()
    if ending not in endings or source.startswith("data:"):
        return ""
    data = local(source)
    if data is None:
        return ""
    name = fold_slug(posixpath.basename(path).rpartition(".")[0]) or fold_slug(words)[:40] or "file"
    address = f"/{hashlib.sha256(data).hexdigest()[:8]}/{name}.{ending}"
    page.files[address] = data
    return address
