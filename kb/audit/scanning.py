"""Published bytes → the signatures that stand in them, and where.

Most texts of a site stand on many pages. What stands between two tags is looked at once; where a text runs
through inline tags, its line is looked at when it is met with two neighbours it has not been met with before.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator

from kb.audit.formats.containers import KINDS, Kinds, format_of, is_plain_text, open_layers, unpack_bare
from kb.audit.formats.reading import DEEPEST, Layer, Reading
from kb.audit.matching.base85 import runs_of_base85
from kb.audit.matching.encodings import CODECS, Codec, decoded_parts, inflate, wide_texts
from kb.audit.matching.folding import RUN, WordReader, rows_of
from kb.audit.matching.matchers import SHORTEST_RUN, Matcher
from kb.audit.matching.signatures import Key
from kb.audit.matching.text_decoding import base64_parts, has_escapes, hide_opaque, unescape, unescape_css

_INLINE = re.compile(
    rb"</?(?:a|abbr|acronym|b|bdi|bdo|big|br|cite|code|data|del|dfn|em|font|i|img|ins|kbd|mark|nobr|q|r[bpt]|ruby|s"
    rb"|samp|small|span|strike|strong|sub|sup|textpath|time|tspan|tt|u|var|wbr|[a-z]+-[a-z0-9.-]*)"
    rb"(?:[\s/](?:[^<>\"'\x02]|\"[^<\"\x02]*\"|'[^<'\x02]*'|[\"'])*+)?>|<\?[^<>]*>",
    re.IGNORECASE,
)
_CUT = re.compile(rb"(?<=[^\s<>\x01\x02])(?: \x02 )+(?=[^\s<>\x01\x02])")
_BLANKS = re.compile(rb"[\s\x02]+")
_SIGNS = re.compile(rb"[<>]")
_UNITS = bytes(0 if code in b'<>"' else code for code in range(256))
_LONG_LINES = 400
_NEW_LINE = b"\n\x03<"
"""What parts long lines at their tags; it is taken away again, since a tag may stand within a word."""
LONG_CONTEXT = 200
SEAM = 90
"""Bytes at each end of a line that was looked at before: enough words for a run that begins or ends in it."""


class Scanner:
    """Looks for signatures; remembers the lines it has seen."""

    def __init__(self, matcher: Matcher, codecs: tuple[Codec, ...] = CODECS, kinds: Kinds = KINDS) -> None:
        """`codecs` are the writings that it undoes, `kinds` the files that it opens."""
        self._matcher, self._codecs, self._kinds = matcher, codecs, kinds
        self._reader = WordReader()
        self._lines: set[bytes] = set()
        self._texts: set[bytes] = set()
        self._seams: set[bytes] = set()
        self._decoded: dict[tuple[bytes, int], frozenset[Key]] = {}
        self._reading = Reading()

    def begin(self, reading: Reading | None = None) -> Reading:
        """From here on what is unpacked, and what stays unread, is counted in `reading`."""
        self._reading = reading or Reading()
        return self._reading

    def scan_whole(self, data: bytes, reading: Reading | None = None) -> set[Key]:
        """The signatures in a file's bytes; what of it stays unread is noted in `reading`."""
        self.begin(reading)
        return self.scan_text(data) if is_plain_text(data, self._kinds) else self._scan_packed(data, 0)

    def fresh_texts(self, data: bytes) -> tuple[bytes, ...]:
        """Of a text file, what stands between tags and quotation marks and was not met before, sorted by the work
        that it is: what must be unescaped first, names with hyphens, other letters than those of ASCII, the rest.

        Runs never reach over these, so each such text can be judged by itself, and once.
        """
        texts = set(data.translate(_UNITS).split(b"\0"))
        if b"</" not in data:
            texts.update(runs_of_base85(data))
        texts -= self._texts
        self._texts |= texts
        escaped = set(filter(has_escapes, texts))
        texts -= escaped
        named = {text for text in texts if b"-" in text or b"_" in text}
        texts -= named
        plain = set(filter(bytes.isascii, texts))
        return tuple(map(b" \x01 ".join, (escaped, named, texts - plain, plain)))

    def fresh_seams(self, data: bytes) -> bytes:
        """Of a text file, the texts not met before that run through inline tags, those tags gone."""
        if b"<" not in data:
            return b""
        texts = _without_inline_tags(self._fresh(data)) - self._seams
        self._seams |= texts
        return b" \x01 ".join(texts)

    def _fresh(self, data: bytes) -> bytes:
        """Of a text file, the lines not met before, each with its neighbours, and a break where some are left out."""
        lines = data.split(b"\n")
        if len(lines) * _LONG_LINES < len(data):
            lines = data.replace(b"<", _NEW_LINE).split(b"\n")
        known = self._lines
        fresh = [place for place, line in enumerate(lines) if line not in known]
        known.update(lines)
        is_fresh = set(fresh).__contains__
        parts: list[bytes] = []
        end = 0
        for place in fresh:
            start = max(place - 1, end)
            if start > end and parts:
                parts.append(b" \x01 ")
            for at, line in enumerate(lines[start : place + 2], start):
                is_whole = len(line) <= LONG_CONTEXT or is_fresh(at)
                parts.append(line if is_whole else line[:SEAM] + b" \x01 " + line[-SEAM:])
            end = max(end, place + 2)
        return b"\n".join(parts).replace(_NEW_LINE, b"<")

    def _scan_packed(self, data: bytes, depth: int) -> set[Key]:
        digest = hashlib.sha256(data).hexdigest()
        hits: set[Key] = {digest} if self._matcher.has_file(digest) else set()
        if depth > DEEPEST:
            self._reading.leave(f"files within files, more than {DEEPEST} deep")
            return hits
        for layer in open_layers(data, self._reading, self._kinds):
            hits |= self.scan_layer(layer, depth + 1)
        for text in wide_texts(data):
            hits |= self.scan_text(text, depth + 1)
        return hits

    def scan_layer(self, layer: Layer, depth: int = 1) -> set[Key]:
        """The signatures in one layer of a packed file."""
        return self.scan_text(layer.data, depth) if layer.is_text else self._scan_packed(layer.data, depth)

    def scan_text(self, data: bytes, depth: int = 0) -> set[Key]:
        """The signatures in text: as written, unescaped, without tags, and in base64 within it."""
        digest = hashlib.sha256(data).hexdigest()
        hits: set[Key] = {digest} if self._matcher.has_file(digest) else set()
        shown = data
        if has_escapes(data):
            text = data.decode("utf-8", "replace")
            plain = unescape(text)
            if plain != text:
                shown = plain.encode("utf-8", "replace")
            for written in {text, plain} if "\\" in text else ():
                if (styled := unescape_css(written)) != written:
                    hits |= self._look(styled.encode("utf-8", "replace"))
        hits |= self._look(hide_opaque(shown))
        if b"<" in shown:
            hits |= self.look_at_runs(b" \x01 ".join(_without_inline_tags(shown)))
        if depth >= DEEPEST:
            return hits
        for part in decoded_parts(data, shown, self._codecs):
            hits |= self._scan_decoded(part, depth + 1)
        return hits | self._scan_base64(shown, depth)

    def _scan_decoded(self, part: bytes, depth: int) -> set[Key]:
        """The signatures in what was decoded: many readers give the same text, which is looked at once."""
        if (part, depth) not in self._decoded:
            self._decoded[part, depth] = frozenset(self.scan_text(part, depth))
        return set(self._decoded[part, depth])

    def _scan_base64(self, data: bytes, depth: int) -> set[Key]:
        hits: set[Key] = set()
        opened = -1
        """Where a run begins that is one whole file: pieces of it look like damaged ones."""
        for start, part in base64_parts(data):
            if self._matcher.has_file(digest := hashlib.sha256(part).hexdigest()):
                hits.add(digest)
            if found := format_of(part, self._kinds):
                before = len(self._reading.unread)
                hits |= self._scan_by_chance(part, depth, is_sure=len(found.magic) >= 4 and start != opened)
                if start != opened and len(found.magic) >= 4 and len(self._reading.unread) == before:
                    opened = start
            elif (plain := _as_text(part)) is not None or (plain := inflate(part)) is not None:
                hits |= self._scan_decoded(plain, depth + 1)
            elif (inside := unpack_bare(part, self._reading)) is not None:
                hits |= self._scan_packed(inside, depth + 1)
        return hits

    def _scan_by_chance(self, part: bytes, depth: int, *, is_sure: bool) -> set[Key]:
        """The signatures in what could be a file by its first bytes; only a sure one may be called unread."""
        before = len(self._reading.unread)
        hits = self._scan_packed(part, depth + 1)
        if not is_sure and self._reading.limit >= 0:
            del self._reading.unread[before:]
        return hits

    def _look(self, data: bytes) -> set[Key]:
        """Whatever stands between two tags or quotation marks is a text of its own."""
        parted = _parted(data)
        found = self._matcher.in_names(self._reader.compounds(data)) | self._matcher.in_numbers(parted)
        return found.union(*map(self._look_at_words, self._reader.readings(parted)))

    def _look_at_words(self, words: list[bytes]) -> set[Key]:
        found = self._matcher.in_runs(rows_of(words, SHORTEST_RUN), only_long=False)
        return found | self._matcher.in_words(set(words))

    def look_at_runs(self, data: bytes) -> set[Key]:
        """Runs that reach over tags within a line, short ones being left to the reading with tags; and words and
        numbers that tags cut."""
        if has_escapes(data):
            data = unescape(data.decode("utf-8", "replace")).encode("utf-8", "replace")
            data = _SIGNS.sub(b" \x01 ", data)
        found = self._matcher.in_runs(rows_of(self._reader.words(data), RUN), only_long=True)
        if b"\x02" in data:
            whole = _CUT.sub(b"", data)
            found |= self._look_at_words(self._reader.words(whole)) if whole != data else set()
            found |= self._matcher.in_numbers(whole) | self._matcher.in_numbers(_BLANKS.sub(b" ", data))
        return found


