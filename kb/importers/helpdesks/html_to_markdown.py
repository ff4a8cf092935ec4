"""HTML of a helpdesk → Markdown that shows the same and can do nothing: no script, no frame, no picture from elsewhere.

markdownify does the conversion; this module decides what may pass, and writes what Python-Markdown reads.
"""

from __future__ import annotations

import base64
import binascii
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, Tag
from markdownify import MarkdownConverter

from kb.importers.common.escaping import escape_attribute_lists, escape_our_braces
from kb.importers.common.markdown_scan import lines_of
from kb.importers.helpdesks.anchors import place_anchors

REMOVED = ("script", "style", "noscript", "template", "form", "input", "button", "select", "textarea", "link", "meta")
FRAMES = ("iframe", "embed", "object", "video", "audio")
SAFE_SCHEME = re.compile(r"(?:https?:|mailto:|tel:|sms:|/|#|\.|\?|[^:/?#]+(?:[/?#]|$))", re.IGNORECASE)
DATA_PICTURE = re.compile(
    r"data:image/(?P<kind>png|jpeg|jpg|gif|webp);base64,(?P<data>[A-Za-z0-9+/=\s]+)", re.IGNORECASE
)
LIST_LINE = re.compile(r"\s*[-*•]\s+(?P<text>.+)")
ANCHOR_OPEN, ANCHOR_CLOSE = "\ue012", "\ue013"
"""Marks that no conversion touches; a heading's id goes in afterwards."""
MAX_DEPTH = 200


@dataclass(slots=True)
class Converted:
    """The Markdown, and what happened on the way."""

    markdown: str
    remarks: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    """Addresses of pictures, in order, each once."""
    embedded: dict[str, bytes] = field(default_factory=dict)
    """Pictures that stood in the HTML itself: name → bytes."""


