"""Other wordings of a page's title and questions, as shoppers type them: what `kb questions` tries.

All of them are made from the page's own words and the language's word lists, read backwards: where the tokenizer reads
`dc` as `được`, a shopper's `được` becomes `dc`. A language without lists has the other kinds.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kb.search.ranking.dictionary import load_dictionary
from kb.text.folding import SPACELESS, fold, read_word
from kb.text.languages import FULL, Language, alternatives_in, load_language
from kb.text.tokenizer import Token, find_words, is_code, read

KINDS = {
    "asked": "a shopper asked it so",
    "heading": "a heading of the page",
    "no-marks": "without tones or accents",
    "spelled-out": "ä as ae",
    "slang": "short forms of chat",
    "mixed": "with an English word",
    "short": "its telling words alone",
    "joined": "two words written together",
    "typo": "with a slip of the keyboard",
}
"""Kind of a wording → what it is, in the order of how often shoppers write so."""
LIKELY_MEANT = 80
"""Likelihood, per cent, from which a short form surely stands for a word, so that writing it so is no guess."""
MOST_SPELLINGS = 2
"""Short forms of one word that are tried: `ko` and `k` for `không`."""
SHORT_SIZES = {False: (2, 3), True: (3, 4)}
"""Words of a short wording, by whether the language has tones: its words are syllables."""
SHORTEST_MISTYPED = 4
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "æ": "ae", "å": "aa"})
_SPELLED_OUT_IN = frozenset({"de", "sv", "da", "nb", "no", "nn", "fi"})
_ENDS = re.compile(r"[\s?!.…。？！]+$")


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to ask for a page."""

    text: str
    kind: str
    """One of `KINDS`."""
    source: str
    """The title, question, heading or message that it was made from."""


def wordings_of(texts: Iterable[str], language: Language) -> Iterator[Wording]:
    """Every other wording of each of `texts`; the same words may come more than once."""
    for text in texts:
        for kind, wording in _variants(_ENDS.sub("", text).lower(), language):
            yield Wording(wording, kind, text)


def words_in(text: str, language: Language) -> tuple[str, ...]:
    """The words of `text` as the index tells them apart: two wordings with equal words are one."""
    return tuple(token.with_diacritics for token in read(text, language))


def telling_words(text: str, language: Language) -> frozenset[str]:
    """The stems of the words that say what a text is about; codes and numbers say it of nobody else's."""
    return frozenset(one.stem for one in read(text, language) if one.weight >= FULL and not is_code(one.folded))


def _variants(text: str, language: Language) -> Iterator[tuple[str, str]]:
    has_spaces = not SPACELESS.search(text)
    plain = fold(text) if language.has_tones else text
    yield "no-marks", fold(text)
    if language.code.split("-")[0] in _SPELLED_OUT_IN:
        yield "spelled-out", text.translate(_SPELLED_OUT)
    slang, mixed = _inverse_lists(language.code)
    for number in range(MOST_SPELLINGS):
        short = _replaced(text, slang, number, language)
        if short != text:
            yield "slang", fold(short) if language.has_tones else short
    for number in range(MOST_SPELLINGS):
        foreign = _replaced(text, mixed, number, language, most=1)
        if foreign != text:
            yield "mixed", foreign
    if not has_spaces:
        return
    for size in SHORT_SIZES[language.has_tones]:
        if short := _shortened(plain, size, language):
            yield "short", short
    if language.has_tones and (pair := _telling_run(plain, 2, language)):
        yield "joined", "".join(plain[one.start : one.end] for one in pair)
    for number in range(2):
        yield "typo", _mistyped(plain, number, language)


