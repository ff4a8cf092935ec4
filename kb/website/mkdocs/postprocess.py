"""After rendering: what hosts, search engines and checkers need beside the pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from kb.source.problem import Problem
from kb.website.output.hosting import write_hosting_files
from kb.website.output.llms_txt import write_llms
from kb.website.output.manifest import MANIFEST, fix_archive_times, write_manifest
from kb.website.output.text_changes import write_text_changes
from kb.website.record.build_record import WrittenFile, files_below
from kb.workspace.workspace import Workspace

if TYPE_CHECKING:
    from kb.website.agent_pages.manual import Manual


@dataclass(frozen=True)
class FinishedSite:
    """A complete folder."""

    problems: tuple[Problem, ...] = ()
    """What hosts would refuse."""
    files: Mapping[str, WrittenFile] = field(default_factory=dict)
    """Every file in it, by name."""


def finish(
    workspace: Workspace,
    staged: Path,
    *,
    manual: Manual | None = None,
    description: str = "",
    known: Mapping[str, WrittenFile] = MappingProxyType({}),
) -> FinishedSite:
    """Complete a rendered folder; the same input gives the same bytes.

    `known` are files that this build wrote: those that are still the same are not read again.
    """
    if workspace.edition.name == "agents":
        for name in ("sitemap.xml", "sitemap.xml.gz"):
            (staged / name).unlink(missing_ok=True)
        from kb.website.agent_pages.manual import write_manual_search
        from kb.website.output.desk import write_desk

        write_desk(workspace, staged)
        write_text_changes(workspace, staged)
        if manual:
            write_manual_search(manual, workspace, staged)
    fix_archive_times(staged)
    write_llms(workspace, staged, description=description)
    problems = write_hosting_files(workspace, staged)
    files = files_below(staged, known)
    files.pop(MANIFEST, None)
    data = write_manifest(staged, {name: one.sha256 for name, one in files.items()})
    manifest = WrittenFile.of(MANIFEST, (staged / MANIFEST).stat(), data)
    return FinishedSite(problems, {**files, MANIFEST: manifest})
