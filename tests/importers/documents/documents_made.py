"""Documents of Word as bytes, written part by part: what a test needs of the format, and no more."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from html import escape

from tests.importers.documents.sheets_made import OFFICE, PACKAGE, zipped

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{OFFICE}" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
KINDS = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PARTS = (
    ("document", "document.main"), ("styles", "styles"), ("numbering", "numbering"), ("footnotes", "footnotes"),
    ("comments", "comments"), ("header1", "header"),
)  # fmt: skip
NAMES = {
    "Title": "Title",
    "berschrift1": "heading 1",
    "berschrift2": "heading 2",
    "TOC1": "toc 1",
    "Liste": "List Paragraph",
}


def text(words: str, marks: str = "") -> str:
    """A run; `marks` are its properties, such as `<w:b/>`."""
    return f'<w:r><w:rPr>{marks}</w:rPr><w:t xml:space="preserve">{escape(words, quote=False)}</w:t></w:r>'


def paragraph(content: str, style: str = "", *, item: str = "") -> str:
    """A paragraph of runs or of plain words; `item`: `level,list` for one of a list (1 bullets, 2 numbers)."""
    inner = content if content.startswith("<") else text(content)
    level, _, number = item.partition(",")
    numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if item else ""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{numbered}</w:pPr>{inner}</w:p>"


def table(rows: Sequence[Sequence[str]]) -> str:
    body = "".join("<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
    return f"<w:tbl>{body}</w:tbl>"


def link(words: str, number: int) -> str:
    return f'<w:hyperlink r:id="link{number}">{text(words)}</w:hyperlink>'


def picture(number: int, alt: str) -> str:
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="{escape(alt)}"/><a:graphic>'
        f'<a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="pic{number}"/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def note(number: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def png() -> bytes:
    """One red pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")) + chunk(b"IEND", b"")
    )


def make_docx(
    *blocks: str,
    links: Sequence[str] = (),
    pictures: Mapping[str, bytes] = {},
    notes: Sequence[str] = (),
    comments: Sequence[str] = (),
    header: str = "",
) -> bytes:
    """A document of `blocks`. Links, pictures (file name → bytes) and notes are numbered from 1 in their order."""
    relations = "".join(
        f'<Relationship Id="link{at}" Type="{OFFICE}/hyperlink" Target="{escape(to)}" TargetMode="External"/>'
        for at, to in enumerate(links, start=1)
    ) + "".join(
        f'<Relationship Id="pic{at}" Type="{OFFICE}/image" Target="media/{name}"/>'
        for at, name in enumerate(pictures, start=1)
    )
    for part in ("styles", "numbering", *(["footnotes"] if notes else []), *(["comments"] if comments else [])):
        relations += f'<Relationship Id="{part}" Type="{OFFICE}/{part}" Target="{part}.xml"/>'
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/></w:style>' for id, name in NAMES.items()
    )
    styles += (
        '<w:style w:type="paragraph" w:styleId="Secret"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    levels = {
        kind: "".join(f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{kind}"/></w:lvl>' for level in range(3))
        for kind in ("bullet", "decimal")
    }
    numbering = "".join(
        f'<w:abstractNum w:abstractNumId="{at}">{levels[kind]}</w:abstractNum>'
        for at, kind in ((1, "bullet"), (2, "decimal"))
    ) + "".join(f'<w:num w:numId="{at}"><w:abstractNumId w:val="{at}"/></w:num>' for at in (1, 2))
    parts: dict[str, str | bytes] = {
        "word/document.xml": f"<w:document {SPACES}><w:body>{''.join(blocks)}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}">{relations}</Relationships>',
        "word/styles.xml": f"<w:styles {SPACES}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {SPACES}>{numbering}</w:numbering>",
        "_rels/.rels": (
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r" Type="{OFFICE}/officeDocument" '
            'Target="word/document.xml"/></Relationships>'
        ),
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="png" ContentType="image/png"/><Default Extension="emf" ContentType="image/x-emf"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            + "".join(
                f'<Override PartName="/word/{part}.xml" ContentType="{KINDS}.{kind}+xml"/>' for part, kind in PARTS
            )
            + "</Types>"
        ),
    }
    if notes:
        body = "".join(
            f'<w:footnote w:id="{at}">{paragraph(words)}</w:footnote>' for at, words in enumerate(notes, start=1)
        )
        parts["word/footnotes.xml"] = f"<w:footnotes {SPACES}>{body}</w:footnotes>"
    if comments:
        body = "".join(f'<w:comment w:id="{at}">{paragraph(words)}</w:comment>' for at, words in enumerate(comments))
        parts["word/comments.xml"] = f"<w:comments {SPACES}>{body}</w:comments>"
    if header:
        parts["word/header1.xml"] = f"<w:hdr {SPACES}>{paragraph(header)}</w:hdr>"
    for name, data in pictures.items():
        parts[f"word/media/{name}"] = data
    return zipped(parts)
