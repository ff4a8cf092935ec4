"""What `kb import` can read: one row for each kind of file. A new kind is a row here and a reader in `importers`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.cli.import_options import (
    add_language,
    add_page_options,
    add_table_options,
    language_of,
    page_options,
    table_options,
)
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


def _helpdesk(name: str) -> Callable[[], Reader]:
    def load() -> Reader:
        from kb.importers.helpdesks.all_helpdesks import HELPDESKS
        from kb.importers.helpdesks.door import import_export

        helpdesk = HELPDESKS[name]
        return lambda files, project, arguments: import_export(helpdesk, files, project, language_of(arguments))

    return load


def _export_of(name: str, words: str) -> ImportSource:
    """The row of a helpdesk: files of its API or its export."""
    return ImportSource(
        name=name,
        help=words,
        metavar="EXPORT",
        files_help="the exported files (JSON, and what the manual names), or a ZIP or folder of them; "
        "articles and their folders belong in one command",
        load=_helpdesk(name),
        add_options=add_language,
        takes_many=True,
    )


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
    _export_of("zendesk", "articles, macros and sections out of Zendesk"),
    _export_of("chatwoot", "articles, canned responses and macros out of Chatwoot"),
    _export_of("intercom", "articles, internal articles, collections and macros out of Intercom"),
    _export_of("freshdesk", "solution articles and canned responses out of Freshdesk"),
    _export_of("helpscout", "Docs articles and saved replies out of Help Scout"),
    _export_of("gorgias", "macros and help-centre articles out of Gorgias"),
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
