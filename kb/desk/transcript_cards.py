"""Cards of orders inside a paste: number, product, amounts, state. The twin is `browser/transcript_cards.js`.

A card is no turn. Its numbers stay in the message as pasted, where fields find them.
"""

from __future__ import annotations

from collections.abc import Sequence

from kb.desk.transcript_lines import SHARED, Line, any_of, pattern
from kb.desk.transcript_parts import Part, Read
from kb.desk.transcript_speakers import CUSTOMER

_START = pattern(SHARED["card_start"])
_LABEL = pattern(SHARED["card_label"])
_NUMBER = pattern(SHARED["card_number"])
_LINE = any_of("card_lines")
_NUMBERS = [(channel, pattern(source)) for channel, source in SHARED["numbers"]]
_FEWEST: int = SHARED["card_lines_fewest"]
_FEWEST_AROUND_WORDS: int = SHARED["card_lines_around_words"]
"""Lines of a card that may have another line between them, the product's name, which could be anybody's words."""


def without_cards(lines: Sequence[Line]) -> list[Line]:
    """The lines that belong to no card."""
    held = [line.plain for line in lines]
    kept: list[Line] = []
    place = 0
    while place < len(lines):
        end = _end_of_card(held, place)
        if end == place:
            kept.append(lines[place])
            end = place + 1
        place = end
    return kept


def _end_of_card(held: Sequence[str], start: int) -> int:
    """Where the card that begins at `start` ends; `start` itself where none begins."""
    if _START.fullmatch(held[start]):
        place = start + 1
    elif _LABEL.fullmatch(held[start]) and start + 1 < len(held) and _NUMBER.fullmatch(held[start + 1]):
        place = start + 2
    else:
        return start
    count, end, has_words = 1, place, False
    while place < len(held):
        if _LINE.fullmatch(held[place]):
            count, place = count + 1, place + 1
            end = place
        elif held[place] and place == end and "?" not in held[place] and not has_words:
            has_words, place = True, place + 1
        else:
            break
    has_words = has_words and end > start + 2
    return end if count >= (_FEWEST_AROUND_WORDS if has_words else _FEWEST) or _is_code_alone(held[start]) else start


def _is_code_alone(head: str) -> bool:
    return bool(_LABEL.fullmatch(head))


def read_card(lines: Sequence[Line]) -> Read | None:
    """A card, perhaps with words of the customer above or below it; None where there is no card."""
    kept = without_cards(lines)
    if len(kept) == len(lines):
        return None
    return Read("order", [Part(CUSTOMER, [line.text for line in kept])])


def channel_of_numbers(lines: Sequence[Line]) -> str:
    """The marketplace whose order numbers have the shape of those in `lines`; "" where none or several do."""
    words = [word.strip("#:.,;()[]") for line in lines for word in line.plain.split(" ")]
    found = {channel for word in words for channel, one in _NUMBERS if one.fullmatch(word) and _has_digits(word)}
    return found.pop() if len(found) == 1 else ""


def _has_digits(word: str) -> bool:
    return sum("0" <= letter <= "9" for letter in word) >= len(word) // 2
