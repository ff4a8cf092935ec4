"""Rows of all sheets → articles: which rows are one article in several languages, and by what it is known again."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from kb.importers.common.report import ImportFindings
from kb.importers.documents.cells import cell_html
from kb.importers.documents.language_names import plain
from kb.importers.documents.places import Places
from kb.importers.documents.reply_fields import as_placeholders
from kb.importers.documents.table_rows import INTERNAL, RowText
from kb.importers.helpdesks.earlier_imports import EarlierImports
from kb.importers.helpdesks.records import Imported, ImportedText, ImportedTopic
from kb.importers.sites.field_map import is_address
from kb.text.folding import fold_slug

SYSTEM = "table"


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one sheet, with what the sheet itself says about them."""

    rows: tuple[RowText, ...]
    group: str
    """Which table it is, in whatever language: rows of one group may be translations of one another."""
    language: str
    is_reply: bool
    topic: str
    audience: str
    sheet_topic: str = ""
    """The sheet's name, if that may be a topic."""


@dataclass(frozen=True, slots=True)
class _Said:
    row: RowText
    part: Part


def gather(
    parts: Sequence[Part], default_language: str, earlier: EarlierImports, places: Places, findings: ImportFindings
) -> Imported:
    """The texts of all parts. Rows without a language are in the default one."""
    texts: list[ImportedText] = []
    topics: dict[str, dict[str, str]] = {}
    groups: dict[str, list[_Said]] = defaultdict(list)
    for part in parts:
        for row in part.rows:
            groups[part.group].append(
                _Said(replace(row, language=row.language or part.language or default_language), part)
            )
    for group, said in groups.items():
        readers: dict[str, str] = {}
        for together in _joined(said, findings):
            texts += _article(group, together, default_language, earlier, topics, places, readers)
    _report_repeated(texts, places, findings)
    return Imported(SYSTEM, tuple(texts), {key: ImportedTopic(key, names) for key, names in topics.items()})


def _joined(said: list[_Said], findings: ImportFindings) -> Iterable[list[_Said]]:
    """Texts that are one article: by row, by id, by running number, or by their order in sheets of languages."""
    key = _way_to_join(said, findings)
    together: dict[object, list[_Said]] = defaultdict(list)
    for one in said:
        together[key(one)].append(one)
    return together.values()


def _by_row(one: _Said) -> object:
    return one.row.id or (one.row.sheet.path, one.row.line)


def _way_to_join(said: list[_Said], findings: ImportFindings) -> Callable[[_Said], object]:
    """What texts of one article have in common."""
    if len({one.row.language for one in said}) < 2 or all(one.row.id for one in said):
        return _by_row
    if _numbers_join(said):
        return lambda one: one.row.number
    rows: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for one in said:
        rows[one.row.language].add((one.row.sheet.path, one.row.position))
    sheets = [{path for path, _ in found} for found in rows.values()]
    each_its_own = all(len(paths) == 1 for paths in sheets) and len(set.union(*sheets)) == len(sheets)
    if not each_its_own or any(one.row.id for one in said):
        return _by_row
    path = said[0].row.sheet.path
    if len({len(found) for found in rows.values()}) > 1:
        message = (
            "its languages have different numbers of rows and no column “id”: each row became an article of its own; "
            "add a column “id” to every sheet, and import again"
        )
        findings.add(path, 1, message, "translations that could not be joined", is_open=True)
        return _by_row
    paths = ", ".join(dict.fromkeys(one.row.sheet.path for one in said))
    message = f"{paths}: rows were joined as translations by their order; look them through, or add a column “id”"
    findings.add(path, 1, message, "translations joined by their order", is_open=True)
    return lambda one: one.row.position


def _numbers_join(said: list[_Said]) -> bool:
    """Whether a running number stands once in each language, and in more than one."""
    numbered = {(one.row.number, one.row.language) for one in said}
    rows = {(one.row.sheet.path, one.row.line, one.row.language) for one in said}
    return all(one.row.number for one in said) and len(numbered) == len(rows) > len({one.row.number for one in said})


