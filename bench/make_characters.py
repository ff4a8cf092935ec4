"""Write the character tables that Python and JavaScript both read with.

`kb/text/data/characters.json` is for reading words; `kb/text/data/letters.json` is for folding whole texts at the desk.

Made once from Python's Unicode database and kept in the repository, because two runtimes (and two
versions of one runtime) do not agree on what a letter is. Run again only to widen the table:

    python bench/make_characters.py
"""

from __future__ import annotations

import itertools
import json
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

KB = Path(__file__).resolve().parent.parent / "kb"
OUT = KB / "text" / "data" / "characters.json"
LETTERS = KB / "text" / "data" / "letters.json"
RANGES = ((0xC0, 0x180), (0x189, 0x18A), (0x1A0, 0x1B1), (0x1CD, 0x1DD), (0x218, 0x21C), (0x256, 0x257),
          (0x386, 0x3CF), (0x400, 0x460), (0x1E00, 0x1F00), (0xFB00, 0xFB05), (0xFF10, 0xFF5B))  # fmt: skip
"""Latin with every Vietnamese letter, Greek, Cyrillic, ligatures and full-width forms."""
MARKS = ((0x300, 0x370), (0x483, 0x48A), (0x1AB0, 0x1AC1), (0x1DC0, 0x1E00), (0x20D0, 0x20F1), (0xFE20, 0xFE30))
"""Combining marks of no script or of many: dropped by folding."""
TONES = {"\u0300": "2", "\u0301": "1", "\u0303": "4", "\u0309": "3", "\u0323": "5"}
"""Vietnamese tone marks → the digit that VNI typing gives them, but 2 for grave."""
QUALITIES = {"a\u0306": "ă", "a\u0302": "â", "e\u0302": "ê", "o\u0302": "ô", "o\u031b": "ơ", "u\u031b": "ư"}
STROKES = {
    "đ": "d", "Đ": "d", "Ð": "d", "ð": "d", "Ɖ": "d", "ɖ": "d", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "ħ": "h",
    "Ħ": "h", "ŧ": "t", "Ŧ": "t", "ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "þ": "th",
    "Þ": "th", "ı": "i", "ŋ": "ng", "Ŋ": "ng", "ſ": "s",
}  # fmt: skip
D_WITH_STROKE = "đĐÐðƉɖ"
SPACELESS = ((0xE00, 0xE7F), (0xE80, 0xEFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x4DBF),
             (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3134F))  # fmt: skip
"""Thai, Lao, Burmese, Khmer, kana and Han: scripts that put no space between words."""
CASED = ((0x41, 0x5A), (0xC0, 0xDE), (0x100, 0x24F), (0x370, 0x52F), (0x531, 0x556), (0x1E00, 0x1FFF), (0xFF21, 0xFF3A))
"""Latin, Greek, Cyrillic, Armenian and full-width letters: scripts with small letters that people write in."""
JOINED = ((0xE33, 0xE33), (0xEB3, 0xEB3), (0x1160, 0x11FF), (0x200C, 0x200D), (0xFF9E, 0xFF9F), (0x1F3FB, 0x1F3FF),
          (0xE0020, 0xE007F))  # fmt: skip
"""What belongs to the sign before it without being a mark: Thai and Lao AM, vowels of Hangul, joiners, half-width
voicing, the colours of emoji, tags of flags."""


def read(char: str) -> tuple[str, str, str]:
    """The letter without marks, the letter with its quality mark alone, and its tone digit."""
    if char in STROKES:
        return STROKES[char], "đ" if char in D_WITH_STROKE else STROKES[char], ""
    parts = unicodedata.normalize("NFKD", char.lower())
    base = "".join(STROKES.get(part, part) for part in parts if not unicodedata.category(part).startswith("M"))
    tone = "".join(TONES[part] for part in parts if part in TONES)[:1]
    quality = base
    for mark in parts[1:]:
        quality = QUALITIES.get(base + mark, quality)
    return base, quality, tone


