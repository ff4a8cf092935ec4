"""Every `questions` phrase as a test of the search that readers get: too slow for a build, right for `kb check`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kb.content.model import Kind
from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.from_edition import documents_in
from kb.search.quality.question_tests import QuestionResult, problems_of, try_questions
from kb.source.problem import Problem, sort_problems
from kb.workspace.workspace import Workspace

ARTICLES = frozenset({Kind.FAQ.value, Kind.GUIDE.value, Kind.POLICY.value, Kind.PAGE.value})
SCRIPTS = frozenset({Kind.SCRIPT.value})
GROUPS = (ARTICLES, SCRIPTS)
"""Pages that compete for one reader: shoppers see articles; agents choose among scripts."""


@dataclass(frozen=True, slots=True)
class TriedGroup:
    """Pages of one language that compete, and how each of their questions fares."""

    language: str
    kinds: frozenset[str]
    documents: tuple[SearchDocument, ...]
    results: tuple[QuestionResult, ...]
    places: Mapping[str, tuple[str, int]]
    """Id → file and line of its questions."""

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the questions."""
        return problems_of(self.results, self.documents, self.language, self.places)


def try_all(workspace: Workspace) -> tuple[TriedGroup, ...]:
    """Every question of `workspace`, asked of the pages of its language."""
    options = workspace.edition.options
    words = {code: options.ui_strings(code) for code in options.languages}
    tried = []
    for code in options.languages:
        documents = documents_in(workspace.edition, code, workspace.renderings, words)
        for kinds in GROUPS:
            group = tuple(document for document in documents if document.kind in kinds)
            places = _places(workspace, group, code)
            tried.append(TriedGroup(code, kinds, group, try_questions(group, code), places))
    return tuple(tried)


def judge_questions(workspace: Workspace) -> tuple[Problem, ...]:
    """What is wrong with the questions of every page."""
    return sort_problems(problem for group in try_all(workspace) for problem in group.problems())


def figures_of(tried: Iterable[TriedGroup]) -> dict[str, dict[str, int | float | None]]:
    """Language → of the questions of its articles, each asked without being listed: how many, and the shares found."""
    figures: dict[str, dict[str, int | float | None]] = {}
    for group in tried:
        if group.kinds is ARTICLES:
            asked = len(group.results)
            first = sum(one.rank == 1 for one in group.results)
            among = sum(one.is_found for one in group.results)
            without = sum(not one.questions and not one.is_fallback for one in group.documents)
            figures[group.language] = {
                "questions": asked,
                "hit@1": round(first / asked, 4) if asked else None,
                "hit@3": round(among / asked, 4) if asked else None,
                "pages_without_questions": without,
            }
    return figures


def _places(workspace: Workspace, group: Iterable[SearchDocument], code: str) -> dict[str, tuple[str, int]]:
    asked = (document.id for document in group if not document.is_fallback)
    pages = {id: workspace.edition.pages[id, code].document for id in asked}
    return {id: (document.path, document.line_of("questions")) for id, document in pages.items()}
