"""Which language a folder or a suffix of somebody else's site stands for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from babel import Locale, UnknownLocaleError

from kb.text.language_detection import guess_language

_CODES = (
    "af am ar as az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl gu he hi hr hu hy id is "
    "it ja ka kk km kn ko ky lo lt lv mk ml mn mr ms my nb ne nl nn no pa pl ps pt ro ru si sk sl so sq "
    "sr sv sw ta te th tl tr uk ur uz vi zh zu"
)
CODES = frozenset(_CODES.split())
OTHER_CODES = {
    "vn": "vi",
    "vie": "vi",
    "eng": "en",
    "msa": "ms",
    "may": "ms",
    "zsm": "ms",
    "bm": "ms",
    "jp": "ja",
    "cn": "zh",
    "kr": "ko",
    "cz": "cs",
    "gr": "el",
    "dk": "da",
    "ua": "uk",
    "br": "pt",
    "tw": "zh-tw",
    "in": "id",
    "iw": "he",
}
"""Country codes and older codes that sites use for a language."""
WORDS = frozenset(["am", "as", "be", "id", "in", "is", "it", "me", "my", "no", "or", "so", "to", "he", "as", "us"])
"""Codes that are words as well: alone they prove nothing."""
NAMES = {"ms": "Bahasa Melayu", "vi": "Tiếng Việt", "en": "English", "zh": "中文"}
SCRIPTS = (
    ("th", "\u0e00-\u0e7f"),
    ("lo", "\u0e80-\u0eff"),
    ("my", "\u1000-\u109f"),
    ("km", "\u1780-\u17ff"),
    ("bn", "\u0980-\u09ff"),
    ("hi", "\u0900-\u097f"),
    ("ta", "\u0b80-\u0bff"),
    ("ko", "\uac00-\ud7af"),
    ("ja", "\u3040-\u30ff"),
    ("zh", "\u4e00-\u9fff"),
    ("ru", "\u0400-\u04ff"),
    ("he", "\u0590-\u05ff"),
    ("ur", "\u0679\u0688\u0691\u06ba\u06be\u06c1\u06d2"),
    ("ar", "\u0600-\u06ff"),
    ("el", "\u0370-\u03ff"),
)
SCRIPT_SHARE = 0.1
OURS = ("en", "vi", "ms")
"""The languages that we know by their words."""


def read_code(text: str) -> str:
    """A language code in our spelling (`pt-br`, `zh-tw`), or empty when `text` is none."""
    code = text.lower().replace("_", "-")
    if code in OTHER_CODES:
        return OTHER_CODES[code]
    first, _, region = code.partition("-")
    if first in CODES and (not region or re.fullmatch(r"[a-z]{2}|[a-z]{4}|\d{3}", region)):
        return code
    return ""


def resolve_codes(found: Iterable[str], samples: dict[str, str]) -> dict[str, str]:
    """Code in the source → our code. `samples`: code → some text of it, to tell Malay from Burmese under `my`.

    A region goes (`en-us` → `en`) unless another region of the same language is there as well.
    """
    codes = sorted(set(found))
    bases = Counter(read_code(code).partition("-")[0] for code in codes)
    resolved = {}
    for code in codes:
        ours = read_code(code)
        base = ours.partition("-")[0]
        if bases[base] == 1 and base != "zh":
            ours = base
        if ours == "my" and tell_language(samples.get(code, "")) != "my":
            ours = "ms"
        resolved[code] = ours
    return resolved


def own_name(code: str) -> str:
    """The language's name in itself: "اردو" for `ur`; the code where Babel has none."""
    if code in NAMES:
        return NAMES[code]
    try:
        name = Locale.parse(code, sep="-").get_display_name()
    except (UnknownLocaleError, ValueError):
        return code
    return name[:1].upper() + name[1:] if name else code


def tell_language(text: str) -> str:
    """The likeliest language by letters, then by words; `en` when nothing speaks for another."""
    letters = sum(map(str.isalpha, text)) or 1
    for code, characters in SCRIPTS:
        share = 0.01 if code in {"ur", "ja"} else SCRIPT_SHARE
        if len(re.findall(f"[{characters}]", text)) / letters > share:
            return code
    return guess_language(text, OURS).language or "en"
