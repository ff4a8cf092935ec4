"""Which Windows code page a text was saved in: told by where Vietnamese tones stand, and by Thai consonants."""

from __future__ import annotations

import re

TONED = re.compile("[aăâeêioôơuưyAĂÂEÊIOÔƠUƯY][\u0300\u0301\u0303\u0309\u0323]")
"""A vowel with a tone of its own, as Windows-1258 has most of them."""


def is_vietnamese(data: bytes) -> bool:
    """Whether bytes of a Windows code page are Vietnamese: tone marks on vowels, and “đ”, “ư” or “ơ” near them.

    The code pages of Vietnam and of Western Europe agree on `äöüß`, and differ in what stands here for tones.
    """
    text = data.decode("cp1258", errors="replace")
    toned = len(TONED.findall(text))
    others = len(re.findall("[\u0300\u0301\u0303\u0309\u0323]", text)) - toned
    return toned > others and len(re.findall("[đĐưƯơƠ]", text)) > 0


def is_thai(data: bytes) -> bool:
    """Whether bytes that are not ASCII are Thai as TIS-620 and Windows-874 write it: half of them and more consonants.

    Hebrew has no byte among these; Cyrillic and Greek have letters where Thai has nothing.
    """
    high = data.translate(None, bytes(range(128)))
    consonants = len(high) - len(high.translate(None, bytes(range(0xA1, 0xCF))))
    try:
        high.decode("cp874")
    except UnicodeDecodeError:
        return False
    return consonants * 2 >= len(high) > 0 and re.search(rb"[\xa1-\xfb]{3}", data) is not None
