"""Languages and freshness: what is missing, outdated or due for another read."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from kb.content.model import Document, Library
from kb.editions.coming import fact_names
from kb.project.options import Options
from kb.source.problem import Problem, Rule, Severity

MISSING = Rule(
    "KB601",
    "missing-translation",
    Severity.WARNING,
    what="A document lacks one of the site's languages.",
    why="Readers of that language see another one's text under a notice.",
    example="docs/faq/invoice.md without docs/faq/invoice.vi.md",
    hint="translate the file, or leave it: the default language is shown; for a language that is new, set "
    "`in_translation: true` in mkdocs.yml",
)
OUTDATED = Rule(
    "KB602",
    "outdated-translation",
    Severity.WARNING,
    what="The source text changed after this translation was made.",
    why="Readers of different languages are told different things.",
    example="translates: 3f2a9c0d1e   # the source is now 77ab01c2d3",
    hint="bring the translation up to date, then run `kb translations --accept`",
)
STALE = Rule(
    "KB603",
    "stale-page",
    Severity.WARNING,
    what="The day for the next review has passed.",
    why="Old answers are wrong answers sooner or later.",
    example="reviewed_on: 2026-01-10\nreview_every_days: 90",
    hint="read the page, mend what changed, and set `reviewed_on`",
)
TOO_STALE = Rule(
    "KB604",
    "too-stale-page",
    Severity.ERROR,
    what="The day for the next review, and the shop's days of grace after it, have passed.",
    why="The shop chose not to publish answers that nobody has read for so long.",
    example="stale_grace_days: 30   # and a review due 31 days ago",
    hint="read the page, mend what changed, and set `reviewed_on`",
)
NO_ORIGINAL = Rule(
    "KB605",
    "no-original",
    Severity.WARNING,
    what="A document exists in a translation but not in the default language.",
    why="Readers of the other languages cannot find it.",
    example="docs/faq/invoice.vi.md without docs/faq/invoice.md",
    hint="write it in the default language too",
)
UNTRANSLATED = Rule(
    "KB606",
    "untranslated-text",
    Severity.WARNING,
    what="A file's text is in another language than its name says, and waits for its translation.",
    why="Readers of that language see the other one's text under a notice.",
    example="untranslated: en   # in docs/faq/invoice.vi.md",
    hint="translate the text and delete the line `untranslated`; or set `in_translation: true` for the language in "
    "mkdocs.yml",
)
CHANGED_FACT = Rule(
    "KB322",
    "changed-fact",
    Severity.WARNING,
    what="A fact took another value after the text that names it was last reviewed.",
    why="The number follows by itself, the sentences around it do not: “a whole week” stays where the days became ten.",
    example="reviewed_on: 2026-06-01   # and a fact in the text has `since: [{from: 2026-10-15, value: 10}]`",
    hint="read the text with its new value, mend what no longer fits, and set `reviewed_on`",
)
RULES = (MISSING, OUTDATED, STALE, TOO_STALE, NO_ORIGINAL, UNTRANSLATED, CHANGED_FACT)


def check_translations(library: Library, options: Options) -> Iterator[Problem]:
    """Missing, outdated and waiting translations of every document."""
    complete = options.complete_languages
    groups: dict[str, dict[str, Document]] = {}
    for document in library.documents():
        groups.setdefault(document.id, {})[document.language] = document
    for document_id, versions in sorted(groups.items()):
        for version in versions.values():
            yield from _untranslated(version, complete)
        source = versions.get(options.default_language)
        if source is None:
            first = next(iter(versions.values()))
            if not all(version.is_draft for version in versions.values()):
                yield NO_ORIGINAL.at(first.path, 1, f"“{document_id}” has no {options.default_language} version")
            continue
        if not source.is_draft:
            for code in options.other_languages:
                if code in complete and code not in versions:
                    yield MISSING.at(source.path, 1, f"no {code} version of “{document_id}”")
        for code, version in versions.items():
            if code != source.language and version.translates and version.translates != source.source_hash:
                yield OUTDATED.at(
                    version.path,
                    version.line_of("translates"),
                    f"{source.path} has changed since this translation was made",
                )


def _untranslated(document: Document, complete: Collection[str]) -> Iterator[Problem]:
    code, line = document.untranslated, document.line_of("untranslated")
    if code == document.language:
        hint = "name the language that the words are in, or delete the line"
        yield UNTRANSLATED.at(document.path, line, f"“untranslated: {code}” names the file's own language", hint)
    elif code and document.language in complete and not document.is_draft:
        yield UNTRANSLATED.at(
            document.path, line, f"not translated into {document.language}: the text is still in {code}"
        )


def review_due(document: Document) -> date | None:
    """The day by which a document must be read again; None if it has no rhythm, or is a version that is over."""
    if document.reviewed_on is None or not document.review_every_days:
        return None
    if document.version and not document.version.is_in_force:
        return None
    try:
        return document.reviewed_on + timedelta(days=document.review_every_days)
    except OverflowError:  # after the year 9999
        return None


def check_freshness(library: Library, options: Options, *, today: date) -> Iterator[Problem]:
    """Documents whose review is due, errors once the shop's grace has passed; and those whose facts changed since."""
    for document in library.documents():
        if not document.is_draft and not document.is_other_version:
            yield from _changed_facts(document, library, today)
        due = review_due(document)
        if due is None or today <= due or document.is_draft:
            continue
        grace = options.stale_grace_days
        rule = TOO_STALE if grace and today - due > timedelta(days=grace) else STALE
        who = f" by {document.owner}" if document.owner else ""
        yield rule.at(document.path, document.line_of("reviewed_on"), f"the review was due on {due}{who}")


def _changed_facts(document: Document, library: Library, today: date) -> Iterator[Problem]:
    reviewed = document.reviewed_on
    if reviewed is None:
        return
    for name in dict.fromkeys(one.partition(".")[0] for one in fact_names(document)):
        fact = library.facts.get(name)
        changed = [one.first for one in (fact.periods if fact else ()) if one.first and reviewed < one.first <= today]
        if changed:
            line = document.line_of("reviewed_on")
            yield CHANGED_FACT.at(document.path, line, f"{name} changed on {changed[-1]}, after the review")
