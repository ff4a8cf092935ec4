"""Where the links of an imported text lead: to articles of ours, to files that have to be fetched, or out."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from kb.content.urls import parse_name
from kb.importers.common.markdown_scan import retarget_links
from kb.importers.common.report import Download
from kb.importers.helpdesks.conversion import Conversion, asset_path, relative_to
from kb.importers.helpdesks.records import ImportedText, host_of

ARTICLE_LINKS = (
    ("zendesk", re.compile(r"/hc/(?:[\w-]+/)*articles/(?P<id>\d+)")),
    ("freshdesk", re.compile(r"/(?:support|a)/solutions/articles/(?P<id>\d+)")),
    ("intercom", re.compile(r"(?:^|/)[a-z]{2}(?:-[A-Za-z]{2,4})?/articles/(?P<id>\d+)(?:-|$)")),
    ("helpscout", re.compile(r"^/article/(?P<id>\d+)(?:-|$)")),
    ("gorgias", re.compile(r"^/[a-z]{2}-[A-Z]{2}/(?:articles/)?[\w-]+-(?P<id>\d+)$")),
)
"""Helpdesk → how its addresses number an article, whatever words stand behind the number."""
OLD_ARTICLE = re.compile(
    r"/hc/(?:[\w-]+/)*articles/[\w-]+|/support/solutions/articles/\d|//[\w.-]+\.helpscoutdocs\.com/article/"
    r"|//intercom\.help/.*/articles/\d|//[\w.-]+\.gorgias\.help/[\w-]+/"
)
OLD_PAGE = re.compile(
    r"/hc/(?:[\w-]+/)*(?:sections|categories|requests|community)\b|/support/(?:solutions|tickets|home)\b"
    r"|//intercom\.help/|//[\w.-]+\.(?:helpscoutdocs\.com|gorgias\.help|freshdesk\.com|zendesk\.com)/"
)
"""What else lies in an old help centre, and goes with it."""
VENDORS = re.compile(r"(?:^|\.)(?:intercom\.help|helpscoutdocs\.com|gorgias\.help|freshdesk\.com|zendesk\.com)$")
COUNTED_BY_EACH = frozenset({"intercom", "helpscout", "gorgias"})
"""Whose addresses look alike in every shop: on a host that is known to be another's they mean nothing of ours."""
ATTACHMENT = re.compile(
    r"/article_attachments/|/attachments/|/rails/active_storage/|//[\w.-]*intercomcdn\.(?:com|eu)/|//[\w.-]+\.intercom-attachments"
    r"|//[\w.-]*gorgias\.(?:io|chat)/|//[\w.-]*attachments\.gorgias|//d33v4339jhl8k0\.cloudfront\.net/|/helpscout\.net/docs/"
)
FILE_ENDING = re.compile(r"\.(?P<ending>[a-z0-9]{1,5})$", re.IGNORECASE)
ACTIVE_ENDINGS = frozenset({"html", "htm", "xhtml", "js", "mjs", "svg", "php", "xml"})
MARKDOWN_LINK = re.compile(r"(?<!!)\[(?P<words>(?:\\.|[^\]\\\n])*)\]\(\s*<?(?P<url>https?://[^)>\s]+)>?\)")
BARE_LINK = re.compile(r"(?<![(<\[\w])https?://[^\s<>()\[\]]*[^\s<>()\[\].,;:!?]")
OPEN_REMARKS = ("links article", "links a file", "has a link to another page", "holds so much that acts")
"""How remarks begin that leave the writer something to do."""


def new_address(address: str, text: ImportedText, conversion: Conversion, remarks: list[str]) -> str | None:
    """Links between articles follow them; a link from public to restricted keeps its words alone (None)."""
    if address.startswith("#"):
        return _own_place(address, text, conversion, remarks)
    target = _article_of(address, conversion)
    if target is not None:
        key, path, is_internal = target
        if is_internal and not text.is_internal:
            remarks.append(f"has a link to the restricted article {key.rpartition(' ')[2]}: its words were kept")
            return None
        return relative_to(path, text, conversion) + _anchor(address, key, conversion, remarks)
    if ATTACHMENT.search(address):
        return _attachment(address, text, conversion, remarks)
    if OLD_ARTICLE.search(address):
        remarks.append(f"links article {address[:120]} of the old help centre, which is not here: import it, then this")
    elif address.startswith("/") or host_of(address) in conversion.hosts or OLD_PAGE.search(address):
        remarks.append(f"has a link to another page of the old site: {address[:80]}")
    return address


