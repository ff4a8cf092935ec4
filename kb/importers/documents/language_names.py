"""Languages as people write them in headers, sheet names and cells: `vi`, “Vietnamese”, “Tiếng Việt”, “Inggeris”."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from babel import Locale, UnknownLocaleError

from kb.importers.common.languages import CODES, OTHER_CODES, WORDS, own_name, read_code

NAMED_IN = ("en", "vi", "ms", "id", "de", "fr", "es", "pt", "zh", "th", "ja", "ar")
SHORT = {
    "anh": "en", "việt": "vi", "mã lai": "ms", "malay": "ms", "melayu": "ms", "bahasa": "ms", "bahasa malaysia": "ms",
    "inggeris": "en", "bahasa inggeris": "en", "trung": "zh", "hoa": "zh", "nhật": "ja", "hàn": "ko", "thái": "th",
    "pháp": "fr", "đức": "de", "中文": "zh", "简体中文": "zh", "繁體中文": "zh-tw", "英文": "en", "越南文": "vi",
}  # fmt: skip
"""What Babel does not say so."""
MARKED = re.compile(
    r"(?P<word>.*?)\s*(?:\((?P<round>[^()]+)\)|\[(?P<square>[^\[\]]+)\]|[-–_:|/.]\s*(?P<tail>[^-–_:|/.()\[\]]+))\s*$"
)
FIRST = re.compile(
    r"(?:\((?P<round>[^()]+)\)|\[(?P<square>[^\[\]]+)\]|(?P<head>[^-–_:|/.()\[\]]+?)\s*[-–_:|/.])\s*(?P<word>.+)$"
)


def plain(text: str) -> str:
    """A name for comparison: composed, small letters, one blank between words, no marks at its ends."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split()).strip(" *:：?.#\ufeff\"'")


@cache
def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for code in sorted(CODES):
        found.setdefault(plain(own_name(code)), code)
        for other in NAMED_IN:
            try:
                name = plain(Locale.parse(code).get_display_name(other) or "")
            except (UnknownLocaleError, ValueError):
                continue
            found.setdefault(name, code)
            found.setdefault(name.removeprefix("tiếng "), code)
    return {name: code for name, code in (found | SHORT).items() if len(name) > 1}


def language_named(text: str) -> str:
    """The code of a language that `text` names wholly (`VI`, `en-US`, `Tiếng Việt`); empty if it names none."""
    word = plain(text)
    named = _names().get(word) or _names().get(word.removeprefix("tiếng ").removeprefix("bahasa "))
    return named or read_code(word.replace(" ", "-")) or (OTHER_CODES.get(word, ""))


def split_language(header: str) -> tuple[str, str]:
    """(the header without its language, the language): “Question (vi)” → (“Question”, “vi”)."""
    if match := MARKED.fullmatch(header.strip()):
        named = match["round"] or match["square"] or match["tail"] or ""
        if match["word"] and (code := language_named(named)):
            return match["word"], code
    if match := FIRST.fullmatch(header.strip()):
        named = match["round"] or match["square"] or match["head"] or ""
        if code := language_named(named):
            return match["word"], code
    words = header.split()
    for size in (2, 1):
        if len(words) > size:
            tail, head = " ".join(words[-size:]), " ".join(words[:size])
            if (code := language_named(tail)) and plain(tail) not in WORDS:
                return " ".join(words[:-size]), code
            if (code := language_named(head)) and plain(head) not in WORDS:
                return " ".join(words[size:]), code
    return header, ""
