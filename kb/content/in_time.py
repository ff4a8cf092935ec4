"""Texts and facts in time: which of several versions of a document holds on a day, and what each fact says then.

A document `policies/returns` may keep its earlier (or coming) texts beside it, each in a file named by the day from
which it holds: `returns@2025-06-01.md`. The file without a day is the newest; its `effective_from` says from when.
Everything that reads a library reads it as of one day, so nothing of two days can stand in one text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType

from kb.content.facts import change_days, facts_on
from kb.content.model import Article, Document, Library, Version
from kb.project.options import Options
from kb.source.problem import Problem, Rule, Severity

BROKEN_VERSION = Rule(
    "KB320",
    "broken-version",
    Severity.ERROR,
    what="A file is named as an earlier version of a document, and nobody can tell when it held: the day in its name "
    "is none, the newest text is missing or does not say from when it holds, or two versions say the same day.",
    why="Readers would be told what no longer holds, or what does not hold yet.",
    example="docs/policies/returns@2025-06-01.md   # and docs/policies/returns.md has no effective_from",
    hint="name it NAME@YYYY-MM-DD.md beside NAME.md, and give NAME.md its `effective_from`",
)
UNEQUAL_DAYS = Rule(
    "KB321",
    "unequal-days",
    Severity.ERROR,
    what="`effective_from` of a version is another day than the file's name says, or than the original says.",
    why="A version holds in every language from the same day; one of the two days is wrong.",
    example="effective_from: 2025-07-01   # in docs/policies/returns@2025-06-01.vi.md",
    hint="correct the day, or delete the line in all files but the newest text of the default language",
)
RULES = (BROKEN_VERSION, UNEQUAL_DAYS)

_DATED = re.compile(r"(?P<of>.+)@(?P<day>\d{4}-\d{2}-\d{2})")
_NEARLY_DATED = re.compile(r".+@[\d._-]{4,}(?:\..*)?")


@dataclass(frozen=True, slots=True)
class _Written:
    """One version of a document, as its files say."""

    first: date
    id: str
    """By the name of its files."""
    is_draft: bool
    """Whether it is one in every language: a draft never holds."""


def version_name(page_id: str) -> tuple[str, date] | None:
    """`policies/returns@2025-06-01` → `policies/returns` and the day; None for any other id."""
    found = _DATED.fullmatch(page_id)
    try:
        return (found["of"], date.fromisoformat(found["day"])) if found else None
    except ValueError:
        return None


def on_day(library: Library, options: Options, day: date, *, today: date | None = None) -> Library:
    """`library` as of `day`: each fact as it is then, each document in the version that holds then.

    The version in force has the document's id, each other one that id with its first day. `today` is the day of the
    published site (`day` itself without it): by it `Version.published_as` says where each is found. A day before the
    oldest version shows the oldest: no other was ever written. A version of which nobody can tell when it holds never
    does.
    """
    articles = {(written_id(one), one.language): one for one in library.articles.values()}
    dated: dict[tuple[str, str], Article] = {}
    of_versions = _versions(articles, options.default_language)
    for of, versions in of_versions.items():
        in_force, published = _held_on(versions, day), _held_on(versions, today or day)
        for one in versions:
            last = _last_day(one, versions)
            facts_day = None if one is in_force else one.first if one.first > day else last
            version = Version(of, one.first, last, one is in_force, _shown_as(of, one, published), facts_day)
            id = _shown_as(of, one, in_force)
            for code in options.languages:
                if text := articles.pop((one.id, code), None):
                    own = text if one is in_force else replace(text, redirect_from=())
                    dated[id, code] = replace(own, id=id, version=version, effective_from=one.first)
    for (id, code), text in articles.items():
        named = version_name(id)
        version_of_nobody = Version(named[0], named[1], None, False, id) if named else None
        is_so = (text.id, text.version) == (id, version_of_nobody)
        dated[id, code] = text if is_so else replace(text, id=id, version=version_of_nobody)
    return replace(
        library,
        articles=MappingProxyType(dict(sorted(dated.items()))),
        facts=MappingProxyType(facts_on(library.facts, day)),
        day=day,
    )


def written_id(document: Document) -> str:
    """The id that the name of the document's file says, whatever day the library was read for."""
    version = document.version
    if version is None:
        return document.id
    stem = document.path.rpartition("/")[2]
    return f"{version.of}@{version.first}" if f"@{version.first}" in stem else version.of


