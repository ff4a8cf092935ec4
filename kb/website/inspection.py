"""One project, read and judged: the common first half of checking, building and previewing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kb.checks import check_edition, check_library
from kb.content.loading import load_library
from kb.content.model import Library
from kb.content.problem import Problem, sort_problems
from kb.content.project import Project, load_project
from kb.content.rendering import Renderer, Renderings
from kb.editions.selection import Edition, EditionName, select
from kb.website.words import words_in


@dataclass(frozen=True)
class Inspected:
    """A project as one edition sees it, and everything that is wrong with it."""

    project: Project
    library: Library
    edition: Edition
    renderings: Renderings
    problems: tuple[Problem, ...]

    def stops(self, *, strict: bool) -> bool:
        """Whether publication must stop; warnings stop it too where the shop or the caller is strict."""
        is_strict = strict or self.project.options.strict
        return any(problem.is_error or is_strict for problem in self.problems)


def manual_folder() -> Path | None:
    """The product's manual: beside the package in a checkout, inside it when installed."""
    package = Path(__file__).parent.parent
    for folder in (package / "manual", package.parent / "manual"):
        if (folder / "index.md").is_file():
            return folder
    return None


def inspect(root: Path, name: EditionName, *, today: date, with_drafts: bool = False,
            project: Project | None = None) -> Inspected:
    """Read, judge and select. For the public edition nothing below `agents/` is opened.

    Raises `NoProjectError` where `root` is no project; every other mistake is a problem in the result.
    """
    project = project or load_project(root)
    options = project.options
    is_agents = name == "agents"
    loaded = load_library(root, options, docs=project.docs, with_agents=is_agents,
                          manual=manual_folder() if is_agents else None)
    edition = select(loaded.library, options, name, with_drafts=with_drafts)
    renderings = Renderings(Renderer(project.extensions, project.extension_configs))
    words = {code: words_in(code) for code in options.languages}
    problems = sort_problems([
        *project.problems, *loaded.problems, *check_library(loaded.library, options, today=today),
        *check_edition(edition, renderings, words, docs=project.docs)])
    return Inspected(project, loaded.library, edition, renderings, problems)
