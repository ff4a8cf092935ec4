"""“Did you mean …”: a query with its unknown words replaced by words that documents have."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from kb.search.ranking.dictionary import forms_in_language
from kb.search.ranking.facets import FACETS, count_facets
from kb.search.ranking.query_language import FIELDS, LONGEST_FIELD_QUERY, QueryIndex
from kb.search.ranking.scoring import is_known
from kb.search.ranking.spelling import SHORTEST_REPAIRED, neighbours
from kb.text.languages import FULL
from kb.text.tokenizer import Token, is_code, read

_FACET_VALUE = re.compile(rf"(?<![^\s(])(?P<name>{'|'.join(FACETS)}):(?P<value>[^\s()\"]+)")
_OPERATORS = frozenset({"AND", "OR", "NOT"})


def correct_query(library: QueryIndex, query: str) -> str:
    """`query` with each word, and each value of a facet, that no document has replaced by the likeliest that one has.

    A word that the language has stays, though no document has it. The same text comes back if every word is
    known, or nothing is near. Only the first 1,000 characters are read.
    """
    text = query[:LONGEST_FIELD_QUERY]
    corrected = text
    for start, end, word in sorted(_corrections(library, text), reverse=True):
        corrected = corrected[:start] + word + corrected[end:]
    return query if corrected == text else corrected


def suggest_spelling(library: QueryIndex, word: str) -> str:
    """The word of the documents that `word` may have been meant as, as their writers spell it; empty if none is near.

    Near is one typing error (a swap of two letters, a letter twice, left out, wrong or too many). Of several, the one
    with the likeliest error is taken, then the one with the same first letter, then the first in the alphabet.
    """
    near = [(kind, one[:1] != word[:1], one) for one, kind in neighbours(word) if one in library.spellings]
    return library.spellings[min(near)[2]] if near else ""


def _corrections(library: QueryIndex, text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, replacement) of everything that no document has."""
    values = count_facets(library.index.documents)
    facets = list(_FACET_VALUE.finditer(text))
    for match in facets:
        known = values.get(match["name"], {})
        close = difflib.get_close_matches(match["value"].lower(), known, n=1)
        if match["value"].lower() not in known and close and "*" not in match["value"]:
            yield *match.span("value"), close[0]
    taken = {place for match in facets for place in range(*match.span())}
    for token in read(text, library.index.language):
        if token.start not in taken and _needs_correction(library, token, text):
            word = suggest_spelling(library, token.folded)
            if word:
                yield token.start, token.end, word


def _needs_correction(library: QueryIndex, token: Token, text: str) -> bool:
    """Whether a word of a query means something and neither a document nor the language has it.

    Beginnings (`refun*`) and words with digits, which are codes, are left alone.
    """
    word, following = text[token.start : token.end], text[token.end : token.end + 1]
    is_sign = (
        is_code(token.folded) or word in _OPERATORS or following == "*" or (following == ":" and token.folded in FIELDS)
    )
    is_found = token.folded in library.spellings or is_known(token, library.index)
    is_found = is_found or (token.folded.isascii() and bool(forms_in_language(token.folded, library.index.language)))
    return not is_sign and not is_found and token.weight == FULL and len(token.folded) >= SHORTEST_REPAIRED
