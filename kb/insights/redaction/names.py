"""Names by the words that stand round them: “em là …”, “Người nhận: …”, “Dear Ms …”, a signature, a name by its number.

A word counts as a name by its capital letter, or, in small letters, by the lists of given and family names. Where all
words have capitals, they mean nothing, and the lists decide alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from kb.insights.redaction.name_beside import SEGMENT_END, names_beside
from kb.insights.redaction.name_taker import MOST_WORDS, WORD, NameTaker, capitals_mean
from kb.insights.redaction.numbers import Found
from kb.insights.redaction.reading import SHIELD, WALL, bare, has_vietnamese_marks
from kb.insights.redaction.rules import NameWords

_HANDLE = re.compile(r"@?[\w.\-]{3,40}")
_HANDLE_SIGN = re.compile(r"[\d_.@]")
_NUMBER_BEHIND = re.compile(r" \d{1,4}(?![\w])")
_SENDER = re.compile(
    rf"(?:^|\n)\[?[{SHIELD}\d:,./ APMapm\-]{{8,40}}\]?\s?(?:-\s)?(?P<name>[^:\n{WALL}]{{1,40}}):(?=\s)"
)
_SIGNED = re.compile(r"[^\n]{0,24}\n{1,2}[ ]{0,4}")
_SAME_LINE = re.compile(r"[ ,.!\-]{1,4}")
_FAR = re.compile(r"\s[^\n,.!?]{2,30}[,!] ")
"""Between “Thanks” and the name in “Thanks ever so much, …”."""
_GREETING_END = re.compile(rf"{SEGMENT_END.pattern}|\s{{0,3}}[!?]")
_TEXT_END = re.compile(r"[ .!]{0,3}(?:\n|\Z)")
_DASHED = re.compile(r"(?:\A|\n)[ ]{0,2}-{1,2} ?(?P<name>[^\W\d_]{2,20}(?: [^\W\d_]{1,20}\.?){0,2})\s{0,3}\Z")
_LAST_WORDS = re.compile(r"[.!?]\s{1,2}(?P<name>[^\W\d_]{1,20}\.? [^\W\d_]{2,20})\s{0,2}\Z")
_LONGEST_LAST = 60
_SPEAKER = re.compile(r"(?:\A|\n)[ ]{0,2}(?P<name>[^\W\d_][^:\n]{1,28}[^\W_]):(?=\s)")
_SHORT_TITLE = 2
_SURE_SHORT_TITLES = {"mr", "ms", "dr"}


def find_names(text: str, words: NameWords, found: Iterable[Found]) -> Iterator[Found]:
    """The names in a reading in which other details are covered; `found` are those."""
    taker = NameTaker(text, words, capitals_mean(text, words.not_names), has_vietnamese_marks(text))
    for find in _FINDERS:
        for start, end in find(taker):
            if end > start:
                yield start, end, "name"
    for start, end, kind in found:
        yield from ((first, last, "name") for first, last in names_beside(taker, start, end, kind))


def _labelled(taker: NameTaker) -> Iterator[tuple[int, int]]:
    if taker.words.labels is None:
        return
    for match in taker.words.labels.finditer(taker.text):
        has_colon = any(sign in match[0] for sign in ":=-")
        start = taker.after_title(match.end()) if has_colon else match.end()
        end = taker.name(start, small=True, needs_known=not has_colon and not taker.capitals_mean)
        if (handle := _handle_end(taker, match.end())) > end:
            end = handle
        elif end == start and has_colon:
            start, end = match.end(), _any_words(taker, match.end())
        if end > start:
            yield match.end(), end


def _any_words(taker: NameTaker, start: int) -> int:
    """Words of any case behind a label and its colon, up to a sign."""
    place = end = start
    for count in range(MOST_WORDS):
        match = WORD.match(taker.text, place)
        if match is None or (not count and not taker.is_name_word(match[0])) or taker.is_plain(match[0].lower()):
            break
        end = match.end() - match[0].endswith(".")
        place = end + (taker.text[end : end + 1] == " ")
        if place == end:
            break
    return end


def _handles(taker: NameTaker) -> Iterator[tuple[int, int]]:
    if taker.words.handles is None:
        return
    for match in taker.words.handles.finditer(taker.text):
        start = match.end()
        if (handle := _handle_end(taker, start)) > start:
            yield start, handle
            continue
        end, said = taker.run(start, free=True)
        if said:
            number = _NUMBER_BEHIND.match(taker.text, end)
            yield start, number.end() if number else end


def _on_sites(taker: NameTaker) -> Iterator[tuple[int, int]]:
    if taker.words.sites is None:
        return
    for match in taker.words.sites.finditer(taker.text):
        start = match.end()
        end, said = taker.run(start, free=True)
        handle = _handle_end(taker, start)
        yield start, handle if handle > start else end if len(said) > 1 else start


def _handle_end(taker: NameTaker, start: int) -> int:
    """Where the word ends that begins at `start` and that a digit or a line shows to be a user's name; else `start`."""
    handle = _HANDLE.match(taker.text, start)
    said = handle[0].rstrip(".") if handle else ""
    is_handle = _HANDLE_SIGN.search(said) is not None and any(map(str.isalpha, said))
    return start + len(said) if is_handle else start