def _replaced(
    text: str, spellings: dict[tuple[str, ...], list[str]], number: int, language: Language, *, most: int = 0
) -> str:
    """`text` with phrases as another spelling has them, the `number`-th where there are several; `most`: so many."""
    words = find_words(text)
    forms = [read_word(word)[1] for word, _, _ in words]
    longest = max(map(len, spellings), default=0)
    parts: list[str] = []
    at = done = replaced = 0
    while at < len(words) and not (most and replaced >= most):
        for size in range(min(longest, len(words) - at), 0, -1):
            if found := spellings.get(tuple(forms[at : at + size])):
                parts += [text[done : words[at][1]], found[min(number, len(found) - 1)]]
                done = words[at + size - 1][2]
                replaced += 1
                at += size
                break
        else:
            at += 1
    return "".join((*parts, text[done:]))


@lru_cache(maxsize=64)
def _inverse_lists(code: str) -> tuple[dict[tuple[str, ...], list[str]], dict[tuple[str, ...], list[str]]]:
    """Words as the lists compare them → short forms of chat, and → English words, that stand for them."""
    language = load_language(code)
    slang: dict[tuple[str, ...], list[str]] = {}
    mixed: dict[tuple[str, ...], list[str]] = {}
    for spelling, ((meant, likelihood), *_) in alternatives_in(language.data):
        words = tuple(read_word(word)[1] for word in meant)
        if likelihood < LIKELY_MEANT or words == (read_word(spelling)[1],):
            continue
        if not _is_english(spelling, language):
            slang.setdefault(words, []).append(spelling)
        elif telling_words(" ".join(meant), language):  # "bile" for "bila" is chat, though English has the word
            mixed.setdefault(words, []).append(spelling)
    for name, members in language.data.get("concepts", {}).items():
        listed = [member.strip() for member in members.split(",")]
        english = [one for one in listed if _is_english(one, language)]
        own = [one for one in listed if fold(one) == name and one not in english]  # the others are near it, not equal
        for member in own if english else ():
            held = mixed.setdefault(tuple(read_word(word)[1] for word in member.split()), [])
            held += [one for one in english if one not in held]
    return slang, mixed


def _is_english(text: str, language: Language) -> bool:
    """Whether all words of `text` are English, for a language that is not."""
    if language.code.split("-")[0] == "en" or not text.isascii():
        return False
    english, dictionary = load_language("en"), load_dictionary("en")
    words = text.lower().split()
    return all((w in english.lexicon and w not in english.alternatives) or dictionary.held_forms(w) for w in words)


def _shortened(text: str, size: int, language: Language) -> str:
    """At most `size` telling words of `text` in their order; empty if that is all of it, or there are too few."""
    words = read(text, language)
    telling = [one for one in words if one.weight >= FULL and not is_code(one.folded)]
    if language.has_tones:
        run = _telling_run(text, size, language)
        return text[run[0].start : run[-1].end] if run and len(run) < len(words) else ""
    longest = sorted(sorted(telling, key=lambda one: (-len(one.folded), one.start))[:size], key=lambda one: one.start)
    if len(longest) < size or size == len(words):
        return ""
    return " ".join(text[one.start : one.end] for one in longest)


def _telling_run(text: str, size: int, language: Language) -> Sequence[Token]:
    """The first `size` neighbouring words without a stop word among them."""
    words = read(text, language)
    runs = (words[at : at + size] for at in range(len(words) - size + 1))
    return next((run for run in runs if all(one.weight >= FULL and not is_code(one.folded) for one in run)), ())


def _mistyped(text: str, number: int, language: Language) -> str:
    """`text` with one slip in a telling word: letters swapped in the longest, one dropped in the next (or the same)."""
    words = [one for one in read(text, language) if one.weight >= FULL and one.folded.isalpha()]
    words = sorted((one for one in words if len(one.folded) >= SHORTEST_MISTYPED), key=lambda one: -len(one.folded))
    if not words:
        return text
    word = words[min(number, len(words) - 1)]
    place = word.start + random.Random(text).randrange(1, word.end - word.start - 1)
    if number:
        return text[:place] + text[place + 1 :]
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
