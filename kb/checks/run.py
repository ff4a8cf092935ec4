"""All checks together: first on the whole library, then on the edition that readers get."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from kb.checks.braces import NEAR_MISS, check_braces, near_miss_check
from kb.checks.each_document import CheckEach, check_each
from kb.checks.elsewhere import check_elsewhere
from kb.checks.links import check_links
from kb.checks.literals import literal_check
from kb.checks.places_of_articles import NO_TOPIC, SAME_TITLE, check_places
from kb.checks.readings import reading_check
from kb.checks.references import check_references
from kb.checks.sources import check_sources
from kb.checks.structure import check_structure
from kb.checks.template_leftovers import FOREIGN_PLACEHOLDER
from kb.checks.translations import check_freshness, check_translations
from kb.content.front_matter import UNCLOSED
from kb.content.misplaced import MISPLACED
from kb.content.model import Library
from kb.content.parse import EMPTY_FILE
from kb.editions.selection import Edition
from kb.markdown.rendering import Renderings
from kb.project.options import Options
from kb.source.conflicts import CONFLICT
from kb.source.fields import UNKNOWN_FIELD
from kb.source.problem import Problem, sort_problems
from kb.source.yaml_nodes import BROKEN_YAML, DUPLICATE_KEY, LONG_YAML


def check_library(
    library: Library,
    options: Options,
    *,
    today: date,
    extensions: Collection[str] = (),
    each: CheckEach = check_each,
) -> tuple[Problem, ...]:
    """What is wrong with the documents as written. `today` decides which reviews and facts are due.

    `extensions` are those of Markdown, which say how pages
    are read. `each` may take what was found in a document before from a cache.
    """
    of_each = (reading_check(extensions), near_miss_check(library), literal_check(library, options))
    return sort_problems(
        [
            *check_structure(library, options),
            *check_places(library, options),
            *check_braces(library, options),
            *check_references(library, options),
            *check_translations(library, options),
            *each(of_each, library.documents()),
            *check_freshness(library, options, today=today),
            *check_sources(library, today=today),
        ]
    )


def check_edition(
    edition: Edition,
    renderings: Renderings,
    words: Mapping[str, Mapping[str, str]],
    *,
    docs: str = "docs",
    site_url: str = "",
) -> tuple[Problem, ...]:
    """What is wrong with the pages as rendered: links, anchors, ids, and what their policy blocks."""
    return sort_problems(
        [
            *check_links(edition, renderings, words, docs=docs, site_url=site_url),
            *check_elsewhere(edition, renderings, words, site_url=site_url),
        ]
    )


def without_repeats(of_scripts: Iterable[Problem], told: Iterable[Problem]) -> list[Problem]:
    """`of_scripts` without braces that `told` has explained as almost a fact or a link: one slip, one problem."""
    explained = {(one.path, one.line, _quoted(one)) for one in told if one.code == NEAR_MISS.code}
    return [
        one
        for one in of_scripts
        if one.code != FOREIGN_PLACEHOLDER.code or (one.path, one.line, _quoted(one)) not in explained
    ]


def without_after_effects(problems: Iterable[Problem]) -> list[Problem]:
    """`problems` without what a page lacks only because its fields could not be read, or because it is empty."""
    held = list(problems)
    unread = {one.path for one in held if one.code in _UNREAD_FIELDS}
    return [one for one in held if one.code not in _OF_FIELDS or one.path not in unread]


_OF_FIELDS = frozenset({NO_TOPIC.code, SAME_TITLE.code})
_UNREAD_FIELDS = frozenset(
    rule.code
    for rule in (BROKEN_YAML, DUPLICATE_KEY, LONG_YAML, UNKNOWN_FIELD, UNCLOSED, MISPLACED, CONFLICT, EMPTY_FILE)
)


def _quoted(problem: Problem) -> str:
    return problem.message.partition("“")[2].partition("”")[0]
