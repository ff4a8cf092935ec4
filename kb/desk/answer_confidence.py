"""How sure the desk is that a document answers a message, from 0 to 100.

How much of the message was found counts (the share of its telling words, and how strongly). For an
agent it matters as much whether enough was found at all: one shared word in a short message from
nowhere ("how to train my cat") is no answer. So the strongly matched words and pairs count too,
whatever the size of the index, and words whose tones differ from the document's count against it.
Fitted by bench/desk_quality.py on the tuning half of tests/desk/messages.jsonl. The twin is
`browser/answer_confidence.js`.
"""

from __future__ import annotations

from collections.abc import Sequence

from kb.search.indexing.index import Index
from kb.search.indexing.weights import IMPACT_LEVELS
from kb.search.ranking.scoring import Plan, impact_in
from kb.text.tokenizer import Token

ENOUGH = 50
"""Sureness from which an answer is offered; below it nothing fits."""
MOST_EVIDENCE = 300
"""Per cent of a fully matched word: more of them prove nothing more, in a long message least of all."""
EVIDENCE_SHARE = 5
PAIR_UNIT = 24
"""Weight times impact that makes one per cent of a matched pair."""
SCALE = 52
"""Per cent: brings what decides to the middle of the scale."""
SETTINGS = {
    "enough": ENOUGH, "most_evidence": MOST_EVIDENCE, "evidence_share": EVIDENCE_SHARE,
    "pair_unit": PAIR_UNIT, "scale": SCALE,
}  # fmt: skip
"""The same for the browser, which is given them with the desk's data."""


def sureness(index: Index, plan: Plan, tokens: Sequence[Token], document: int, score: int) -> int:
    """How sure it is that `document` (its place in the index) answers what `plan` asks."""
    words: dict[int, int] = {}
    pairs = 0
    exact: set[str] = set()
    for term, posting in plan.terms:
        strength = term.weight * impact_in(posting, document)
        if not strength:
            continue
        if term.term[0] == "=":
            exact.add(term.term[1:])
        elif " " in term.term and term.term[0] != "~":
            pairs += strength
        else:
            words[term.place] = max(words.get(term.place, 0), strength)
    evidence = min(MOST_EVIDENCE, sum(words.values()) // IMPACT_LEVELS)
    paired = min(MOST_EVIDENCE, pairs // PAIR_UNIT)
    raw = _found(plan, set(words), score) + (evidence + paired) // EVIDENCE_SHARE - _misheard(index, tokens, exact)
    return max(0, min(100, raw * SCALE // 100))


def _found(plan: Plan, places: set[int], score: int) -> int:
    """Per cent: the share of the message's telling words, and the score against the most it could be."""
    total = sum(plan.potentials)
    if not total:
        return 0
    covered = sum(potential for place, potential in enumerate(plan.potentials) if place in places)
    return (100 * covered // total + 100 * score // (total * IMPACT_LEVELS)) // 2


def _misheard(index: Index, tokens: Sequence[Token], exact: set[str]) -> int:
    """Per cent of the message's words that carry tones which the document does not have."""
    if not index.language.has_tones or not tokens:
        return 0
    toned = (token for token in tokens if token.weight >= 100 and token.toned != token.stem)
    return 100 * sum(token.toned not in exact for token in toned) // len(tokens)
