"""Which lines of a paste are names of speakers that stand by themselves; the twin is `browser/transcript_heads.js`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.desk.transcript_lines import SHARED, Line, any_of, day_of, pattern
from kb.desk.transcript_speakers import OWN, ShopNames, is_customer, is_name_like, is_own, is_shop, without_address

_INLINE = pattern(SHARED["inline"])
_BEFORE_NAME = pattern(SHARED["before_name"])
_VERBS = [(kind, pattern(source)) for kind, source in SHARED["verbs"]]
_OWN_REPLY = pattern(SHARED["own_reply"])
_BEHIND = [("note", pattern(SHARED["note_behind"])), ("name", pattern(SHARED["public_behind"]))]
NOTE_LINE = pattern(SHARED["note_line"])
PUBLIC_LINE = pattern(SHARED["public_line"])
_CARD = any_of("card_lines")
_CARD_START = pattern(SHARED["card_start"])
_MOST_WORDS: int = SHARED["name_words"]


@dataclass(frozen=True, slots=True)
class Head:
    """A line that may name a speaker."""

    label: str
    stamp: str
    """The plain time on the same line; "" where there is none."""
    kind: str
    """`name`, `said` (“Lan replied”) or `note`."""


def head_of(line: Line) -> Head | None:
    """What `line` would say if it named a speaker; None where it cannot."""
    if line.is_stamp or line.is_read_mark or line.is_media or line.is_notice or _is_card(line.plain):
        return None
    held = without_address(line.plain)
    if _OWN_REPLY.fullmatch(held):
        return Head(OWN, "", "name")
    if NOTE_LINE.fullmatch(held) or PUBLIC_LINE.fullmatch(held):
        return None
    for kind, behind in _BEHIND:
        found = behind.fullmatch(held)
        head = _named_head(found[1].strip(" ")) if found else None
        if head:
            return replace(head, kind=kind)
    return _named_head(held)


def _named_head(held: str) -> Head | None:
    for kind, verb in _VERBS:
        found = verb.fullmatch(held)
        if found and is_name_like(found[1]) and not is_own(held):
            return Head(found[1], "", kind)
    found = _BEFORE_NAME.fullmatch(held)
    if found and is_name_like(found[1]):
        return Head(found[1], held[: len(held) - len(found[1])], "name")
    found = _INLINE.fullmatch(held)
    if found and is_name_like(found[1].strip(" ")):
        return Head(found[1].strip(" "), held[len(found[1]) :], "name")
    return Head(held, "", "name") if is_name_like(held) else None


def _is_card(held: str) -> bool:
    return bool(_CARD.fullmatch(held) or _CARD_START.fullmatch(held))


def speakers_of(held: Sequence[Line], heads: Sequence[Head | None], shop: ShopNames) -> set[str]:
    """Labels that are surely speakers: the shop, “You sent”, names that come back with words below them each time."""
    counts = Counter(head.label for head in heads if head)
    known = {label for label in counts if is_shop(label, shop, is_alone=True) and _is_certain(label, shop)}
    named = {label for label in counts if is_customer(label) and " " in label}
    repeated = {label for label, count in counts.items() if count > 1} - known
    ending = _ending(held, heads, known | repeated)
    strangers = {label for label in repeated if label not in ending} | named
    verbs = {head.label for head in heads if head and head.kind != "name"}
    if known:
        found = known | strangers | verbs | _top(heads, known | strangers)
        return found if len(found) > len(known) else found | _below_times(held, heads, known)
    times = Counter(head.label for place, head in enumerate(heads) if head and _has_time(held, heads, place))
    timed = {label for label in strangers if times[label]}
    if any(times[label] > 1 for label in timed) or (timed and len(times) > 1) or len(verbs) > 1:
        return timed | verbs
    first = next((head for line, head in zip(held, heads, strict=True) if not line.is_stamp), None)
    is_dated = sum(line.is_stamp for line in held) > 1
    if first and first.label in strangers and is_dated:
        return {first.label} | _below_times(held, heads, {first.label})
    return set()


def _below_times(held: Sequence[Line], heads: Sequence[Head | None], speakers: set[str]) -> set[str]:
    """Names right below a time that ends a turn, with words below them: people who spoke once."""
    found = set()
    for place in range(1, len(held) - 1):
        head = heads[place]
        is_below = held[place - 1].is_stamp or held[place - 1].is_read_mark
        following = heads[place + 1]
        is_followed = not held[place + 1].is_stamp and not (following and following.label in speakers)
        if head and is_below and is_followed and len(head.label.split(" ")) < _MOST_WORDS - 1:
            found.add(head.label)
    return found


def _is_certain(label: str, shop: ShopNames) -> bool:
    """“ban”, “me”, “ad” alone on a line may be anybody's word; the shop's name and “You sent” are none."""
    return shop.has(label, is_alone=True) or " " in label or label in SHARED["own_alone"]


def _ending(held: Sequence[Line], heads: Sequence[Head | None], speakers: set[str]) -> set[str]:
    """Labels that nothing was said by, where they stand: words like “ok” that were said twice."""
    found = set()
    following: str | None = ""
    for line, head in zip(reversed(held), reversed(heads), strict=True):
        if line.is_stamp or line.is_read_mark:
            continue
        label = head.label if head and head.label in speakers else None
        if label is not None and following is not None and label != following and not (head and head.stamp):
            found.add(label)
        following = label
    return found


def _top(heads: Sequence[Head | None], speakers: set[str]) -> set[str]:
    """The name at the top, whose words follow: a customer who spoke once."""
    if len(heads) < 2 or heads[0] is None or heads[0].label in speakers:
        return set()
    others = [head.label for head in heads if head and head.label in speakers]
    is_followed = not (heads[1] and heads[1].label in speakers)
    return {heads[0].label} if others and is_followed and len(heads[0].label.split(" ")) < _MOST_WORDS else set()


def _has_time(held: Sequence[Line], heads: Sequence[Head | None], place: int) -> bool:
    """Does a time stand behind the name at `place`, with words below it?"""
    head = heads[place]
    if head and head.stamp:
        return True
    return place + 1 < len(held) and held[place + 1].is_stamp


def is_time_first(held: Sequence[Line], heads: Sequence[Head | None], speakers: set[str]) -> bool:
    """Do times stand behind most names, not below what was said?"""
    places = [place for place, head in enumerate(heads) if head and head.label in speakers]
    return 2 * sum(_has_time(held, heads, place) for place in places) >= len(places) > 0


def starts_of(
    held: Sequence[Line], heads: Sequence[Head | None], speakers: set[str], *, is_before: bool
) -> list[Head | None]:
    """Which lines begin a turn."""
    starts: list[Head | None] = []
    speaking = ""
    for place, head in enumerate(heads):
        is_start = False
        if head and head.label in speakers:
            is_repeated = is_before and head.label == speaking and not _has_time(held, heads, place)
            is_start = not is_repeated or is_own(head.label)
        elif head and is_before and _has_time(held, heads, place):
            is_start = _begins(held, heads, speakers, place)
        if is_start and head:
            speaking = head.label
        starts.append(head if is_start else None)
    return starts


def _begins(held: Sequence[Line], heads: Sequence[Head | None], speakers: set[str], place: int) -> bool:
    """Is the time below this line that of what follows, not of the line itself?"""
    head = heads[place]
    if head and head.stamp:
        return len(head.label.split(" ")) < _MOST_WORDS and bool(day_of(head.stamp))
    if place + 2 >= len(held):
        return False
    following = heads[place + 2]
    return not (following and following.label in speakers)
