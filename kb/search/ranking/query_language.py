"""The agents' query language, facets, related articles and spelling: all that is asked of Whoosh.

`topic:returns channel:shopee "exact words" refund* NOT damaged`: Whoosh says which documents match,
our scorer says in what order. Whoosh's own scoring is not used: it sums BM25 over fields, takes
hundreds of milliseconds for a customer's message, and could not be repeated in a browser.

Distribution: Whoosh-Reloaded 2.7.5. `Whoosh` 2.7.4 (2016) is the same code with eight syntax warnings
on today's Pythons, which become errors in a coming one; `whoosh3` is fresh but kept by one autonomous
agent with eighty releases in four months. Reloaded is unmaintained too, which is why only this module
imports it, why only the interface of 2.7.4 is used (any of the three can take its place), and why the
index is made in memory from documents at hand: a Whoosh index on disk holds pickles, and must never be
read from a place that others can write. Tried on Python 3.11; it has no compiled part.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from whoosh import fields, query
from whoosh.analysis import Token as WhooshToken
from whoosh.analysis import Tokenizer as WhooshTokenizer
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import QueryParser, WhitespacePlugin
from whoosh.sorting import FieldFacet

from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.index import Index
from kb.search.ranking.scoring import Hit, search
from kb.search.ranking.spelling import complete, neighbours
from kb.text.folding import fold
from kb.text.languages import load_language
from kb.text.tokenizer import read

FACETS = ("kind", "topic", "stage", "channel", "tag")
LONGEST_FIELD_QUERY = 1_000
"""Characters of a query in this language that are read."""
_OPERATORS = re.compile(r'"|\*|\(|\b(?:AND|OR|NOT)\b|(?:^|\s)(?:' + "|".join((*FACETS, "title")) + r"):\S")


class _Reader(WhooshTokenizer):  # type: ignore[misc]
    """Gives Whoosh the words of our own reading: stems, or the folded words as they are.

    It holds the language's code, not the language: Whoosh pickles its schema, in memory too.
    """

    def __init__(self, code: str, *, as_written: bool = False) -> None:
        self.code = code
        self.as_written = as_written

    def __call__(self, value: str, positions: bool = False, **_: Any) -> Iterator[Any]:
        token = WhooshToken(positions)
        for place, word in enumerate(read(value, load_language(self.code))):
            token.text = word.folded if self.as_written else word.stem
            token.boost = 1.0
            token.stopped = False
            token.pos = place
            token.startchar, token.endchar = word.start, word.end
            token.original = token.text
            yield token


class _Memory(RamStorage):  # type: ignore[misc]
    """Whoosh's storage in memory, its passing files too.

    Whoosh itself puts those of every index into one folder of one name, `MAIN.tmp`, under the machine's
    temporary folder, where two processes that index at once delete each other's.
    """

    def temp_storage(self, name: str | None = None) -> _Memory:
        """A store of its own for the files of one commit; `name` does not matter in memory."""
        return _Memory()


@dataclass(frozen=True, slots=True)
class QueryIndex:
    """Documents of one edition and language, ready for the query language."""

    index: Index
    whoosh: Any
    spellings: Mapping[str, str]
    """Folded word → how writers mostly spell it."""


def open_query_index(index: Index) -> QueryIndex:
    """Make the documents of `index` askable; in memory, about a millisecond a document."""
    keyword = fields.KEYWORD(lowercase=True, scorable=False, commas=True)
    text = fields.TEXT(analyzer=_Reader(index.language.code), phrase=True)
    spelt = fields.TEXT(analyzer=_Reader(index.language.code, as_written=True), phrase=False)
    schema = fields.Schema(
        place=fields.NUMERIC(stored=True), title=text, text=text, spelt=spelt, **dict.fromkeys(FACETS, keyword)
    )
    made = _Memory().create_index(schema)
    writer = made.writer()
    spellings: dict[str, Counter[str]] = {}
    for place, document in enumerate(index.documents):
        whole = _whole_text(document)
        for token in read(whole, index.language):
            spellings.setdefault(token.folded, Counter())[whole[token.start : token.end].lower()] += 1
        writer.add_document(
            place=place, title=document.title, text=whole, spelt=whole, kind=document.kind,
            topic=document.topic, stage=document.stage, channel=",".join(document.channels),
            tag=",".join(document.tags),
        )  # fmt: skip
    writer.commit()
    common = {folded: min(counts, key=lambda word: (-counts[word], word)) for folded, counts in spellings.items()}
    return QueryIndex(index, made, common)


def _whole_text(document: SearchDocument) -> str:
    passages = [part for passage in document.passages for part in (passage.heading, passage.text)]
    return "\n".join((document.title, *document.questions, document.answer, *passages))


def is_field_query(text: str) -> bool:
    """True where `text` uses this language's signs: a known field, quotes, a star, AND, OR, NOT, brackets."""
    return _OPERATORS.search(text) is not None


