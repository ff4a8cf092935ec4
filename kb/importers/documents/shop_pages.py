"""Pages as Shopify, Haravan, Sapo and Matrixify export them: title, handle, HTML, “published”."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kb.importers.common.decoding import decode_any
from kb.importers.common.report import ImportFindings
from kb.importers.common.settings import plain_day
from kb.importers.documents.cells import cell_html
from kb.importers.documents.columns import find_layout
from kb.importers.documents.pages import Page
from kb.importers.documents.personal_data import refusal_of_people
from kb.importers.documents.sheets import SheetError, read_sheets
from kb.importers.documents.table_rows import INTERNAL, PUBLIC, read_rows
from kb.importers.helpdesks.records import labels_of, text_of
from kb.text.folding import fold_slug

LISTS = ("pages", "articles", "blogs", "page", "article", "data")
BODIES = ("body_html", "content", "body", "html")
PUBLISHED = ("published_at", "published_on", "published")


class ShopPagesError(Exception):
    """The file is no export of pages; the message says why."""


def read_shop_pages(file: Path, findings: ImportFindings) -> list[Page]:
    """The pages of an export. Raises `ShopPagesError`."""
    return _read_json(file, findings) if file.suffix.lower() == ".json" else _read_table(file, findings)


def _read_table(file: Path, findings: ImportFindings) -> list[Page]:
    try:
        sheets = read_sheets(file, findings)
    except SheetError as error:
        raise ShopPagesError(str(error)) from None
    pages = []
    for sheet in sheets:
        layout = find_layout(sheet, {})
        if refusal := refusal_of_people(sheet, layout):
            raise ShopPagesError(refusal)
        if layout is None:
            continue
        says = layout.of("status") or layout.of("public") or layout.of("audience")
        for row in read_rows(sheet, layout, findings):
            handle = row.address.strip("/").removeprefix("pages/") or fold_slug(row.title)
            pages.append(
                Page(
                    path=sheet.path,
                    line=row.line,
                    identity=f"shop/{row.id or fold_slug(handle)}",
                    language=row.language,
                    title=row.title,
                    html=cell_html(row.answer),
                    topic=row.topic,
                    summary=row.summary,
                    audience=row.audience or (PUBLIC if says else ""),
                    addresses=_address(row.address, "pages"),
                    updated=row.updated,
                    is_draft=row.is_draft,
                )
            )
    if not pages:
        raise ShopPagesError(
            f"{file.name} names no columns with titles and pages (“Title”, “Body HTML”); nothing was imported"
        )
    return pages


def _address(written: str, folder: str) -> tuple[str, ...]:
    path = written.strip().strip("/")
    if not path or "://" in path or " " in path:
        return ()
    return (path if "/" in path else f"{folder}/{path}",)


def _read_json(file: Path, findings: ImportFindings) -> list[Page]:
    try:
        value = json.loads(decode_any(file.read_bytes()).text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise ShopPagesError(f"{file.name} is no JSON: {error}; nothing was imported") from None
    records = value if isinstance(value, list) else []
    for name in LISTS if isinstance(value, Mapping) else ():
        held = value.get(name)
        records += held if isinstance(held, list) else [held] if isinstance(held, Mapping) else []
    kept = [record for record in records if isinstance(record, Mapping) and text_of(record, *BODIES)]
    if not kept:
        raise ShopPagesError(f"{file.name} holds no pages with a title and HTML; nothing was imported")
    return [_record(file.name, number, record, findings) for number, record in enumerate(kept, start=1)]


def _record(name: str, number: int, value: Mapping[str, Any], findings: ImportFindings) -> Page:
    title = text_of(value, "title", "name")
    handle = text_of(value, "handle", "alias", "slug")
    day = next((value[key] for key in PUBLISHED if key in value), False)
    is_published = day not in (None, "", False)
    if not is_published:
        findings.add(name, number, f"“{title}” is not published: imported as a draft", "page that is not published")
    folder = "blogs/news" if "blog_id" in value else "pages"
    return Page(
        path=name,
        line=number,
        identity=f"shop/{text_of(value, 'id') or fold_slug(handle or title)}",
        title=title or handle,
        html=text_of(value, *BODIES),
        audience=INTERNAL if value.get("private") is True else PUBLIC,
        addresses=_address(handle, folder),
        questions=labels_of([one for one in text_of(value, "tags").split(",") if one.strip()]),
        updated=plain_day(value.get("updated_at") or value.get("modified_on")),
        is_draft=not is_published,
    )
