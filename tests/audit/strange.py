# ruff: noqa: E501
"""Files that nobody had in mind when the audit was written: calendars, cards, mails, subtitles, feeds, catalogues …"""

from __future__ import annotations

import base64
import json
import quopri
import struct
from collections.abc import Callable
from urllib.parse import quote

from tests.audit.packers import box, gif, mp3, mp4, noise, riff, zipped

Strange = Callable[[str], tuple[str, bytes]]


def folded(line: str, size: int = 30) -> bytes:
    """A long line as calendars and cards fold it: RFC 5545, 3.1."""
    data = line.encode()
    return b"\r\n ".join(data[at : at + size] for at in range(0, len(data), size))


def encoded_word(text: str) -> bytes:
    """Words in the header of a mail: RFC 2047."""
    signs = (
        chr(byte) if chr(byte).isalnum() and byte < 128 else "_" if byte == 32 else f"={byte:02X}"
        for byte in text.encode()
    )
    return f"=?utf-8?q?{''.join(signs)}?=".encode()


def page(text: str) -> tuple[str, bytes]:
    return "a.html", text.encode()


def words(text: str, form: str, between: str = " ") -> str:
    return between.join(form.format(word) for word in text.split())


def office(name: str, part: str, text: str) -> tuple[str, bytes]:
    return name, zipped({"[Content_Types].xml": b"<Types/>", part: text.encode()})


