"""PDF: what its pages show (by the glyph maps of their fonts), and every string and stream that it holds.

pypdf reads it, as a whole and as it was before each later change, and is stopped after a number of its own steps. What
no table of contents of the file leads to is read from the bytes.
"""

from __future__ import annotations

import io
import re
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING, Any

from kb.audit.formats.archives import inflate
from kb.audit.formats.images import notes
from kb.audit.formats.pdf_strings import drawn_texts
from kb.audit.formats.pdf_tables import is_table, named_tables
from kb.audit.formats.reading import Layer, Layers, Reading, TooMuchError
from kb.audit.formats.strings import is_opaque, long_strings, strings

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader
    from pypdf.generic import DictionaryObject, StreamObject

MOST_STEPS = 20_000_000
"""Calls that pypdf may make on one file: a catalogue of 300 pages makes 5,000,000."""
MOST_VERSIONS = 12
"""Times that a file may have been changed by adding to it."""
_END = re.compile(rb"%%EOF[\r\n]{0,2}")
_OBJECT = re.compile(rb"\b[0-9]{1,10}[ \r\n]{1,2}[0-9]{1,5}[ \r\n]{1,2}obj\b")
_STREAM = re.compile(rb"\bstream[\r\n]{1,2}")
_SLACK = 3
"""Bytes by which tables of files may be wrong."""
_OPERATOR = re.compile(rb"\b(?:Tj|TJ|Td|re|cm|gs|Do|begincmap|scn|[WfSBqQmlch])\s")
_PIXELS = frozenset({"/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode"})


def read_pdf(data: bytes, reading: Reading) -> Layers:
    """All that it shows and all that it holds."""
    ends = [match.end() for match in _END.finditer(data)]
    if not ends:
        reading.leave("a damaged PDF file")
        yield from strings(data, "PDF")
        return len(data)
    if len(ends) > MOST_VERSIONS:
        reading.leave(f"a PDF file that was changed more than {MOST_VERSIONS} times")
        ends = ends[-1:]
    yield from _unreached(data[: ends[-1]])
    known: set[int] = set()
    is_linearized = b"/Linearized" in data[:2048]
    for number, end in enumerate(ends):
        if is_linearized and number == 0 and len(ends) > 1:
            continue  # the first of two halves of one table
        yield from _version(data[:end], reading, known)
    yield from _orphans(data[: ends[-1]], known, reading)
    return ends[-1]


def _version(data: bytes, reading: Reading, known: set[int]) -> Iterator[Layer]:
    """What a PDF file shows and holds; the places of its objects are added to `known`."""
    import logging  # both are a fifth of a second, and few sites have a PDF file

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        with _Steps(MOST_STEPS):
            reader = PdfReader(io.BytesIO(data), strict=False)
            if reader.is_encrypted:
                reading.leave("an encrypted PDF file")
                return
            places = {place for row in reader.xref.values() for place in row.values()}
            layers = [*_pages(reader, reading), *_objects(reader, reading)]
    except TooMuchError:
        raise
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, OSError, ArithmeticError) as error:
        reading.leave(f"a damaged PDF file ({type(error).__name__})")
        return
    except (RecursionError, MemoryError, AssertionError, NotImplementedError):
        reading.leave("a PDF file that cannot be read")
        return
    known |= places
    yield from layers


def _orphans(data: bytes, known: set[int], reading: Reading) -> Iterator[Layer]:
    """The streams of objects that no table of the file names."""
    near = {place + by for place in known for by in range(-_SLACK, _SLACK + 1)}
    objects = [match.start() for match in _OBJECT.finditer(data)]
    for start, end in zip(objects, [*objects[1:], len(data)], strict=False):
        if start in near or (found := _STREAM.search(data, start, end)) is None:
            continue
        reading.step()
        body = data[found.end() : data.rfind(b"endstream", found.end(), end)]
        try:
            inside = inflate(body, reading)[0]
        except (zlib.error, EOFError):
            inside = reading.take(body)
            if is_opaque(body):
                reading.leave("a stream in a PDF file that its tables do not name")
        yield from drawn_texts(inside)
        yield Layer("stream in PDF", start, inside, False)


