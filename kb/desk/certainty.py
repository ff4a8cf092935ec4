"""Certainty: the probability that a document answers a message, and the word for it.

Five signals, all but one of the search:

* *amount*: the score, as so many rare words found in full. One common word is little, whatever its share of a
  short message; search's own confidence, made for short queries, knows shares alone;
* *strength* (as `kb.search.ranking.confidence` has it): the score's share of the most that the words can give, of
  the whole message or of the clause that fits best;
* *lead*: how much of the score the best document on another matter lacks; negative where that one is better;
* *nearness* (`kb.desk.nearest`): how like the message the nearest listed question is;
* *words*: how many telling words of the message the document has, of the four that count.

Their weighted sum leads to a probability by a table. `python -m bench.desk_quality --calibrate` fits both, on the
halves of the labelled messages that are open. The twin is in `browser/certainty.js`.
"""

from __future__ import annotations

from math import isqrt

from kb.search.indexing.weights import IMPACT_LEVELS
from kb.text.languages import FULL

AMOUNT, STRENGTH, LEAD, NEAR, WORDS = 300, 272, 305, 176, 180
"""Weights, per cent of one unit of log odds: of the root of the amount, of the full strength, of the full lead,
of the very question, and of all words that count."""
BASE = -771
LOWEST, STEP = -500, 100
CHANCES = (1, 2, 5, 12, 27, 50, 73, 88, 95, 98, 99)
"""Per cent, at log odds `LOWEST`, `LOWEST` + `STEP` … (per cent of a unit)."""
SURE = 78
LIKELY = 60
OFFERED = 25
"""The least confidence of an answer that is called sure, likely, and that is offered at all (maybe)."""
BESIDE = 12
"""The same of one that is shown below an offered one."""
SETTINGS = {
    "amount": AMOUNT, "strength": STRENGTH, "lead": LEAD, "near": NEAR, "words": WORDS, "base": BASE,
    "lowest": LOWEST, "step": STEP, "chances": list(CHANCES),
    "sure": SURE, "likely": LIKELY, "offered": OFFERED, "beside": BESIDE,
}  # fmt: skip
"""The same numbers for the browser, which gets them with the desk's data."""


def amount_of(score: int, rarest: int) -> int:
    """A score as per cent of one word found in full that no document had before; `rarest` is that word's idf."""
    return FULL * score // (rarest * FULL * IMPACT_LEVELS)


def confidence_of(amount: int, strength: int, lead: int, near: int, words: int) -> int:
    """The probability that the document answers, per cent; all five per cent."""
    own = AMOUNT * isqrt(FULL * amount) + STRENGTH * min(strength, FULL) + NEAR * near + WORDS * words
    odds = BASE + (own + LEAD * max(lead, -FULL)) // FULL
    step, rest = divmod(odds - LOWEST, STEP)
    if step < 0:
        return CHANCES[0]
    if step + 1 >= len(CHANCES):
        return CHANCES[-1]
    return CHANCES[step] + (CHANCES[step + 1] - CHANCES[step]) * rest // STEP


def certainty_of(confidence: int) -> str:
    """The confidence of an answer that is shown, in a word: `sure`, `likely` or `maybe`."""
    if confidence >= LIKELY:
        return "sure" if confidence >= SURE else "likely"
    return "maybe"
