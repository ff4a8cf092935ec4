"""Names that have a segment beside a phone number, an account, an address or an e-mail address to themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kb.insights.redaction.name_taker import WORD, NameTaker
from kb.insights.redaction.reading import SHIELD, WALL, bare

_BESIDE = {"phone", "account", "address", "id", "email"}
_AFTER_CONTACT = re.compile(r"[ ]{0,2}[,;:\-|/(\n]{0,2}[ \n]{0,3}")
_AFTER_BANK = re.compile(r"[ ,\-]{1,3}(?:[A-Za-z]{0,12}bank|[A-Z]{3,5}|vcb|bidv|acb|tcb)[ ,:\-]{1,3}", re.ASCII)
"""A bank's name between an account and its holder."""
_BEFORE_CONTACT = re.compile(r"(?:^|[\n,;:|(])[ ]{0,3}([^\n,;|():\d]{2,50}?)[ ]{0,2}[,;:\-|/(\n]{0,2}[ \n]{0,3}\Z")
_BEFORE_MAIL = re.compile(r"(?:^|[\n:,;>])[ ]{0,3}([^\n:,;<>@]{2,50}?)[ ]{0,2}(?:<|\[mailto:)\Z")
"""A name before an address in angle brackets: RFC 5322's mailbox."""
_LAST_CAPITALS = re.compile(r"[^\W\d_][ ](?P<name>[^\W\d_]{2,20}(?: [^\W\d_]{2,20}){1,2})[ :,(\-]{1,3}\Z")
_LONGEST_PAIR = 60
SEGMENT_END = re.compile(rf"[ ]{{0,3}}(?:[,;:.\-|/()\n{WALL}{SHIELD}]|\Z)")


def names_beside(taker: NameTaker, start: int, end: int, kind: str) -> Iterator[tuple[int, int]]:
    """The names that have a segment beside what was found from `start` to `end` to themselves."""
    if kind not in _BESIDE:
        return
    if taker.text[max(0, start - 1) : start] in ("<", ":"):
        yield from _before_mail(taker, start)
    gap = _AFTER_BANK.match(taker.text, end) or _AFTER_CONTACT.match(taker.text, end)
    if gap is not None and gap.end() > end:
        begin = taker.after_title(gap.end())
        last, said = taker.run(begin)
        if _is_segment(taker, said, begin, last) and SEGMENT_END.match(taker.text, last):
            yield gap.end(), last
        elif len(said) == 1 and _is_before_word(taker, said[0], last):
            yield begin, last
        elif kind == "account" and "\n" not in gap[0]:
            yield gap.end(), _holder(taker, gap.end(), last, said)
    before = taker.text[max(0, start - _LONGEST_PAIR) : start]
    match = _BEFORE_CONTACT.search(before)
    if match is not None:
        first = max(0, start - _LONGEST_PAIR) + match.start(1)
        begin = taker.after_title(first)
        last, said = taker.run(begin, small=True)
        is_first_line = not first and "\n" in match[0] and len(said) == 1 and not taker.is_plain(said[0].lower())
        is_whole = last == first + len(match[1].rstrip())
        if is_whole and (is_first_line or _is_segment(taker, said, begin, last)):
            yield first, last
    yield from _last_capitals(taker, before, start)


def _last_capitals(taker: NameTaker, before: str, start: int) -> Iterator[tuple[int, int]]:
    """Two or three words with capitals behind words without, right before a contact: “bitte an Ole Hansen 0151 …”."""
    match = _LAST_CAPITALS.search(before) if taker.capitals_mean else None
    if match is not None:
        first = start - len(before) + match.start("name")
        last, said = taker.run(first)
        is_whole = last == first + len(match["name"])
        if is_whole and len(said) > 1 and not any(taker.is_plain(word.lower()) for word in said):
            yield first, last


def _is_before_word(taker: NameTaker, word: str, end: int) -> bool:
    """Whether a known name goes on with a word of sentences: “0908112233 Phi nhận”."""
    behind = WORD.match(taker.text, end + 1) if taker.text[end : end + 1] == " " else None
    is_plain = behind is not None and behind[0].islower() and taker.is_plain(behind[0])
    return is_plain and taker.is_written(word.lower()) and word.lower() not in taker.words.also_words


def _holder(taker: NameTaker, start: int, end: int, said: Sequence[str]) -> int:
    """Where the name of an account's holder ends that stands right behind it; `start` if none does."""
    if len(said) > 1 and any(map(taker.is_known, said)):
        return end
    if said:
        is_one = len(said) == 1 and taker.capitals_mean and not said[0].isupper()
        return end if is_one and not taker.is_plain(said[0].lower()) and SEGMENT_END.match(taker.text, end) else start
    last, words = taker.holder(start)
    return last if len(words) > 1 and taker.text[last : last + 1] != ":" else start


def _before_mail(taker: NameTaker, start: int) -> Iterator[tuple[int, int]]:
    reach = max(0, start - _LONGEST_PAIR)
    match = _BEFORE_MAIL.search(taker.text[reach:start])
    if match is None:
        return
    first = reach + match.start(1)
    first += len(match[1]) - len(match[1].lstrip("\"' "))
    last, said = taker.run(first, free=True)
    if said and not all(map(taker.is_plain, map(str.lower, said))):
        yield first, last


def _is_segment(taker: NameTaker, said: Sequence[str], start: int, end: int) -> bool:
    if bare(taker.text[start:end]) in taker.words.phrases:
        return False
    known = sum(map(taker.is_known, said))
    capital = [taker.is_capital(word) for word in said if word.lower() not in taker.words.small_parts]
    if (any(capital) and not all(capital)) or (len(said) == 1 and not any(capital)):
        return False
    return (len(said) > 1 and (known > 0 or all(taker.is_capital(word) for word in said))) or (
        len(said) == 1 and known == 1 and said[0].lower() not in taker.words.also_words
    )
