"""The words of a message that ask something: amounts, dates, numbers, e-mail addresses and links say nothing of the
matter, and make a sure answer look unsure. The twin is in `browser/wording.js`."""

from __future__ import annotations

import re

from kb.browser_code.shared import shared_data

LEFT_OUT: re.Pattern[str] = re.compile(shared_data("desk", "wording")["left_out"], re.ASCII | re.IGNORECASE)


def asking_words(text: str) -> str:
    """`text` with blanks in place of what is left out, so that every word keeps its place."""
    return LEFT_OUT.sub(lambda found: " " * len(found.group()), text)
