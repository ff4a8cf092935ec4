"""Why an answer is shown: the words of the message that led to it. The twin is in `browser/reasons.js`."""

from __future__ import annotations

from kb.search.ranking.scoring import Plan, impact_in
from kb.text.folding import fold
from kb.text.languages import FULL


def telling_words(text: str, plan: Plan, document: int) -> tuple[str, ...]:
    """The words of `text` (whose `plan` this is) that `document` has, as they are written, in order, each once.

    Words that say little ("the", "shop") are left out unless there are no others; single letters always.
    """
    weights: dict[int, int] = {}
    for term, posting in plan.terms:
        if term.term[0] != "=" and " " not in term.term.lstrip("~") and impact_in(posting, document):
            weights[term.position] = max(weights.get(term.position, 0), term.weight)
    least = FULL if any(weight >= FULL for weight in weights.values()) else 0
    found: dict[str, str] = {}
    for position in sorted(weights):
        start, end = plan.spans[position]
        word = text[start:end]
        if weights[position] >= least and len(word) > 1:
            found.setdefault(fold(word), word)
    return tuple(found.values())
