"""The one door of all helpdesks: files are read, judged whose they are, and what they hold is written or refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kb.importers.common.report import ImportFindings, ImportReport, refuse
from kb.importers.common.settings import plain_table
from kb.importers.helpdesks.export_file import Export, Record
from kb.importers.helpdesks.opened_files import OpenedFile, open_exports
from kb.importers.helpdesks.record_types import BY_KEY, TITLES, foreign_refusal, other_system_refusal, shape_of
from kb.importers.helpdesks.records import Imported, text_of
from kb.importers.helpdesks.write_import import place_imported

LINES_OF_A_FILE = 10_000_000
"""Lines of several files are counted on, each file from a new multiple of this, so that a finding leads back to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Helpdesk:
    """One system whose exports can be read."""

    name: str
    """As the command has it: `helpscout`."""
    wanted: str
    """What to export, where a file holds nothing that can be imported."""
    read: Callable[[Export, str, ImportFindings], Imported]
    """(records, the file's name for findings, findings) → articles, scripts and topics."""
    shape_of: Callable[[Record], str] = shape_of
    """What a record is, in one word or two."""
    shapes: frozenset[str] = frozenset(BY_KEY.values())
    """Those of the words that can be imported."""
    expand: Callable[[Sequence[Record]], list[Record]] = list
    """Records that stand within records, beside them."""
    has_tables: bool = False
    """Whether its saved replies come as CSV, too."""


def import_export(helpdesk: Helpdesk, files: Sequence[Path], project: Path, language: str = "") -> ImportReport:
    """Write what `files` hold into `project`, which must have a mkdocs.yml; a ZIP is opened.

    `language` is that of texts that name none. Run again, it writes only what changed in the export and was not edited
    here. A file of another helpdesk, or one that holds nothing that can be imported, is refused: nothing is written.
    """
    for file in files:
        if not file.exists():
            return refuse(f"{file} is no file: name the file that {TITLES[helpdesk.name]} gave you")
    if not (project / "mkdocs.yml").is_file():
        return refuse(f"{project} has no mkdocs.yml: make a project first, with kb init")
    findings = ImportFindings()
    opened, refusal = open_exports(files, findings, has_tables=helpdesk.has_tables)
    opened = [
        replace(one, export=replace(one.export, records=tuple(helpdesk.expand(one.export.records)))) for one in opened
    ]
    refusal = refusal or _refusal(helpdesk, opened, findings)
    if refusal:
        return refuse(refusal)
    for one in opened:
        _report_missing_pages(one, findings)
    name = opened[0].name if len(opened) == 1 else f"{len(opened)} files"
    imported = helpdesk.read(_joined(opened), name, findings)
    if language:
        texts = tuple(replace(text, locale=text.locale or language) for text in imported.texts)
        topics = {
            key: replace(topic, names=_in_language(topic.names, language)) for key, topic in imported.topics.items()
        }
        imported = replace(imported, texts=texts, topics=topics)
    report = place_imported(imported, project, name, findings)
    return _led_back(report, opened, name) if len(opened) > 1 else report


def _in_language(names: Mapping[str, str], language: str) -> dict[str, str]:
    return {locale or language: word for locale, word in names.items()}


def _refusal(helpdesk: Helpdesk, opened: Sequence[OpenedFile], findings: ImportFindings) -> str:
    """Why nothing is imported; what an archive holds beside the wanted is only named."""
    if not opened:
        return "nothing to read: the archive holds no JSON, CSV or XML; nothing was imported"
    has_ours = False
    for one in opened:
        shapes = [helpdesk.shape_of(record) for record in one.export.records]
        refusal = foreign_refusal(shapes, helpdesk.shapes, one.name, helpdesk.wanted)
        refusal = other_system_refusal(one.export.records, one.name, helpdesk.name) or refusal
        if refusal and one.is_inside:
            findings.add(one.name, 1, "holds nothing that can be imported: left out", "file of an archive left out")
        elif refusal:
            return refusal
        has_ours = has_ours or (not refusal)
    return "" if has_ours else f"no file of the archive holds {helpdesk.wanted}: nothing was imported"


def _joined(opened: Sequence[OpenedFile]) -> Export:
    if len(opened) == 1:
        return opened[0].export
    records = [
        replace(record, line=record.line + number * LINES_OF_A_FILE)
        for number, one in enumerate(opened)
        for record in one.export.records
    ]
    return Export(tuple(records), {}, is_damaged=any(one.export.is_damaged for one in opened))


def _led_back(report: ImportReport, opened: Sequence[OpenedFile], name: str) -> ImportReport:
    """Findings of the joined files with the file and the line that each is about."""
    findings = []
    for finding in report.findings:
        number, line = divmod(finding.line, LINES_OF_A_FILE)
        if finding.path == name and number < len(opened):
            finding = replace(finding, path=opened[number].name, line=max(line, 1))
        findings.append(finding)
    return replace(report, findings=tuple(sorted(findings)))


def _report_missing_pages(opened: OpenedFile, findings: ImportFindings) -> None:
    """Say that an answer of an API is one page of several."""
    wrapper, held = opened.export.wrapper, len(opened.export.records)
    count = next((wrapper[key] for key in ("count", "total_count") if isinstance(wrapper.get(key), int)), 0)
    following = _following(wrapper)
    if count > held > 0:
        message = f"holds {held} of {count} articles: the other pages of the API's answer are missing"
    elif following:
        message = f"is not the last page: more follows at {following}"
    else:
        return
    findings.add(opened.name, 1, message, "incomplete export", is_open=True)


def _following(wrapper: object, depth: int = 0) -> str:
    """The address or the number of the next page, wherever an API puts it; empty at the last."""
    if not isinstance(wrapper, Mapping) or depth > 2:
        return ""
    for key in ("next_page", "next_cursor", "next"):
        if following := wrapper.get(key):
            inner = plain_table(following)
            return (text_of(wrapper, key) or text_of(inner, "starting_after", "href", "page") or "the next page")[:200]
    page, pages = wrapper.get("page"), wrapper.get("pages")
    if isinstance(page, int) and isinstance(pages, int) and page < pages:
        return f"page {page + 1}"
    holders = ("meta", "pages", "links", "_links", "articles", "collections", "categories")
    return next((found for key in holders if (found := _following(wrapper.get(key), depth + 1))), "")