def is_word(char: str) -> bool:
    return unicodedata.category(char)[0] in "LNM"


def base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    return digits[number] if number < 36 else base36(number // 36) + digits[number % 36]


def word_ranges() -> list[list[int]]:
    """Code points of letters, digits and marks as [first, last], from U+0030 to U+1FFFF and Han beyond."""
    ranges: list[list[int]] = []
    is_open = False
    for code in range(0x30, 0x20000):
        is_sign = 0x2070 <= code <= 0x2BFF and not any(first <= code < last for first, last in MARKS)
        if not is_word(chr(code)) or 0xFE00 <= code <= 0xFE0F or is_sign:
            # Code points that nobody has yet assigned do not end a range: far fewer numbers to send.
            is_open = is_open and unicodedata.category(chr(code)) == "Cn"
        elif is_open:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
            is_open = True
    return [*ranges, [0x20000, 0x3134F]]


def ranges_of(has_it: Callable[[str], bool], *, is_bridged: bool = False) -> list[list[int]]:
    """Code points for which `has_it` as [first, last]; where `is_bridged`, unassigned ones do not end a range."""
    ranges: list[list[int]] = []
    is_open = False
    for code in [*range(0x20, 0xD800), *range(0xE000, 0x110000)]:
        if not has_it(chr(code)):
            is_open = is_open and is_bridged and unicodedata.category(chr(code)) == "Cn"
        elif is_open and code != 0xE000:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
            is_open = True
    return ranges


def steps_of(ranges: Iterable[Sequence[int]]) -> str:
    """Ranges in order, as the distance of each end from the one before, in base 36."""
    ends = [end for pair in ranges for end in pair]
    return " ".join(base36(after - before) for before, after in itertools.pairwise([0, *ends]))


def is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"


def is_joined(char: str) -> bool:
    return is_mark(char) or any(first <= ord(char) <= last for first, last in JOINED)


def letters() -> dict[str, str]:
    return {
        "decomposing": steps_of(ranges_of(lambda char: unicodedata.normalize("NFKD", char) != char)),
        "marks": steps_of(ranges_of(is_mark, is_bridged=True)),
        "formats": steps_of(ranges_of(lambda char: unicodedata.category(char) == "Cf")),
        "cased": steps_of(CASED),
    }


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def main() -> None:
    folded: dict[str, str] = {}
    qualities: dict[str, str] = {}
    tones: dict[str, str] = {}
    codes = [code for first, last in RANGES for code in range(first, last)]
    for char in [chr(code) for code in range(0x41, 0x5B)] + [chr(code) for code in codes]:
        if not is_word(char) or unicodedata.category(char)[0] == "M":
            continue
        base, quality, tone = read(char)
        if base != char and base.strip() == base and base:
            folded[char] = base
            if quality != base:
                qualities[char] = quality
            if tone:
                tones[char] = tone
    folded |= {quality: read(quality)[0] for quality in QUALITIES.values()} | {"đ": "d"}
    marks = "".join(chr(code) for first, last in MARKS for code in range(first, last))
    data = {
        "version": 1,
        "folded": ["".join(folded), " ".join(folded.values())],
        "qualities": ["".join(qualities), "".join(qualities.values())],
        "tones": ["".join(tones), "".join(tones.values())],
        "marks": marks,
        "tone_marks": ["".join(TONES), "".join(TONES.values())],
        "compose": QUALITIES,
        "words": steps_of(word_ranges()),
        "joined": steps_of(ranges_of(is_joined, is_bridged=True)),
        "cased": steps_of(CASED),
        "spaceless": [list(pair) for pair in SPACELESS],
    }
    write(OUT, json.dumps(data, ensure_ascii=False, indent=0) + "\n")
    classes = json.dumps(letters(), indent=0)
    write(LETTERS, classes + "\n")


if __name__ == "__main__":
    main()
