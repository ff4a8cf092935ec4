"""Facts and links named in braces: do they exist, and may this reader see them?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kb.checks.each_document import EachDocument
from kb.checks.near_braces import Names, near_misses
from kb.checks.references import why_missing
from kb.content.fact_texts import AS_OF, SOURCE, fact_texts
from kb.content.model import Document, Kind, Library
from kb.content.notices import NOTICES
from kb.project.options import Options
from kb.source.fences import fences_in, mask_code
from kb.source.problem import Problem, Rule, Severity
from kb.source.substitution import PLACEHOLDER, uses_in

UNKNOWN_FACT = Rule(
    "KB301",
    "unknown-fact",
    Severity.ERROR,
    what="The text names a fact that does not exist, or that only agents may see.",
    why="Readers would see the braces, or shoppers an internal figure.",
    example="You have {{ fact.retrun_days }}.",
    hint="correct the name, or add the fact to facts.yml",
)
UNKNOWN_LINK = Rule(
    "KB302",
    "unknown-link",
    Severity.ERROR,
    what="`{{ link.… }}` names an article that does not exist, or that only agents may see.",
    why="Readers would see the braces.",
    example="See {{ link.policies/retruns }}.",
    hint="write the id of an article, such as policies/returns",
)
NO_VALUE = Rule(
    "KB306",
    "fact-without-value",
    Severity.ERROR,
    what="A page names a fact that has no value for the markets of its language.",
    why="A Malay page cannot state a limit that exists in Vietnam alone.",
    example="Anda ada {{ fact.marketplace_return_days_tiki }}.",
    hint="leave the sentence out of this language, or give the fact a value for its market",
)
NEAR_MISS = Rule(
    "KB309",
    "almost-braces",
    Severity.ERROR,
    what="A text almost names a fact or an article: a brace too few, a word too many, another mark in its place.",
    why="Nothing is filled in, and readers see the braces.",
    example="You have {{ fact.return_days } to send it back.",
    hint="write `{{ fact.NAME }}` or `{{ link.ARTICLE_ID }}` exactly so, or put a sample of it in code",
)
RULES = (UNKNOWN_FACT, UNKNOWN_LINK, NO_VALUE, NEAR_MISS)

_FIELDS = ("title", "summary", "answer")
_KNOWN_BY = {AS_OF: "`checked`", SOURCE: "`source`"}
"""What a page may say about a fact → the field it comes from."""


def check_braces(library: Library, options: Options) -> Iterator[Problem]:
    """Every pair of fact and link braces; what almost is one `near_miss_check` finds in documents."""
    texts = fact_texts(library.facts, library.documents(), options)
    ids = _ids(library)
    why = why_missing(library, options)
    readers = _readers(library)
    yield from _check_notices(library, texts, readers[False])
    yield from _check_unfilled(library, readers)
    for document in library.documents():
        known = ids[document.is_internal]
        for line, text in _texts(document):
            for use in uses_in(text):
                at = line + use.line - 1
                if use.space == "link":
                    if use.name not in known:
                        message = f"no article “{use.name}” for this reader{why(use.name)}"
                        yield UNKNOWN_LINK.at(document.path, at, message)
                else:
                    place = _Place(document.path, at, document.language, document.is_internal)
                    yield from _check_fact(use.name, place, library, texts[document.facts_key])


def near_miss_check(library: Library) -> EachDocument:
    """What a document writes that is almost a fact or a link."""
    readers = _readers(library)
    known = [sorted(one) for one in (_ids(library)[True], _ids(library)[False])]
    facts = sorted((name, fact.is_internal) for name, fact in library.facts.items())
    return EachDocument(
        "near-misses",
        repr((known, facts)),
        lambda: lambda document: _near_misses_of(document, readers[document.is_internal]),
    )


def _ids(library: Library) -> dict[bool, frozenset[str]]:
    """The articles that a text may link to: one of agents (True) any, one of shoppers those that they see."""
    public = {id for one in library.articles.values() if not one.is_internal for id in (one.id, one.dated_id) if id}
    every = {id for one in library.articles.values() for id in (one.id, one.dated_id) if id}
    return {False: frozenset(public), True: frozenset(every | {id for id, _ in library.scripts})}


def _readers(library: Library) -> dict[bool, Names]:
    """What a text of agents (True) and one of shoppers may name."""
    ids = _ids(library)
    shared = frozenset(name for name, fact in library.facts.items() if not fact.is_internal)
    return {False: Names(shared, ids[False]), True: Names(frozenset(library.facts), ids[True])}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a fact is named, and for whom."""

    path: str
    line: int
    language: str
    is_internal: bool