class _Steps:
    """Counts the calls within it, and raises `TooMuchError` at the limit: hostile files have loops without end."""

    def __init__(self, most: int) -> None:
        self._left = most

    def __enter__(self) -> None:
        self._before = sys.getprofile()
        sys.setprofile(self._count)

    def _count(self, frame: FrameType, event: str, argument: object) -> None:
        self._left -= 1
        if self._left < 0:
            sys.setprofile(None)
            raise TooMuchError("a PDF file that takes too long to read")

    def __exit__(self, *_: object) -> None:
        sys.setprofile(self._before)


def _pages(reader: PdfReader, reading: Reading) -> Iterator[Layer]:
    for number, page in enumerate(reader.pages, 1):
        reading.step()
        yield from _shown(page, f"PDF, page {number}", reading)


def _shown(page: PageObject, how: str, reading: Reading) -> Iterator[Layer]:
    drawn: list[str] = []
    text = page.extract_text(visitor_text=lambda part, *_: drawn.append(part))
    lines = reading.take(text.encode("utf-8", "replace"))
    yield Layer(how, 0, lines)
    yield Layer(how, 0, re.sub(rb"\s*\n\s*", b" ", lines))
    yield Layer(how, 0, reading.take("".join(part.strip("\n") for part in drawn).encode("utf-8", "replace")))


def _objects(reader: PdfReader, reading: Reading) -> Iterator[Layer]:
    """The strings of all objects, and their streams."""
    from pypdf.generic import DictionaryObject, NullObject, StreamObject

    known = [*_known(reader, reading)]
    tables = named_tables(value for _, value in known)
    for number, value in known:
        if isinstance(value, NullObject) or value is None:
            continue
        yield Layer("PDF", 0, " \x01 ".join(_texts(value)).encode("utf-8", "replace"))
        if isinstance(value, DictionaryObject):
            _look_at_font(value, reading)
        if isinstance(value, StreamObject):
            yield from _stream(reader, value, reading, partial(is_table, value, number, *tables))


def _known(reader: PdfReader, reading: Reading) -> Iterator[tuple[int, Any]]:
    yield 0, reader.trailer
    numbers = {(number, generation) for generation, row in reader.xref.items() for number in row}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    for number, generation in sorted(numbers):
        reading.step()
        yield number, reader.get_object(_reference(number, generation, reader))


def _reference(number: int, generation: int, reader: PdfReader) -> Any:
    from pypdf.generic import IndirectObject

    return IndirectObject(number, generation, reader)


