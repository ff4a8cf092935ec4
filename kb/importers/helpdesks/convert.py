"""One imported text → one file of ours: its Markdown, its front matter, its pictures and links."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import urlsplit

from kb.importers.common.escaping import escape_active_markup, plain_field
from kb.importers.common.front_matter import render_front_matter
from kb.importers.common.report import Download
from kb.importers.common.sanitizer import Sanitizer
from kb.importers.helpdesks.conversion import Conversion, asset_path, relative_to
from kb.importers.helpdesks.html_to_markdown import convert_html
from kb.importers.helpdesks.linking import OPEN_REMARKS, follow_markdown_links, link_articles, new_address
from kb.importers.helpdesks.placeholders import Placeholders
from kb.importers.helpdesks.records import ImportedText

PICTURE_ENDINGS = frozenset(["png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "bmp"])
MARKDOWN_PICTURE = re.compile(r"(!\[[^\]]*\]\(\s*<?)(https?://[^\s)>]+)")
VARIANT_HEADING = re.compile(r"(?im)^(##[ \t]+)(?=(?:variant|channel)[ \t]*:)")


def render_text(text: ImportedText, conversion: Conversion) -> str:
    """The whole file, without its provenance line."""
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
            remark.partition("(")[0].partition(":")[0].partition("“")[0].partition(" http")[0].strip(),
            is_open=remark.startswith(OPEN_REMARKS),
        )
    comments = [*text.comments]
    if text.topic_key and "topic" not in fields:
        comments.append(f"section: {text.topic_key}")
    return render_front_matter(fields, comments) + "\n" + body


def _fields(
    text: ImportedText, conversion: Conversion, placeholders: Placeholders, remarks: list[str]
) -> dict[str, object]:
    def safe(words: str) -> str:
        return plain_field(" ".join(words.split()), remarks)

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
    topic = "" if text.is_source or text.topic_key else conversion.earlier.topic_of(text.key)
    return topic if topic in conversion.options.topics else ""


def _body(text: ImportedText, source: str, conversion: Conversion, remarks: list[str]) -> str:
    def picture(address: str) -> str:
        path = _picture_path(address, text, conversion)
        if address in text.files:
            conversion.pictures[path] = text.files[address]
        elif not address.startswith("embedded-"):
            conversion.downloads.append(Download(address, path))
        return relative_to(path, text, conversion)

    def link(address: str) -> str | None:
        if address in text.files:
            path = asset_path(address, text, conversion, kind="files", ending=address.rpartition(".")[2].lower())
            conversion.pictures[path] = text.files[address]
            return relative_to(path, text, conversion)
        return address if text.is_script else new_address(address, text, conversion, remarks)

    if text.is_html:
        converted = convert_html(source, picture=picture, link=link, anchors=conversion.wanted_anchors())
        remarks += converted.remarks
        for name, data in converted.embedded.items():
            conversion.pictures[_picture_path(name, text, conversion)] = data
        markdown = converted.markdown
    else:
        markdown = escape_active_markup(source, remarks)
        if not text.is_script:
            markdown = MARKDOWN_PICTURE.sub(lambda match: match[1] + picture(match[2]), markdown)
            markdown = follow_markdown_links(markdown, text, conversion, remarks)
        markdown = markdown if not markdown or markdown.endswith("\n") else markdown + "\n"
    markdown = link_articles(markdown, text, conversion, remarks) if text.is_script else markdown
    return _sanitizer().judged(markdown, remarks)


@cache
def _sanitizer() -> Sanitizer:
    return Sanitizer()


def _picture_path(address: str, text: ImportedText, conversion: Conversion) -> str:
    try:
        ending = urlsplit(address).path.rpartition(".")[2].lower()
    except ValueError:
        ending = ""
    ending = ending if ending in PICTURE_ENDINGS else "png"
    return asset_path(address, text, conversion, kind="img", ending=ending)
