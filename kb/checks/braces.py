"""Facts and links named in braces: do they exist, and may this reader see them?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kb.checks.missing import why_missing
from kb.content.facts import render_facts
from kb.content.model import Document, Kind, Library
from kb.content.options import Options
from kb.content.problem import Problem, Rule, Severity
from kb.content.substitution import uses_in

UNKNOWN_FACT = Rule(
    "KB301",
    "unknown-fact",
    Severity.ERROR,
    what="The text names a fact that does not exist, or that only agents may see.",
    why="Readers would see the braces, or shoppers an internal figure.",
    example="You have {{ fact.retrun_days }}.",
    mend="correct the name, or add the fact to facts.yml",
)
UNKNOWN_LINK = Rule(
    "KB302",
    "unknown-link",
    Severity.ERROR,
    what="`{{ link.… }}` names an article that does not exist, or that only agents may see.",
    why="Readers would see the braces.",
    example="See {{ link.policies/retruns }}.",
    mend="write the id of an article, such as policies/returns",
)
NO_VALUE = Rule(
    "KB306",
    "fact-without-value",
    Severity.ERROR,
    what="A page names a fact that has no value for the markets of its language.",
    why="A Malay page cannot state a limit that exists in Vietnam alone.",
    example="Anda ada {{ fact.marketplace_return_days_tiki }}.",
    mend="leave the sentence out of this language, or give the fact a value for its market",
)
RULES = (UNKNOWN_FACT, UNKNOWN_LINK, NO_VALUE)

_FIELDS = ("title", "summary", "answer")


def check_braces(
    library: Library,
    options: Options,
    *,
    documents: Sequence[Document] | None = None,
    texts: Mapping[str, Mapping[str, str]] | None = None,
) -> Iterator[Problem]:
    """Every pair of fact and link braces in every document, or in `documents` alone.

    `texts` are the facts as each language writes them, where they are known.
    """
    if texts is None:
        texts = {code: render_facts(library.facts, language=code, options=options) for code in options.languages}
    public = {id for (id, _), article in library.articles.items() if not article.is_internal}
    every = {id for id, _ in library.articles} | {id for id, _ in library.scripts}
    why = why_missing(library, options)
    for document in library.documents() if documents is None else documents:
        if document.kind is Kind.MANUAL:
            continue
        known = public if document.is_internal is False else every
        for line, text in _texts(document):
            for use in uses_in(text):
                at = line + use.line - 1
                if use.space == "link":
                    if use.name not in known:
                        message = f"no article “{use.name}” for this reader{why(use.name)}"
                        yield UNKNOWN_LINK.at(document.path, at, message)
                else:
                    yield from _check_fact(use.name, document, at, library, texts[document.language])


def _check_fact(
    name: str, document: Document, line: int, library: Library, texts: Mapping[str, str]
) -> Iterator[Problem]:
    fact = library.facts.get(name.partition(".")[0])
    if fact is None and library.has_unread_fact(name.partition(".")[0]):
        return  # what is wrong with the fact itself is told where it stands
    if fact is None:
        yield UNKNOWN_FACT.at(document.path, line, f"no fact “{name.partition('.')[0]}”")
    elif fact.is_internal and not document.is_internal:
        yield UNKNOWN_FACT.at(
            document.path,
            line,
            f"“{fact.name}” is a fact for agents alone",
            "take it out, or move the fact to facts.yml if shoppers may know it",
        )
    elif name not in texts:
        yield NO_VALUE.at(
            document.path,
            line,
            f"“{name}” has no value for {document.language} (it has: {', '.join(sorted(fact.values)) or 'none'})",
        )


def _texts(document: Document) -> Iterator[tuple[int, str]]:
    for field in _FIELDS:
        yield document.line_of(field), getattr(document, field)
    for question in document.questions:
        yield document.line_of("questions"), question
    yield document.body_line, document.body
