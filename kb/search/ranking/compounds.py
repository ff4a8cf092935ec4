"""Words written together or apart: a query's "checkout" where documents have "check out", and the other way round.

Its twin is `kb/search/browser/compounds.js`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise

from kb.browser_code.shared import shared_data
from kb.search.indexing.index import Index
from kb.search.ranking.spelling import frequency, may_repair, repair
from kb.text.languages import FULL, Language
from kb.text.tokenizer import Token, is_code, read_token

_SHARED = shared_data("search", "ranking")
LONGEST_SPLIT: int = _SHARED["longest_split"]
"""Letters of a word that is split."""
MOST_SPLIT: int = _SHARED["most_split"]
"""Words of a query that are split: bounded work for a long one of unknown words."""
SHORTEST_PART: int = _SHARED["shortest_part"]
"""Letters of each part of a word that is split: a letter alone is sooner a slip of the finger."""


def joined(left: Token, right: Token, language: Language) -> Token:
    """Two neighbouring words written together."""
    return read_token(left.folded + right.folded, left.start, right.end, language)


def join_words(
    tokens: Sequence[Token], index: Index, is_known: Callable[[Token], bool]
) -> tuple[list[Token], dict[Token, Token]]:
    """The words of a query, and for some of them another reading: the word together with the one after it.

    A joined form counts if documents have it and never have its two words side by side. It takes the place of the two
    words if one of them is unknown, and else is read beside them; not in a language with tones, where nearly any two
    syllables make a foreign word.
    """
    found: list[Token] = []
    beside: dict[Token, Token] = {}
    taken: Token | None = None
    for left, right in pairwise([*tokens, None]):
        if left is None or left is taken:
            continue
        both = right and may_join(left, right, index.language, is_known) and joined(left, right, index.language)
        if not (right and both) or both.stem not in index.postings or f"{left.stem} {right.stem}" in index.postings:
            found.append(left)
        elif is_known(left) and is_known(right):
            found.append(left)
            beside[left] = both
        else:
            found.append(both)
            taken = right
    return found, beside


def may_join(left: Token, right: Token, language: Language, is_known: Callable[[Token], bool]) -> bool:
    """Whether a joined form of two neighbours is worth looking up.

    No more than one sign stands between them, one of them is no stop word, and neither is one of a single letter ("I").
    """
    stop_words = [token for token in (left, right) if token.weight < FULL]
    is_apart = right.start - left.end > 1
    if is_apart or len(stop_words) == 2 or any(len(token.folded) == 1 for token in stop_words):
        return False
    return not language.has_tones or not (is_known(left) and is_known(right))


def split_word(token: Token, index: Index) -> list[Token]:
    """The two words, or three in a language with tones, that an unknown `token` runs together; none if it does not.

    Documents must have its parts as neighbours, and no fewer of them than have the word that it is most likely a slip
    of: "transacton" is "transaction", not "transact on". Of several ways the commonest is taken, then the one with the
    longest first word, two words before three.
    """

    @cache
    def part(start: int, end: int) -> Token:
        return read_token(token.folded[start:end], token.start + start, token.start + end, index.language)

    best: list[Token] = []
    most = 0
    for spans in possible_splits(token.folded, index.language):
        parts = [part(*span) for span in spans]
        found = min(_pair_frequency(left, right, index) for left, right in pairwise(parts))
        if found > most:
            best, most = parts, found
    repaired = repair(token.folded, index) if best else []
    return best if not repaired or most >= frequency(repaired[0][0], index) else []


def _pair_frequency(left: Token, right: Token, index: Index) -> int:
    posting = index.postings.get(f"{left.stem} {right.stem}")
    return len(posting.documents) if posting else 0


def possible_splits(word: str, language: Language) -> list[list[tuple[int, int]]]:
    """Where an unknown word may be cut, each way as the spans of its parts, in order of preference."""
    size = len(word)
    if size > LONGEST_SPLIT or not word.isascii() or not word.isalnum():
        return []
    if is_code(word):  # only where its letters meet its digits ("rp2040"), or before a unit ("12v", "40x60cm")
        cuts = [i for i in range(1, size) if word[i - 1].isalpha() != word[i].isalpha()]
        cut = cuts[-1] if cuts and (len(cuts) == 1 or word[-1].isalpha()) else 0
        return [[(0, cut), (cut, size)]] if cut else []
    if not may_repair(word, language):
        return []
    last = size - SHORTEST_PART
    ways = [[(0, i), (i, size)] for i in range(last, SHORTEST_PART - 1, -1)]
    if language.has_tones:
        ways += [
            [(0, i), (i, j), (j, size)]
            for i in range(last, SHORTEST_PART - 1, -1)
            for j in range(last, i + SHORTEST_PART - 1, -1)
        ]
    return ways
