"""What `kb import` can read: one row for each kind of file. A new kind is a row here and a reader in `importers`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.cli.import_options import add_page_options, add_table_options, page_options, table_options
from kb.importers.common.report import ImportReport

Reader = Callable[[Sequence[Path], Path, argparse.Namespace], ImportReport]
"""(files or folders, the project, the options of the row) → what was done."""


def no_options(parser: argparse.ArgumentParser) -> None:
    """The row has no option of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSource:
    """One kind of file, `kb import NAME FILE`."""

    name: str
    help: str
    metavar: str
    """What the file is called in the help: `EXPORT.json`."""
    files_help: str
    load: Callable[[], Reader]
    """Imports the reader's module, which may need the extra `import`; called only when this kind is imported."""
    add_options: Callable[[argparse.ArgumentParser], None] = no_options
    takes_many: bool = False
    """Whether several files may be named."""


def _zendesk() -> Reader:
    from kb.importers.helpdesks.zendesk import import_zendesk

    return lambda files, project, _: import_zendesk(files[0], project)


def _chatwoot() -> Reader:
    from kb.importers.helpdesks.chatwoot import import_chatwoot

    return lambda files, project, _: import_chatwoot(files[0], project)


def _table() -> Reader:
    from kb.importers.documents.table import import_table

    return lambda files, project, arguments: import_table(files, project, table_options(arguments))


def _docx() -> Reader:
    from kb.importers.documents.docx import import_docx

    return lambda files, project, arguments: import_docx(files, project, page_options(arguments))


def _html() -> Reader:
    from kb.importers.documents.html import import_html

    return lambda files, project, arguments: import_html(files, project, page_options(arguments))


SOURCES = (
    ImportSource(
        name="zendesk",
        help="articles, macros and sections out of Zendesk",
        metavar="EXPORT.json",
        files_help="the exported file",
        load=_zendesk,
    ),
    ImportSource(
        name="chatwoot",
        help="articles, canned responses and macros out of Chatwoot",
        metavar="EXPORT.json",
        files_help="the exported file",
        load=_chatwoot,
    ),
    ImportSource(
        name="table",
        help="questions and answers, or saved replies, out of CSV, Excel and OpenDocument tables",
        metavar="FILE.csv|FILE.xlsx|FILE.ods",
        files_help="the tables; several languages of one table may be several files",
        load=_table,
        add_options=add_table_options,
        takes_many=True,
    ),
    ImportSource(
        name="docx",
        help="documents of Word, LibreOffice and Google Docs",
        metavar="FILE.docx|FOLDER",
        files_help="documents, or folders of them; sub-folders become topics",
        load=_docx,
        add_options=add_page_options,
        takes_many=True,
    ),
    ImportSource(
        name="html",
        help="web pages, and the pages that Shopify, Haravan, Sapo and WordPress export",
        metavar="FILE.html|FOLDER|EXPORT",
        files_help="pages, folders of them, or an export of pages (.csv, .xlsx, .json, WordPress' .xml)",
        load=_html,
        add_options=add_page_options,
        takes_many=True,
    ),
)
"""Every kind, in the order of the help."""
