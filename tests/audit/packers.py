# ruff: noqa: E501, RUF028
"""Ways to put bytes into files, built with the standard library, pypdf and brotli: what the audit must look into."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import lzma
import random
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable

import brotli
from pypdf import PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from tests.audit.planted import jpeg, png

Packer = Callable[[bytes], bytes]


def noise(size: int, seed: int = 7) -> bytes:
    return random.Random(seed).randbytes(size)


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        archive.comment = comment
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return held.getvalue()


def tarred(data: bytes, kind: str = "w", name: str = "a.txt") -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode=kind) as archive:
        member = tarfile.TarInfo(name)
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    return held.getvalue()


def gzip_with(data: bytes, *, extra: bytes = b"", name: bytes = b"", comment: bytes = b"") -> bytes:
    """A gzip file of “hello” whose header says more."""
    flags = 4 * bool(extra) | 8 * bool(name) | 16 * bool(comment)
    head = b"\x1f\x8b\x08" + bytes([flags]) + b"\0" * 4 + b"\0\3"
    head += struct.pack("<H", len(extra)) + extra if extra else b""
    head += name + b"\0" if name else b""
    head += comment + b"\0" if comment else b""
    return head + gzip.compress(b"hello " + data, mtime=0)[10:]


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_with(*chunks: bytes, pixels: bytes = zlib.compress(b"\0\0"), behind: bytes = b"", width: int = 1) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, 1, 8, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"") + behind
    )  # fmt: skip


def riff(kind: bytes, *chunks: tuple[bytes, bytes]) -> bytes:
    body = b"".join(name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2) for name, data in chunks)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + kind + body


def gif(comment: bytes, behind: bytes = b"") -> bytes:
    blocks = b"".join(
        bytes([len(comment[at : at + 255])]) + comment[at : at + 255] for at in range(0, len(comment), 255)
    )
    image = b",\0\0\0\0\1\0\1\0\0\2\2\x44\1\0"
    return b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff!\xfe" + blocks + b"\0" + image + b";" + behind


def box(kind: bytes, *bodies: bytes) -> bytes:
    body = b"".join(bodies)
    return struct.pack(">I", len(body) + 8) + kind + body


def mp4(*boxes: bytes) -> bytes:
    return box(b"ftyp", b"isom\0\0\2\0isomiso2") + b"".join(boxes) + box(b"mdat", noise(3000))


def mp3(tag: bytes = b"", behind: bytes = b"") -> bytes:
    size = bytes(len(tag) >> 7 * at & 127 for at in (3, 2, 1, 0))
    frame = b"\xff\xfb\x90\x00" + noise(413)
    return (b"ID3\4\0\0" + size + tag if tag else b"") + frame * 20 + behind


def sfnt(tables: dict[bytes, bytes]) -> bytes:
    place = 12 + 16 * len(tables)
    rows = body = b""
    for tag, data in tables.items():
        rows += tag + struct.pack(">III", 0, place + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    return b"\0\1\0\0" + struct.pack(">HHHH", len(tables), 16, 0, 0) + rows + body


def woff2(name: bytes, *, metadata: bytes = b"") -> bytes:
    tables = [(5, name), (1, noise(54)), (0, b"cmap")]
    rows = b"".join(bytes([number, 0x80 | len(data) >> 7, len(data) & 127]) for number, data in tables)
    packed = brotli.compress(b"".join(data for _, data in tables))
    notes = brotli.compress(metadata) if metadata else b""
    start = 48 + len(rows) + len(packed)
    start += -start % 4
    head = b"wOF2\0\1\0\0" + struct.pack(">IHHII", start + len(notes), len(tables), 0, 4000, len(packed)) + b"\0\1\0\0"
    head += struct.pack(">5I", start if notes else 0, len(notes), len(metadata), 0, 0)
    return (head + rows + packed).ljust(start, b"\0") + notes


def woff(name: bytes) -> bytes:
    packed = min(name, zlib.compress(name), key=len)
    row = b"name" + struct.pack(">IIII", 64, len(packed), len(name), 0)
    return (
        b"wOFF\0\1\0\0" + struct.pack(">IHHIHHIIIII", 64 + len(packed), 1, 0, 4000, 1, 0, 0, 0, 0, 0, 0) + row + packed
    )


def docx(text: bytes) -> bytes:
    """Every word cut into runs, as a word processor does where spelling was mended."""
    runs = "".join(f"<w:r><w:t>{part}</w:t></w:r>" for part in _halves(text.decode()))
    body = f'<?xml version="1.0"?><w:document><w:body><w:p>{runs}</w:p></w:body></w:document>'
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": body.encode()})


def xlsx(text: bytes) -> bytes:
    cells = "".join(f"<r><t>{part}</t></r>" for part in _halves(text.decode()))
    return zipped({"[Content_Types].xml": b"<Types/>", "xl/sharedStrings.xml": f"<sst><si>{cells}</si></sst>".encode()})


def odt(text: bytes) -> bytes:
    spans = "".join(f"<text:span>{part}</text:span>" for part in _halves(text.decode())).replace(" ", "<text:s/>")
    body = f"<office:text><text:p>{spans}</text:p></office:text>"
    return zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": body.encode()})


def _halves(text: str) -> list[str]:
    return [text[at : at + 3] for at in range(0, len(text), 3)]


def pdf_writer() -> PdfWriter:
    writer = PdfWriter()
    writer.add_blank_page(300, 300)
    return writer


def pdf_bytes(writer: PdfWriter) -> bytes:
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def pdf_title(text: bytes) -> bytes:
    writer = pdf_writer()
    writer.add_metadata({"/Subject": text.decode()})
    return pdf_bytes(writer)


def pdf_attachment(text: bytes) -> bytes:
    writer = pdf_writer()
    writer.add_attachment("notes.txt", text)
    writer.compress_identical_objects()
    return pdf_bytes(writer)


def pdf_note(text: bytes) -> bytes:
    writer = pdf_writer()
    writer.add_annotation(0, FreeText(text=text.decode(), rect=(10, 10, 90, 90)))
    return pdf_bytes(writer)


def pdf_form(text: bytes) -> bytes:
    """A form with one field, filled in."""
    writer = pdf_writer()
    field = DictionaryObject(
        {
            NameObject("/FT"): NameObject("/Tx"),
            NameObject("/T"): TextStringObject("reason"),
            NameObject("/V"): TextStringObject(text.decode()),
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/Rect"): ArrayObject([NumberObject(at) for at in (10, 10, 90, 30)]),
        }
    )
    added = writer._add_object(field)
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): ArrayObject([added])})
    writer.pages[0][NameObject("/Annots")] = ArrayObject([added])
    return pdf_bytes(writer)


def pdf_drawn(content: bytes, filters: list[str] | None = None, *, font: DictionaryObject | None = None) -> bytes:
    """A page whose content is `content`, its stream coded already if `filters` are named."""
    writer = pdf_writer()
    stream = DecodedStreamObject()
    stream.set_data(content)
    if filters:
        stream[NameObject("/Filter")] = ArrayObject([NameObject(name) for name in filters])
    plain = DictionaryObject({NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
                              NameObject("/BaseFont"): NameObject("/Helvetica")})  # fmt: skip
    page = writer.pages[0]
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): writer._add_object(font or plain)})}
    )
    page[NameObject("/Contents")] = writer._add_object(stream)
    return pdf_bytes(writer)


def drawn(text: bytes) -> bytes:
    return b"BT /F1 12 Tf 10 200 Td (" + text + b") Tj ET"


def glyph_font(text: str, *, has_map: bool) -> tuple[DictionaryObject, dict[str, int]]:
    """A font that draws by numbers of glyphs, as Word, LibreOffice and browsers embed them."""
    glyphs = {letter: number for number, letter in enumerate(sorted(set(text)), 3)}
    rows = "\n".join(f"<{number:04x}> <{ord(letter):04x}>" for letter, number in glyphs.items())
    cmap = DecodedStreamObject()
    cmap.set_data(
        f"/CIDInit /ProcSet findresource begin\nbegincmap\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
        f"{len(glyphs)} beginbfchar\n{rows}\nendbfchar\nendcmap\nend".encode()
    )
    descendant = DictionaryObject({NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"):
        NameObject("/CIDFontType2"), NameObject("/BaseFont"): NameObject("/AAAAAA+Sans"),
        NameObject("/DW"): NumberObject(600)})  # fmt: skip
    font = DictionaryObject({NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type0"),
        NameObject("/BaseFont"): NameObject("/AAAAAA+Sans"), NameObject("/Encoding"): NameObject("/Identity-H"),
        NameObject("/DescendantFonts"): ArrayObject([descendant])})  # fmt: skip
    if has_map:
        font[NameObject("/ToUnicode")] = cmap
    return font, glyphs


def pdf_glyphs(text: bytes, *, has_map: bool = True, by_letter: bool = False) -> bytes:
    words = text.decode()
    font, glyphs = glyph_font(words, has_map=has_map)
    codes = [f"<{glyphs[letter]:04x}>" for letter in words]
    shown = " Tj 7.2 0 Td ".join(codes) + " Tj" if by_letter else "[" + " -1 ".join(codes) + "] TJ"
    return pdf_drawn(f"BT /F1 12 Tf 10 200 Td {shown} ET".encode(), font=font)


def pdf_before_a_change(text: bytes) -> bytes:
    """A PDF whose page said `text` until somebody saved it again without."""
    before = pdf_drawn(drawn(text))
    writer = PdfWriter(io.BytesIO(before), incremental=True)
    stream = DecodedStreamObject()
    stream.set_data(drawn(b"Nothing to see"))
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)
    return pdf_bytes(writer)


def profile(note: bytes) -> bytes:
    """An ICC profile: its header, a description, and a table of colours."""
    text = b"desc\0\0\0\0" + struct.pack(">I", len(note) + 1) + note + b"\0"
    table = b"mft2" + noise(4000)
    head = (
        struct.pack(">I", 156 + len(text) + len(table))
        + b"lcms\2\x10\0\0mntrRGB XYZ "
        + bytes(12)
        + b"acsp"
        + bytes(88)
    )
    tags = struct.pack(">I4sII4sII", 2, b"desc", 156, len(text), b"A2B0", 156 + len(text), len(table))
    return head + tags + text + table


def nested(text: bytes, depth: int) -> bytes:
    for level in range(depth):
        text = zipped({f"level{level}.zip": text})
    return text


def bare_deflate(data: bytes) -> bytes:
    stream = zlib.compressobj(9, zlib.DEFLATED, -15)
    return stream.compress(data) + stream.flush()


def _page(text: str) -> bytes:
    return f"<!doctype html><p>{text}</p>".encode()


PHOTO = jpeg("Canon EOS R6", "Copyright", "Shot in the shop")
PICTURE = png("A parcel", "On a table")
PACKERS: dict[str, Packer] = {
    "ICC profile": profile,
    "zip": lambda text: zipped({"a.txt": text}),
    "zip stored": lambda text: zipped({"a.txt": text}, zipfile.ZIP_STORED),
    "zip bzip2": lambda text: zipped({"a.txt": text}, zipfile.ZIP_BZIP2),
    "zip lzma": lambda text: zipped({"a.txt": text}, zipfile.ZIP_LZMA),
    "zip comment": lambda text: zipped({"a.txt": b"x"}, comment=text),
    "zip member's name": lambda text: zipped({text.decode(): b"x"}),
    "zip in zip": lambda text: nested(text, 2),
    "zip five deep": lambda text: nested(text, 5),
    "zip behind one byte": lambda text: b"x" + zipped({"a.txt": text}),
    "zip behind text": lambda text: b"#!/bin/sh\nexec unzip $0\n" + zipped({"a.txt": text}),
    "zip with a hidden member": lambda text: zipped({"a.txt": text}) + zipped({"b.txt": b"x"}),
    "zip, plain text in front": lambda text: text + b"\n" + zipped({"b.txt": b"x"}),
    "zip, behind its end": lambda text: zipped({"b.txt": b"x"}) + b"\n" + text,
    "docx with cut words": docx,
    "xlsx with cut words": xlsx,
    "odt with cut words": odt,
    "epub": lambda text: zipped({"mimetype": b"application/epub+zip", "a.xhtml": b"<p>" + text + b"</p>"}),
    "jar": lambda text: zipped({"META-INF/MANIFEST.MF": b"X: 1", "a.properties": b"k=" + text}),
    "tar": tarred,
    "tar.gz": lambda text: tarred(text, "w:gz"),
    "tar.bz2": lambda text: tarred(text, "w:bz2"),
    "tar.xz": lambda text: tarred(text, "w:xz"),
    "tar of gz": lambda text: tarred(gzip.compress(text)),
    "tar, long name": lambda text: tarred(b"x", name=text.decode() * 3),
    "gzip": gzip.compress,
    "gzip extra": lambda text: gzip_with(b"", extra=text),
    "gzip name": lambda text: gzip_with(b"", name=text),
    "gzip comment": lambda text: gzip_with(b"", comment=text),
    "gzip, second member": lambda text: gzip.compress(b"hello") + gzip.compress(text),
    "gzip, text behind": lambda text: gzip.compress(b"hello") + text,
    "gzip behind a byte": lambda text: b"\x01" + gzip.compress(text),
    "gzip in gzip in gzip": lambda text: gzip.compress(gzip.compress(gzip.compress(text))),
    "bzip2": bz2.compress,
    "bzip2 behind bytes": lambda text: b"\0\1\2" + bz2.compress(text),
    "xz": lzma.compress,
    "lzma": lambda text: lzma.compress(text, lzma.FORMAT_ALONE),
    "zlib": zlib.compress,
    "zlib behind bytes": lambda text: b"\0\1\2\3" + zlib.compress(text),
    "deflate": bare_deflate,
    "brotli": brotli.compress,
    "PNG tEXt": lambda text: png_with(chunk(b"tEXt", b"Comment\0" + text)),
    "PNG zTXt": lambda text: png_with(chunk(b"zTXt", b"Comment\0\0" + zlib.compress(text))),
    "PNG iTXt": lambda text: png_with(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + text)),
    "PNG iTXt packed": lambda text: png_with(chunk(b"iTXt", b"Comment\0\1\0vi\0\0" + zlib.compress(text))),
    "PNG eXIf": lambda text: png_with(chunk(b"eXIf", b"MM\0*\0\0\0\x08" + text)),
    "PNG private chunk": lambda text: png_with(chunk(b"prVt", text)),
    "PNG private chunk, zip": lambda text: png_with(chunk(b"prVt", zipped({"a": text}))),
    "PNG private chunk, zlib": lambda text: png_with(chunk(b"prVt", zlib.compress(text))),
    "PNG pixels": lambda text: png_with(pixels=zlib.compress(b"\0" + text), width=len(text)),
    "PNG behind the pixels": lambda text: png_with(pixels=zlib.compress(b"\0\0") + zipped({"a": text})),
    "PNG, zip behind": lambda text: png_with(behind=zipped({"a": text})),
    "PNG, gzip behind": lambda text: png_with(behind=gzip.compress(text)),
    "PNG, text behind": lambda text: png_with(behind=text),
    "PNG, PDF behind": lambda text: png_with(behind=pdf_title(text)),
    "PNG behind a byte": lambda text: b"\0" + png_with(chunk(b"zTXt", b"Comment\0\0" + zlib.compress(text))),
    "JPEG Exif": lambda text: jpeg(text.decode(), "x", "x"),
    "JPEG Exif, UTF-16": lambda text: jpeg("x", text.decode(), "x"),
    "JPEG comment": lambda text: jpeg("x", "x", text.decode()),
    "JPEG, zip behind": lambda text: PHOTO + zipped({"a": text}),
    "JPEG, JPEG behind": lambda text: PHOTO + jpeg(text.decode(), "x", "x"),
    "JPEG, zip in a segment": lambda text: (
        PHOTO[:2] + b"\xff\xee" + struct.pack(">H", 2 + len(body := zipped({"a": text}))) + body + PHOTO[2:]
    ),
    "GIF comment": gif,
    "GIF, zip behind": lambda text: gif(b"x", zipped({"a": text})),
    "WebP XMP": lambda text: riff(b"WEBP", (b"VP8 ", noise(200)), (b"XMP ", text)),
    "WebP unknown chunk": lambda text: riff(b"WEBP", (b"VP8 ", noise(200)), (b"note", zlib.compress(text))),
    "WAV list": lambda text: riff(b"WAVE", (b"fmt ", b"\1\0" * 8), (b"LIST", b"INFOICMT" + text), (b"data", noise(900))),
    "SVG text": lambda text: b"<svg><text>" + text + b"</text></svg>",
    "SVG metadata": lambda text: b"<svg><metadata><desc>" + text + b"</desc></metadata></svg>",
    "SVG comment": lambda text: b"<svg><!-- " + text + b" --></svg>",
    "SVG, data: picture": lambda text: (
        b'<svg><image href="data:image/png;base64,'
        + base64.b64encode(png_with(chunk(b"tEXt", b"C\0" + text))) + b'"/></svg>'
    ),  # fmt: skip
    "page, data: zip": lambda text: _page(f"data:application/zip;base64,{base64.b64encode(zipped({'a': text})).decode()}"),
    "page, base64 of deflate": lambda text: _page(base64.b64encode(bare_deflate(text)).decode()),
    "page, base64 of zlib": lambda text: _page(base64.b64encode(zlib.compress(text)).decode()),
    "page, base64 of brotli": lambda text: _page(base64.b64encode(brotli.compress(text)).decode()),
    "icon": lambda text: (
        b"\0\0\1\0\1\0" + struct.pack("<BBBBHHII", 1, 1, 0, 0, 1, 8, len(body := png_with(chunk(b"tEXt", b"C\0" + text))), 22)
        + body
    ),  # fmt: skip
    "TrueType names": lambda text: sfnt({b"head": noise(54), b"name": text.decode().encode("utf-16-be")}),
    "TrueType, unknown table": lambda text: sfnt({b"head": noise(54), b"NOTE": zlib.compress(text)}),
    "TrueType, behind": lambda text: sfnt({b"head": noise(54)}) + gzip.compress(text),
    "WOFF names": woff,
    "WOFF2 names": lambda text: woff2(text.decode().encode("utf-16-be")),
    "WOFF2 metadata": lambda text: woff2(b"x", metadata=b"<metadata>" + text + b"</metadata>"),
    "MP4 udta": lambda text: mp4(box(b"moov", box(b"udta", box(b"\xa9cmt", text)))),
    "MP4 free": lambda text: mp4(box(b"free", zlib.compress(text))),
    "MP4, behind": lambda text: mp4() + zipped({"a": text}),
    "MP3 tag": lambda text: mp3(b"COMM\0\0\0\x50\0\0\3eng" + text),
    "MP3, behind": lambda text: mp3(behind=gzip.compress(text)),
    "UTF-16": lambda text: text.decode().encode("utf-16"),
    "UTF-16 without a mark": lambda text: text.decode().encode("utf-16-be"),
    "UTF-32 without a mark": lambda text: text.decode().encode("utf-32-le"),
    "NUL bytes between": lambda text: b"\0".join(bytes([byte]) for byte in text),
    "PDF title": pdf_title,
    "PDF attachment": pdf_attachment,
    "PDF attachment, zip": lambda text: pdf_attachment(zipped({"a": text})),
    "PDF note": pdf_note,
    "PDF form": pdf_form,
    "PDF drawn": lambda text: pdf_drawn(drawn(text)),
    "PDF octal": lambda text: pdf_drawn(drawn(b"".join(b"\\%03o" % byte for byte in text))),
    "PDF letter by letter": lambda text: pdf_drawn(
        b"BT /F1 12 Tf 10 200 Td [" + b" -5 ".join(b"(" + bytes([byte]) + b")" for byte in text) + b"] TJ ET"
    ),
    "PDF, flate": lambda text: pdf_drawn(zlib.compress(drawn(text)), ["/FlateDecode"]),
    "PDF, ASCII85": lambda text: pdf_drawn(base64.a85encode(drawn(text)) + b"~>", ["/ASCII85Decode"]),
    "PDF, hexadecimal": lambda text: pdf_drawn(drawn(text).hex().encode() + b">", ["/ASCIIHexDecode"]),
    "PDF, two filters": lambda text: pdf_drawn(
        zlib.compress(drawn(text)).hex().encode() + b">", ["/ASCIIHexDecode", "/FlateDecode"]
    ),
    "PDF, glyphs": pdf_glyphs,
    "PDF, glyphs one by one": lambda text: pdf_glyphs(text, by_letter=True),
    "PDF before a change": pdf_before_a_change,
    "PDF behind a byte": lambda text: b"\n" + pdf_drawn(zlib.compress(drawn(text)), ["/FlateDecode"]),
    "PDF, zip behind": lambda text: pdf_title(b"x") + zipped({"a": text}),
    "PDF with bare returns": lambda text: pdf_drawn(
        zlib.compress(drawn(text)), ["/FlateDecode"]
    ).replace(b"stream\n", b"stream\r\n"),
}  # fmt: skip
"""Where → a file that holds a text there; the audit finds it."""

UNREADABLE: dict[str, bytes] = {
    "7-Zip": b"7z\xbc\xaf\x27\x1c" + noise(90),
    "RAR": b"Rar!\x1a\x07\x01\0" + noise(90),
    "cabinet": b"MSCF\0\0\0\0" + noise(90),
    "zstd": b"\x28\xb5\x2f\xfd" + noise(90),
    "random bytes": noise(4000),
    "random bytes without NUL": noise(4000).replace(b"\0", b"\1"),
    "few random bytes": noise(80),
    "random bytes behind text": b"Hello, this is a text.\n" * 40 + noise(2000),
    "gzip, cut": gzip.compress(noise(500))[:-90],
    "gzip, random bytes behind": gzip.compress(b"hello") + noise(300),
    "xz, cut": lzma.compress(noise(500))[:-90],
    "zip, damaged": zipped({"a": noise(900)})[:-60],
    "zip, a damaged member": zipped({"a": noise(900), "b": b"x"}).replace(noise(900)[400:500], bytes(100)),
    "zip with random bytes between": noise(500) + zipped({"a": b"x"}),
    "zip nine deep and more": nested(b"hello", 12),
    "7-Zip in a zip": zipped({"a.7z": b"7z\xbc\xaf\x27\x1c" + noise(90)}),
    "7-Zip behind a picture": PICTURE + b"7z\xbc\xaf\x27\x1c" + noise(90),
    "random bytes behind a PNG": PICTURE + noise(300),
    "random bytes behind a JPEG": PHOTO + noise(300),
    "random bytes behind a GIF": gif(b"x", noise(300)),
    "random bytes behind an MP3": mp3(behind=noise(5000)),
    "random bytes before a PNG": noise(300) + PICTURE,
    "random bytes in a private chunk": png_with(chunk(b"prVt", noise(300))),
    "random bytes behind the pixels": png_with(pixels=zlib.compress(b"\0\0") + noise(300)),
    "random bytes in an MP4": mp4(box(b"free", noise(300))),
    "random bytes in a font": sfnt({b"head": noise(54), b"NOTE": noise(300)}),
    "PDF, damaged": pdf_title(b"x")[:-200],
    "PDF, glyphs without a map": pdf_glyphs(b"Any words at all", has_map=False),
    "page, data: 7-Zip": _page("data:;base64," + base64.b64encode(b"7z\xbc\xaf\x27\x1c" + noise(90)).decode()),
    **{
        f"{name}, short": magic + noise(30)
        for name, magic in {
            "zstd": b"\x28\xb5\x2f\xfd",
            "RAR": b"Rar!\x1a\x07",
            "cabinet": b"MSCF\0\0\0\0",
            "lzip": b"LZIP",
            "LZ4": b"\x04\x22\x4d\x18",
            "compress": b"\x1f\x9d",
            "age": b"age-encryption.org/v1\n",
            "PGP": b"-----BEGIN PGP MESSAGE-----\n\n",
            "OpenSSL": b"Salted__",
            "UTF-32": b"\xff\xfe\0\0",
        }.items()
    },
}
"""What → a file that nobody can read to its end."""
