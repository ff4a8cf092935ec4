"""Pages that Google Docs and Word save as HTML: comments out, styles as tags, Google's list classes as nested lists."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup, Tag

RULE = re.compile(r"\.(?P<name>[\w-]+)\s*\{(?P<body>[^{}]*)\}")
GOOGLE_LIST = re.compile(r"lst-kix_[\w]+-(?P<level>\d+)")
COMMENT = re.compile(r"^#?cmnt")
OFFICE_COMMENT = re.compile(r"mso-element:\s*comment|mso-comment", re.IGNORECASE)
OFFICE_CLASSES = ".MsoCommentReference, .MsoCommentText, .msocomtxt, .msocomoff, .msoDel, .MsoDel"
BOLD = re.compile(r"font-weight:\s*(?:700|800|900|bold)")
ITALIC = re.compile(r"font-style:\s*italic")


def settle_office_page(soup: BeautifulSoup) -> list[tuple[str, str, bool]]:
    """Change `soup` so that its tags say what its styles showed; returns what is lost, as (what, group, is open)."""
    losses = []
    if comments := _drop_comments(soup):
        losses.append((f"holds {comments} comments: left out", "comments left out", False))
    if soup.find(class_="doc-content") is None and GOOGLE_LIST.search(str(soup.find(("ul", "ol")) or "")) is None:
        return losses
    _tag_styles(soup)
    _nest_lists(soup)
    for paragraph in soup.find_all("p", class_="title")[:1]:
        paragraph.name = "h1"
    for link in soup.find_all("a", href=True):
        _follow_link(link)
    _settle_footnotes(soup)
    return losses


def _drop_comments(soup: BeautifulSoup) -> int:
    count = 0
    for anchor in soup.find_all("a", id=COMMENT):
        if anchor.decomposed:
            continue
        if str(anchor.get("id")).startswith("cmnt_ref"):
            (anchor.find_parent("sup") or anchor).decompose()
            continue
        box = anchor.find_parent("div") or anchor.find_parent("p") or anchor
        count += len(box.find_all("a", id=re.compile(r"^cmnt\d")))
        box.decompose()
    for tag in [*soup.find_all(style=OFFICE_COMMENT), *soup.select(OFFICE_CLASSES)]:
        if not tag.decomposed:
            count += 1
            tag.decompose()
    return count


def _tag_styles(soup: BeautifulSoup) -> None:
    """Bold and italic classes of spans as tags; headings are bold already."""
    rules = {
        match["name"]: match["body"] for style in soup.find_all("style") for match in RULE.finditer(style.get_text())
    }
    for span in soup.find_all("span", class_=True):
        looks = ";".join(rules.get(name, "") for name in str(" ".join(span.get("class") or [])).split())
        if span.find_parent(("h1", "h2", "h3", "h4", "h5", "h6")) or not span.get_text(strip=True):
            continue
        for pattern, name in ((ITALIC, "em"), (BOLD, "strong")):
            if pattern.search(looks):
                span.wrap(soup.new_tag(name))


def _nest_lists(soup: BeautifulSoup) -> None:
    """Google writes a list inside another one behind it, with its level in the class."""
    last: dict[int, Tag] = {}
    for found in soup.find_all(("ul", "ol")):
        match = GOOGLE_LIST.search(str(" ".join(found.get("class") or [])))
        if match is None:
            continue
        level = int(match["level"])
        before = found.find_previous_sibling(True)
        parent = last.get(level - 1)
        is_next = before is not None and any(before is one or before in one.parents for one in last.values())
        items = parent.find_all("li", recursive=False) if parent is not None and is_next else []
        same = last.get(level)
        if level and items:
            items[-1].append(found)
        elif is_next and same is not None and same.name == found.name and "start" not in (found.get("class") or []):
            for item in found.find_all("li", recursive=False):
                same.append(item)
            found.decompose()
            last = {depth: one for depth, one in last.items() if depth <= level}
            continue
        last = {depth: one for depth, one in last.items() if depth < level} | {level: found}


def _follow_link(link: Tag) -> None:
    """The address behind Google's `google.com/url?q=`."""
    href = str(link["href"])
    try:
        parts = urlsplit(href)
    except ValueError:
        return
    if parts.netloc.endswith("google.com") and parts.path == "/url" and (target := parse_qs(parts.query).get("q")):
        link["href"] = target[0]


def _settle_footnotes(soup: BeautifulSoup) -> None:
    for anchor in soup.find_all("a", id=re.compile(r"^ftnt")):
        anchor.replace_with(anchor.get_text())
