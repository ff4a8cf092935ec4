"""Which of two Windows code pages a text was saved in, told by where Vietnamese tones stand."""

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
