"""The language of text that comes without one, among the languages of the shop."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kb.importers.common.languages import OURS, SCRIPTS, tell_language
from kb.project.options import Options
from kb.text.language_detection import guess_language

SURE = 40
"""From this lead in percent on, words tell a language; below, it is the shop's default."""
FEW, MANY = 40, 400
"""Characters below which words prove nothing; from which on they prove Vietnamese without its marks."""
VIETNAMESE = re.compile("[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
ENOUGH = 20_000
"""So many characters are read."""


def told_language(texts: Iterable[str], shop: Options, hint: str = "") -> str:
    """A language of the shop; its default one where the text does not speak clearly for another.

    `hint`: the language of the table's own headers, with which little text is enough.
    """
    sample = "\n".join(texts)[:ENOUGH]
    by_letters = tell_language(sample)
    if by_letters in {code for code, _ in SCRIPTS}:
        return by_letters if by_letters in shop.languages else shop.default_language
    known = [code for code in OURS if code in shop.languages]
    if shop.default_language not in OURS and len(known) != len(shop.languages):
        known = [code for code in known if code == "vi"]  # nothing else is written with these letters
    if not known:
        return shop.default_language
    guess = guess_language(sample, OURS)
    if hint and guess.language == hint and hint in shop.languages:
        return hint
    has_sign = VIETNAMESE.search(sample) is not None if guess.language == "vi" else len(sample) >= FEW
    is_sure = guess.language in known and guess.confidence >= SURE and (has_sign or len(sample) >= MANY)
    return guess.language if is_sure else shop.default_language
