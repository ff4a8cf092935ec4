"""After rendering: what hosts, search engines and checkers need beside the pages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from kb.source.problem import Problem
from kb.website.agent_pages.manual import Manual, write_manual_search
from kb.website.output.desk import write_desk
from kb.website.output.hosting import write_hosting_files
from kb.website.output.llms_txt import write_llms
from kb.website.output.manifest import fix_archive_times, hashes_below, write_manifest
from kb.workspace.workspace import Workspace


def finish(
    workspace: Workspace,
    staged: Path,
    *,
    manual: Manual | None = None,
    description: str = "",
    known: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Problem, ...]:
    """Complete a rendered folder; the same input gives the same bytes. Returns what hosts would refuse.

    `known` are the hashes of files that this build wrote and nobody changes any more.
    """
    if workspace.edition.name == "agents":
        for name in ("sitemap.xml", "sitemap.xml.gz"):
            (staged / name).unlink(missing_ok=True)
        write_desk(workspace, staged)
        if manual:
            write_manual_search(manual, workspace, staged)
    fix_archive_times(staged)
    write_llms(workspace, staged, description=description)
    problems = write_hosting_files(workspace, staged)
    write_manifest(staged, hashes_below(staged, known))
    return problems