def _article_of(address: str, conversion: Conversion) -> tuple[str, str, bool] | None:
    """(key, path, whether only agents may read it) of the article that an address of the old help centre means."""
    try:
        path = unquote(urlsplit(address).path).strip("/")
    except ValueError:
        return None
    key = conversion.keys_by_address().get(path)
    if key is not None:
        return conversion.find_article(key)
    is_theirs = _is_elsewhere(host_of(address), conversion)
    numbered = (
        (system, match["id"])
        for system, pattern in ARTICLE_LINKS
        if (match := pattern.search(f"/{path}")) is not None and not (is_theirs and system in COUNTED_BY_EACH)
    )
    found = (conversion.find_article(f"{system} article {id}") for system, id in numbered)
    return next((one for one in found if one is not None), None)


def _is_elsewhere(host: str, conversion: Conversion) -> bool:
    """Whether a host is none of the old help centre, where that is known at all."""
    return bool(host and conversion.hosts) and host not in conversion.hosts and not VENDORS.search(host)


def _own_place(address: str, text: ImportedText, conversion: Conversion, remarks: list[str]) -> str | None:
    if unquote(address[1:]) in conversion.anchors_of(text.key):
        return address
    remarks.append(f"links the place “{address[:60]}” in itself, where no heading stands: its words were kept")
    return None


def _anchor(address: str, key: str, conversion: Conversion, remarks: list[str]) -> str:
    anchor = address.partition("#")[2]
    if anchor and unquote(anchor) not in conversion.anchors_of(key):
        remarks.append(f"links the place “#{anchor[:60]}” in {key}, which has no heading there: mend the link")
    return f"#{anchor}" if anchor else ""


def _attachment(address: str, text: ImportedText, conversion: Conversion, remarks: list[str]) -> str:
    """A file that lies with the old helpdesk: to be fetched, since it goes with the account."""
    try:
        ending = FILE_ENDING.search(urlsplit(address).path)
    except ValueError:
        ending = None
    if ending is None or ending["ending"].lower() in ACTIVE_ENDINGS or text.is_script:
        remarks.append(f"links a file that lies with the old helpdesk and goes with it: {address[:160]}")
        return address
    path = asset_path(address, text, conversion, kind="files", ending=ending["ending"].lower())
    conversion.downloads.append(Download(address, path, "file"))
    return relative_to(path, text, conversion)


def follow_markdown_links(markdown: str, text: ImportedText, conversion: Conversion, remarks: list[str]) -> str:
    """Links of Markdown as they must read here; one that keeps its words alone loses its address."""

    def follow(address: str) -> str | None:
        if not re.match(r"https?://|/", address):
            return None
        target = new_address(address, text, conversion, remarks)
        return "#" if target is None else target

    return retarget_links(markdown, follow)[0]


def link_articles(markdown: str, text: ImportedText, conversion: Conversion, remarks: list[str]) -> str:
    """A script's links to imported articles as `{{ link.ID }}`; what else leads to the old helpdesk is named."""

    def braces(url: str, words: str) -> str | None:
        address = url.replace("\\", "")
        target = _article_of(address, conversion)
        if target is None:
            new_address(address, text, conversion, remarks)
            return None
        key, path, is_internal = target
        if is_internal:
            remarks.append(f"has a link to the restricted article {key.rpartition(' ')[2]}: its words were kept")
            return words
        if conversion.is_draft(key):
            remarks.append(f"links article {key.rpartition(' ')[2]}, which is a draft here: the old address was kept")
            return None
        id = parse_name(path.partition("/")[2], is_internal=False, options=conversion.options).id
        link = f"{{{{ link.{id} }}}}"
        return f"{words} ({link})" if words and words.replace("\\", "") != address else link

    def linked(match: re.Match[str]) -> str:
        new = braces(match["url"], match["words"])
        return match[0] if new is None else new

    def bare(match: re.Match[str]) -> str:
        new = braces(match[0], "")
        return match[0] if new is None else new

    return _outside_links(MARKDOWN_LINK.sub(linked, markdown), bare)


def _outside_links(markdown: str, replace: Callable[[re.Match[str]], str]) -> str:
    """`replace` for every bare address that is no part of a Markdown link."""
    parts, end = [], 0
    for match in MARKDOWN_LINK.finditer(markdown):
        parts += [BARE_LINK.sub(replace, markdown[end : match.start()]), match[0]]
        end = match.end()
    return "".join([*parts, BARE_LINK.sub(replace, markdown[end:])])
