"""Files in which one part of the audit alone finds the text, or alone keeps silent: media, fonts, PDF, chance."""

from __future__ import annotations

import base64
import gzip
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import partial

from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject

from tests.audit.packers import (
    PHOTO,
    bare_deflate,
    chunk,
    drawn,
    glyph_font,
    noise,
    pdf_bytes,
    pdf_drawn,
    pdf_glyphs,
    pdf_title,
    pdf_writer,
    png_with,
    sfnt,
    tarred,
    woff2,
)
from tests.audit.planted import jpeg

Packer = Callable[[bytes], bytes]


def ebml(number: str, body: bytes) -> bytes:
    return bytes.fromhex(number) + struct.pack(">Q", len(body) | 1 << 56) + body


def matroska(text: bytes, packed: bytes = b"hello") -> bytes:
    """A film with a title, an attachment and dense pictures."""
    parts = ebml("1549a966", ebml("7ba9", text)) + ebml("1941a469", packed) + ebml("1f43b675", noise(2000))
    return ebml("1a45dfa3", b"\x42\x82\x84webm") + ebml("18538067", parts)


def ogg(text: bytes, extra: bytes = b"") -> bytes:
    """Pages of Vorbis: comments at first, then sound."""

    def page(body: bytes) -> bytes:
        sizes = b"\xff" * (len(body) // 255) + bytes([len(body) % 255])
        return b"OggS\0\0" + bytes(20) + bytes([len(sizes)]) + sizes + body

    quiet = page(b"\3vorbis" + text) + page(bytes(60_000)) * 3
    return quiet + page(noise(30_000)) * 2 + extra


def flac(text: bytes) -> bytes:
    notes = b"\x84" + len(text).to_bytes(3, "big") + text
    return b"fLaC\0\0\0\x22" + bytes(34) + notes + noise(3000)


def sfnt_with_gap(gap: bytes) -> bytes:
    """A font with bytes between its tables that no row names."""
    plain = sfnt({b"head": noise(54), b"post": b"regular "})
    row = plain.index(b"post")
    start = int.from_bytes(plain[row + 8 : row + 12], "big")
    gap += b"\0" * (-len(gap) % 4)
    moved = plain[: row + 8] + struct.pack(">I", start + len(gap)) + plain[row + 12 :]
    return moved[:start] + gap + moved[start:]


def icon(between: bytes) -> bytes:
    picture = png_with(chunk(b"tEXt", b"C\0hello"))
    row = struct.pack("<BBBBHHII", 1, 1, 0, 0, 1, 8, len(picture), 22 + len(between))
    return b"\0\0\1\0\1\0" + row + between + picture


def streamed_zip(text: bytes) -> bytes:
    """A zip as programs write it into a pipe: sizes behind each member."""

    class Pipe:
        held = b""

        def write(self, data: bytes) -> int:
            self.held += data
            return len(data)

        def flush(self) -> None:
            pass

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[arg-type]
        archive.writestr("a.txt", text)
    return pipe.held


def woff_with(private: bytes) -> bytes:
    """A font for pages with a block for programs' own use."""
    row = b"name" + struct.pack(">IIII", 64, 8, 8, 0)
    head = struct.pack(">HHIHHIIIII", 1, 0, 4000, 1, 0, 0, 0, 0, 72, len(private))
    return b"wOFF\0\1\0\0" + struct.pack(">I", 72 + len(private)) + head + row + b"regular " + private


def photo() -> bytes:
    """A JPEG picture with pixels as dense as they are."""
    return PHOTO[:-2] + noise(900).replace(b"\xff", b"\xfe") + b"\xff\xd9"


def empty_zip() -> bytes:
    return b"PK\5\6" + bytes(18)


def gif87(behind: bytes) -> bytes:
    return b"GIF87a\1\0\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2\x44\1\0;" + behind


def zlib_behind_bytes(level: int, text: bytes) -> bytes:
    return b"\0\1\2" + zlib.compress(text, level)


def pdf_with(value: bytes) -> bytes:
    """A PDF with an object that none of its tables names."""
    plain = pdf_title(b"x")
    end = plain.rindex(b"startxref")
    return plain[:end] + b"99 0 obj\n" + value + b"\nendobj\n" + plain[end:]


def pdf_stream(data: bytes, **entries: object) -> bytes:
    """A PDF with one stream more, of any kind."""
    writer = pdf_writer()
    stream = DecodedStreamObject()
    stream.set_data(data)
    for name, value in entries.items():
        stream[NameObject(f"/{name}")] = NumberObject(value) if isinstance(value, int) else NameObject(f"/{value}")
    writer.root_object[NameObject("/Held")] = writer._add_object(stream)
    return pdf_bytes(writer)


def pdf_object_stream(text: bytes) -> bytes:
    """A PDF of version 1.5, whose title lies in a packed stream of objects."""
    held = b"<</Title <" + in_utf16(text).hex().encode() + b">>>"
    packed = zlib.compress(b"4 0 " + held)
    parts = [
        b"1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n",
        b"2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n",
        b"3 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n" % len(packed)
        + packed + b"\nendstream\nendobj\n",
    ]  # fmt: skip
    body, places = b"%PDF-1.5\n", []
    for part in parts:
        places.append(len(body))
        body += part
    rows = [(0, 0, 0), *((1, place, 0) for place in places), (2, 3, 0), (1, len(body), 0)]
    table = zlib.compress(b"".join(struct.pack(">BHB", *row) for row in rows))
    head = b"5 0 obj\n<</Type/XRef/Size 6/W[1 2 1]/Root 1 0 R/Info 4 0 R/Filter/FlateDecode/Length %d>>\nstream\n"
    return body + head % len(table) + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(body)


def pdf_form_glyphs(text: bytes) -> bytes:
    """A drawing within a page, by the numbers of its font's glyphs."""
    words = text.decode()
    font, glyphs = glyph_font(words, has_map=True)
    writer = pdf_writer()
    stream = DecodedStreamObject()
    codes = "".join(f"{glyphs[letter]:04x}" for letter in words)
    stream.set_data(f"BT /F1 12 Tf 10 200 Td <{codes}> Tj ET".encode())
    font[NameObject("/ToUnicode")] = writer._add_object(font["/ToUnicode"])
    fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
    stream.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject([NumberObject(at) for at in (0, 0, 300, 300)]),
            NameObject("/Resources"): DictionaryObject({NameObject("/Font"): fonts}),
        }
    )
    writer.root_object[NameObject("/Held")] = writer._add_object(stream)
    return pdf_bytes(writer)


