"""Sound and films: their notes; what codecs wrote holds no text. MP4 and its kin, Matroska, Ogg, FLAC, MP3, AAC."""

from __future__ import annotations

import struct

from kb.audit.formats.reading import Layer, Layers, Reading
from kb.audit.formats.strings import long_strings, strings

_BOXES = frozenset(b"ftyp styp moov moof meta sidx ssix mfra pdin emsg prft pnot jP   jxlp jxlc brob".split())


def is_mp4(data: bytes) -> bool:
    """MP4, MOV, M4A, AVIF, HEIC: all are boxes, and `ftyp` comes first."""
    return data[4:8] == b"ftyp"


def read_mp4(data: bytes, reading: Reading) -> Layers:
    """The boxes on top: those of notes, those of media, and free space, in which anything may lie."""
    place = 0
    while place + 8 <= len(data):
        reading.step()
        size, kind = struct.unpack(">I4s", data[place : place + 8])
        head = 8
        if size == 1:
            size, head = int.from_bytes(data[place + 8 : place + 16], "big"), 16
        elif size == 0:
            size = len(data) - place
        if size < head or not all(32 <= byte < 127 or byte == 0xA9 for byte in kind):
            return place
        body = data[place + head : place + size]
        how = f"MP4 {kind.decode('latin-1')}"
        if kind == b"mdat":
            yield from long_strings(body, how, place)
        elif kind in _BOXES:
            yield from strings(body, how, place)
        else:
            yield Layer(how, place + head, body, False)
        place = min(place + size, len(data))
    return place


_SEGMENT, _CLUSTER = 0x18538067, 0x1F43B675
_EBML_KNOWN = frozenset({0x1A45DFA3, 0x114D9B74, 0x1549A966, 0x1654AE6B, 0x1C53BB6B, 0x1254C367, 0x1043A770})


def read_matroska(data: bytes, reading: Reading) -> Layers:
    """The elements on top of MKV and WebM, and those of a segment."""
    place = 0
    while place < len(data):
        reading.step()
        number, at = _ebml_number(data, place, keeps_marker=True)
        size, body = _ebml_number(data, at)
        if number < 0 or body < 0:
            return place
        if number == _SEGMENT:
            place = body
            continue
        end = min(body + size, len(data)) if size >= 0 else len(data)
        how = f"Matroska {number:X}"
        if number == _CLUSTER:
            yield from long_strings(data[body:end], how, body)
        elif number in _EBML_KNOWN:
            yield from strings(data[body:end], how, body)
        elif number in {0xEC, 0x1941A469}:
            yield Layer(how, body, data[body:end], False)
        else:
            return place
        place = end
    return place


def _ebml_number(data: bytes, place: int, *, keeps_marker: bool = False) -> tuple[int, int]:
    """(number, the place behind it); a number of -1 says “unknown size”, a place of -1 “there is none”."""
    if not 0 <= place < len(data) or not data[place]:
        return -1, -1
    length = 9 - data[place].bit_length()
    value = int.from_bytes(data[place : place + length], "big")
    if keeps_marker:
        return value, place + length
    value &= (1 << 7 * length) - 1
    return (-1 if value == (1 << 7 * length) - 1 else value), place + length


_NOTES = 128 * 1024
"""Bytes at the beginning of an Ogg file that may be comments."""


def read_ogg(data: bytes, reading: Reading) -> Layers:
    """Its pages."""
    place, bodies, size = 0, [], 0
    while data[place : place + 4] == b"OggS" and place + 27 <= len(data):
        table = data[place + 27 : place + 27 + data[place + 26]]
        start = place + 27 + len(table)
        place = min(start + sum(table), len(data))
        if size < _NOTES:
            bodies.append(data[start:place])
            size += place - start
        else:
            yield from long_strings(data[start:place], "Ogg", start)
    yield from strings(b"".join(bodies), "Ogg")
    return place or len(data)


def read_flac(data: bytes, reading: Reading) -> Layers:
    """Its blocks of notes and pictures; its frames go on to the end."""
    place, is_last = 4, False
    while not is_last and place + 4 <= len(data):
        reading.step()
        is_last = bool(data[place] & 0x80)
        length = int.from_bytes(data[place + 1 : place + 4], "big")
        yield from strings(data[place + 4 : place + 4 + length], "FLAC", place)
        place += 4 + length
    yield from long_strings(data[place:], "FLAC", place)
    return len(data)


_RATES = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""Version of MPEG → thousands of bits a second of layer III, by number (ISO/IEC 11172-3 and 13818-3)."""
_HERTZ = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def read_mp3(data: bytes, reading: Reading) -> Layers:
    """Its tags and its frames, one after the other."""
    place = frames = 0
    while place < len(data):
        if data[place : place + 3] == b"ID3" and place + 10 <= len(data):
            length = 10 + sum((byte & 0x7F) << 7 * (3 - at) for at, byte in enumerate(data[place + 6 : place + 10]))
        elif data[place : place + 3] == b"TAG":
            length = 128
        else:
            length = mp3_frame(data, place)
            frames += 1
            if not length:
                break
            place += length
            continue
        yield from strings(data[place : place + length], "MP3 tag", place)
        place += length
    yield from long_strings(data[:place], "MP3")
    return min(place, len(data)) or len(data)


def mp3_frame(data: bytes, place: int) -> int:
    """Bytes of the frame of MP3 or AAC (ADTS) at `place`; 0 if there is none."""
    head = data[place : place + 7]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return 0
    if head[1] & 0xF6 == 0xF0 and len(head) == 7:
        return (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    version, rate, hertz = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if head[1] & 6 != 2 or version == 1 or hertz == 3 or rate in {0, 15}:
        return 0
    thousands = _RATES[3 if version == 3 else 2][rate]
    return (144 if version == 3 else 72) * thousands * 1000 // _HERTZ[version][hertz] + (head[2] >> 1 & 1)


def is_mp3(data: bytes) -> bool:
    """Whether tags, or two frames in a row, begin `data`."""
    if data[:3] == b"ID3":
        return True
    first = mp3_frame(data, 0)
    return first > 0 and (mp3_frame(data, first) > 0 or first == len(data))
