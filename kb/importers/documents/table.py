"""`kb import table`: questions and answers, and saved replies, out of CSV, Excel and OpenDocument files."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kb.importers.common.report import ImportFindings, ImportReport, refuse
from kb.importers.documents.column_words import REPLY_SHEETS
from kb.importers.documents.columns import Layout, find_layout
from kb.importers.documents.language_names import language_named, plain, split_language
from kb.importers.documents.personal_data import refusal_of_people
from kb.importers.documents.places import WHOLE, Places
from kb.importers.documents.sheets import Sheet, SheetError, letter_of, read_sheets
from kb.importers.documents.table_articles import Part, gather, gone_from
from kb.importers.documents.table_options import TableOptions
from kb.importers.documents.table_rows import INTERNAL, WORDS_OF_AUDIENCE, read_rows
from kb.importers.documents.told_language import told_language
from kb.importers.helpdesks.earlier_imports import EarlierImports
from kb.importers.helpdesks.provenance import find_imported_files
from kb.importers.helpdesks.target_paths import SET_ASIDE
from kb.importers.helpdesks.write_import import place_imported
from kb.project.folders import AGENTS
from kb.project.options import Options
from kb.project.project import load_project
from kb.text.folding import fold_slug

COPY_OF = re.compile(r"\s*(?:\(\d+\)|-\s*(?:copy|kopie|bản sao|salinan|copie|copia))\s*$", re.IGNORECASE)
PLAIN_SHEET = re.compile(
    r"(?:sheet|trang tính|trang|tabelle|feuille|feuil|hoja|planilha|lembaran|helaian|foglio|blad|工作表|シート|"
    r"시트|ورقة|data|dữ liệu|faqs?|q ?& ?a|questions?|câu hỏi|câu hỏi thường gặp|hỏi đáp|soalan|soalan lazim|"
    r"fragen|import|export)\s*\d*",
    re.IGNORECASE,
)
"""Names of sheets that say nothing about what is in them."""


def import_table(files: Sequence[Path], project: Path, options: TableOptions) -> ImportReport:
    """Write the rows of `files` into `project`: questions as articles, saved replies as scripts.

    Run again, it writes only what changed in the tables and was not edited here. Tables of people are refused.
    """
    findings, places = ImportFindings(), Places()
    loaded = load_project(project)
    imported_files = find_imported_files(project, (loaded.docs, AGENTS, SET_ASIDE))
    earlier = EarlierImports.of(imported_files, loaded.docs, AGENTS)
    try:
        sheets = [sheet for file in files for sheet in _read(file, findings, options)]
        found = [part for sheet in sheets if (part := _part(sheet, loaded.options, options, findings))]
    except SheetError as error:
        return refuse(str(error))
    parts = _with_topics_of_sheets(found)
    if not parts or not (any(part.rows for part in parts) or any(finding.is_open for finding in findings.items)):
        return refuse(_no_table(files, sheets, has_columns=bool(parts)))
    imported = gather(parts, loaded.options.default_language, earlier, places, findings)
    _report_audience(parts, options, findings)
    groups = {part.group: {text.locale for text in imported.texts} for part in parts}
    for path in gone_from(imported, groups, earlier):
        message = f"{path} came from this table, which has no such row any more: delete the file if that is meant"
        findings.add(path, 1, message, "article that is gone from the table", is_open=True)
    export = ", ".join(file.name for file in files)
    return places.put_back(place_imported(imported, project, export, ImportFindings()), export, findings.sorted())


def _read(file: Path, findings: ImportFindings, options: TableOptions) -> list[Sheet]:
    if not file.is_file():
        raise SheetError(f"{file} is no file: name a .csv, .xlsx or .ods; nothing was imported")
    sheets = read_sheets(file, findings, options.encoding)
    wanted = {plain(name) for name in (*options.sheets, *options.replies)} if options.sheets else set()
    for name in options.sheets:
        if any(sheet.name for sheet in sheets) and plain(name) not in {plain(sheet.name) for sheet in sheets}:
            names = ", ".join(sheet.name for sheet in sheets)
            raise SheetError(f"{file.name} has no sheet “{name}”: it has {names}; nothing was imported")
    return [sheet for sheet in sheets if not wanted or plain(sheet.name) in wanted]


def _part(sheet: Sheet, shop: Options, options: TableOptions, findings: ImportFindings) -> Part | None:
    """The rows of a sheet; None, and told, for one that is no table of ours. Raises `SheetError` for people's data."""
    layout = find_layout(sheet, options.columns, options.header)
    if refusal := refusal_of_people(sheet, layout):
        raise SheetError(refusal)
    if layout is None:
        if any(not row.is_empty for row in sheet.rows):
            message = (
                "names no columns with questions and answers: left out (say --question COLUMN and --answer COLUMN)"
            )
            findings.add(sheet.path, 1, message, "sheet left out", is_open=True)
        return None
    rows = read_rows(sheet, layout, findings)
    stem, file_language = _without_language(COPY_OF.sub("", Path(sheet.file).stem), shop)
    name, sheet_language = ("", "") if not sheet.name else _without_language(sheet.name, shop)
    spoken = options.language or sheet_language or file_language
    if not spoken and any(not row.language for row in rows):
        spoken = told_language(
            [f"{row.title}\n{row.answer}" for row in rows if not row.language], shop, _worded_in(layout)
        )
        if spoken != shop.default_language:
            message = f"names no language: its text reads as “{spoken}”; say --language CODE if that is wrong"
            findings.add(sheet.path, 1, message, "language told by the text")
    names_nothing = not name or PLAIN_SHEET.fullmatch(name.strip()) is not None
    said = {WORDS_OF_AUDIENCE.get(plain(word), "") for word in _hints(sheet, layout.header_line, stem, name)}
    is_reply = _is_reply(sheet, stem, name, options) or layout.of("shortcut") is not None
    is_internal = INTERNAL in said
    sheet_topic = "" if names_nothing or is_reply or is_internal else " ".join(name.split())
    group = " ".join(filter(None, (fold_slug(stem) or "table", "" if names_nothing else fold_slug(name) or "sheet")))
    audience = INTERNAL if is_internal or layout.is_internal else options.audience
    return Part(tuple(rows), group, spoken, is_reply, options.topic, audience, sheet_topic)