def _article(
    group: str,
    together: list[_Said],
    default_language: str,
    earlier: EarlierImports,
    topics: dict[str, dict[str, str]],
    places: Places,
    readers: dict[str, str],
) -> list[ImportedText]:
    """One article in its languages. `readers`: identity → who may read the table's first row with it."""
    main = next((one for one in together if one.row.language == default_language), together[0])
    identity = main.row.id or hashlib.sha256(plain(main.row.title).encode("utf-8", "replace")).hexdigest()[:8]
    kind = "reply" if main.part.is_reply else "row"
    key = f"{SYSTEM} {group} {kind} {identity}"
    audience = next((INTERNAL for one in together if (one.row.audience or one.part.audience) == INTERNAL), "")
    if not main.row.id and readers.setdefault(identity, audience) != audience:
        key += f"-{audience or 'public'}"  # the same question for shoppers and for agents: two articles
    audience = audience or main.row.audience or main.part.audience or earlier.audience_of(key)
    topic = _topic(together, main, topics)
    is_later = bool(earlier.articles.get(key)) and main.row.language != default_language
    return [
        _text(one, key, topic, places, is_internal=audience == INTERNAL, is_source=one is main and not is_later)
        for one in together
    ]


def _topic(together: list[_Said], main: _Said, topics: dict[str, dict[str, str]]) -> str:
    names = {one.row.language: (one.row.topic or one.part.topic) for one in reversed(together)}
    names = {language: name for language, name in names.items() if name}
    word = main.row.topic or main.part.topic or next(iter(names.values()), "")
    if not word:
        return ""
    key = plain(word)
    for language, name in names.items():
        topics.setdefault(key, {}).setdefault(language, name)
    return key


def _text(one: _Said, key: str, topic: str, places: Places, *, is_internal: bool, is_source: bool) -> ImportedText:
    row, is_reply = one.row, one.part.is_reply
    answer = as_placeholders(row.answer) if is_reply else row.answer
    kept_inside = is_reply and row.audience == INTERNAL
    return ImportedText(
        key=key,
        locale=row.language,
        title=row.title,
        body=cell_html(answer),
        line=places.number(row.sheet.path, row.line),
        is_script=is_reply and not kept_inside,
        is_internal=is_internal or is_reply,
        is_reply_kept_inside=kept_inside,
        why_inside="the table says that it is internal" if kept_inside else "",
        is_draft=row.is_draft,
        is_source=is_source,
        summary=row.summary,
        topic_key="" if is_reply else topic,
        questions=row.questions,
        changes=((row.updated, "Last edited in the table"),) if row.updated else (),
        addresses=_addresses(row.address),
    )


def _addresses(written: str) -> tuple[str, ...]:
    try:
        path = urlsplit(written).path.strip("/")
    except ValueError:
        return ()
    path = re.sub(r"(?:\.html?|/index)$", "", path)
    return (path,) if path and fold_slug(path) and is_address(path) else ()


def _report_repeated(texts: Iterable[ImportedText], places: Places, findings: ImportFindings) -> None:
    """A question that stands in two rows, under two ids or in two tables."""
    first: dict[tuple[str, str, bool], ImportedText] = {}
    for text in texts:
        before = first.setdefault((plain(text.title), text.locale, text.is_script), text)
        path, line = places.items[text.line - 2]
        if before is text or path == "":
            continue
        there = "{}:{}".format(*places.items[before.line - 2])
        if before.key == text.key and before.body == text.body:
            findings.add(path, line, f"repeats “{text.title[:80]}” of {there} word for word: left out", "repeated row")
        elif before.key != text.key:
            message = f"asks “{text.title[:80]}” as {there} does: both were imported; keep one"
            findings.add(path, line, message, "question asked twice", is_open=True)


def gone_from(imported: Imported, groups: Mapping[str, set[str]], earlier: EarlierImports) -> list[str]:
    """Files of an earlier import of the same tables, in the languages of this one, whose rows are no more."""
    held = {(text.key, text.locale) for text in imported.texts}
    gone = []
    for key, files in earlier.articles.items():
        group = re.sub(r" (?:row|reply) \S+(?: copy \d+)?$", "", key.removeprefix(f"{SYSTEM} "))
        if not key.startswith(f"{SYSTEM} ") or group not in groups:
            continue
        for file in files:
            locale = file.text.partition("\n# imported: ")[2].partition(" |")[0].rpartition(" ")[2]
            is_copy = " copy " in key
            if not is_copy and locale in groups[group] and (key, locale) not in held:
                gone.append(file.path)
    return sorted(gone)