def _introduced(taker: NameTaker) -> Iterator[tuple[int, int]]:
    for pattern, needs_known in ((taker.words.intro, False), (taker.words.intro_if_known, True)):
        if pattern is not None:
            for match in pattern.finditer(taker.text):
                yield match.end(), taker.name(match.end(), needs_known=needs_known, small=not needs_known)


def _greeted(taker: NameTaker) -> Iterator[tuple[int, int]]:
    if taker.words.greetings is None:
        return
    for match in taker.words.greetings.finditer(taker.text):
        start = match.end() + (taker.text[match.end() : match.end() + 1] in (" ", ","))
        start += taker.text[start : start + 1] == " "
        start = taker.after_title(start) if start > match.end() else start
        if start > match.end():
            end = taker.name(start)
            if "," not in taker.text[match.end() : start] or _is_called_by(taker, start, end):
                yield start, end


def _is_called_by(taker: NameTaker, start: int, end: int) -> bool:
    """Whether the word behind “Hallo,” is a name, and not the noun of a sentence: “Hallo, Rabattcode geht nicht”."""
    if any(map(taker.is_known, taker.text[start:end].split())) or _GREETING_END.match(taker.text, end):
        return True
    pattern = taker.words.speaks
    return pattern is not None and any(match.start("name") == start for match in pattern.finditer(taker.text))


def _titled(taker: NameTaker) -> Iterator[tuple[int, int]]:
    for pattern in (taker.words.titles, taker.words.kin):
        if pattern is None:
            continue
        for match in pattern.finditer(taker.text):
            title = match[0].strip(" .").lower()
            needs_known = len(title) <= _SHORT_TITLE and title not in _SURE_SHORT_TITLES and "." not in match[0]
            start = taker.after_title(match.end())
            end = taker.name(start, needs_known=needs_known)
            if end == start:
                end = _called(taker, end) if needs_known else _one_capital(taker, end)
            if end > start and bare(taker.text[match.start() : end]).strip() not in taker.words.phrases:
                yield start, end


def _called(taker: NameTaker, start: int) -> int:
    """Where a name ends that is called: “c Ngà ơi”; `start` if none is."""
    end = taker.name(start)
    is_called = taker.words.calls is not None and taker.words.calls.match(taker.text, end) is not None
    return end if is_called else start


def _one_capital(taker: NameTaker, start: int) -> int:
    """Where a word with one capital ends behind a title, also where capitals mean nothing: “Guten Tag Herr Özil”."""
    word = WORD.match(taker.text, start)
    is_name = word is not None and word[0][:1].isupper() and word[0][1:].islower() and taker.is_name_word(word[0])
    return word.end() if word is not None and is_name else start


def _speaking(taker: NameTaker) -> Iterator[tuple[int, int]]:
    """Known names that say that they speak: “Oanh đây”, “Sam here”; and those behind a dash at the end."""
    for pattern in (taker.words.speaks, _DASHED):
        for match in pattern.finditer(taker.text) if pattern is not None else ():
            start = match.start("name")
            end, said = taker.run(start)
            is_name = len(said) > 1 or (said and taker.is_written(said[0].lower().rstrip(".")))
            if is_name and end == match.end("name"):
                yield start, end


def _signed(taker: NameTaker) -> Iterator[tuple[int, int]]:
    if taker.words.closings is None:
        return
    for match in taker.words.closings.finditer(taker.text):
        below = _SIGNED.match(taker.text, match.end())
        if below is not None:
            end, said = taker.run(taker.after_title(below.end()), most=4, free=True)
            if said and (len(said) > 1 or not taker.is_plain(said[0].lower())) and SEGMENT_END.match(taker.text, end):
                yield below.end(), end
            continue
        far = _FAR.match(taker.text, match.end())
        if far is not None:
            end, said = taker.run(far.end(), most=3)
            if any(map(taker.is_known, said)) and _TEXT_END.match(taker.text, end):
                yield far.end(), end
        beside = _SAME_LINE.match(taker.text, match.end())
        if beside is not None:
            yield beside.end(), _signed_beside(taker, beside.end(), has_comma="," in beside[0])


