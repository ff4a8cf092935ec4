"""From words to the terms that are counted and looked up.

A term is a string whose first character tells its sort:

* `tra` - a word by its stem (in a tone language: its folded form);
* `tra hang` - two neighbouring words (a space inside);
* `=tra3` - the exact word where it differs from the stem: its tones, its endings;
* `~doi tra` - a concept of the language's word list, whichever of its phrases stood in the text.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from kb.browser_code.shared import shared_data
from kb.text.languages import FULL, Language
from kb.text.tokenizer import Token, find_concepts, read_token

EXACT = "="
CONCEPT = "~"
_SHARED = shared_data("search", "ranking")
LEAST_MAIN_WEIGHT: int = _SHARED["least_main_weight"]
"""An alternative at least this likely, per cent, is read in the word's place."""
NAMED_WEIGHT: int = _SHARED["named_weight"]
"""Per cent for the words of a concept's name, where no document has the word that led to it."""
LONGEST_QUERY: int = _SHARED["longest_query"]
"""Words of a query that are read; the rest of a longer message is left aside."""

Reading = tuple[Token, int]
"""One way to understand a word of a query, and how likely it is, per cent."""


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """One thing looked up for a query."""

    term: str
    weight: int
    """Per cent."""
    place: int
    """Which word of the query it stands for, counted from 0."""


def expand_token(token: Token, language: Language) -> list[Token]:
    """The words that a slang or foreign word most likely stands for; any other word is itself."""
    options = language.alternatives.get(token.toned, ())
    if options and options[0][1] >= LEAST_MAIN_WEIGHT:
        return [read_token(word, token.start, token.end, language) for word in options[0][0]]
    return [token]


def own_weight(token: Token, language: Language) -> int:
    """How much a word says, per cent: a slang word as much as what it stands for."""
    options = language.alternatives.get(token.toned, ())
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
    """What to look up for a query's `tokens`; each term once, at its highest weight.

    `readings_of` gives a word's readings, likeliest first: itself where the index knows it, else its
    repairs. `is_indexed` says of a stem whether any document has it. `weights` holds the per cent of
    `exact`, `concept` and `pair` terms.
    """
    found: dict[str, QueryTerm] = {}
    slots: list[tuple[int, list[Reading]]] = []

    def add(term: str, weight: int, place: int) -> None:
        if weight > 0 and (term not in found or found[term].weight < weight):
            found[term] = QueryTerm(term, weight, place)

    for place, token in enumerate(tokens):
        readings = readings_of(token)
        for reading, likely in readings:
            own = own_weight(reading, language) * likely // FULL
            add(reading.stem, own, place)
            if reading.toned != reading.stem:
                add(EXACT + reading.toned, own * weights["exact"] // FULL, place)
            for words, chance in language.alternatives.get(reading.toned, ()):
                for word in words:
                    option = read_token(word, token.start, token.end, language)
                    add(option.stem, option.weight * chance // FULL * likely // FULL, place)
        main = expand_token(readings[0][0], language)
        if main[0] is readings[0][0]:
            slots.append((place, list(readings)))
        else:
            slots += [(place, [(part, readings[0][1])]) for part in main]
    mains = [replace(readings[0][0], start=place) for place, readings in slots]
    for name, first, length in find_concepts(mains, language):
        likely = slots[first][1][0][1]
        add(CONCEPT + name, weights["concept"] * likely // FULL, mains[first].start)
        if not any(is_indexed(token.stem) for token in mains[first : first + length]):
            for word in name.split(" "):
                stem = read_token(word, 0, 0, language).stem
                add(stem, NAMED_WEIGHT * likely // FULL, mains[first].start)
    for (place, left), (_, right) in itertools.pairwise(slots):
        for a, likely_a in left:
            for b, likely_b in right:
                weight = max(a.weight, b.weight) * weights["pair"] // FULL
                add(f"{a.stem} {b.stem}", weight * min(likely_a, likely_b) // FULL, place)
    return list(found.values())
