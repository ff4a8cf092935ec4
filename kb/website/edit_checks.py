"""Whether an edited text changes what a whole build would say of the project: where it may, a whole build judges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from kb.checks.braces import check_braces
from kb.checks.links import check_links
from kb.checks.literals import check_literals
from kb.checks.structure import check_structure
from kb.checks.translations import MISSING, NO_ORIGINAL, OUTDATED, check_freshness, check_translations
from kb.content.embedded import addresses_in
from kb.content.links import links_in
from kb.content.loading import is_markdown
from kb.content.model import Article, Library
from kb.content.options import Options
from kb.content.rendering import Renderings
from kb.editions.selection import Edition
from kb.website.last_build import LastBuild

_OF_TRANSLATIONS = frozenset({MISSING.code, OUTDATED.code, NO_ORIGINAL.code})


def changes_problems(
    library: Library, edited: Sequence[Article], last: LastBuild, options: Options, today: date
) -> bool:
    """Whether the edited articles have a problem now or had one, or one of the translations has another one.

    `library` is `last_build.outline` with the edited articles' hashes and all facts.
    """
    before, paths = last.found(), {one.path for one in edited}
    if any(problem.path in paths and problem.code not in _OF_TRANSLATIONS for problem in before):
        return True
    alone = replace(library, articles=MappingProxyType({(one.id, one.language): one for one in edited}))
    found = [
        *check_structure(alone, options),
        *check_braces(library, options, documents=edited, texts=last.fact_texts),
        *check_literals(alone, options),
        *check_freshness(alone, options, today=today),
    ]
    told = {problem for problem in before if problem.code in _OF_TRANSLATIONS}
    return bool(found) or set(check_translations(library, options)) != told


def _may_be_file(address: str) -> bool:
    name = address.partition("#")[0].partition("?")[0].rpartition("/")[2]
    return "." in name and not is_markdown(name)


def changes_anchors_or_links(
    old: Article,
    new: Article,
    edition: Edition,
    renderings: Renderings,
    words: Mapping[str, Mapping[str, str]],
    *,
    docs: str,
) -> bool:
    """Whether other pages' links into the text, or links that were added to it, have to be judged again."""
    before, after = (renderings.of(one.body, words[one.language]) for one in (old, new))
    if before.toc_tokens != after.toc_tokens or before.anchors != after.anchors or after.has_open_comment:
        return True
    if any(map(_may_be_file, {*addresses_in(before.html)} - {*addresses_in(after.html)})):
        return True  # a file that no page links any more may have been meant by that link alone
    if set(links_in(after.html)) <= set(links_in(before.html)):
        return False
    # An anchor of another page counts as broken here, whose text is not at hand.
    return next(check_links(edition, renderings, words, docs=docs, documents=[new]), None) is not None