class _Converter(MarkdownConverter):
    """Markdown as Python-Markdown reads it: list items indented by four, HTML characters as entities."""

    class Options:
        heading_style = "atx"
        bullets = "*"
        escape_misc = False
        strip_document = "strip"
        table_infer_header = True
        autolinks = False
        code_language_callback = staticmethod(lambda element: _code_language(element))

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Words only: whatever Markdown or HTML would take for a mark is written out."""
        text = re.sub(r"&(?=#?\w+;)", "&amp;", text.replace("\\", "\\\\"))
        text = text.replace("<", "&lt;").replace("`", "\\`").replace("[", "\\[").replace("]", "\\]")
        text = re.sub(r"(?m)^(\s*)([#>]|[+-](?=[\s+-]|$))", r"\1\\\2", text)
        text = re.sub(r"(?m)^(\s*)([=~?/])(?=\2|\s*$)", lambda match: f"{match[1]}&#{ord(match[2])};", text)
        text = re.sub(r"(?m)^(\s*\d{1,9})([.)])(?=\s|$)", r"\1\\\2", text)
        text = re.sub(r"(?m)^(\s*)(!!!)", r"\1\\\2", text)
        text = re.sub(r"(?m)^(\s*):(?=::)", r"\1&#58;", text)
        if len(re.findall(r"(?<!\w)~|~(?!\w)", text)) > 1:  # two that could strike words out; “3~5 days” cannot
            text = text.replace("~", "&#126;")
        text = re.sub(r"(?<!\{)\{(?!\{)", r"\\{", text)  # `{ onclick=… }` after a link or in a heading
        text = text.replace("*", "\\*").replace("_", "\\_")
        if "td" in parent_tags or "th" in parent_tags:
            text = text.replace("|", "\\|")
        return re.sub(r"\\\*\\\*(?=\S)([^*\n]+?)(?<=\S)\\\*\\\*", r"**\1**", text)

    def convert_pre(self, element: Tag, text: str, parent_tags: set[str]) -> str:
        """A fence longer than any that stands in the text, which would end it."""
        words = text.strip("\r\n")
        if not words.strip():
            return ""
        longest = max((len(run) for run in re.findall(r"`{3,}", words)), default=2)
        fence = "`" * (longest + 1)
        return f"\n\n{fence}{_code_language(element)}\n{words}\n{fence}\n\n"

    def convert_li(self, element: Tag, text: str, parent_tags: set[str]) -> str:
        text = (text or "").strip()
        if not text:
            return "\n"
        parent = element.parent
        bullet = "*"
        if parent is not None and parent.name == "ol":
            start = str(parent.get("start") or "1")
            first = int(start) if start.isdecimal() and len(start) < 7 else 1
            bullet = f"{first + len(element.find_previous_siblings('li'))}."
        lines = text.split("\n")
        return "\n".join([bullet.ljust(4) + lines[0], *("    " + line if line else "" for line in lines[1:])]) + "\n"


def _code_language(element: Tag) -> str:
    names = [
        *(element.get("class") or []),
        *(name for code in element.find_all("code") for name in code.get("class") or []),
    ]
    return next((name.removeprefix("language-") for name in names if re.fullmatch(r"language-[\w+-]+", name)), "")


def convert_html(
    html: str,
    *,
    picture: Callable[[str], str],
    link: Callable[[str], str | None],
    anchors: frozenset[str] = frozenset(),
) -> Converted:
    """`picture` gives the file for a picture's address; `link` a link's new target, None to leave only its words.

    Headings keep those ids that `anchors` names.
    """
    html = _without_open_ends(html.replace(ANCHOR_OPEN, "").replace(ANCHOR_CLOSE, ""))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        soup = BeautifulSoup(html, "html.parser")
    result = Converted("")
    if _depth(soup) > MAX_DEPTH:
        result.remarks.append("is nested too deep: only its words were kept")
        result.markdown = _Converter().escape(soup.get_text("\n"), set()) + "\n"
        return result
    kept = list(place_anchors(soup, anchors).items()) if anchors else []
    for number, (_, heading) in enumerate(kept):
        heading.append(f" {ANCHOR_OPEN}{number}{ANCHOR_CLOSE}")
    _remove_programs(soup, result)
    _take_pictures(soup, result, picture)
    _take_links(soup, result, link)
    _read_markdown_lists(soup)
    _flatten_code(soup)
    _open_folds(soup, result)
    if soup.find("h1"):
        for level in (5, 4, 3, 2, 1):
            for heading in soup.find_all(f"h{level}"):
                heading.name = f"h{level + 1}"
    markdown = _Converter().convert_soup(soup)
    markdown = _tidy(markdown, result)
    result.markdown = re.sub(
        f"{ANCHOR_OPEN}([0-9]+){ANCHOR_CLOSE}", lambda match: f"{{ #{kept[int(match[1])][0]} }}", markdown
    )
    return result


def _without_open_ends(html: str) -> str:
    """`html` with tags and comments that begin and never end as text: the parser tries each to the end of the text."""
    end = html.rfind(">") + 1
    html = html[:end] + html[end:].replace("<", "&lt;")
    end = html.rfind("-->") + 1
    return html[:end] + html[end:].replace("<!--", "&lt;!--")


def _depth(soup: BeautifulSoup) -> int:
    """How deep tags are nested, counted without recursion; stops a little past the limit."""
    deepest = 0
    for text in soup.descendants:
        if isinstance(text, Tag) and not text.contents:
            deepest = max(deepest, sum(1 for _ in text.parents))
    for leaf in soup.find_all(string=True):
        deepest = max(deepest, sum(1 for _ in leaf.parents))
        if deepest > MAX_DEPTH:
            break
    return deepest


def _remove_programs(soup: BeautifulSoup, result: Converted) -> None:
    for tag in soup.find_all(FRAMES):
        if tag.decomposed:  # it stood in another one
            continue
        address = str(
            tag.get("src") or tag.get("data") or next((s.get("src") for s in tag.find_all("source")), "") or ""
        )
        address = "https:" + address if address.startswith("//") else address
        if re.match(r"https?://", address):
            anchor = soup.new_tag("a", href=address)
            anchor.string = str(tag.get("title") or address)
            paragraph = soup.new_tag("p")
            paragraph.append(anchor)
            tag.replace_with(paragraph)
            result.remarks.append(f"has an embedded {tag.name}: it became a link to {address}")
        else:
            result.remarks.append(f"has an embedded {tag.name} without an address: left out")
            tag.decompose()
    for tag in soup.find_all(REMOVED):
        if tag.decomposed:
            continue
        if tag.name in {"form", "button", "noscript"}:
            tag.unwrap()
        else:
            tag.decompose()
        result.remarks.append(f"holds <{tag.name or 'script'}>: left out")


def _take_pictures(soup: BeautifulSoup, result: Converted, picture: Callable[[str], str]) -> None:
    for tag in soup.find_all("img"):
        source = str(tag.get("src") or "").strip()
        tag["alt"] = " ".join(str(tag.get("alt") or "").split()).replace("]", ")").replace("[", "(")
        if match := DATA_PICTURE.fullmatch(source):
            try:
                data = base64.b64decode(match["data"], validate=False)
            except binascii.Error:
                data = b""
            name = f"embedded-{len(result.embedded) + 1}.{match['kind'].lower().replace('jpeg', 'jpg')}"
            result.embedded[name] = data
            tag["src"] = picture(name)
        elif re.match(r"https?://|//|/", source):
            if source not in result.pictures:
                result.pictures.append(source)
            tag["src"] = picture(source)
        else:
            result.remarks.append(f"has a picture without a usable address (“{source[:60]}”): its words were kept")
            tag.replace_with(f"({tag['alt']})" if tag["alt"] else "")
            continue
        del tag["title"]


def _take_links(soup: BeautifulSoup, result: Converted, link: Callable[[str], str | None]) -> None:
    for tag in soup.find_all("a"):
        address = "".join(str(tag.get("href") or "").split())
        if address and not SAFE_SCHEME.match(address):
            result.remarks.append(f"has a link that is no address (“{address[:60]}”): its words were kept")
            tag.unwrap()
            continue
        target = link(address) if address else None
        if target is None:
            tag.unwrap()
        else:
            tag["href"] = target.replace("(", "%28").replace(")", "%29").replace("<", "%3C").replace(">", "%3E")
            del tag["title"]


def _open_folds(soup: BeautifulSoup, result: Converted) -> None:
    """`<details>` as what it shows when it is open: its summary in bold, then the text."""
    for fold in soup.find_all("details"):
        if fold.decomposed:
            continue
        for summary in fold.find_all("summary", recursive=False):
            words = soup.new_tag("p")
            bold = soup.new_tag("strong")
            bold.string = " ".join(summary.get_text().split())
            words.append(bold)
            summary.replace_with(words)
        fold.name = "div"
        result.remarks.append("has a part that folds (<details>): it stands open now")


def _flatten_code(soup: BeautifulSoup) -> None:
    """Code holds words alone: a block in it would end the code, and what follows would act."""
    for block in soup.find_all("pre"):
        if block.decomposed:
            continue
        if language := _code_language(block):
            block["class"] = [f"language-{language}"]  # type: ignore[assignment]
        for line_end in block.find_all("br"):
            line_end.replace_with("\n")
        block.string = block.get_text()
    for code in soup.find_all(("code", "kbd", "samp")):
        if not code.decomposed and (code.find(True) or "\n" in code.get_text()):
            code.string = " ".join(code.get_text().split())


def _read_markdown_lists(soup: BeautifulSoup) -> None:
    """`<p>- one\\n- two</p>`, as robots write it, becomes a list."""
    for paragraph in soup.find_all("p"):
        text = paragraph.string
        lines = str(text).split("\n") if text else []
        if not any(LIST_LINE.fullmatch(line) for line in lines[1:]) and not (
            lines and len(lines) > 1 and LIST_LINE.fullmatch(lines[0])
        ):
            continue
        parts: list[Tag] = []
        for line in lines:
            item = LIST_LINE.fullmatch(line)
            wanted = "ul" if item else "p"
            if not line.strip():
                continue
            if not parts or parts[-1].name != wanted or wanted == "p":
                parts.append(soup.new_tag(wanted))
            if item:
                entry = soup.new_tag("li")
                entry.string = item["text"]
                parts[-1].append(entry)
            else:
                parts[-1].string = line
        for part in parts:
            paragraph.insert_before(part)
        paragraph.decompose()


def _tidy(markdown: str, result: Converted) -> str:
    markdown = re.sub(r"(?m)^[ \t]+$", "", markdown.replace("\xa0", " "))
    markdown = re.sub(r"\n{3,}", "\n\n", markdown).strip()
    lines = (line if is_code else escape_attribute_lists(line) for _, line, is_code in lines_of(markdown))
    return escape_our_braces("".join(lines), result.remarks) + "\n" if markdown else ""
