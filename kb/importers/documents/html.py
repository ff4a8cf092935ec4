"""`kb import html`: saved web pages, and the pages that Shopify, Haravan, Sapo and WordPress export."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from kb.importers.common.decoding import decode_any
from kb.importers.common.report import ImportFindings, ImportReport, refuse
from kb.importers.documents.html_page import HtmlPage, read_html_page
from kb.importers.documents.page_options import PageOptions
from kb.importers.documents.pages import Page, import_pages, place_of
from kb.importers.documents.shop_pages import ShopPagesError, read_shop_pages
from kb.importers.documents.splitting import parse
from kb.importers.documents.wordpress import read_wordpress
from kb.importers.sites.field_map import is_address
from kb.project.options import Options
from kb.project.project import load_project

SYSTEM = "page"
READ = frozenset({".html", ".htm", ".xhtml"})
EXPORTS = frozenset({".csv", ".tsv", ".xlsx", ".xls", ".ods", ".json", ".xml"})
PARTS_OF_PAGES = frozenset(
    {
        ".css",
        ".js",
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".webp",
        ".svg",
        ".ico",
        ".woff",
        ".woff2",
        ".ttf",
        ".map",
        ".avif",
        ".pdf",
    }
)
CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)


def import_html(named: Sequence[Path], project: Path, options: PageOptions) -> ImportReport:
    """Write the pages of files, folders and exports `named` into `project`; folders below become topics."""
    if missing := [path for path in named if not path.exists()]:
        return refuse(f"{missing[0]} is not there: name a page, a folder of them or an export; nothing was imported")
    findings = ImportFindings()
    shop = load_project(project).options
    pages: list[Page] = []
    try:
        for path in named:
            pages += _read(path, shop, findings)
    except ShopPagesError as error:
        return refuse(str(error))
    if not pages:
        return refuse(f"{', '.join(path.name for path in named)} holds no page of HTML; nothing was imported")
    export = ", ".join(path.name for path in named)
    return import_pages(_with_links(pages), SYSTEM, export, project, options, findings)


def _read(path: Path, shop: Options, findings: ImportFindings) -> list[Page]:
    if path.is_dir():
        return _read_folder(path, shop, findings)
    suffix = path.suffix.lower()
    if suffix == ".xml":
        return read_wordpress(path, findings)
    if suffix in EXPORTS:
        return read_shop_pages(path, findings)
    page = _read_page(path, path.parent, path.name, shop, findings)
    return [page] if page else []


def _read_folder(folder: Path, shop: Options, findings: ImportFindings) -> list[Page]:
    pages = []
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if not file.is_file() or any(part.startswith(".") for part in file.relative_to(folder).parts):
            continue
        if file.suffix.lower() in READ:
            page = _read_page(file, folder, name, shop, findings)
            pages += [page] if page else []
        elif file.suffix.lower() not in PARTS_OF_PAGES:
            findings.add(name, 1, "is no HTML: left out", f"{file.suffix.lower() or 'file'} left out")
    return _joined_by_hreflang(pages)


def _read_page(file: Path, folder: Path, name: str, shop: Options, findings: ImportFindings) -> Page | None:
    read = read_html_page(_decode(file.read_bytes()), lambda address: _beside(file, folder, address))
    if not parse(read.html).get_text(strip=True) and not read.files:
        findings.add(name, 1, "holds no text: left out", "page without text", is_open=True)
        return None
    for message, group, is_open in read.losses:
        findings.add(name, 1, message, group, is_open=is_open)
    placed = place_of(name, shop)
    language = placed.language or _language(read, shop)
    if read.is_hidden:
        findings.add(name, 1, "asks search engines not to list it (noindex)", "noindex", is_open=True)
    return Page(
        path=name,
        identity=placed.identity,
        language=language,
        title=read.title,
        html=read.html,
        topic=placed.topic,
        summary=read.summary,
        audience=placed.audience,
        addresses=_addresses(read, name),
        files=read.files,
        others=tuple(read.others.values()),
    )


def _language(read: HtmlPage, shop: Options) -> str:
    """The language that a page names, if the shop has it: themes are often left in English."""
    code = read.language.lower().replace("_", "-")
    known = {one.lower() for one in (*shop.languages, *shop.aliases)}
    return code if code in known else code.partition("-")[0] if code.partition("-")[0] in known else ""


def _addresses(read: HtmlPage, name: str) -> tuple[str, ...]:
    """The old address: what the page says, else its path in the folder."""
    try:
        path = urlsplit(read.canonical).path.strip("/") if read.canonical else ""
    except ValueError:
        path = ""
    path = re.sub(r"(?:^|/)index$", "", re.sub(r"\.x?html?$", "", unquote(path or name)))
    return (path,) if path and is_address(path) else ()


def _decode(data: bytes) -> str:
    named = CHARSET.search(data[:4096])
    if named and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return data.decode(named[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode_any(data).text


def _beside(file: Path, folder: Path, address: str) -> bytes | None:
    """The bytes of a file that a page names, if it lies in the folder that is imported."""
    try:
        parts = urlsplit(address)
        path = unquote(parts.path)
    except ValueError:
        return None
    if parts.scheme or parts.netloc or not path:
        return None
    found = (folder / path.lstrip("/") if path.startswith("/") else file.parent / path).resolve()
    try:
        inside = found.is_relative_to(folder.resolve()) and found.is_file()
    except (OSError, ValueError):
        return None
    return found.read_bytes() if inside else None


def _joined_by_hreflang(pages: list[Page]) -> list[Page]:
    """Pages that name one another as translations are one article."""
    by_name = {posixpath.splitext(page.path)[0].removesuffix("/index"): page for page in pages}
    identity = {page.path: page.identity for page in pages}
    for page in pages:
        for address in page.others:
            path = unquote(urlsplit(urljoin("/" + page.path, address)).path).strip("/")
            other = by_name.get(re.sub(r"(?:\.x?html?|/index\.x?html?)$", "", path))
            if other is not None and other is not page and other.language != page.language:
                identity[other.path] = identity[page.path] = min(identity[other.path], identity[page.path])
    joined, taken = [], set()
    for page in pages:
        new = replace(page, identity=identity[page.path])
        joined.append(new if (new.identity, new.language) not in taken else page)
        taken.add((new.identity, new.language))
    return joined


def _with_links(pages: Sequence[Page]) -> list[Page]:
    """Links from page to page by the old address, so that the spine finds the article they mean."""
    known = {page.path: page.addresses[0] for page in pages if page.addresses}
    linked = []
    for page in pages:
        if "href" not in page.html:
            linked.append(page)
            continue
        soup = parse(page.html)
        for link in soup.find_all("a", href=True):
            href = str(link["href"])
            path, mark, anchor = href.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), unquote(path)))
            if path and not re.match(r"[a-z][a-z0-9+.-]*:|//", path, re.IGNORECASE) and target in known:
                link["href"] = f"/{known[target]}{mark}{anchor}"
        linked.append(replace(page, html=str(soup)))
    return linked
