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


_FUNCTION_WORDS = {
    "en": "the and is are of to you your with for this that from can how what when will not",
    "de": "der die das und ist sind nicht mit für wie auf ein eine sie ihre ihr von wir werden kann oder bei",
    "fr": "le les des et est vous votre vos nous pour dans une avec sur comment pas sont ou peut du qui",
    "es": "el los las y es usted su para por con una cómo qué no puede pedido del en se más está",
    "pt": "o os as e é você seu sua para por com uma como não pode pedido do da em são mais está",
    "it": "il gli le e è di per con una come non può ordine del della sono che tuo nel alla",
    "nl": "de het een en is zijn niet met voor hoe op u uw van wij worden kan of bij wordt",
    "id": "bisa karena uang gratis kapan kamu ongkir nomor silakan pengiriman berapa mau anda dengan yang dan untuk",
    "tr": "ve bir bu için ile nasıl değil siparişinizi olarak daha çok ne kadar veya gibi",
    "pl": "i w na nie jest się jak do z czy można zamówienie dla lub po od przez",
    "sv": "och är inte att det en som för med hur på din ditt vi kan eller av till",
}
"""Words without a subject; each language is told by how many different ones a text has."""
_LEAST_WORDS = 3
_LEAD = 1.3
"""How many times as many as the next language."""


def _by_function_words(text: str) -> str:
    """A language of `_FUNCTION_WORDS` that a text clearly is in; empty if none."""
    words = set(re.findall(r"[^\W\d_]+", text.lower()))
    counts = sorted(((len(words & set(known.split())), code) for code, known in _FUNCTION_WORDS.items()), reverse=True)
    (most, code), (second, _) = counts[:2]
    return code if most >= _LEAST_WORDS and most > second * _LEAD else ""


def tell_language(text: str) -> str:
    """The likeliest language by letters, then by words; `en` when nothing speaks for another."""
    letters = sum(map(str.isalpha, text)) or 1
    for code, characters in SCRIPTS:
        share = 0.01 if code in {"ur", "ja"} else SCRIPT_SHARE
        if len(re.findall(f"[{characters}]", text)) / letters > share:
            return code
    guess = guess_language(text, OURS).language or "en"
    other = _by_function_words(text) if guess != "vi" else ""
    is_malay = guess == "ms" and (
        other != "id" or not re.search(r"\b(?:bisa|karena|uang|kapan|gratis|ongkir)\b", text.lower())
    )
    return guess if is_malay or not other else other
