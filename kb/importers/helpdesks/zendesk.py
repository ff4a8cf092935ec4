"""Zendesk Guide's articles, sections, translations and macros → articles, topics and scripts.

Every shape in which people save the API is read: one answer of it, all pages in a list, JSON lines, translations beside
or inside the articles, macros and text modules in files of their own.
"""

from __future__ import annotations

from pathlib import Path

from kb.importers.common.report import ImportFindings, ImportReport, refuse
from kb.importers.helpdesks.export_file import Export, load_export
from kb.importers.helpdesks.record_types import foreign_refusal, other_system_refusal, shape_of
from kb.importers.helpdesks.write_import import place_imported
from kb.importers.helpdesks.zendesk_records import SYSTEM, read_zendesk


def import_zendesk(export: Path, project: Path) -> ImportReport:
    """Write the articles of `export` (JSON) into `project`, which must have a mkdocs.yml.

    Restricted articles (a `user_segment_id`) go to `agents/procedures/` and nowhere else; drafts stay drafts. Run
    again, it writes only what changed in the export and was not edited here.
    """
    if not export.is_file():
        return refuse(f"{export} is no file: name the JSON file that Zendesk's API or export gave you")
    if not (project / "mkdocs.yml").is_file():
        return refuse(f"{project} has no mkdocs.yml: make a project first, with kb init")
    findings = ImportFindings()
    loaded = load_export(export, findings)
    if loaded.refusal:
        return refuse(loaded.refusal)
    shapes = [shape_of(record) for record in loaded.records]
    if refusal := foreign_refusal(shapes, export.name, "the articles (Help Center API, /articles.json)"):
        return refuse(refusal)
    if refusal := other_system_refusal(loaded.records, export.name, SYSTEM):
        return refuse(refusal)
    _report_missing_pages(loaded, shapes, export.name, findings)
    return place_imported(read_zendesk(loaded, export.name, findings), project, export.name, findings)


def _report_missing_pages(export: Export, shapes: list[str], name: str, findings: ImportFindings) -> None:
    count, held = export.wrapper.get("count"), shapes.count("article")
    if isinstance(count, int) and held and count > held:
        findings.add(
            name,
            1,
            f"holds {held} of {count} articles: the other pages of the API's answer are missing",
            "incomplete export",
            is_open=True,
        )
    elif export.wrapper.get("next_page"):
        findings.add(
            name,
            1,
            f"is not the last page: more follows at {export.wrapper['next_page']}",
            "incomplete export",
            is_open=True,
        )
