"""Stemming: suffix stripping (English) and affix stripping against a list of roots (Malay).

Both read tables of a language's data file, as the browser's twin does (`browser/stemming.js`). A stem need
not be a word: it is enough that all forms of a word have the same stem, in articles and in queries.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kb.browser_code.shared import shared_data

SuffixSteps = Sequence[Sequence[tuple[str, str, int]]]
StepsByLetter = Sequence[Mapping[str, Sequence[tuple[str, str, int]]]]

_SHARED = shared_data("text", "stemming")
CLITICS: tuple[str, ...] = tuple(_SHARED["clitics"])
SUFFIXES: tuple[str, ...] = tuple(_SHARED["suffixes"])
PREFIXES: tuple[tuple[str, tuple[str, ...]], ...] = tuple((prefix, tuple(lost)) for prefix, lost in _SHARED["prefixes"])
"""Malay prefix → the first letters that a root may lose after it: menukar → tukar, mengirim → kirim."""
_PREFIXES_BY_LETTER = {
    letter: tuple(row for row in PREFIXES if row[0][0] == letter) for letter in {prefix[0] for prefix, _ in PREFIXES}
}
SHORTEST_ROOT: int = _SHARED["shortest_root"]
SHORTEST_GUESS: int = _SHARED["shortest_guess"]


def steps_by_letter(steps: SuffixSteps) -> StepsByLetter:
    """The same rules, in their order, by the last letter of their suffix; no suffix is empty."""
    return [
        {letter: [rule for rule in step if rule[0][-1] == letter] for letter in {suffix[-1] for suffix, _, _ in step}}
        for step in steps
    ]


def strip_suffixes(word: str, steps: StepsByLetter, exceptions: Mapping[str, str]) -> str:
    """The stem of `word` by a table of suffix rules; in each step the first rule that fits applies."""
    if word in exceptions:
        return exceptions[word]
    for step in steps:
        for suffix, replacement, shortest in step.get(word[-1:], ()):
            if word.endswith(suffix) and len(word) - len(suffix) >= shortest:
                word = word[: len(word) - len(suffix)] + replacement
                break
    return word


def _without_endings(word: str) -> list[str]:
    """The word without each clitic and suffix that it may have."""
    found: list[str] = []
    for clitic in CLITICS:
        if word.endswith(clitic):
            bare = word[: len(word) - len(clitic)]
            found += [bare[: len(bare) - len(s)] for s in SUFFIXES if bare.endswith(s)]
    return found


def _without_prefix(word: str) -> list[str]:
    rows = _PREFIXES_BY_LETTER.get(word[:1], ())
    return [lost + word[len(p) :] for p, losses in rows if word.startswith(p) for lost in losses]


def find_root(word: str, roots: frozenset[str]) -> str:
    """The Malay root of an affixed word: the longest known root that it may contain.

    If it contains no known root, the word loses its clitic, and one prefix and one suffix if enough is left.
    """
    word = word[:-1] if len(word) > SHORTEST_ROOT and word.endswith("2") else word
    if len(word) <= SHORTEST_ROOT or word in roots:
        return word
    best = ""
    for bare in _without_endings(word):
        once = _without_prefix(bare)
        for candidate in (bare, *once, *(inner for part in once for inner in _without_prefix(part))):
            if len(candidate) >= SHORTEST_ROOT and len(candidate) > len(best) and candidate in roots:
                best = candidate
    return best or _guess_root(word)


def _guess_root(word: str) -> str:
    guess = word
    for clitic in CLITICS[1:]:
        if word.endswith(clitic) and len(word) - len(clitic) >= SHORTEST_GUESS:
            guess = word[: len(word) - len(clitic)]
    for prefix, losses in _PREFIXES_BY_LETTER.get(guess[:1], ()):
        if guess.startswith(prefix) and len(guess) - len(prefix) >= SHORTEST_GUESS:
            rest = guess[len(prefix) :]
            rest = losses[-1] + rest if rest[0] in "aeiou" else rest
            for suffix in SUFFIXES[1:]:
                if rest.endswith(suffix) and len(rest) - len(suffix) >= SHORTEST_GUESS:
                    return rest[: len(rest) - len(suffix)]
            return rest
    return guess
