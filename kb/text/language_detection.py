"""Language detection for messages, which may be typed without tones, in slang, or in two languages.

Each word votes for the languages that know it. The weight of a vote depends on the word list that has the word: the
language's list for guessing, its stop words, its slang, its other lists and roots, or only the shape of its words. If
several languages know a word, each gets a part of the vote. Letters that only some languages are written in (`script`)
vote for these. Loan words (`loaned` of the language that they come from) vote for no language that took them. The twin
is `browser/language_detection.js`; both read the table that `guess_table` makes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kb.browser_code.shared import shared_data
from kb.text.folding import WORD, read_word
from kb.text.languages import load_language
from kb.text.tokenizer import find_words

_SHARED = shared_data("text", "language_detection")
LONGEST_GUESSED: int = _SHARED["longest_guessed"]
"""Characters of a message that are read."""
MARKED: int = _SHARED["marked"]
"""The vote of a word with the diacritics of a tone language."""
SHAPE: int = _SHARED["shape"]
MISSHAPEN: int = _SHARED["misshapen"]
LOANED: int = _SHARED["loaned"]
"""The vote of a loan word, for the language that it comes from."""
SURE_LEAD: int = _SHARED["sure_lead"]
SURE_VOTE: int = _SHARED["sure_vote"]
"""The least lead over the second language, per cent, and the least votes, of a guess that is sure."""
VOTE_PARTS: int = _SHARED["vote_parts"]
"""A vote counts twelve parts, so that two, three or four languages can share it."""


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """The likeliest language of a message."""

    language: str
    confidence: int
    """Its lead over the second language, 0 to 100; 0 if no word has a vote."""
    second: str = ""
    """The language that it may be as well, where the lead does not tell; "" where it does."""

    @property
    def is_sure(self) -> bool:
        """Whether one language alone comes into question."""
        return not self.second

    @property
    def candidates(self) -> tuple[str, ...]:
        """The language, and the second one where there is one."""
        return (self.language, self.second) if self.second else (self.language,)


def _words(text: str) -> set[str]:
    return {read_word(match.group())[0] for match in WORD.finditer(text)}


@lru_cache(maxsize=16)
def guess_table(languages: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """Votes by language, as plain values that the browser can be given too."""
    table: dict[str, dict[str, Any]] = {}
    for code in languages:
        data = load_language(code).data
        votes: dict[str, int] = {}
        listed = [
            (2, " ".join(data.get("concepts", {}).values())),
            (2, data.get("stem", {}).get("roots", "")),
            (2, data.get("fairly_weak", "")),
            (3, " ".join(data.get("alternatives", {}).values())),
            (3, data.get("weak", "")),
            (4, data.get("guess", "")),
        ]
        for vote, words in listed:
            votes |= dict.fromkeys(_words(words), vote)
        table[code] = {
            "votes": {str(n): " ".join(sorted(w for w, v in votes.items() if v == n)) for n in (2, 3, 4)},
            "well_formed": data.get("well_formed", ""),
            "endings": data.get("endings", ""),
            "has_tones": bool(data.get("has_tones")),
            "loaned": data.get("loaned", ""),
            "script": data.get("script", ""),
        }
    return table


@dataclass(frozen=True, slots=True, eq=False)
class _Voter:
    votes: Mapping[str, int]
    well_formed: re.Pattern[str] | None
    endings: re.Pattern[str] | None
    has_tones: bool
    loaned: frozenset[str]
    """Its words that the other languages use too: they say little for it, and nothing for them."""
    script: re.Pattern[str] | None
    """A word that begins with a letter of its script, where that is not Latin."""


@lru_cache(maxsize=16)
def _voters(languages: tuple[str, ...]) -> dict[str, _Voter]:
    return {
        code: _Voter(
            {word: int(n) for n, words in row["votes"].items() for word in words.split()},
            re.compile(row["well_formed"]) if row["well_formed"] else None,
            re.compile(row["endings"]) if row["endings"] else None,
            row["has_tones"],
            frozenset(row["loaned"].split()),
            re.compile(row["script"]) if row["script"] else None,
        )
        for code, row in guess_table(languages).items()
    }


def _vote(voter: _Voter, folded: str, with_diacritics: str) -> int:
    if voter.has_tones and with_diacritics != folded:
        return MARKED
    vote = voter.votes.get(folded, 0)
    if voter.well_formed:
        vote += SHAPE if voter.well_formed.fullmatch(folded) else (0 if vote else MISSHAPEN)
    elif not vote and voter.endings and voter.endings.search(folded):
        vote = SHAPE
    return vote


def guess_language(text: str, languages: Sequence[str]) -> LanguageGuess:
    """The language of `text` among `languages` (at least one); the first of them if no word has a vote."""
    voters = _voters(tuple(languages))
    totals = dict.fromkeys(voters, 0)
    for word, _, _ in find_words(text[:LONGEST_GUESSED]):
        folded, with_diacritics = read_word(word)
        if not folded.isascii():
            votes = {code: MARKED if one.script and one.script.match(folded) else 0 for code, one in voters.items()}
        elif not folded.isalpha():
            continue
        else:
            votes = {code: _vote(voter, folded, with_diacritics) for code, voter in voters.items()}
        if any(folded in voter.loaned for voter in voters.values()):
            votes = {code: LOANED if folded in voter.loaned else 0 for code, voter in voters.items()}
        sharing = min(4, max(1, sum(vote > SHAPE for vote in votes.values())))
        for code, vote in votes.items():
            totals[code] += vote * VOTE_PARTS // sharing if vote > 0 else vote * VOTE_PARTS
    ranked = sorted(voters, key=lambda code: -totals[code])
    best = max(totals[ranked[0]], 0)
    if not best:
        return LanguageGuess(languages[0], 0, languages[1] if len(languages) > 1 else "")
    after = max(totals[ranked[1]], 0) if len(ranked) > 1 else 0
    lead = 100 * (best - after) // best
    is_sure = len(ranked) == 1 or (lead >= SURE_LEAD and best >= SURE_VOTE * VOTE_PARTS)
    return LanguageGuess(ranked[0], lead, "" if is_sure else ranked[1])