STRANGE: dict[str, Strange] = {
    "a folded calendar": lambda text: (
        "a.ics", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + folded(f"DESCRIPTION:{text}") + b"\r\nEND:VEVENT\r\n"
    ),
    "a card": lambda text: (
        "a.vcf", b"BEGIN:VCARD\nNOTE;ENCODING=QUOTED-PRINTABLE:" + quopri.encodestring(text.encode()) + b"\nEND:VCARD"
    ),
    "a mail": lambda text: (
        "a.eml", b"Subject: x\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(text.encode())
    ),
    "the subject of a mail": lambda text: ("a.eml", b"Subject: " + encoded_word(text) + b"\n\nx"),
    "the folded subject of a mail": lambda text: (
        "a.eml", b"Subject: " + b"\n ".join(encoded_word(f"{word} ") for word in text.split()) + b"\n\nx"
    ),
    "the packed subject of a mail": lambda text: (
        "a.eml", b"Subject: =?UTF-8?B?" + base64.b64encode(text.encode()) + b"?=\n\nx"
    ),
    "subtitles": lambda text: (
        "a.vtt", f"WEBVTT\n\n00:01.000 --> 00:02.000\n{words(text, '<00:00:01.000><c>{}</c>')}".encode()
    ),
    "a catalogue of translations": lambda text: ("a.po", ('msgstr ""\n' + words(text, '"{} "', "\n")).encode()),
    "settings of Java": lambda text: ("a.properties", b"t=" + text.encode("ascii", "backslashreplace")),
    "a folded text of YAML": lambda text: ("a.yml", ("t: >-\n  " + "\n  ".join(text.split())).encode()),
    "a manifest": lambda text: ("a.webmanifest", json.dumps({"description": text}).encode()),
    "a feed": lambda text: ("f.xml", f"<item><description><![CDATA[<p>{text}</p>]]></description></item>".encode()),
    "a search engine's card": lambda text: ("o.xml", f'<Url template="https://x.example/?q={quote(text)}"/>'.encode()),
    "rules for robots": lambda text: ("robots.txt", f"Disallow: /{'-'.join(text.split())}".encode()),
    "a recorded visit": lambda text: (
        "a.har", json.dumps({"content": {"encoding": "base64", "text": base64.b64encode(text.encode()).decode()}}).encode()
    ),
    "a signed token": lambda text: (
        "a.txt", b"eyJhbGciOiJIUzI1NiJ9."
        + base64.urlsafe_b64encode(json.dumps({"t": text}, ensure_ascii=False).encode()).rstrip(b"=") + b".c2ln"
    ),
    "a torrent": lambda text: ("a.torrent", f"d8:announce{len(text.encode())}:{text}e".encode()),
    "a table": lambda text: ("a.csv", ";".join(text.split()).encode()),
    "source of TeX": lambda text: ("a.tex", text.replace(" ", "~").encode()),
    "a database": lambda text: ("a.db", b"SQLite format 3\0" + bytes(84) + text.encode() + bytes(50)),
    "a wide database": lambda text: ("a.db", b"SQLite format 3\0" + bytes(84) + text.encode("utf-16-le") + bytes(50)),
    "a TIFF picture": lambda text: (
        "a.tiff", b"II*\0\x08\0\0\0\1\0\x0e\1\2\0" + struct.pack("<II", len(text) + 1, 26) + bytes(4) + text.encode() + b"\0"
    ),
    "a BMP picture": lambda text: ("a.bmp", b"BM" + struct.pack("<IHHI", 58, 0, 0, 54) + bytes(44) + text.encode()),
    "a GIF picture": lambda text: ("a.gif", gif(text.encode())),
    "a WebP picture": lambda text: (
        "a.webp", riff(b"WEBP", (b"VP8 ", noise(200)), (b"EXIF", b"II*\0" + text.encode("utf-16-le")))
    ),
    "an AVIF picture": lambda text: (
        "a.avif", box(b"ftyp", b"avif\0\0\0\0mif1avif") + box(b"meta", text.encode()) + box(b"mdat", noise(900))
    ),
    "a film": lambda text: ("a.mp4", mp4(box(b"moov", box(b"udta", box(b"\xa9nam", text.encode()))))),
    "a sound": lambda text: ("a.mp3", mp3(b"TIT2\0\0\0\x50\0\0\1" + text.encode("utf-16"))),
    "slides": lambda text: office(
        "a.pptx", "ppt/s.xml",
        "<a:p>" + "".join(f"<a:r><a:t>{text[at:at + 3]}</a:t></a:r>" for at in range(0, len(text), 3)) + "</a:p>",
    ),
    "a comment of old browsers": lambda text: page(f"<!--[if IE]><p>{text}</p><![endif]-->"),
    "a hidden template": lambda text: page(f"<template><p hidden>{text}</p></template>"),
    "a page in an attribute": lambda text: page(f'<iframe srcdoc="&lt;p&gt;{text}&lt;/p&gt;"></iframe>'),
    "a picture's addresses": lambda text: page(f"<img srcset='/i/{'-'.join(text.split())}.png 1x, b.png 2x'>"),
    "ruby": lambda text: page(words(text, "<ruby>{}<rt></rt></ruby>")),
    "every letter in a tag": lambda text: page(" ".join("".join(f"<bdo>{c}</bdo>" for c in word) for word in text.split())),
    "a picture in a style sheet": lambda text: (
        "a.css", b'.a{background:url("data:image/svg+xml;utf8,' + quote(f"<svg><text>{text}</text></svg>").encode() + b'")}'
    ),
    "a packed picture in a style sheet": lambda text: (
        "a.css", b".a{background:url(data:image/svg+xml;base64," + base64.b64encode(f"<svg>{text}</svg>".encode()) + b")}"
    ),
    "a name in a style sheet": lambda text: ("a.css", f".{'-'.join(text.split())}{{}}".encode()),
    "words of a drawing": lambda text: ("a.svg", f"<svg><text>{words(text, '<tspan>{} </tspan>', '')}</text></svg>".encode()),
    "letters of a drawing": lambda text: (
        "a.svg", ("<svg><text>" + "".join(f"<tspan x='9'>{letter}</tspan>" for letter in text) + "</text></svg>").encode()
    ),
    "a map within a script": lambda text: (
        "a.js", b"x()\n//# sourceMappingURL=data:application/json;base64,"
        + base64.b64encode(json.dumps({"sourcesContent": [f"// {text}"]}).encode())
    ),
}  # fmt: skip
"""Where → (the file's name, its bytes) with a text there."""
