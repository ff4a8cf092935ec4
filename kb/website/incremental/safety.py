"""Whether an edited text changes what a whole build would say of the project: where it may, a whole build judges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from kb.checks.braces import check_braces
from kb.checks.elsewhere import check_elsewhere
from kb.checks.links import check_links
from kb.checks.literals import check_literals
from kb.checks.readings import check_readings
from kb.checks.structure import check_structure
from kb.checks.translations import MISSING, NO_ORIGINAL, OUTDATED, check_freshness, check_translations
from kb.content.load import is_markdown
from kb.content.model import Article, Library
from kb.editions.selection import Edition
from kb.markdown.rendering import Rendered, Renderings
from kb.project.project import Project
from kb.website.record.build_record import BuildSources

_OF_TRANSLATIONS = frozenset({MISSING.code, OUTDATED.code, NO_ORIGINAL.code})


def changes_problems(
    library: Library, edited: Sequence[Article], last: BuildSources, project: Project, today: date
) -> bool:
    """Whether the edited articles have a problem now or had one, or one of the translations has another one.

    `library` is that of `outline`, with the edited articles' hashes and all facts.
    """
    options = project.options
    before, paths = last.problems, {one.path for one in edited}
    if any(problem.path in paths and problem.code not in _OF_TRANSLATIONS for problem in before):
        return True
    alone = replace(library, articles=MappingProxyType({(one.id, one.language): one for one in edited}))
    found = [
        *check_structure(alone, options),
        *check_readings(alone, project.extensions),
        *check_braces(library, options, documents=edited, texts=last.fact_texts),
        *check_literals(alone, options),
        *check_freshness(alone, options, today=today),
    ]
    of_translations = {problem for problem in before if problem.code in _OF_TRANSLATIONS}
    return bool(found) or set(check_translations(library, options)) != of_translations


def _may_be_file(address: str) -> bool:
    name = address.partition("#")[0].partition("?")[0].rpartition("/")[2]
    return "." in name and not is_markdown(name)


def changes_anchors_or_links(
    old: Article,
    new: Article,
    edition: Edition,
    renderings: Renderings,
    words: Mapping[str, Mapping[str, str]],
    project: Project,
) -> bool:
    """Whether other pages' links into the text, or links that were added to it, have to be judged again."""
    before, after = (renderings.of(one.body, words[one.language]) for one in (old, new))
    if before.toc_tokens != after.toc_tokens or before.anchors != after.anchors:
        return True
    if after.has_open_comment or after.is_cut:
        return True
    if next(check_elsewhere(edition, renderings, words, site_url=project.site_url, documents=[new]), None):
        return True
    if any(_may_be_file(address) for _, address in before.addresses - after.addresses):
        return True  # a file that no page links any more may have been meant by that link alone
    if edition.options.raw_html and after.addresses <= before.addresses and _ids(after) == _ids(before):
        return False
    if any("topics/" in address for _, address in after.addresses - before.addresses):
        return True  # which topics have pages is not at hand
    # An anchor of another page counts as broken here, whose text is not at hand.
    found = check_links(edition, renderings, words, docs=project.docs, site_url=project.site_url, documents=[new])
    return next(found, None) is not None


def _ids(rendered: Rendered) -> list[str]:
    """The ids, each as often as it stands there, and `<base href>`."""
    return rendered.values("id", "base")
