"""One .docx → HTML by mammoth, with its pictures, and what a reader of the file sees that is not carried over."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.parsers.expat import ExpatError
from xml.sax import SAXException

import mammoth
from bs4 import BeautifulSoup, Tag

from kb.importers.documents.splitting import HEADINGS, parse
from kb.text.folding import fold_slug

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STYLES = """
p[style-name='Title'] => h1.kb-title:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name^='toc '] => !
p[style-name^='TOC '] => !
p[style-name='Contents Heading'] => !
p[style-name='TOC Heading'] => !
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='HTML Preformatted'] => pre:separator('\\n')
"""
UNREADABLE = (
    ElementTree.ParseError,
    ExpatError,
    SAXException,
    LookupError,
    ValueError,
    AttributeError,
    TypeError,
    RecursionError,
)
"""What readers of XML and mammoth raise on a document that is not whole."""
SHOWN_BY_BROWSERS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}
TOLD_ELSEWHERE = ("unlikely to display", "Unrecognised paragraph", "Unrecognised run", "unrecognised element")
"""Messages of mammoth about looks, and about what is told here in other words."""
MOST_BYTES = 200_000_000
"""A document that unpacks to more than this is refused."""


class DocumentError(Exception):
    """The file cannot be read; the message says why, and what to do."""


@dataclass(slots=True)
class DocumentText:
    """A document as HTML."""

    html: str
    title: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    """Address in the HTML → picture."""
    is_unsettled: bool = False
    """Whether it holds changes that nobody accepted or rejected."""
    losses: list[tuple[str, str, bool]] = field(default_factory=list)
    """(what, group, whether the writer has to do something)."""


def read_docx(name: str, data: bytes) -> DocumentText:
    """`data` as HTML. Raises `DocumentError`."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        why = (
            "is locked with a password: save it without one"
            if locked
            else "is in the old format .doc: save it as .docx"
        )
        raise DocumentError(f"{name} {why}")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_BYTES:
                raise DocumentError(f"{name} unpacks to more than {MOST_BYTES // 1_000_000} MB: split it")
            parts = {part: archive.read(part) for part in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise DocumentError(f"{name} is no .docx, or is damaged ({str(error)[:80]}): save it again") from None
    if "word/document.xml" not in parts and not any(part.startswith("word/document") for part in parts):
        raise DocumentError(f"{name} is no document of Word's: save it as .docx")
    result = DocumentText("")
    try:
        parts = _without_hidden(parts, result)
        _count_losses(parts, result)
        _convert(parts, result)
    except UNREADABLE as error:
        raise DocumentError(f"{name} is damaged ({type(error).__name__}): open it and save it again") from None
    return result


def _without_hidden(parts: dict[str, bytes], result: DocumentText) -> dict[str, bytes]:
    """The document without text that Word does not show (`w:vanish`)."""
    cleaned, count = dict(parts), 0
    styles = _hidden_styles(parts.get("word/styles.xml", b""))
    for part, data in parts.items():
        if not re.fullmatch(r"word/(?:document\d*|footnotes|endnotes)\.xml", part) or not (styles or b"vanish" in data):
            continue
        root = ElementTree.fromstring(data)
        for parent in list(root.iter()):
            for run in parent.findall(f"{WORD}r"):
                if _is_hidden(run, parent, styles):
                    count += 1
                    parent.remove(run)
        cleaned[part] = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    if count:
        result.losses.append((f"holds {count} pieces of hidden text: left out", "hidden text left out", False))
    return cleaned


def _hidden_styles(data: bytes) -> frozenset[str]:
    """Ids of styles whose text is hidden."""
    if b"vanish" not in data:
        return frozenset()
    styles = ElementTree.fromstring(data).iter(f"{WORD}style")
    return frozenset(
        style.get(f"{WORD}styleId", "") for style in styles if _says(style.find(f"{WORD}rPr/{WORD}vanish"))
    )


def _is_hidden(run: ElementTree.Element, paragraph: ElementTree.Element, styles: frozenset[str]) -> bool:
    own = run.find(f"{WORD}rPr/{WORD}vanish")
    named = [run.find(f"{WORD}rPr/{WORD}rStyle"), paragraph.find(f"{WORD}pPr/{WORD}pStyle")]
    return (
        _says(own) if own is not None else any(one is not None and one.get(f"{WORD}val", "") in styles for one in named)
    )


def _says(mark: ElementTree.Element | None) -> bool:
    """Whether a mark of Word's is there and not turned off."""
    return mark is not None and mark.get(f"{WORD}val") not in ("0", "false", "off")


def _count_losses(parts: dict[str, bytes], result: DocumentText) -> None:
    document = next(data for part, data in parts.items() if re.fullmatch(r"word/document\d*\.xml", part))
    root = ElementTree.fromstring(document)
    names = [element.tag.removeprefix(WORD) for element in root.iter()]
    changes = sum(names.count(name) for name in ("ins", "del", "moveFrom", "moveTo"))
    if changes:
        result.is_unsettled = True
        message = (
            f"holds {changes} tracked changes: imported as a draft, with what was put in and without what was deleted; "
            "accept or reject them and import again"
        )
        result.losses.append((message, "tracked changes", True))
    comments = len(re.findall(rb"<w:comment[ >]", parts.get("word/comments.xml", b"")))
    if comments:
        result.losses.append((f"holds {comments} comments: left out", "comments left out", False))
    for what, pattern in (("header", r"word/header\d*\.xml"), ("footer", r"word/footer\d*\.xml")):
        found = [_words(data) for part, data in parts.items() if re.fullmatch(pattern, part)]
        if words := " ".join(dict.fromkeys(filter(None, found))):
            result.losses.append((f"has a {what} (“{words[:80]}”): left out", f"{what} left out", False))
    if boxes := names.count("txbxContent"):
        result.losses.append((f"holds {boxes} text boxes: their words stand where each is anchored", "text box", False))
    if b"<m:oMath" in document:
        result.losses.append(("holds formulas: left out", "formula left out", True))
    if re.search(rb"<c:chart |dgm:relIds", document):
        result.losses.append(("holds a chart or diagram: left out; save it as a picture", "chart left out", True))
    if "gridSpan" in names or "vMerge" in names:
        result.losses.append(("has a table with merged cells: look it through", "table with merged cells", False))
    if re.search(rb"w:instr(?:Text)?[^>]*>?[^<]*TOC ", document):
        result.losses.append(("has a table of contents: left out, pages make their own", "table of contents", False))


def _words(data: bytes) -> str:
    root = ElementTree.fromstring(data)
    return " ".join("".join(text.text or "" for text in root.iter(f"{WORD}t")).split())


def _convert(parts: dict[str, bytes], result: DocumentText) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    packed.seek(0)
    converted = mammoth.convert_to_html(
        packed,
        style_map=STYLES,
        convert_image=mammoth.images.img_element(_picture_taker(result)),
        external_file_access=False,
    )
    for message in converted.messages:
        if not any(known in message.message for known in TOLD_ELSEWHERE):
            result.losses.append((f"was read with a doubt: {message.message}", "doubt of the reader", False))
    soup = parse(converted.value)
    _settle_notes(soup)
    for anchor in soup.find_all("a"):
        if not anchor.get("href") or str(anchor.get("href")).startswith("#_"):
            anchor.unwrap()
    titles = soup.find_all("h1", class_="kb-title")
    if titles:
        result.title = " ".join(titles[0].get_text(" ").split())
        titles[0].decompose()
    for picture in soup.find_all("img", src=""):
        picture.decompose()
    result.html = str(soup)


def _picture_taker(result: DocumentText) -> Callable[[object], dict[str, str]]:
    def take(image: object) -> dict[str, str]:
        kind = str(getattr(image, "content_type", ""))
        alt = str(getattr(image, "alt_text", "") or "")
        if kind not in SHOWN_BY_BROWSERS:
            what = kind.rpartition("/")[2] or "unknown"
            message = f"holds a picture of the kind {what}, which browsers do not show: left out; save it as PNG"
            result.losses.append((message, "picture left out", True))
            return {"src": ""}
        with image.open() as stream:  # type: ignore[attr-defined]
            data = stream.read()
        name = fold_slug(alt)[:40].strip("-") or "picture"
        address = f"/{hashlib.sha256(data).hexdigest()[:8]}/{name}.{SHOWN_BY_BROWSERS[kind]}"
        result.files[address] = data
        if not alt.strip():
            result.losses.append(("holds a picture without a description: write it", "picture without alt text", False))
        return {"src": address, "alt": alt}

    return take


def _settle_notes(soup: BeautifulSoup) -> None:
    """Footnotes as `[1]` in the text, and a paragraph `[1] …` where the section ends that has it."""
    for link in soup.find_all("a", href=re.compile(r"^#(?:footnote|endnote)-\d+$")):
        note = soup.find(id=str(link["href"])[1:])
        shown = f"[{' '.join(link.get_text().split()).strip('[]')}]"
        holder = link.find_parent("sup") or link
        if isinstance(note, Tag):
            _place_note(soup, note, holder, shown)
        holder.replace_with(shown)
    for place in soup.find_all("ol"):
        if not place.find("li"):
            place.decompose()


def _place_note(soup: BeautifulSoup, note: Tag, holder: Tag, shown: str) -> None:
    for back in note.find_all("a", href=re.compile(r"^#(?:footnote|endnote)-ref-")):
        back.decompose()
    words = soup.new_tag("p")
    words.append(f"{shown} ")
    for paragraph in note.find_all("p") or [note]:
        for child in list(paragraph.children):
            words.append(child.extract())
    note.decompose()
    block = holder
    while block.parent is not None and block.parent is not soup:
        block = block.parent
    after = next((one for one in block.find_next_siblings(True) if one.name in HEADINGS), None)
    if after is not None:
        after.insert_before(words)
    else:
        soup.append(words)