def _with_topics_of_sheets(parts: list[Part]) -> list[Part]:
    """Names of sheets are topics where a file parts its questions into several; one sheet's name says nothing."""
    counts = Counter(part.rows[0].sheet.file for part in parts if part.rows and part.sheet_topic)
    return [
        replace(part, topic=part.sheet_topic)
        if part.rows and not part.topic and counts[part.rows[0].sheet.file] > 1
        else part
        for part in parts
    ]


def _worded_in(layout: Layout) -> str:
    """The language that the headers of question and answer are in; empty where they are not in one."""
    words = {column.worded_in for column in layout.columns if column.role in ("question", "answer")}
    return words.pop() if len(words) == 1 else ""


def _without_language(name: str, shop: Options) -> tuple[str, str]:
    """(a name without its language, the language); two letters count only if they are a language of the shop."""
    if len(name.strip()) <= 3 or " " in name.strip():
        if code := language_named(name):
            return "", code
    elif (code := language_named(name)) and len(name) > 4:
        return "", code
    rest, code = split_language(name)
    known = {*shop.languages, *shop.aliases}
    is_short = len(plain(name)) - len(plain(rest)) <= 4
    return (rest, code) if code and (not is_short or code in known or code.partition("-")[0] in known) else (name, "")


def _hints(sheet: Sheet, header_line: int, stem: str, name: str) -> list[str]:
    """Words of the file's and sheet's name, and of the rows above the table, that may say who reads it."""
    above = [cell for row in sheet.rows if row.line < header_line for cell in row.cells if cell]
    parts = [part for text in (stem, name, *above) for part in re.split(r"[-–_:|/.,()\[\]]", text)]
    words = [word for part in parts for word in part.split()]
    pairs = [f"{one} {two}" for one, two in itertools.pairwise(words)]
    return [stem, name, *above, *parts, *(word for word in words if len(word) > 5), *pairs]


def _is_reply(sheet: Sheet, stem: str, name: str, options: TableOptions) -> bool:
    named = {plain(one) for one in options.replies}
    if named:
        return plain(sheet.name or sheet.file) in named or plain(sheet.file) in named
    words = {plain(word) for word in REPLY_SHEETS.split("|")}
    spaced = re.sub(r"[-_.]+", " ", stem)
    folded = {fold_slug(word) for word in words} - {""}
    return plain(name) in words or any(
        plain(one) in words or fold_slug(one) in folded for one in (stem, spaced, name) if one
    )


def _report_audience(parts: Sequence[Part], options: TableOptions, findings: ImportFindings) -> None:
    for part in parts:
        rows = [row for row in part.rows if not row.audience]
        if not rows or part.audience or part.is_reply or options.audience:
            continue
        message = (
            f"does not say who may read {len(rows)} of its rows: taken for public; say --audience public or "
            "--audience internal, or add a column “audience”"
        )
        findings.add(part.rows[0].sheet.path, WHOLE, message, "table without an audience", is_open=True)


def _no_table(files: Sequence[Path], sheets: Sequence[Sheet], *, has_columns: bool) -> str:
    names = ", ".join(file.name for file in files)
    rows = [row for sheet in sheets for row in sheet.rows if not row.is_empty]
    if not rows or has_columns:
        return f"{names} holds no questions and answers; nothing was imported"
    row = max(rows[:5], key=lambda one: sum(map(bool, one.cells)))
    shown = ", ".join(f"{letter_of(at)} “{cell[:24]}”" for at, cell in enumerate(row.cells[:8]) if cell)
    return (
        f"{names} names no columns with questions and answers; row {row.line} holds {shown}. Say which they are: "
        "--question COLUMN --answer COLUMN, by letter or by name; nothing was imported"
    )
