"""WordPress' export (WXR): pages and posts with their categories, old addresses, languages and state."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from kb.importers.common.report import ImportFindings
from kb.importers.common.settings import plain_day
from kb.importers.documents.cells import HTML_BLOCK
from kb.importers.documents.pages import Page
from kb.importers.documents.shop_pages import ShopPagesError
from kb.importers.documents.table_rows import INTERNAL, PUBLIC
from kb.importers.sites.field_map import is_address

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
TEXTS = frozenset(
    {"post", "page", "faq", "docs", "kb", "knowledgebase", "article", "ht_kb", "epkb_post_type_1", "help"}
)
"""Types of records that are texts; orders, products, menus and forms are none."""
LEFT_IN_SILENCE = frozenset(
    {"nav_menu_item", "revision", "wp_global_styles", "wp_navigation", "custom_css", "wp_template"}
)
STATES = {"publish": "", "draft": "draft", "pending": "draft", "future": "draft", "auto-draft": "draft", "inherit": ""}
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
SHORTCODE = re.compile(r"\[(?P<end>/?)(?P<name>[A-Za-z][\w-]*)(?P<more>(?:\s[^\[\]]*)?)/?\](?!\()")
ALONE = frozenset(
    {"gallery", "playlist", "embed", "audio", "video", "caption", "contact-form-7", "woocommerce_cart", "toc"}
)


def read_wordpress(file: Path, findings: ImportFindings) -> list[Page]:
    """The pages and posts of a WXR file. Raises `ShopPagesError`."""
    try:
        root = ElementTree.fromstring(file.read_bytes().lstrip())
    except ElementTree.ParseError as error:
        raise ShopPagesError(
            f"{file.name} is no XML that can be read ({error}): export it again; nothing was imported"
        ) from None
    channel = root.find("channel")
    if root.tag != "rss" or channel is None or not any("wordpress.org/export" in one.tag for one in channel.iter()):
        raise ShopPagesError(f"{file.name} is no export of WordPress (Tools, Export); nothing was imported")
    pages, others = [], Counter[str]()
    comments = 0
    for number, item in enumerate(channel.iter("item"), start=1):
        kind = _value(item, "post_type") or "post"
        comments += sum(1 for one in item if one.tag.endswith("}comment"))
        if kind in TEXTS and _value(item, "status") != "trash":
            pages.append(_page(file.name, number, item, findings))
        elif kind not in LEFT_IN_SILENCE:
            others[kind if kind not in TEXTS else "trashed text"] += 1
    for kind, count in sorted(others.items()):
        findings.add(file.name, 1, f"{count} records of the kind “{kind}”: left out", f"{kind} left out")
    if comments:
        findings.add(file.name, 1, f"{comments} comments of readers: left out", "comments left out")
    if not pages:
        raise ShopPagesError(f"{file.name} holds no pages or posts; nothing was imported")
    return pages


def _value(item: ElementTree.Element, name: str) -> str:
    """The text of a `wp:` element; the namespace has the version of the format in it."""
    return next((" ".join((one.text or "").split()) for one in item if one.tag.endswith(f"}}{name}")), "")


def _page(name: str, number: int, item: ElementTree.Element, findings: ImportFindings) -> Page:
    title = " ".join((item.findtext("title") or "").split())
    html = _body(item.findtext(CONTENT) or "")
    html, codes = without_shortcodes(html)
    id = _value(item, "post_id")
    label = f"“{title or id}”"
    if codes:
        message = (
            f"{label} holds shortcodes ({', '.join(f'[{code}]' for code in codes)}): left out, not what stands in them"
        )
        findings.add(name, number, message, "shortcodes left out", is_open=True)
    state = _value(item, "status")
    is_locked = bool(_value(item, "post_password"))
    is_draft = STATES.get(state, "draft") == "draft" and state != "private"
    if is_draft:
        findings.add(
            name, number, f"{label} is not published ({state}): imported as a draft", "text that is not published"
        )
    if state == "private" or is_locked:
        why = "private" if state == "private" else "locked with a password"
        findings.add(name, number, f"{label} is {why}: kept internal", "text kept internal")
    categories = [one for one in item.findall("category") if one.text]
    by_domain = {str(one.get("domain")): one for one in reversed(categories)}
    language = by_domain.get("language")
    group = by_domain.get("post_translations")
    topics = [str(one.text) for one in categories if str(one.get("domain")).endswith("category")]
    if len(topics) > 1:
        message = f"{label} is in {len(topics)} categories: its topic is “{topics[0]}”"
        findings.add(name, number, message, "several categories")
    return Page(
        path=name,
        line=number,
        identity=f"wordpress/{group.get('nicename') if group is not None else id or number}",
        language=str(language.get("nicename") or "") if language is not None else "",
        title=title,
        html=html,
        topic=topics[0] if topics and topics[0].lower() != "uncategorized" else "",
        audience=INTERNAL if state == "private" or is_locked else PUBLIC,
        addresses=_addresses(item.findtext("link") or ""),
        updated=plain_day(_value(item, "post_modified") or _value(item, "post_date")),
        is_draft=is_draft,
    )


def _addresses(link: str) -> tuple[str, ...]:
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return ()
    path = unquote(parts.path).strip("/")
    return (path,) if path and not parts.query and is_address(path) else ()


def _body(html: str) -> str:
    """The HTML that WordPress would show: blank lines of old texts are paragraphs, single line ends are breaks."""
    is_of_blocks = "<!-- wp:" in html
    html = COMMENT.sub("", html)
    if is_of_blocks or re.search(r"<p[\s>]", html):
        return html
    parts = [part.strip() for part in re.split(r"\n\s*\n", html) if part.strip()]
    return "".join(
        part if HTML_BLOCK.match(part) else "<p>" + re.sub(r"\s*\n\s*", "<br>", part) + "</p>" for part in parts
    )


def without_shortcodes(html: str) -> tuple[str, list[str]]:
    """(`html` without shortcodes, their names). What stands between two of them stays; `[note]` alone is text."""
    closed = {match["name"] for match in SHORTCODE.finditer(html) if match["end"]}
    names: dict[str, None] = {}

    def drop(match: re.Match[str]) -> str:
        is_code = match["name"] in closed or match["name"].lower() in ALONE or "=" in match["more"]
        if not is_code:
            return match[0]
        names.setdefault(match["name"])
        return ""

    return SHORTCODE.sub(drop, html), list(names)