def _signed_beside(taker: NameTaker, start: int, *, has_comma: bool) -> int:
    """Where the name ends that stands behind a closing on the same line; `start` if none does."""
    end, said = taker.run(start, most=3, small=True)
    if not said:
        return start
    first, is_last = said[0], _TEXT_END.match(taker.text, end) is not None
    if first.islower() and (first in taker.words.also_words or taker.is_plain(first) or not is_last):
        return start
    if any(map(taker.is_known, said)):
        return end if SEGMENT_END.match(taker.text, end) else start
    is_initial = len(said) > 1 and len(first) == 2 and first.endswith(".")
    is_sure = taker.capitals_mean and (has_comma or len(said) == 2)
    return end if is_last and (is_initial or is_sure) else start


def _full(taker: NameTaker) -> Iterator[tuple[int, int]]:
    """Family and given names beside each other anywhere in the text."""
    place = 0
    while match := WORD.search(taker.text, place):
        place = match.end()
        if match.start() and (taker.text[match.start() - 1].isalnum()):
            continue
        if not taker.is_capital(match[0]):
            continue
        start, (end, said) = match.start(), taker.run(match.start())
        is_name = _is_full(taker, said) or _is_initials(taker, said, start, end)
        if is_name and bare(taker.text[start:end]) not in taker.words.phrases:
            yield start, end
        place = max(place, end)


def _is_initials(taker: NameTaker, said: Sequence[str], start: int, end: int) -> bool:
    """Whether it is “J. P. Morrow” with a line to itself."""
    is_line = (not start or taker.text[start - 1] == "\n") and _TEXT_END.match(taker.text, end) is not None
    return is_line and len(said) > 1 and len(said[0]) == 2 and said[0].endswith(".")


def _is_full(taker: NameTaker, said: Sequence[str]) -> bool:
    if len(said) < 2:
        return False
    small = [word.lower().rstrip(".") for word in said]
    if not taker.is_written(small[0]):
        return False
    if any(word in taker.words.small_parts for word in small[1:-1]) and taker.capitals_mean:
        return any(word in {"bin", "binti", "bt", "bte", "a/l", "a/p"} for word in small[1:-1]) or any(
            map(taker.is_known, said)
        )
    known = [word for word in small if taker.is_written(word)]
    if not small[0].isascii() and small[0] in taker.words.family and taker.capitals_mean:
        return small[0] not in taker.words.also_words or len(known) > 1
    return len(known) > 1 and not all(word in taker.words.also_words for word in known)


def _last_words(taker: NameTaker) -> Iterator[tuple[int, int]]:
    """Two words that end a longer text behind its last sentence, as a name under a letter does."""
    match = _LAST_WORDS.search(taker.text[-_LONGEST_LAST:]) if taker.capitals_mean else None
    if match is None or len(taker.text) < _LONGEST_LAST:
        return
    start = len(taker.text) - _LONGEST_LAST + match.start("name")
    end, said = taker.run(start)
    if len(said) == 2 and all(word[1:].islower() or len(word) == 2 for word in said):
        yield start, end


def _speakers(taker: NameTaker) -> Iterator[tuple[int, int]]:
    """Who speaks more than once in a pasted talk: “Abg Long: …” at the start of two lines."""
    said: dict[str, list[tuple[int, int]]] = {}
    for match in _SPEAKER.finditer(taker.text):
        said.setdefault(match["name"].lower(), []).append(match.span("name"))
    for name, spans in said.items():
        words = WORD.findall(name)
        if len(spans) > 1 and words and not all(map(taker.is_plain, words)):
            yield from spans


def _senders(taker: NameTaker) -> Iterator[tuple[int, int]]:
    for match in _SENDER.finditer(taker.text):
        if not all(map(taker.is_plain, WORD.findall(match["name"].lower()))):
            yield match.span("name")


_FINDERS: tuple[Callable[[NameTaker], Iterator[tuple[int, int]]], ...] = (
    _senders, _speakers, _labelled, _handles, _on_sites, _speaking, _introduced, _greeted, _titled, _signed,
    _last_words, _full,
)  # fmt: skip
