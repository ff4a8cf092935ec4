"""Answer confidence: how sure the desk is that a document answers a message, from 0 to 100.

It rises with the share of the message's significant words that the document has, and with its score. A share alone
is not enough: one common word in a short message about something else ("how to train my cat") is no answer. So the
amount of matched words and pairs counts too, whatever the size of the index, and words whose tones differ from the
document's lower it. Fitted by bench/desk_quality.py on the tuning half of tests/desk/messages.jsonl. The twin is
`browser/answer_confidence.js`.
"""

from __future__ import annotations

from collections.abc import Sequence

from kb.search.indexing.index import Index
from kb.search.indexing.weights import IMPACT_LEVELS
from kb.search.ranking.scoring import Plan, impact_in
from kb.text.tokenizer import Token

ENOUGH = 50
"""The least confidence of an answer that is offered."""
MOST_EVIDENCE = 300
"""The most that matched words add, per cent of one fully matched word: a long message must not win by its length."""
EVIDENCE_SHARE = 5
PAIR_UNIT = 24
"""Weight times impact of a matched pair that counts one per cent."""
SCALE = 52
"""Per cent: puts `ENOUGH` in the middle of the scale."""
SETTINGS = {
    "enough": ENOUGH, "most_evidence": MOST_EVIDENCE, "evidence_share": EVIDENCE_SHARE,
    "pair_unit": PAIR_UNIT, "scale": SCALE,
}  # fmt: skip
"""The same numbers for the browser, which gets them with the desk's data."""


def answer_confidence(index: Index, plan: Plan, tokens: Sequence[Token], document: int, score: int) -> int:
    """The confidence that `document` (its number in the index) answers the query of `plan`."""
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
            words[term.position] = max(words.get(term.position, 0), strength)
    evidence = min(MOST_EVIDENCE, sum(words.values()) // IMPACT_LEVELS)
    paired = min(MOST_EVIDENCE, pairs // PAIR_UNIT)
    raw = (
        _coverage_and_strength(plan, set(words), score)
        + (evidence + paired) // EVIDENCE_SHARE
        - _tone_mismatch(index, tokens, exact)
    )
    return max(0, min(100, raw * SCALE // 100))


def _coverage_and_strength(plan: Plan, positions: set[int], score: int) -> int:
    """Per cent: the mean of the share of significant words found and the score's share of the highest possible."""
    total = sum(plan.potentials)
    if not total:
        return 0
    covered = sum(potential for position, potential in enumerate(plan.potentials) if position in positions)
    return (100 * covered // total + 100 * score // (total * IMPACT_LEVELS)) // 2


def _tone_mismatch(index: Index, tokens: Sequence[Token], exact: set[str]) -> int:
    """Per cent of the message's words whose tones differ from those of the document."""
    if not index.language.has_tones or not tokens:
        return 0
    with_diacritics = (token for token in tokens if token.weight >= 100 and token.with_diacritics != token.stem)
    return 100 * sum(token.with_diacritics not in exact for token in with_diacritics) // len(tokens)