def pdf_named_glyphs(*names: str) -> bytes:
    """A page whose font calls its glyphs by these names, and does not say what letters they are."""
    differences = ArrayObject([NumberObject(65), *(NameObject(f"/{name}") for name in names)])
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type3"),
            NameObject("/BaseFont"): NameObject("/Own"),
            NameObject("/Encoding"): DictionaryObject({NameObject("/Differences"): differences}),
        }
    )
    return pdf_drawn(b"BT /F1 12 Tf 10 200 Td (ABC) Tj ET", font=font)


def in_utf16(text: bytes) -> bytes:
    return b"\xfe\xff" + text.decode().encode("utf-16-be")


def with_noise(text: bytes) -> bytes:
    """A TrueType file: its names, and letters too dense to be anything else."""
    return sfnt({b"glyf": noise(900), b"name": text.decode().encode("utf-16-be")})


RARE: dict[str, Packer] = {
    "tar of deflate": lambda text: tarred(bare_deflate(text)),
    "zip from a pipe": streamed_zip,
    "empty zip, deflate behind": lambda text: empty_zip() + bare_deflate(text),
    "old GIF, deflate behind": lambda text: gif87(bare_deflate(text)),
    "OpenType, unknown table": lambda text: b"OTTO" + sfnt({b"NOTE": bare_deflate(text)})[4:],
    "TrueType of Apple, unknown table": lambda text: b"true" + sfnt({b"NOTE": bare_deflate(text)})[4:],
    "WOFF, private": lambda text: woff_with(bare_deflate(text)),
    "WOFF2 behind bytes": lambda text: b"\0\1\2" + woff2(text.decode().encode("utf-16-be")),
    "PDF of glyphs behind a byte": lambda text: b"\0" + pdf_glyphs(text),
    "xz behind bytes": lambda text: b"\0\1\2" + lzma.compress(text),
    "PNG behind bytes, deflate in a chunk": lambda text: b"\0\1\2" + png_with(chunk(b"prVt", bare_deflate(text))),
    "JPEG behind bytes, deflate behind it": lambda text: b"\0\1\2" + photo() + bare_deflate(text),
    "tar of deflate behind bytes": lambda text: b"\0\1\2" + tarred(bare_deflate(text)),
    **{
        f"zlib of level {level} behind bytes": partial(zlib_behind_bytes, level) for level in (1, 3, 6, 9)
    },
    "film's title": matroska,
    "film's attachment": lambda text: matroska(b"hello", zlib.compress(text)),
    "Ogg comment": ogg,
    "Ogg, gzip behind": lambda text: ogg(b"hello", gzip.compress(text)),
    "FLAC comment": flac,
    "between the tables of a font": lambda text: sfnt_with_gap(zlib.compress(text)),
    "between the pictures of an icon": lambda text: icon(bare_deflate(text)),
    "PDF, packed stream of no table": lambda text: pdf_with(
        b"<</Filter/FlateDecode>>\nstream\n" + zlib.compress(drawn(text)) + b"\nendstream"
    ),
    "PDF, octal string of no table": lambda text: pdf_with(b"(" + b"".join(b"\\%03o" % byte for byte in text) + b")"),
    "PDF, wide hexadecimal string of no table": lambda text: pdf_with(b"<" + in_utf16(text).hex().encode() + b">"),
    "PDF, stream that holds a file": lambda text: pdf_stream(bare_deflate(text)),
    "PDF, JPEG": lambda text: pdf_stream(jpeg("x", text.decode(), "x"), Filter="DCTDecode", Subtype="Image"),
    "PDF, font": lambda text: pdf_stream(with_noise(text), Length1=900),
    "PDF, stream of objects": pdf_object_stream,
    "PDF, drawing of glyphs": pdf_form_glyphs,
}  # fmt: skip
"""Like `PACKERS`: where → a file that holds a text there."""

