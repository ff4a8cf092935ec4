"""Write the dictionaries of `kb/search/dictionaries`: hashes of the words that a language has.

    python bench/make_dictionaries.py SCOWL ENGLISH MALAY

SCOWL is the folder of SCOWL's lists (`*-words.10`, `.20`, `.35` …); ENGLISH and MALAY are words by frequency, one a
line, the most used first, from the `small` lists of wordfreq:

    python -c "import wordfreq; print(*wordfreq.top_n_list('ms', 30000, wordlist='small'), sep='\\n')"

English words are those of SCOWL that wordfreq has too (the most used); Malay words are the most used of wordfreq that
are not English ones, for a Malay text is read with both. A word that another one gives by an ending is
not held itself.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from kb.search.indexing.encoding import pack_numbers
from kb.search.ranking.dictionary import FOLDER, SHORTEST, hash_word, unpack_dictionary, word_forms

LEVELS = (10, 20, 35)
"""SCOWL's levels: from the commonest words to those of a small dictionary."""
SPACE = 128
"""Places for each hash: one string in so many is taken for a word by chance."""
MOST_BYTES = 15 * 1024
"""Of a dictionary, compressed as a host sends it."""
ENGLISH_ENDINGS = (
    ("s", ""), ("es", ""), ("ies", "y"), ("d", ""), ("ed", ""), ("ied", "y"), ("ing", ""), ("ing", "e"), ("ly", ""),
    ("er", ""), ("ers", ""),
)  # fmt: skip
MALAY_ENDINGS = (("nya", ""), ("lah", ""))
"""Only what is joined to any word; other endings and beginnings are words of their own, or a slip would seem one."""
SCOWL = {
    "source": "SCOWL (Spell Checker Oriented Word Lists), version 2020.12.07, levels 10 to 35;"
    " those that wordfreq 3.1.1 has too",
    "licence": "Copyright 2000-2018 by Kevin Atkinson. Permission to use, copy, modify, distribute and sell these word"
    " lists, the associated scripts, the output created from the scripts, and its documentation for any purpose is"
    " hereby granted without fee, provided that the above copyright notice appears in all copies and that both that"
    " copyright notice and this permission notice appear in supporting documentation. Kevin Atkinson makes no"
    " representations about the suitability of this array for any purpose. It is provided “as is” without express or"
    " implied warranty.",
}
WORDFREQ = {
    "source": "wordfreq 3.1.1 by Robyn Speer, list small_ms, with data of Wikipedia, OPUS OpenSubtitles 2018"
    " (http://www.opensubtitles.org/), ParaCrawl, the Leeds Internet Corpus and Google Books Ngrams"
    " (http://books.google.com/ngrams)",
    "licence": "Creative Commons Attribution-ShareAlike 4.0 (https://creativecommons.org/licenses/by-sa/4.0/)."
    " Changed: English words and other forms of a word left out, words hashed.",
}


def clean(words: Iterable[str]) -> list[str]:
    """The words that may be held, in small letters."""
    lowered = (word.strip().lower() for word in words)
    return [word for word in lowered if word.isascii() and word.isalpha() and len(word) >= SHORTEST]


def held_words(words: Iterable[str], endings: Sequence[Sequence[str]]) -> set[str]:
    """Those of `words` that no shorter one gives."""
    held: set[str] = set()
    for word in sorted(set(words), key=lambda word: (len(word), word)):
        if held.isdisjoint(word_forms(word, endings)):
            held.add(word)
    return held


def make(words: Sequence[str], about: dict[str, str], endings: Sequence[Sequence[str]]) -> dict[str, Any]:
    """A dictionary's file of the first of `words`, as many as `MOST_BYTES` hold."""
    count = len(words)
    while True:
        held = held_words(words[:count], endings)
        size = SPACE * len(held)
        hashes = sorted({hash_word(word) % size for word in held})
        gaps = pack_numbers(after - before - 1 for before, after in zip([-1, *hashes], hashes, strict=False))
        made = {"size": size, "endings": endings, "gaps": gaps}
        if len(gzip.compress(json.dumps(made).encode())) <= MOST_BYTES:
            opened = unpack_dictionary(made)
            assert all(opened.held_forms(word) for word in words[:count])
            return {**about, "words": count, "held": len(held), **made}
        count -= 500


def write(code: str, dictionary: dict[str, Any]) -> None:
    FOLDER.mkdir(exist_ok=True)
    rows = [f'"{name}": {json.dumps(value, ensure_ascii=False)}' for name, value in dictionary.items()]
    (FOLDER / f"{code}.json").write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8", newline="\n")


def main() -> None:
    scowl, english, malay = map(Path, sys.argv[1:])
    used = set(clean(english.read_text("utf-8").splitlines()))
    lists = [path for level in LEVELS for path in sorted(scowl.glob(f"*-words.{level}"))]
    known = {word for path in lists for word in clean(path.read_text("latin-1").splitlines())}
    made = make(sorted(known & used), SCOWL, ENGLISH_ENDINGS)
    write("en", made)
    in_english = held_words(known & used, ENGLISH_ENDINGS)
    words = clean(malay.read_text("utf-8").splitlines())
    left = [word for word in words if in_english.isdisjoint(word_forms(word, ENGLISH_ENDINGS))]
    write("ms", make(left, WORDFREQ, MALAY_ENDINGS))


if __name__ == "__main__":
    main()