def boundaries(library: Library) -> tuple[date, ...]:
    """Every day on which a fact or a document becomes another one, in order."""
    firsts = {one.version.first for one in library.articles.values() if one.version}
    return tuple(sorted(firsts | set(change_days(library.facts.values()))))


def check_versions(library: Library, options: Options) -> Iterator[Problem]:
    """Files named as versions of which nobody can tell when they hold. `library` is as written, of no day."""
    by_id: dict[str, list[Article]] = {}
    for article in library.articles.values():
        by_id.setdefault(article.id, []).append(article)
    for document in library.documents():
        yield from _check_name(document, by_id)
    dated = {id: named for id in by_id if (named := version_name(id))}
    of_others = {of for of, _ in dated.values()}
    for id, texts in by_id.items():
        named = dated.get(id)
        originals = by_id.get(named[0], []) if named else []
        first = _first_day(by_id, id, options) if not named else named[1]
        if named or id in of_others:
            for one in texts:
                if first and one.effective_from and one.effective_from != first:
                    line = one.line_of("effective_from")
                    yield UNEQUAL_DAYS.at(one.path, line, f"the version holds from {first}, not {one.effective_from}")
        if named and originals:
            newest = _first_day(by_id, named[0], options)
            if newest is None:
                message = f"{originals[0].path} has no effective_from: nobody can tell which version holds"
                yield BROKEN_VERSION.at(texts[0].path, 1, message, f"write `effective_from` into {originals[0].path}")
            elif newest == named[1]:
                message = f"{originals[0].path} holds from {newest} too"
                yield BROKEN_VERSION.at(texts[0].path, 1, message, "give each version a day of its own")


def _check_name(document: Document, by_id: Mapping[str, list[Article]]) -> Iterator[Problem]:
    named = version_name(document.id)
    if named is None:
        if _NEARLY_DATED.fullmatch(document.id):
            message = f"“{document.id.rpartition('@')[2]}” in the name is no day"
            hint = "name it NAME@YYYY-MM-DD.md, such as returns@2025-06-01.md"
            yield BROKEN_VERSION.at(document.path, 1, message, hint)
    elif not isinstance(document, Article):
        hint = "give the facts that it says their own days (`since` in facts.yml), and delete this file"
        yield BROKEN_VERSION.at(document.path, 1, "only articles have versions", hint)
    elif named[0] not in by_id:
        stem, _, code = named[0].rpartition(".")
        meant = f"{stem.rpartition('/')[2]}@{named[1]}.{code}.md" if stem in by_id else ""
        hint = f"call it {meant}" if meant else f"write the newest text in {named[0].rpartition('/')[2]}.md beside it"
        yield BROKEN_VERSION.at(document.path, 1, f"there is no “{named[0]}” of which it is a version", hint)


def _first_day(by_id: Mapping[str, list[Article]], id: str, options: Options) -> date | None:
    texts = {one.language: one.effective_from for one in by_id.get(id, ())}
    return texts.get(options.default_language) or next((day for day in texts.values() if day), None)


def _versions(articles: Mapping[tuple[str, str], Article], default_language: str) -> dict[str, list[_Written]]:
    """Id → its versions, oldest first, for documents that have several and whose days are clear."""
    texts: dict[str, list[Article]] = {}
    for (id, _), article in articles.items():
        texts.setdefault(id, []).append(article)
    named = {id: found for id in texts if (found := version_name(id))}
    versions: dict[str, list[_Written]] = {}
    for of in {of for of, _ in named.values()} & texts.keys():
        days = {one.language: one.effective_from for one in texts[of] if one.effective_from}
        first = days.get(default_language) or next(iter(days.values()), None)
        ids = {id: day for id, (one, day) in named.items() if one == of}
        if first and first not in ids.values():
            all_days = {of: first, **ids}
            written = (_Written(day, id, all(one.is_draft for one in texts[id])) for id, day in all_days.items())
            versions[of] = sorted(written, key=lambda one: one.first)
    return versions


def _held_on(versions: list[_Written], day: date) -> _Written:
    ready = [one for one in versions if not one.is_draft] or versions
    begun = [one for one in ready if one.first <= day]
    return begun[-1] if begun else ready[0]


def _last_day(one: _Written, versions: list[_Written]) -> date | None:
    """The day before the next version that is no draft."""
    following = [other.first for other in versions if other.first > one.first and not other.is_draft]
    return following[0] - timedelta(days=1) if following else None


def _shown_as(of: str, one: _Written, in_force: _Written) -> str:
    return of if one is in_force else f"{of}@{one.first}"
