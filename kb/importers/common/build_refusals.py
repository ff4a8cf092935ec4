"""Texts that an import wrote and that the build will refuse, each with its line: work for the writer."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from kb.content.load import load_library
from kb.importers.common.report import ImportFindings
from kb.project.project import load_project


def report_refused_texts(project: Path, paths: Collection[str], findings: ImportFindings) -> None:
    """Add an open finding for every error in the files `paths` of `project`, as it lies on the disk.

    A text that reads like fields, or has a code fence that never ends, is carried over as it is: only its writer
    knows what it means.
    """
    loaded = load_project(project)
    library = load_library(project, loaded.options, docs=loaded.docs, intake=loaded.intake, with_agents=True)
    for problem in (*loaded.problems, *library.problems):
        if problem.is_error and problem.path in paths:
            message = f"{problem.code} {problem.message}: put it right before you build ({problem.hint})"
            findings.add(problem.path, problem.line, message, "text that the build refuses", is_open=True)
