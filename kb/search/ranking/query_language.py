"""The query language and related articles: all that is asked of Whoosh.

`topic:returns channel:shopee "exact words" refund* NOT damaged`: Whoosh says which documents match,
our scorer says in what order (manual, “Search from the command line”). Whoosh's own scoring is not
used: it sums BM25 over fields, takes hundreds of milliseconds for a customer's message, and could
not be repeated in a browser.

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
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from whoosh import fields, query
from whoosh.analysis import Token as WhooshToken
from whoosh.analysis import Tokenizer as WhooshTokenizer
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import QueryParser, WhitespacePlugin

from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.index import Index
from kb.search.ranking.facets import FACETS, facet_values
from kb.search.ranking.scoring import Hit, search
from kb.search.ranking.spelling import complete
from kb.text.folding import fold
from kb.text.languages import load_language
from kb.text.tokenizer import read

FIELDS = (*FACETS, "title")
"""What may stand before a colon in a query."""
LONGEST_FIELD_QUERY = 1_000
"""Characters of a query in this language that are read."""
KEY_TERMS = 12
"""Words by which a document is compared with the others."""
_OPERATORS = re.compile(r'"|\*|\(|\b(?:AND|OR|NOT)\b|(?:^|\s)(?:' + "|".join(FIELDS) + r"):\S")


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
        values = {name: ",".join(facet_values(document, name)) for name in FACETS}
        writer.add_document(place=place, title=document.title, text=whole, spelt=whole, **values)
    writer.commit()
    common = {folded: min(counts, key=lambda word: (-counts[word], word)) for folded, counts in spellings.items()}
    return QueryIndex(index, made, common)


def _whole_text(document: SearchDocument) -> str:
    passages = [part for passage in document.passages for part in (passage.heading, passage.text)]
    return "\n".join((document.title, *document.questions, document.answer, *passages))


def is_field_query(text: str) -> bool:
    """Whether `text` uses the signs of the query language: a known field, quotes, a star, AND, OR, NOT, brackets."""
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

    Those that match without a word to rank by (`topic:returns`) follow, sorted by id, with score 0.
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


def find_related(library: QueryIndex, id: str, limit: int = 8) -> tuple[Hit, ...]:
    """Documents most like the one with `id`, best first, without that one.

    They are what the scorer finds for its key terms: the words that stand in it more often than in all documents
    together (Whoosh's Bo1 model). Raises KeyError for an `id` that no document has.
    """
    document = next((one for one in library.index.documents if one.id == id), None)
    if document is None:
        raise KeyError(id)
    with library.whoosh.searcher() as searcher:
        key_terms = searcher.key_terms_from_text("spelt", _whole_text(document), numterms=KEY_TERMS)
    words = " ".join(library.spellings.get(word, word) for word, _ in key_terms)
    hits = search(library.index, words, limit + 1)
    return tuple(hit for hit in hits if hit.document.id != id)[:limit]