def _parted(data: bytes) -> bytes:
    for sign in (b"<", b">", b'"'):
        data = data.replace(sign, b" \x01 ") if sign in data else data
    return data


def name_as_bytes(name: str) -> bytes:
    return name.encode("utf-8", "surrogateescape")


def _without_inline_tags(shown: bytes) -> set[bytes]:
    """The texts that tags such as `<b>` run through, those tags gone; other texts have been read already. Comments and
    attributes are texts like others."""
    marked = _INLINE.sub(b" \x02 ", _comments_apart(shown))
    return {part for part in marked.replace(b">", b"<").split(b"<") if b"\x02" in part}


def _comments_apart(data: bytes) -> bytes:
    """`data` without its comments, which may part words; those that have tags of their own stand behind it."""
    before, *rest = data.split(b"<!--")
    kept, apart = [before], []
    for part in rest:
        inside, end, behind = part.partition(b"-->")
        kept.append(b" \x02 " + behind if end else b"<!--" + part)
        if end and b"<" in inside:
            apart.append(inside)
    return b"<".join([b"".join(kept), *apart])


def _as_text(part: bytes) -> bytes | None:
    """Decoded base64, where it is text at all."""
    if part.isascii():
        return (
            part
            if part.isascii() and sum(map(part.count, (b"\0", b"\x02", b"\x03", b"\x7f"))) == 0
            else part.replace(b"\0", b"")
        )
    try:
        part.decode("utf-8")
    except UnicodeDecodeError:
        if part.count(b"\0") * 3 < len(part):
            return None
        return part.decode("utf-16-le", "replace").encode()
    return part


def narrow(data: bytes, is_there: Callable[[bytes], bool]) -> int:
    """The offset of the last place in `data` from which on it still has the signature: where the signature begins."""
    low, high = 0, len(data)
    while low < high:  # the shortest beginning that has it
        middle = (low + high) // 2
        low, high = (low, middle) if is_there(data[:middle]) else (middle + 1, high)
    head, start, end = data[:low], 0, low
    while start < end - 1:  # and of that, the shortest end
        middle = (start + end) // 2
        start, end = (middle, end) if is_there(head[middle:]) else (start, middle)
    return start


def places(data: bytes, scanner: Scanner, key: Key) -> Iterator[tuple[int, str]]:
    """(offset, how it is packed) of the first place of a signature in a file."""
    if is_plain_text(data):
        yield narrow(data, lambda part: key in scanner.scan_text(part)), ""
        return
    for layer in open_layers(data):
        if key in scanner.scan_layer(layer):
            inside = narrow(layer.data, lambda part: key in scanner.scan_text(part)) if layer.is_text else 0
            yield layer.offset + inside, layer.how
            return
    yield 0, "the whole file"
