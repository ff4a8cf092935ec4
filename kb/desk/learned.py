"""What colleagues chose: which script or article agents copied for messages with a word, as counts, and how far that
lifts it. The twin is in `browser/learned.js`.

A lift has two bounds. Its height is at most what one rare word that stands in a title alone adds to a score. And it
never carries a document past another that has a word of the message in its title which neither the lifted one has
there, nor its matter's other document: what a writer called by its name stays before what is habit. So counts decide
between documents that the words leave open; they bring in none that search did not find.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kb.browser_code.shared import shared_data
from kb.desk.nearest import QuestionTable, is_compared
from kb.search.indexing.index import Posting
from kb.search.indexing.terms import QueryTerm
from kb.text.languages import FULL

_SHARED = shared_data("desk", "learned")
PRIOR: int = _SHARED["prior"]
"""Choices that a word must have had before half of what it says is believed; in hundredths of a choice."""
PRIOR_OF_ALL: int = _SHARED["prior_of_all"]
"""The same of all words together: with few choices nothing is usual yet."""
ENOUGH: int = _SHARED["enough"]
"""A document for which a message speaks so much more than messages do on the whole gets the full lift; per cent."""
SHOWN: int = _SHARED["shown"]
"""A document that is lifted so far, of what it may be, is shown as chosen by colleagues; per cent."""
TELLING: int = _SHARED["telling"]
"""A term of at least so much weight is learned from, and is a match in a title; per cent."""
MOST_LETTERS: int = _SHARED["most_letters"]
"""Of the words that are learned of one message, with a space between them."""
ALL_WORDS: str = _SHARED["all_words"]
Choices = Mapping[str, Mapping[str, int]]
"""Word as search reads it → document → how often it was chosen, in hundredths; older choices count less. `ALL_WORDS`
has the sums over all words."""


@dataclass(frozen=True, slots=True)
class Learned:
    """The counts that the shop committed."""

    choices: Mapping[str, Choices] = field(default_factory=dict)
    """Language → its choices."""
    is_on: bool = False
    """Whether the shop lets its desk learn."""

    def of(self, language: str) -> Choices:
        return self.choices.get(language, {})


def chosen_shares(choices: Choices, table: QuestionTable, terms: Iterable[QueryTerm]) -> dict[str, int]:
    """Document → how far it is to be lifted for a message with these `terms`, per cent; those that are not left out.

    Of each word the document's share of its choices, less the document's share of all choices: what is copied most of
    all is not lifted for that alone. Few choices of a word count less; words are weighed by their rarity.
    """
    mass = expected = 0
    sums: dict[str, int] = {}
    of_all = choices.get(ALL_WORDS, {})
    together = PRIOR_OF_ALL + sum(of_all.values())
    for one in terms:
        if not is_compared(one.term):
            continue
        place = table.terms.get(one.term)
        said = one.weight * (table.unlisted if place is None else table.rarities[place]) // FULL
        mass += said
        if chosen := choices.get(one.term):
            every = PRIOR + sum(chosen.values())
            expected += FULL * said * (every - PRIOR) // every
            for id, count in chosen.items():
                sums[id] = sums.get(id, 0) + FULL * said * count // every
    found = {}
    for id, share in sums.items():
        more = share - expected * of_all.get(id, 0) // together
        if more > 0 and (lift := FULL * more // (mass * ENOUGH)):
            found[id] = min(lift, FULL)
    return found


def telling_in_titles(table: QuestionTable, terms: Iterable[QueryTerm]) -> Mapping[str, frozenset[int]]:
    """Document → the telling terms of a message that its title has; without those whose title is not in `table`."""
    telling = {
        place
        for one in terms
        if one.weight >= TELLING and is_compared(one.term) and (place := table.terms.get(one.term)) is not None
    }
    return {id: places & telling for id, places in table.titles.items()}


def learnable_words(terms: Iterable[tuple[QueryTerm, Posting]]) -> tuple[str, ...]:
    """The words of a message from which the desk may learn, in the order of their letters.

    `terms` are those of its plan, so each stands in the shop's own texts: neither a name nor an address that only a
    customer has can be among them. None has a digit.
    """
    found: list[str] = []
    left = MOST_LETTERS + 1
    for term, _ in terms:
        word = term.term
        if term.weight >= TELLING and is_learnable(word) and word not in found and len(word) < left:
            found.append(word)
            left -= len(word) + 1
    return tuple(sorted(found))


def is_learnable(word: str) -> bool:
    """Neither an exact form nor a pair, and without a digit."""
    return is_compared(word) and not any(sign.isdecimal() for sign in word)