def _check_fact(name: str, place: _Place, library: Library, texts: Mapping[str, str]) -> Iterator[Problem]:
    fact = library.facts.get(name.partition(".")[0])
    if fact is None and library.has_unread_fact(name.partition(".")[0]):
        return  # the fact has a problem of its own
    if fact is None:
        yield UNKNOWN_FACT.at(place.path, place.line, f"no fact “{name.partition('.')[0]}”")
    elif fact.is_internal and not place.is_internal:
        yield UNKNOWN_FACT.at(
            place.path,
            place.line,
            f"“{fact.name}” is a fact for agents alone",
            "take it out, or move the fact to facts.yml if shoppers may know it",
        )
    elif fact.periods and not fact.values:
        first = fact.periods[0].first
        hint = "write the value that holds until then beside `since`"
        yield NO_VALUE.at(place.path, place.line, f"“{name}” has no value yet: its first is of {first}", hint)
    elif name not in texts and (field := _KNOWN_BY.get(name.rpartition(".")[2])):
        what = f"the fact {fact.name} has no {field} that holds for {place.language}, so that “{name}” is empty"
        yield NO_VALUE.at(place.path, place.line, what, f"give the fact a {field}, or leave the sentence out")
    elif name not in texts:
        yield NO_VALUE.at(
            place.path,
            place.line,
            f"“{name}” has no value for {place.language} (it has: {', '.join(sorted(fact.values)) or 'none'})",
        )


def _texts(document: Document) -> Iterator[tuple[int, str]]:
    for field in _FIELDS:
        yield document.line_of(field), getattr(document, field)
    for question in document.questions:
        yield document.line_of("questions"), question
    yield document.body_line, document.body


def _near_misses_of(document: Document, names: Names) -> Iterator[Problem]:
    for field in _FIELDS:
        yield from _near(getattr(document, field), document.path, document.line_of(field), names, is_one_line=True)
    for question in document.questions:
        yield from _near(question, document.path, document.line_of("questions"), names, is_one_line=True)
    if any(use.space == "link" for use in uses_in(document.title)):
        line = document.line_of("title")
        yield NEAR_MISS.at(document.path, line, "a title cannot name another article", "write the words themselves")
    body = mask_code(document.body)
    if document.kind is Kind.SCRIPT:  # what stands for a value there is judged with the channels
        body = PLACEHOLDER.sub(lambda match: " " * len(match[0]), body)
    yield from _near(body, document.path, document.body_line, names)
    for fence in fences_in(document.body):
        if fence.name in {"tree", "quiz", "video"}:
            yield from _near(mask_code(fence.text), document.path, document.body_line + fence.line - 1, names)
    for change in document.changes:
        line = document.line_of("changes")
        yield from _near(f"{change.what} {change.why}", document.path, line, names, is_one_line=True, is_filled=False)


def _near(
    text: str, path: str, line: int, names: Names, *, is_one_line: bool = False, is_filled: bool = True
) -> Iterator[Problem]:
    for miss in near_misses(text, names, is_exact_allowed=is_filled):
        at = line if is_one_line else line + miss.line - 1
        if not is_filled:
            yield NEAR_MISS.at(path, at, f"“{miss.written}”: nothing is filled in here", "write the words themselves")
            continue
        hint = f"did you mean {miss.meant}?" if miss.meant else ""
        if miss.meant == miss.written:
            hint = f"write {miss.meant} with two plain braces on either side, not with three, and not with look-alikes"
        yield NEAR_MISS.at(path, at, f"“{miss.written}” is almost a fact or a link, and would be shown as it is", hint)


def _check_notices(library: Library, texts: Mapping[str, Mapping[str, str]], names: Names) -> Iterator[Problem]:
    for notice in library.notices:
        for language, text in notice.text.items():
            yield from _near(text, NOTICES, notice.line, names, is_one_line=True)
            for use in uses_in(text):
                if use.space == "link":
                    hint = "name the article under `link:`"
                    yield NEAR_MISS.at(NOTICES, notice.line, f"a notice cannot link to “{use.name}” in its text", hint)
                    continue
                for code in (language,) if language else texts:
                    if code in texts:
                        place = _Place(NOTICES, notice.line, code, is_internal=False)
                        yield from _check_fact(use.name, place, library, texts[code])


def _check_unfilled(library: Library, readers: Mapping[bool, Names]) -> Iterator[Problem]:
    """Braces in the facts themselves: one fact is not filled into another."""
    for fact in library.facts.values():
        said = [text for one in fact.values.values() for text in (one.values() if isinstance(one, Mapping) else [one])]
        for value in (fact.about, *said):
            if isinstance(value, str):
                names = readers[fact.is_internal]
                yield from _near(value, fact.path, fact.line, names, is_one_line=True, is_filled=False)
