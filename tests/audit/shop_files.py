"""Files as shops' own programs make them, each with a note in it: photographs with previews, profiles, fonts."""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable
from pathlib import Path

import mkdocs
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject

from tests.audit.packers import noise, pdf_bytes, profile, zipped

FONT = Path(mkdocs.__file__).parent / "themes/readthedocs/css/fonts/Roboto-Slab-Bold.woff2"


def _segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def photograph(note: str, seed: int = 1) -> bytes:
    """A JPEG picture with Exif: a description, and a preview that is a JPEG picture too. In a preview of this size the
    first bytes of zlib and gzip stand now and then, by chance."""
    preview = b"\xff\xd8" + _segment(0xDB, bytes(65)) + noise(6000, seed).replace(b"\xff", b"\xff\0") + b"\xff\xd9"
    text = note.encode() + b"\0"
    tiff = b"MM\0*\0\0\0\x08" + struct.pack(">HHHII", 1, 0x010E, 2, len(text), 26) + struct.pack(">I", 26 + len(text))
    tiff += text + struct.pack(">H", 2)
    tiff += struct.pack(">HHII", 0x0201, 4, 1, 64 + len(text)) + struct.pack(">HHII", 0x0202, 4, 1, len(preview))
    scan = noise(9000, seed + 1).replace(b"\xff", b"\xff\0")
    return (
        b"\xff\xd8" + _segment(0xE1, b"Exif\0\0" + tiff + b"\0" * 4 + preview) + b"\xff\xda\0\x02" + scan + b"\xff\xd9"
    )


def _stream(data: bytes, **entries: object) -> DecodedStreamObject:
    stream = DecodedStreamObject()
    stream.set_data(data)
    for name, value in entries.items():
        stream[NameObject(f"/{name}")] = value
    return stream.flate_encode()  # type: ignore[return-value]


def printed(note: str) -> bytes:
    """A PDF file as programs of the print shop save it: a profile, a palette, a curve, a mesh, maps of glyphs."""
    writer = PdfWriter()
    page = writer.add_blank_page(width=300, height=300)
    added = writer._add_object
    colours = added(_stream(profile(note.encode()), N=NumberObject(3)))
    palette = ArrayObject(
        [NameObject("/Indexed"), NameObject("/DeviceRGB"), NumberObject(255), added(_stream(noise(768)))]
    )
    curve, mesh = _stream(noise(1024), FunctionType=NumberObject(0)), _stream(noise(4000), ShadingType=NumberObject(4))
    glyphs = DictionaryObject(
        {NameObject("/CIDToGIDMap"): added(_stream(noise(900))), NameObject("/CIDSet"): added(_stream(noise(300)))}
    )
    page[NameObject("/Resources")] = DictionaryObject({
        NameObject("/ColorSpace"): DictionaryObject({
            NameObject("/A"): ArrayObject([NameObject("/ICCBased"), colours]),
            NameObject("/B"): palette,
            NameObject("/C"): ArrayObject([*map(NameObject, ("/Separation", "/Gold", "/DeviceRGB")), added(curve)]),
        }),
        NameObject("/Shading"): DictionaryObject({NameObject("/D"): added(mesh)}),
        NameObject("/Font"): DictionaryObject({NameObject("/E"): added(glyphs)}),
    })  # fmt: skip
    return pdf_bytes(writer)


def drawing(note: str) -> bytes:
    """An SVG picture as Inkscape saves it."""
    spaces = 'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {spaces} viewBox="0 0 48 48" inkscape:version="1.2.2">'
        f"<metadata><dc:description>{note}</dc:description></metadata>"
        '<g inkscape:label="Layer 1" id="layer1"><path style="fill:#f00" d="M 12.912345,34.567 Z"/>'
        "</g></svg>"
    ).encode()


def _as_address(data: bytes, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def style(note: str) -> bytes:
    """A style sheet with a font and a photograph in it."""
    return (
        f"@font-face {{ font-family: Slab; src: url({_as_address(FONT.read_bytes(), 'font/woff2')}) }}\n"
        f".hero {{ background: url({_as_address(photograph(note, 5), 'image/jpeg')}) }}\n"
    ).encode()


MADE: dict[str, Callable[[str], bytes]] = {
    **{f"photo-{seed}.jpg": lambda note, seed=seed: photograph(note, seed) for seed in range(20, 32)},  # type: ignore[misc]
    "profile.icc": lambda note: profile(note.encode()),
    "printed.pdf": printed,
    "logo.svg": drawing,
    "brand.css": style,
    "photos.zip": lambda note: zipped({"one.jpg": photograph(note, 7), "two.jpg": photograph("", 8)}),
}
"""Name → maker of a file with a note in it."""