def _texts(value: Any) -> Iterator[str]:
    """The strings within an object, not those of the objects that it names."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield str(one)
        elif isinstance(one, bytes):
            yield one.decode("utf-8", "replace")
        elif isinstance(one, dict):
            waiting += [*one.values(), *one.keys()]
        elif isinstance(one, list):
            waiting += one


def _stream(
    reader: PdfReader, stream: StreamObject, reading: Reading, is_numbers: Callable[[bytes], bool]
) -> Iterator[Layer]:
    """`is_numbers` tells whether what the stream unfolds to is a table of numbers."""
    filters = _filters(stream)
    if "/Crypt" in filters:
        reading.leave("an encrypted stream in a PDF file")
        return
    kind, subtype = stream.get("/Type"), stream.get("/Subtype")
    if filters and filters[-1] in _PIXELS:
        if filters == ["/DCTDecode"]:
            yield Layer("picture in PDF", 0, reading.take(stream._data), False)
        else:
            yield from long_strings(reading.take(stream._data), "picture in PDF")
        return
    body = reading.take(stream.get_data())
    if is_numbers(body):
        yield from notes(body, 0, "table in PDF")
    elif subtype == "/Image" or kind in ("/XRef", "/ObjStm"):
        yield from long_strings(body, "picture in PDF")
    elif _is_font_file(stream):
        yield Layer("font in PDF", 0, body, False) if body[:4] in _SFNT else Layer("font in PDF", 0, b"")
        yield from long_strings(body, "font in PDF")
    elif kind == "/EmbeddedFile" or subtype == "/XML" or kind == "/Metadata":
        yield Layer("file in PDF" if kind == "/EmbeddedFile" else "PDF metadata", 0, body, False)
    else:
        yield from drawn_texts(body)
        if not _has_operators(body):
            yield Layer("stream in PDF", 0, body, False)
    if subtype == "/Form":
        yield from _form(reader, stream, reading)


_SFNT = (b"\0\1\0\0", b"OTTO", b"true", b"ttcf")


def _is_font_file(stream: DictionaryObject) -> bool:
    return "/Length1" in stream or stream.get("/Subtype") in {"/Type1C", "/CIDFontType0C", "/OpenType"}


def _has_operators(body: bytes) -> bool:
    """Whether a stream draws: what it holds is strings between operators, or maps of letters, not a file."""
    return b"\0" not in body[:4096] and _OPERATOR.search(body) is not None


def _filters(stream: DictionaryObject) -> list[str]:
    named = stream.get("/Filter")
    named = named.get_object() if named is not None else None
    if named is None:
        return []
    return [str(one.get_object()) for one in named] if isinstance(named, list) else [str(named)]


def _form(reader: PdfReader, stream: StreamObject, reading: Reading) -> Iterator[Layer]:
    """A drawing of its own (the look of a note, of a field), read as if it were a page."""
    from pypdf import PageObject
    from pypdf.generic import ContentStream, DictionaryObject, NameObject

    page = PageObject.create_blank_page(width=1000, height=1000)
    page.pdf = reader
    resources = stream.get("/Resources")
    page[NameObject("/Resources")] = resources if resources is not None else DictionaryObject()
    page[NameObject("/Contents")] = ContentStream(stream, reader, "bytes")  # as text, it would lose numbers of glyphs
    yield from _shown(page, "drawing in PDF", reading)


def _look_at_font(font: DictionaryObject, reading: Reading) -> None:
    """A font that draws by numbers of glyphs and does not say which letters they are hides what it draws."""
    if font.get("/Type") != "/Font" or "/ToUnicode" in font:
        return
    encoding = font.get("/Encoding")
    encoding = encoding.get_object() if encoding is not None else None
    by_glyph = font.get("/Subtype") == "/Type0" and encoding in ("/Identity-H", "/Identity-V")
    if by_glyph or (isinstance(encoding, dict) and _are_numbers(encoding.get("/Differences") or ())):
        reading.leave(f"a PDF file whose font {font.get('/BaseFont', '')} does not tell its letters")


def _are_numbers(differences: Iterable[Any]) -> bool:
    names = [str(name)[1:] for name in differences if isinstance(name, str)]
    bare = [name for name in names if re.fullmatch(r"(?:g|glyph|cid|index|c|gid)[-_]?\d+", name)]
    return bool(names) and len(bare) * 2 > len(names)


def _unreached(data: bytes) -> Iterator[Layer]:
    """Strings of the file as it lies there, whatever tables say of them."""
    outside = _outside_streams(data)
    yield from strings(outside, "PDF")
    yield from drawn_texts(outside)


def _outside_streams(data: bytes) -> bytes:
    """The file without its streams, in whose packed bytes words stand by chance; each is read for itself."""
    parts, place = [], 0
    while (found := _STREAM.search(data, place)) and (end := data.find(b"endstream", found.end())) >= 0:
        parts.append(data[place : found.end()])
        place = end
    return b" ".join([*parts, data[place:]])
