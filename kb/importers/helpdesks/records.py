"""What every helpdesk export becomes before it is written: articles, scripts and topics of no system."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote, urlsplit

from kb.importers.sites.field_map import is_address


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedText:
    """One article or script in one language, as the other system had it."""

    key: str
    """Which article it is: the same in all languages (`zendesk article 10001`)."""
    locale: str
    """The other system's code: `en-us`."""
    title: str
    body: str
    """HTML or Markdown, as `is_html` says."""
    line: int = 1
    """Where it stands in the export."""
    is_html: bool = True
    is_script: bool = False
    is_internal: bool = False
    is_unsure: bool = False
    """The export does not say who may read it: what the project holds already decides, else it is kept back."""
    waits_for_article: bool = False
    """A translation whose article is neither in the export nor, once that is settled, in the project."""
    is_reply_kept_inside: bool = False
    """A saved reply for colleagues alone: `why_inside` says what the export calls it."""
    why_inside: str = ""
    is_draft: bool = False
    is_source: bool = True
    """The language that the others translate."""
    summary: str = ""
    slug: str = ""
    topic_key: str = ""
    questions: tuple[str, ...] = ()
    changes: tuple[tuple[date, str], ...] = ()
    comments: tuple[str, ...] = ()
    """What has no field of ours: votes, positions. Goes into comments of the front matter."""
    addresses: tuple[str, ...] = ()
    host: str = ""
    """Of the old help centre (`help.shop.example`), where the export tells it."""
    files: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    """Address in the body (`/1a2b3c4d/chart.png`) → bytes of a picture or file that came with the text."""

    def __post_init__(self) -> None:
        """Key and locale are written into a comment of the file, parted by a space and ended by a bar."""
        object.__setattr__(self, "key", " ".join(_printable(self.key).replace("|", " ").split()))
        object.__setattr__(self, "locale", "-".join(_printable(self.locale).replace("|", " ").split()))


def _printable(text: str) -> str:
    """A control character in a comment would break the YAML."""
    return "".join(char if char.isprintable() or char.isspace() else "\ufffd" for char in text)


def text_key(text: ImportedText) -> str:
    """What a file is known by: the article and its locale."""
    return f"{text.key} {text.locale or '-'}"


@dataclass(frozen=True, slots=True)
class ImportedTopic:
    """A section or category."""

    key: str
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Locale → name; empty if the export does not say."""

    def __post_init__(self) -> None:
        """Names go into mkdocs.yml: one line each, nothing that cannot be seen."""
        clean = {locale: " ".join(_printable(name).split()) for locale, name in self.names.items()}
        object.__setattr__(self, "names", MappingProxyType({locale: name for locale, name in clean.items() if name}))


@dataclass(frozen=True, slots=True)
class Imported:
    """All of one export."""

    system: str
    """The command's name for the helpdesk: zendesk, chatwoot, intercom …"""
    texts: tuple[ImportedText, ...]
    topics: Mapping[str, ImportedTopic]


def text_of(record: Mapping[str, Any], *names: str) -> str:
    """The first of `names` that holds text (or a number), lone surrogates and NUL characters replaced; else empty."""
    for name in names:
        value = record.get(name)
        if isinstance(value, bool) or value is None:
            continue
        if isinstance(value, str | int | float) and str(value).strip():
            return clean_text(number_text(value))
    return ""


def clean_text(text: str) -> str:
    """`text` as UTF-8 can hold it."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")


def number_text(value: object) -> str:
    """An id as text; JSON writers make `1001.0` of 1001."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def labels_of(value: object) -> tuple[str, ...]:
    """A list of labels as words: `police_report` → `police report`; anything that is no text is left out."""
    values = value if isinstance(value, list) else [value] if isinstance(value, str) else []
    words = (" ".join(clean_text(one).replace("_", " ").split()) for one in values if isinstance(one, str))
    return tuple(dict.fromkeys(word for word in words if word))


def host_of(url: str) -> str:
    """The host of an address in small letters; empty if it has none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def address_of(url: str) -> str:
    """The path of an address (`en/articles/39-track`), if `redirect_from` can take it; else empty."""
    try:
        path = unquote(urlsplit(url).path).strip("/")
    except ValueError:
        return ""
    return path if is_address(path) else ""


def article_id(value: Mapping[str, Any]) -> str:
    """The other system's number; without one, a hash of title and text, so that a second run finds it again."""
    words = f"{text_of(value, 'title', 'name')}|{text_of(value, 'body', 'content')}"
    return text_of(value, "id") or "x" + hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:8]
