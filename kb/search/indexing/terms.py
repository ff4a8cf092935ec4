"""Words → the terms that are counted and looked up, with query expansion.

A term is a string whose first character tells its kind:

* `tra` - a word by its stem (in a tone language: its folded form);
* `tra hang` - two neighbouring words (a space inside);
* `=tra3` - the exact word, if it differs from the stem: with its tones, with its endings;
* `~doi tra` - a concept of the language's word list, whichever of its phrases the text has.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kb.browser_code.shared import shared_data
from kb.text.languages import FULL, Language
from kb.text.tokenizer import Token, find_concepts, read_token

EXACT = "="
CONCEPT = "~"
_SHARED = shared_data("search", "ranking")
LEAST_MAIN_WEIGHT: int = _SHARED["least_main_weight"]
"""An alternative of at least this likelihood, per cent, replaces the word."""
NAMED_WEIGHT: int = _SHARED["named_weight"]
"""Per cent for the words of a concept's name, if no document has the word that led to it."""
LONGEST_QUERY: int = _SHARED["longest_query"]
"""Words of a query that are read; the rest of a longer message is ignored."""

Reading = tuple[Token, int]
"""One interpretation of a word of a query, and its confidence, per cent."""


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """One term to look up for a query."""

    term: str
    weight: int
    """Per cent."""
    position: int
    """The word of the query that it stands for, counted from 0."""


def expand_token(token: Token, language: Language) -> list[Token]:
    """The words that a slang or foreign word most likely stands for; any other word is itself."""
    options = language.alternatives.get(token.with_diacritics, ())
    if options and options[0][1] >= LEAST_MAIN_WEIGHT:
        return [read_token(word, token.start, token.end, language) for word in options[0][0]]
    return [token]


def own_weight(token: Token, language: Language) -> int:
    """The weight of a word, per cent: a slang word weighs as much as what it stands for."""
    options = language.alternatives.get(token.with_diacritics, ())
    if not options:
        return token.weight
    return max(read_token(word, 0, 0, language).weight for word in options[0][0])


def query_terms(
    tokens: Sequence[Token],
    readings_of: Callable[[Token], Sequence[Reading]],
    is_indexed: Callable[[str], bool],
    language: Language,
    weights: Mapping[str, int],
) -> list[QueryTerm]:
    """The terms to look up for a query's `tokens`; each term once, at its highest weight.

    `readings_of` gives the readings of a word, the most confident first: the word itself if the index knows it,
    else its spelling corrections. `is_indexed` tells whether any document has a stem. `weights` holds the per cent
    of `exact`, `concept`, `known_concept`, `meaning` and `pair` terms.
    """
    found: dict[str, QueryTerm] = {}
    readings_by_position: list[tuple[int, list[Reading]]] = []

    def add(term: str, weight: int, position: int) -> None:
        if weight > 0 and (term not in found or found[term].weight < weight):
            found[term] = QueryTerm(term, weight, position)

    for position, token in enumerate(tokens):
        readings = readings_of(token)
        for reading, confidence in readings:
            own = own_weight(reading, language) * confidence // FULL
            add(reading.stem, own, position)
            if reading.with_diacritics != reading.stem:
                add(EXACT + reading.with_diacritics, own * weights["exact"] // FULL, position)
            for words, likelihood in language.alternatives.get(reading.with_diacritics, ()):
                share = likelihood * weights["meaning"] // FULL if len(words) > 1 else likelihood
                for word in words:
                    option = read_token(word, token.start, token.end, language)
                    add(option.stem, option.weight * share // FULL * confidence // FULL, position)
        main = expand_token(readings[0][0], language)
        if main[0] is readings[0][0]:
            readings_by_position.append((position, list(readings)))
        else:
            readings_by_position += [(position, [(part, readings[0][1])]) for part in main]
    mains = [readings[0][0] for _, readings in readings_by_position]
    for name, first, length in find_concepts(mains, language):
        place, [(_, confidence), *_] = readings_by_position[first]
        known = [is_indexed(token.stem) for token in mains[first : first + length]]
        weight = weights["known_concept" if all(known) else "concept"]
        add(CONCEPT + name, weight * confidence // FULL, place)
        if not any(known):
            for word in name.split(" "):
                stem = read_token(word, 0, 0, language).stem
                add(stem, NAMED_WEIGHT * confidence // FULL, place)
    for (position, left), (_, right) in itertools.pairwise(readings_by_position):
        for a, confidence_a in left:
            for b, confidence_b in right:
                weight = max(a.weight, b.weight) * weights["pair"] // FULL
                add(f"{a.stem} {b.stem}", weight * min(confidence_a, confidence_b) // FULL, position)
    return list(found.values())
