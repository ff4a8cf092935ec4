"""Every `questions` phrase as a test of the search that readers get: too slow for a build, right for `kb check`."""

from __future__ import annotations

from kb.content.model import Kind
from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.from_edition import documents_in
from kb.search.quality.question_tests import check_questions
from kb.source.problem import Problem, sort_problems
from kb.workspace.workspace import Workspace

GROUPS = (
    frozenset({Kind.FAQ.value, Kind.GUIDE.value, Kind.POLICY.value, Kind.PAGE.value}),
    frozenset({Kind.SCRIPT.value}),
)
"""Pages that compete for one reader: shoppers see articles; agents choose among scripts."""


def judge_questions(workspace: Workspace) -> tuple[Problem, ...]:
    """A warning for each phrase that does not find its own page, and for each that another page claims."""
    options = workspace.edition.options
    words = {code: options.ui_strings(code) for code in options.languages}
    problems: list[Problem] = []
    for code in workspace.edition.options.languages:
        documents = documents_in(workspace.edition, code, workspace.renderings, words)
        for kinds in GROUPS:
            group = [document for document in documents if document.kind in kinds]
            problems += check_questions(group, code, _places(workspace, group, code))
    return sort_problems(problems)


def _places(workspace: Workspace, group: list[SearchDocument], code: str) -> dict[str, tuple[str, int]]:
    pages = {document.id: workspace.edition.pages[document.id, code].document for document in group}
    return {id: (document.path, document.line_of("questions")) for id, document in pages.items()}
