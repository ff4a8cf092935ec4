"""One imported text → one file of ours: its Markdown, its front matter, its pictures and links."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from kb.content.options import Options
from kb.importers.disarming import disarm_markdown, escape_our_braces
from kb.importers.front_matter import render_front_matter
from kb.importers.held import Held
from kb.importers.html import convert_html
from kb.importers.placeholders import Placeholders
from kb.importers.records import ImportedText, clean_text, text_key
from kb.importers.relocating import Folders
from kb.importers.report import Download, ImportFindings
from kb.text import fold_slug

ARTICLE_LINK = re.compile(r"/hc/(?:[\w-]+/)*articles/(?P<id>\d+)[^#]*(?P<anchor>#.*)?")
PICTURE_ENDINGS = frozenset(["png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "bmp"])
MARKDOWN_PICTURE = re.compile(r"(!\[[^\]]*\]\(\s*<?)(https?://[^\s)>]+)")
VARIANT_HEADING = re.compile(r"(?im)^(##[ \t]+)(?=(?:variant|channel)[ \t]*:)")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text goes."""

    path: str
    """Relative to the project folder."""
    language: str
    """Ours, or empty when the shop does not have it."""
    is_internal: bool


@dataclass(slots=True)
class Conversion:
    """What all texts of one import share, and what they need fetched."""

    texts: list[ImportedText]
    places: Mapping[str, Place]
    """Text key → place."""
    topics: Mapping[str, str]
    options: Options
    docs: str
    export: str
    findings: ImportFindings
    project: Path
    held: Held
    withdrawn: dict[str, str] = field(default_factory=dict)
    """Old path → new path of pages that left the public folder in this import."""
    downloads: list[Download] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    """Path → bytes of pictures that stood in the text itself."""
    _by_number: dict[str, ImportedText] = field(default_factory=dict)

    def place_of(self, text: ImportedText) -> Place:
        return self.places[text_key(text)]

    def article(self, number: str) -> ImportedText | None:
        """The article with this number in the other system, in the language it was written in."""
        if not self._by_number:
            self._by_number = {
                text.key.rpartition(" ")[2]: text
                for text in reversed(self.texts)
                if " article " in text.key and not text.is_script
            }
        return self._by_number.get(number)


def render_text(text: ImportedText, conversion: Conversion) -> str:
    """The whole file, without its mark."""
    remarks: list[str] = []
    placeholders = Placeholders()
    if text.is_script:
        body = placeholders.through(text.body, lambda hidden: _body(text, hidden, conversion, remarks))
        body = VARIANT_HEADING.sub(r"\\\1", body)
        for name in placeholders.unknown:
            conversion.findings.add(
                conversion.export,
                text.line,
                f"{text.key}: the placeholder “{name}” is not known here: it became a "
                "placeholder of its own, to be filled by hand",
                f"unknown placeholder “{name}”",
            )
        remarks += placeholders.remarks
    else:
        body = _body(text, text.body, conversion, remarks)
    fields = _fields(text, conversion, placeholders, remarks)
    for remark in dict.fromkeys(remarks):
        conversion.findings.add(
            conversion.export,
            text.line,
            f"{text.key} “{text.title}” {remark}",
            remark.partition("(")[0].partition(":")[0],
        )
    comments = [*text.comments]
    if text.topic_key and "topic" not in fields:
        comments.append(f"section: {text.topic_key}")
    return render_front_matter(fields, comments) + "\n" + body


def _fields(
    text: ImportedText, conversion: Conversion, placeholders: Placeholders, remarks: list[str]
) -> dict[str, object]:
    def safe(words: str) -> str:
        return escape_our_braces(" ".join(words.split()), remarks)

    fields: dict[str, object] = {"title": safe(text.title)}
    if text.summary:
        fields["summary"] = safe(text.summary)
    if text.is_draft:
        fields["draft"] = True
    if questions := [safe(question) for question in text.questions]:
        fields["questions"] = questions
    if topic := conversion.topics.get(text.topic_key) or _held_topic(text, conversion):
        fields["topic"] = topic
    if text.addresses:
        fields["redirect_from"] = list(text.addresses)
    if text.changes:
        fields["changes"] = [{"on": day, "what": what} for day, what in text.changes]
    if placeholders.declared:
        fields["placeholders"] = placeholders.declared
    return fields


def _held_topic(text: ImportedText, conversion: Conversion) -> str:
    """A translation that comes alone has the topic of its article."""
    topic = "" if text.is_source or text.topic_key else conversion.held.topic_of(text.key)
    return topic if topic in conversion.options.topics else ""


def _body(text: ImportedText, source: str, conversion: Conversion, remarks: list[str]) -> str:
    def picture(address: str) -> str:
        path = _picture_path(address, text, conversion)
        if address.startswith("embedded-"):
            return _relative(path, text, conversion)
        conversion.downloads.append(Download(address, path))
        return _relative(path, text, conversion)

    if not text.is_html:
        markdown = disarm_markdown(source, remarks)
        if not text.is_script:
            markdown = MARKDOWN_PICTURE.sub(lambda match: match[1] + picture(match[2]), markdown)
        return markdown if not markdown or markdown.endswith("\n") else markdown + "\n"
    converted = convert_html(source, picture=picture, link=lambda address: _link(address, text, conversion, remarks))
    remarks += converted.remarks
    for name, data in converted.embedded.items():
        conversion.pictures[_picture_path(name, text, conversion)] = data
    return converted.markdown


def _picture_path(address: str, text: ImportedText, conversion: Conversion) -> str:
    """A name that says what it is and cannot clash: `img/imported/button-1a2b3c4d.png`."""
    try:
        name = unquote(posixpath.basename(urlsplit(address).path))
    except ValueError:
        name = ""
    stem, _, ending = name.rpartition(".")
    ending = ending.lower() if ending.lower() in PICTURE_ENDINGS else "png"
    key = f"{text.key} {address}" if address.startswith("embedded-") else address
    digest = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:8]
    folder = asset_folder(text, "img", conversion)
    return f"{folder}/{fold_slug(clean_text(stem))[:40].strip('-') or 'picture'}-{digest}.{ending}"


def asset_folder(text: ImportedText, kind: str, conversion: Conversion) -> str:
    """Where the pictures (`img`) or attachments (`files`) of `text` lie: with those who may read it."""
    folders = Folders(conversion.docs, conversion.options.agents_dir, "imported")
    return folders.of(conversion.place_of(text).path, kind)


def _relative(path: str, text: ImportedText, conversion: Conversion) -> str:
    return posixpath.relpath(path, posixpath.dirname(conversion.place_of(text).path))


def _link(address: str, text: ImportedText, conversion: Conversion, remarks: list[str]) -> str | None:
    """Links between articles follow them; a link from public to restricted keeps its words alone."""
    match = ARTICLE_LINK.search(address)
    target = conversion.article(match["id"]) if match else None
    if match and target is not None:
        if target.is_internal and not text.is_internal:
            remarks.append(f"has a link to the restricted article {match['id']}: its words were kept")
            return None
        place = conversion.place_of(target)
        return posixpath.relpath(place.path, posixpath.dirname(conversion.place_of(text).path)) + (
            match["anchor"] or ""
        )
    if address.startswith("/"):
        remarks.append(f"has a link to another page of the old site: {address[:80]}")
    return address
