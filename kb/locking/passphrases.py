"""What agents type to sign in: made alike on every keyboard, and refused if it could be guessed."""

from __future__ import annotations

import math
import re
import secrets
import unicodedata
from collections.abc import Iterable

from zxcvbn import zxcvbn

from kb.locking.sayings import fold, without_sayings
from kb.text.letters import SPACES

LEAST_LENGTH = 12
"""Characters; shorter ones are refused whatever they hold."""
MOST_LENGTH = 256
"""Characters; longer ones are refused: nobody types them."""
LEAST_GUESSES_LOG10 = 14.0
"""A graphics card of 2023 tries about 15,000 passphrases a second against 600,000 rounds of
PBKDF2-SHA-256 (hashcat's published 8.9 thousand million rounds a second): 10^14 guesses are 200 years
of such a card, or two years of a hundred."""
_SAYING_LOG10 = 7.0
"""What a saying is worth, however long: lists of ten million lines are about, with each line in many spellings."""
_OTHERS = "or take four or five words that belong to no saying, song or verse"
_WORD_LIST = 7776
"""A word of plain letters counts as one of a dice list at most: zxcvbn knows English, and would take
each Vietnamese or Malay word for random letters."""
_LONGEST_WORD = 10
_JUDGED_LENGTH = 72
"""zxcvbn's time grows with the square of the length; what follows can only make it harder."""

_COMMON: list[str] = re.findall(
    r"\w+",
    """
anhyeuemnhieulam matkhau anhyeuem emyeuanh yeu anh em iloveyou minh toi ban nhieu lam mai xinchao xin chao camon
mat khau cam on viet nam vietnam hanoi saigon sai gon khong biet cua hang shop nhan vien khach giao don doi tra
tien dep vui ve gia dinh nha con me bo ong ba ngay thang nam moi chuc mung hoa sen qua hom nay la va co mot
hai ba bon nam sau bay tam chin muoi katalaluan kata laluan rahsia sayang saya awak kamu cinta aku selamat
pagi datang terima kasih malaysia melayu kedai pelanggan pekerja rumah keluarga ibu ayah hari tahun baru
satu dua tiga empat lima enam tujuh lapan sembilan sepuluh tak tahu suka banyak sangat boleh
agent agents ejen desk help helpdesk support shopee lazada tiktok tiki zalo facebook whatsapp
""",
)

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""No letter or digit that is mistaken for another when read aloud or copied by hand."""


def normalise_passphrase(typed: str) -> str:
    """The characters that keys are made from: composed (NFC), for Vietnamese keyboards differ, and
    without space at the ends. The browser does the same (`keys.js`)."""
    return unicodedata.normalize("NFC", typed).strip(SPACES)


def find_weakness(passphrase: str, *, words: Iterable[str] = ()) -> str | None:
    """Why `passphrase` must not be used, as the end of a sentence; None if it is good.

    `words` are what a guesser would try first: the agent's name, the shop's.
    """
    text = normalise_passphrase(passphrase)
    if len(text) < LEAST_LENGTH:
        return f"it has {len(text)} characters, and needs {LEAST_LENGTH}: let `--generate` make one, {_OTHERS}"
    if len(text) > MOST_LENGTH:
        return f"it has {len(text)} characters, more than {MOST_LENGTH}: let `--generate` make one, {_OTHERS}"
    guesses = estimate_guesses_log10(text, words=words)
    if guesses < LEAST_GUESSES_LOG10:
        known = ", for it is mostly a saying, a song or a verse" if any(True for _ in without_sayings(text)) else ""
        return (
            f"about 10^{math.floor(guesses)} guesses would find it{known}, and it must stand "
            f"10^{LEAST_GUESSES_LOG10:.0f}: let `--generate` make one, {_OTHERS}"
        )
    return None


def estimate_guesses_log10(passphrase: str, *, words: Iterable[str] = ()) -> float:
    """The logarithm (base 10) of the guesses that a knowing attacker needs: the least of several readings."""
    known = [plain for word in words for part in re.split(r"[\W_]+", word) if len(plain := fold(part)) > 1]
    text = passphrase[:_JUDGED_LENGTH]
    rests = [_SAYING_LOG10 + _estimate(rest, known) for rest in set(without_sayings(text))]
    return min(_estimate(text, known), *rests, 300.0)


def _estimate(text: str, known: list[str]) -> float:
    """The estimate for a text without sayings; 0 for none."""
    if not text:
        return 0.0
    # Sayings are known by their words run together, and without marks.
    forms = {text, fold(text), re.sub(r"[\s._-]+", "", fold(text))} - {""}
    judged = (float(zxcvbn(form, user_inputs=[*known, *_COMMON])["guesses_log10"]) for form in forms)
    return min(*judged, _word_bound(text))


def _word_bound(text: str) -> float:
    """The guesses if each short word of letters came from a dice list; no bound if something else stands."""
    total = 0.0
    for token in re.findall(r"\w+", text):
        if not token.isalpha() or len(token) > _LONGEST_WORD:
            return math.inf
        total += math.log10(_WORD_LIST)
    return total


def generate_passphrase() -> str:
    """Five groups of four characters from a source fit for keys: 99 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(5))
