"""`kb import docx`: documents of Word, LibreOffice and Google Docs as articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from kb.importers.common.report import ImportFindings, ImportReport, refuse
from kb.importers.documents.docx_file import DocumentError, read_docx
from kb.importers.documents.page_options import PageOptions
from kb.importers.documents.pages import Page, import_pages, place_of
from kb.project.options import Options
from kb.project.project import load_project

SYSTEM = "document"
READ = frozenset({".docx", ".docm"})
OTHERS = frozenset({".doc", ".odt", ".rtf", ".pdf", ".pages", ".wps", ".dotx", ".txt", ".md"})
"""Documents that are named when they are left out."""


def import_docx(named: Sequence[Path], project: Path, options: PageOptions) -> ImportReport:
    """Write the documents of files and folders `named` into `project`; folders below become topics."""
    findings = ImportFindings()
    shop = load_project(project).options
    files = [found for path in named for found in _files(path, findings)]
    if missing := [path for path in named if not path.exists()]:
        return refuse(f"{missing[0]} is not there: name a .docx or a folder of them; nothing was imported")
    pages: list[Page] = []
    refused: list[str] = []
    for name, file in files:
        try:
            pages.append(_page(name, file, shop, findings))
        except DocumentError as error:
            refused.append(str(error))
            findings.add(name, 1, f"could not be read: {error}", "document that could not be read", is_open=True)
    if not pages:
        why = refused[0] if refused else f"{', '.join(path.name for path in named)} holds no .docx"
        return refuse(f"{why}; nothing was imported")
    export = ", ".join(path.name for path in named)
    return import_pages(pages, SYSTEM, export, project, options, findings)


def _files(path: Path, findings: ImportFindings) -> Iterator[tuple[str, Path]]:
    """(name for findings, file) of every document at or below `path`; the locks that Word leaves are passed over."""
    if path.is_file():
        yield path.name, path
        return
    for file in sorted(path.rglob("*")) if path.is_dir() else ():
        name = file.relative_to(path).as_posix()
        if not file.is_file() or any(part.startswith((".", "~$")) for part in file.relative_to(path).parts):
            continue
        if file.suffix.lower() in READ:
            yield name, file
        else:
            is_document = file.suffix.lower() in OTHERS
            message = "is no .docx: left out" + ("; save it as .docx and import again" if is_document else "")
            findings.add(name, 1, message, f"{file.suffix.lower() or 'file'} left out", is_open=is_document)


def _page(name: str, file: Path, shop: Options, findings: ImportFindings) -> Page:
    document = read_docx(name, file.read_bytes())
    for message, group, is_open in document.losses:
        findings.add(name, 1, message, group, is_open=is_open)
    placed = place_of(name, shop)
    return Page(
        path=name,
        identity=placed.identity,
        language=placed.language,
        title=document.title,
        html=document.html,
        topic=placed.topic,
        audience=placed.audience,
        is_draft=document.is_unsettled,
        files=document.files,
    )
