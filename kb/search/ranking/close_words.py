"""“Did you mean …” where nothing is found: words at two typing errors, which ranking does not repair.

Ranking repairs one error (`spelling.py`) and answers at once. Two are too many to be sure of, so a person is asked. The
distance is that of optimal string alignment, over the words of the index, so a proposal always finds something. The
twin is `kb/search/browser/close_words.js`.
"""

from __future__ import annotations

from kb.browser_code.shared import shared_data
from kb.search.indexing.index import Index, idf_of
from kb.search.ranking.dictionary import forms_in_language
from kb.search.ranking.scoring import is_known, plan_query
from kb.search.ranking.spelling import frequency
from kb.text.languages import FULL
from kb.text.tokenizer import LONGEST_TEXT, Token, is_code, read

_SHARED = shared_data("search", "close_words")
MOST_WORDS: int = _SHARED["most_words"]
"""Words of a query that are compared with all those of the index."""
SHORTEST: int = _SHARED["shortest"]
"""Letters from which on a word may be mistyped, and from which on twice."""
TWO_FROM: int = _SHARED["two_from"]
COMPARED: int = _SHARED["compared"]
"""Of the nearest words, so many are asked whether a text has them as they are: an index also holds stems."""


def close_query(index: Index, query: str) -> str:
    """`query` with the words that no document has replaced by the nearest that one has; empty where none is near."""
    text = found = query[:LONGEST_TEXT]
    unknown = [token for token in read(text, index.language) if _is_odd(token, index)][:MOST_WORDS]
    for token in reversed(unknown):
        if word := _nearest(token.folded, index):
            found = found[: token.start] + word + found[token.end :]
    return "" if found == text else found


def missing_words(index: Index, query: str) -> list[str]:
    """The words of `query` that are in no document, however they are read, as they were typed."""
    plan = plan_query(index, query)
    found = {term.position for term, _ in plan.terms if " " not in term.term and term.term[0] != "~"}
    unknown = FULL * idf_of(len(index.documents), 0)
    places = zip(plan.spans, plan.potentials, strict=True)
    return [
        query[start:end]
        for place, ((start, end), potential) in enumerate(places)
        if place not in found and potential == unknown
    ]


def _is_odd(token: Token, index: Index) -> bool:
    is_word = token.weight >= FULL and not is_code(token.folded) and len(token.folded) >= SHORTEST
    return is_word and not is_known(token, index)


def _nearest(word: str, index: Index) -> str:
    """The nearest word of the index; of several the one with the same first letter, then the commonest."""
    if word.isascii() and word.isalpha() and forms_in_language(word, index.language):
        return ""
    most = 2 if len(word) >= TWO_FROM else 1
    near = []
    for listed in index.words:
        if abs(len(listed) - len(word)) <= most and not is_code(listed):
            distance = distance_of(word, listed, most)
            if distance <= most:
                near.append((distance + (listed[0] != word[0]), -frequency(listed, index), listed))
    best = [listed for _, _, listed in sorted(near)[:COMPARED]]
    if index.language.has_tones:
        return best[0] if best else ""
    return next((listed for listed in best if f"={listed}" in index.postings), "")


def distance_of(left: str, right: str, most: int) -> int:
    """How many letters are to be changed, put in, left out or swapped with the next; `most` + 1 if more."""
    before: list[int] = []
    last = list(range(len(right) + 1))
    for i, letter in enumerate(left, 1):
        row = [i]
        for j, other in enumerate(right, 1):
            row.append(min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other)))
            if i > 1 and j > 1 and letter == right[j - 2] and left[i - 2] == other:
                row[j] = min(row[j], before[j - 2] + 1)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)
