"""Which wordings of a page do not find it yet, and would if the page listed them: for the writer to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.index import Index, Posting, count_for, idf_of, impacts_of
from kb.search.indexing.term_frequencies import term_kind
from kb.search.quality.wordings import KINDS, Wording, telling_words, wordings_of, words_in
from kb.search.ranking.scoring import plan_query, score_documents

ON_PAGE = 3
"""Results that a reader looks at: a page below is as good as not found."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One wording that a page could list among its `questions`."""

    text: str
    kind: str
    """One of `KINDS`."""
    source: str
    """What it was made from."""
    rank: int
    """Place of the page for this wording, from 1; 0 when it is not found at all."""
    first: str
    """Id of the page that comes first; empty when nothing comes."""
    rank_when_listed: int
    """Place of the page once it lists this wording and those proposed before it."""


def propose(index: Index, page_id: str, *, asked: Sequence[str] = (), shows_all: bool = False) -> tuple[Proposal, ...]:
    """Wordings that do not put `page_id` first in `index`, the worst placed of the commonest kinds first.

    `asked` are messages of shoppers: those that share a telling word with what the page is called are tried too.
    What another page's title or one of its questions says in as many words or more is that page's, not proposed.
    Without `shows_all` a wording is left out if those before it, once listed, make the page first for it too, or if
    even listing it would not.
    Raises ValueError if the index does not have the page.
    """
    place = next((at for at, one in enumerate(index.documents) if one.id == page_id), None)
    if place is None:
        raise ValueError(f"the index has no page “{page_id}”")
    document = index.documents[place]
    tried = [
        (ranked, one)
        for one in _candidates(index, document, asked)
        if _rank(ranked := score_documents(index, plan_query(index, one.text)), place) != 1
    ]
    kinds = list(KINDS)
    tried.sort(key=lambda row: (0 < _rank(row[0], place) <= ON_PAGE, kinds.index(row[1].kind)))
    listed = document.questions
    found: list[Proposal] = []
    for ranked, one in tried:
        if found and not shows_all and _rank_with(index, place, one.text, listed) == 1:
            continue
        then = _rank_with(index, place, one.text, (*listed, one.text))
        if then == 1 or shows_all:
            first = index.documents[ranked[0][1]].id if ranked else ""
            found.append(Proposal(one.text, one.kind, one.source, _rank(ranked, place), first, then))
            listed = (*listed, one.text)
    return tuple(found)


def _candidates(index: Index, document: SearchDocument, asked: Sequence[str]) -> Iterator[Wording]:
    """Every wording once that is neither the page's already nor another page's."""
    language = index.language
    own = (document.title, *document.questions)
    seen = {words_in(text, language) for text in own}
    taken = {telling_words(text, language) for text in _of_others(index, document)}
    about = frozenset().union(*(telling_words(text, language) for text in own))
    for one in (*_asked(asked, about, index), *_headings(index, document, about), *wordings_of(own, language)):
        words, telling = words_in(one.text, language), telling_words(one.text, language)
        if words and telling and words not in seen and not any(telling <= other for other in taken):
            seen.add(words)
            yield one


def _asked(asked: Iterable[str], about: frozenset[str], index: Index) -> Iterator[Wording]:
    for text in asked:
        if telling_words(text, index.language) & about:
            yield Wording(text, "asked", text)


def _headings(index: Index, document: SearchDocument, about: frozenset[str]) -> Iterator[Wording]:
    """The page's headings that speak of what it is `about` and that no other page has."""
    others = {
        words_in(passage.heading, index.language)
        for one in index.documents
        if one.id != document.id
        for passage in one.passages
    }
    for passage in document.passages:
        telling = telling_words(passage.heading, index.language)
        if len(telling) > 1 and telling & about and words_in(passage.heading, index.language) not in others:
            yield Wording(passage.heading.lower(), "heading", passage.heading)


def _of_others(index: Index, document: SearchDocument) -> Iterator[str]:
    for one in index.documents:
        if one.id != document.id:
            yield from (one.title, *one.questions)


def _rank(ranked: Sequence[tuple[int, int]], place: int) -> int:
    return next((rank for rank, (_, at) in enumerate(ranked, 1) if at == place), 0)


def _rank_with(index: Index, place: int, text: str, questions: Sequence[str]) -> int:
    """Place of a page for `text`, were these its questions."""
    listed = _with_questions(index, place, questions)
    return _rank(score_documents(listed, plan_query(listed, text)), place)


def _with_questions(index: Index, place: int, questions: Sequence[str]) -> Index:
    """`index` were these the questions of one page, without counting the others again; mean lengths stay.

    New words are known in it, so that a wording made of them is no longer taken for a slip of others.
    """
    document = replace(index.documents[place], questions=tuple(questions))
    impacts = impacts_of(count_for(document, index.language, index.weights), index.averages, index.weights)
    changed = {}
    for term, impact in impacts.items():
        held = index.postings.get(term)
        others = dict(zip(held.documents, held.impacts, strict=True)) if held else {}
        if others.get(place) != impact:
            rows = sorted((others | {place: impact}).items())
            documents, of_documents = zip(*rows, strict=True)
            changed[term] = Posting(idf_of(len(index.documents), len(rows)), documents, of_documents)
    new = {term for term in changed if term not in index.postings and term_kind(term) == "word"}
    words = tuple(sorted({*index.words, *new})) if new else index.words
    return replace(index, postings={**index.postings, **changed}, words=words, rows={})