STAY_CLOSED: dict[str, bytes] = {
    "few random bytes of seven bits": b"\0" + bytes(byte & 127 for byte in noise(79)),
    **{
        f"{name} behind bytes, short": b"\0\1\2\3" + magic + noise(20)
        for name, magic in {"7-Zip": b"7z\xbc\xaf\x27\x1c", "RAR": b"Rar!\x1a\x07"}.items()
    },
    "PDF, encrypted stream": pdf_stream(noise(90), Filter="Crypt"),
    "PDF, glyphs by number": pdf_named_glyphs("g1", "g2", "g3"),
}
"""Like `UNREADABLE`."""

CHINESE = "收到包裹后七天内可以退货，请保留原来的包装与发票。客服会在两个工作日内回复，退款一般需要五天到账。"
HEAD_OF_GZIP, HEAD_OF_ZIP = b"\x1f\x8b\x08", b"PK\x03\x04"
BY_CHANCE: dict[str, bytes] = {
    "first bytes of gzip": b"\0\1\2\3" * 9 + HEAD_OF_GZIP + b"\xff" * 30,
    "first bytes of zip": b"\0\1\2\3" * 9 + HEAD_OF_ZIP + b"\xff" * 40,
    "PDF, glyphs by name": pdf_named_glyphs("A", "Aring", "eacute"),
    "PDF, picture in its page": pdf_drawn(b"q BI /W 9 /H 9 ID " + noise(300).replace(b"\0", b"\1") + b" EI Q\n"),
    "PDF, JPEG 2000": pdf_stream(noise(900), Filter="JPXDecode", Subtype="Image"),
    "PDF, bare font": pdf_stream(b"\1\0\4\4" + noise(900), Subtype="Type1C"),
    "PDF, a word in pixels": pdf_stream(noise(900) + b" court " + noise(900), Filter="JPXDecode", Subtype="Image"),
    "Chinese in UTF-16, little end first": b"\xff\xfe" + CHINESE.encode("utf-16-le"),
    "Chinese in UTF-16, big end first": b"\xfe\xff" + CHINESE.encode("utf-16-be"),
    "a word in a list of numbers": str([11, 12, 14, *b"court", 15, 16]).encode(),
    "a way to a page": "<p><b>nói</b> &gt; với &gt; khách &gt; rằng &gt; kho</p>".encode(),
    "words in base64": b"x='" + base64.b64encode(noise(60)) + b"/court/" + base64.b64encode(noise(60)) + b"'",
}
"""What → a file that says nothing internal, although a careless reader would think so."""