def _parse(library: QueryIndex, text: str) -> Any:
    text = text[:LONGEST_FIELD_QUERY]
    try:
        parsed = QueryParser("text", library.whoosh.schema).parse(text)
    except (LookupError, AttributeError, TypeError, ValueError):  # Whoosh stumbles over signs that stand alone: NOT NOT
        plain = QueryParser("text", library.whoosh.schema, plugins=[WhitespacePlugin()])
        parsed = plain.parse(" ".join(re.findall(r"\w+", text)))

    def fold_patterns(leaf: Any) -> Any:
        # Whoosh reads plain words with our reader, but leaves those with a star as they were typed.
        if isinstance(leaf, query.Prefix | query.Wildcard) and leaf.fieldname in ("text", "title"):
            return type(leaf)("spelt" if leaf.fieldname == "text" else leaf.fieldname, fold(leaf.text))
        return leaf

    return parsed.accept(fold_patterns)


def _plain_words(parsed: Any, index: Index) -> str:
    """The words of a parsed query that say what is sought, for the scorer."""
    wanted = [text for name, text in parsed.iter_all_terms() if name in ("text", "title")]
    begun = [leaf.text.split("*")[0] for leaf in parsed.leaves() if isinstance(leaf, query.Prefix | query.Wildcard)]
    return " ".join([*wanted, *(word for beginning in begun if beginning for word in complete(beginning, index))])


def search_fields(library: QueryIndex, text: str, limit: int = 10) -> tuple[Hit, ...]:
    """The documents that match `text` in the query language, the best first.

    Those that match without a word to rank by (`topic:returns`) come by id, with score 0.
    """
    parsed = _parse(library, text)
    with library.whoosh.searcher() as searcher:
        found = {hit["place"] for hit in searcher.search(parsed, limit=None)}
    index = library.index
    ranked = search(index, _plain_words(parsed, index), len(index.documents)) if found else ()
    ids = {index.documents[place].id for place in found}
    best = [hit for hit in ranked if hit.document.id in ids]
    seen = {hit.document.id for hit in best}
    rest = [index.documents[place] for place in sorted(found) if index.documents[place].id not in seen]
    best += [Hit(document, 0, 0, "", document.short_answer[:180], ()) for document in rest]
    return tuple(best[:limit])


def count_facets(library: QueryIndex, name: str, text: str = "") -> dict[str, int]:
    """How many documents (of those that match `text`) have each value of the facet `name`, commonest first.

    Raises KeyError for a facet that is not in `FACETS`.
    """
    if name not in FACETS:
        raise KeyError(name)
    parsed = _parse(library, text) if text.strip() else query.Every()
    with library.whoosh.searcher() as searcher:
        found = searcher.search(parsed, limit=None, groupedby=FieldFacet(name, allow_overlap=True))
        counts = {value: len(places) for value, places in found.groups(name).items() if value}
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def find_related(library: QueryIndex, id: str, limit: int = 4) -> tuple[SearchDocument, ...]:
    """Documents most like the one with `id`, best first; empty when there is no such document."""
    documents = library.index.documents
    place = next((place for place, document in enumerate(documents) if document.id == id), None)
    if place is None:
        return ()
    with library.whoosh.searcher() as searcher:
        telling = searcher.key_terms_from_text("text", _whole_text(documents[place]), numterms=12)
    hits = search(library.index, " ".join(word for word, _ in telling), limit + 1)
    return tuple(hit.document for hit in hits if hit.document.id != id)[:limit]


def suggest_spelling(library: QueryIndex, word: str, limit: int = 3) -> Sequence[str]:
    """Words of the documents that `word` may have been meant as, in their writers' spelling."""
    folded = fold(word)
    if folded in library.spellings:
        return (library.spellings[folded],)
    with library.whoosh.searcher() as searcher:
        # Whoosh counts a swap of two letters as two errors; one error in our counting is what is wanted.
        found = searcher.suggest("spelt", folded, limit=20, maxdist=2)
    near = {candidate for candidate, _ in neighbours(folded)}
    return tuple(library.spellings[word] for word in found if word in near and word in library.spellings)[:limit]
