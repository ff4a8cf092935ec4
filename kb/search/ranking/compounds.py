"""Words written together or apart: a query's "checkout" where documents have "check out", and the other way round.

Its twin is `kb/search/browser/compounds.js`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise

from kb.browser_code.shared import shared_data
from kb.search.indexing.index import Index
from kb.search.ranking.spelling import may_repair
from kb.text.languages import FULL, Language
from kb.text.tokenizer import Token, is_code, read_token

_SHARED = shared_data("search", "ranking")
LONGEST_SPLIT: int = _SHARED["longest_split"]
"""Letters of a word that is split."""
MOST_SPLIT: int = _SHARED["most_split"]
"""Words of a query that are split: bounded work for a long one of unknown words."""
SHORTEST_PART: int = _SHARED["shortest_part"]
"""Letters of each part, where a word is split into three."""


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
    """Whether a joined form of two neighbours is worth looking up."""
    if left.weight < FULL and right.weight < FULL:
        return False
    return not language.has_tones or not (is_known(left) and is_known(right))


def split_word(token: Token, language: Language, is_pair: Callable[[str], bool]) -> list[Token]:
    """The two words, or three in a language with tones, that `token` runs together; none if it does not.

    `is_pair` tells whether documents have a pair of neighbours. Of several ways the one with the longest first word
    is taken, two words before three.
    """

    @cache
    def part(start: int, end: int) -> Token:
        return read_token(token.folded[start:end], token.start + start, token.start + end, language)

    for spans in possible_splits(token.folded, language):
        if all(is_pair(f"{part(*left).stem} {part(*right).stem}") for left, right in pairwise(spans)):
            return [part(*span) for span in spans]
    return []


def possible_splits(word: str, language: Language) -> list[list[tuple[int, int]]]:
    """Where an unknown word may be cut, each way as the spans of its parts, in order of preference."""
    size = len(word)
    if size > LONGEST_SPLIT or not word.isascii() or not word.isalnum():
        return []
    if is_code(word):  # only where letters meet digits, once
        cuts = [i for i in range(1, size) if word[i - 1].isalpha() != word[i].isalpha()]
        return [[(0, cuts[0]), (cuts[0], size)]] if len(cuts) == 1 and word[0].isalpha() else []
    if not may_repair(word, language):
        return []
    ways = [[(0, i), (i, size)] for i in range(size - 1, 0, -1)]
    if language.has_tones:
        last = size - SHORTEST_PART
        ways += [
            [(0, i), (i, j), (j, size)]
            for i in range(last, SHORTEST_PART - 1, -1)
            for j in range(last, i + SHORTEST_PART - 1, -1)
        ]
    return ways
