"""What the articles of Intercom, Freshdesk, Help Scout and Gorgias have in common, told in the same words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kb.importers.common.report import ImportFindings
from kb.importers.common.settings import plain_day
from kb.importers.helpdesks.export_file import Record
from kb.importers.helpdesks.record_types import TITLES
from kb.importers.helpdesks.records import Imported, ImportedText, ImportedTopic, text_of
from kb.importers.helpdesks.sendable import held_back, is_yes
from kb.importers.helpdesks.shared_labels import shared_labels_left

PUBLISHED, DRAFT, UNKNOWN = "published", "draft", "unknown"
OPEN_WORDS = frozenset({"everyone", "everybody", "all", "public", "all_users"})


@dataclass(slots=True)
class Reading:
    """One export while it is read: what was found, and what the report says of it."""

    system: str
    name: str
    """The file's, for findings."""
    findings: ImportFindings
    texts: list[ImportedText] = field(default_factory=list)
    topics: dict[str, ImportedTopic] = field(default_factory=dict)

    def tell(self, record: Record, message: str, group: str, *, is_open: bool = False) -> None:
        self.findings.add(self.name, record.line, message, group, is_open=is_open)

    def key(self, id: str) -> str:
        return f"{self.system} article {id}"

    def changes(self, created: object, edited: object) -> tuple[tuple[Any, str], ...]:
        """First and last edit as lines under changes; one line if they fall on one day."""
        title = TITLES[self.system]
        first, last = plain_day(created), plain_day(edited)
        changes = [(first, f"Written in {title}")] if first else []
        return (*changes, (last, f"Last edited in {title}")) if last and last != first else tuple(changes)

    def state(self, record: Record, id: str, state: str, body: str, title: str) -> bool:
        """Whether an article is a draft here; what is unclear, or says nothing, is one, and the report says why."""
        label = f"article {id} “{title}”"
        if not title:
            self.tell(record, f"article {id} has no title: it is named after its number", "article without a title")
        if not body.strip():
            self.tell(record, f"{label} has no text: imported as an empty draft", "article without text", is_open=True)
        if state not in {PUBLISHED, DRAFT}:
            self.tell(record, f"{label} has no state that is known: imported as a draft", "unknown state", is_open=True)
        return state != PUBLISHED or not body.strip()

    def closed_by(self, record: Record, id: str, title: str, fields: Sequence[str] = ()) -> bool:
        """Whether the record itself says that not everybody may read it; the report gives its own words."""
        reason = held_back(record.value) or not_for_all(record.value, fields)
        if reason:
            self.tell(record, f"article {id} “{title}” says {reason}: kept internal", "article kept internal")
        return bool(reason)

    def name_topic(self, key: str, names: Mapping[str, str]) -> None:
        """A topic, with further names if it is known already."""
        if key:
            known = dict(self.topics[key].names) if key in self.topics else {}
            self.topics[key] = ImportedTopic(key, {**names, **known})

    def leave_out(self, records: Iterable[tuple[str, Record]]) -> None:
        """Name what is no article and no reply, once for each kind."""
        first: dict[str, Record] = {}
        counts = Counter[str]()
        for shape, record in records:
            first.setdefault(shape, record)
            counts[shape] += 1
        for shape, record in first.items():
            self.tell(record, f"{counts[shape]} {shape}: no articles, left out", f"{shape} left out")

    def done(self) -> Imported:
        return Imported(self.system, tuple(shared_labels_left(self.texts, self.name, self.findings)), self.topics)


def not_for_all(value: Mapping[str, Any], fields: Sequence[str]) -> str:
    """Which of `fields` says that only some may see a record: any word but “everyone”, any full list."""
    for name in fields:
        said = value.get(name)
        if said in (None, "", [], {}) or (isinstance(said, str) and said.strip().lower() in OPEN_WORDS) or is_yes(said):
            continue
        return f"{name}: {str(said)[:60]}"
    return ""


def by_shape(records: Iterable[tuple[str, Record]]) -> dict[str, list[Record]]:
    """Shape → its records, in the order of the file."""
    found: dict[str, list[Record]] = {}
    for shape, record in records:
        found.setdefault(shape, []).append(record)
    return found


def tags_of(value: object) -> list[str]:
    """Tags as words, whether they are a list of words, of objects with a name, or one text with commas."""
    if isinstance(value, str):
        return [word.strip() for word in value.split(",") if word.strip()]
    entries = value if isinstance(value, list) else []
    return [
        word
        for one in entries
        if (word := one if isinstance(one, str) else text_of(one, "name") if isinstance(one, Mapping) else "")
    ]


def files_of(value: object) -> list[tuple[str, str]]:
    """(name, address) of attachments, however a helpdesk calls them."""
    entries = [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
    found = (
        (text_of(one, "name", "filename", "content_file_name"), text_of(one, "attachment_url", "url", "link"))
        for one in entries
    )
    return [(name or "file", address) for name, address in found]
