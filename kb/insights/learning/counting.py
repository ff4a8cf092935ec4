"""Choices of agents → how often each document was chosen for each word.

The counts say what is usual now: a choice counts half after `HALF_LIFE_DAYS`. They say what the team does, not what one
of it does: on one day one machine's choices of a document for a word count at most `MOST_A_DAY` times. Single events
tell no machine apart, so there the limit holds for all of them together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from kb.desk.learned import ALL_WORDS, Choices
from kb.insights.records.records import Choice
from kb.text.languages import FULL

HALF_LIFE_DAYS = 90
FORGOTTEN_DAYS = 4 * HALF_LIFE_DAYS
"""A choice so old counts no more."""
MOST_A_DAY = 3
LEAST_TIMES = 2
"""A word and a document that were together less often say nothing of what is usual."""
MOST_WORDS = 2_000
"""Of a language, the most frequent; the desk loads them all."""
MOST_OF_WORD = 8
"""Documents that are kept of a word, the most chosen."""


def count_choices(choices: Iterable[Choice], today: date) -> dict[str, Choices]:
    """Language → word → document → choices in hundredths, as of `today`. Days after it are left out."""
    times: Counter[tuple[str, str, str, date, str]] = Counter()
    for one in choices:
        if 0 <= (today - one.day).days < FORGOTTEN_DAYS:
            for word in dict.fromkeys(one.words.split()):
                times[one.language, word, one.item, one.day, one.machine] += one.count
    often: Counter[tuple[str, str, str]] = Counter()
    weights: defaultdict[tuple[str, str, str], float] = defaultdict(float)
    for (language, word, item, day, _), count in sorted(times.items()):
        capped = min(count, MOST_A_DAY)
        often[language, word, item] += capped
        weights[language, word, item] += capped * FULL * 0.5 ** ((today - day).days / HALF_LIFE_DAYS)
    found: dict[str, dict[str, dict[str, int]]] = {}
    for (language, word, item), weight in weights.items():
        if often[language, word, item] >= LEAST_TIMES and round(weight):
            found.setdefault(language, {}).setdefault(word, {})[item] = round(weight)
    return {language: _most_frequent(words) for language, words in sorted(found.items())}


def _most_frequent(words: dict[str, dict[str, int]]) -> Choices:
    """With the sums over all words."""
    every: Counter[str] = Counter()
    for chosen in words.values():
        every.update(chosen)
    kept = sorted(words, key=lambda word: (-sum(words[word].values()), word))[:MOST_WORDS]
    return {
        ALL_WORDS: dict(sorted(every.items())),
        **{
            word: dict(sorted(sorted(words[word].items(), key=lambda row: (-row[1], row[0]))[:MOST_OF_WORD]))
            for word in sorted(kept)
        },
    }
