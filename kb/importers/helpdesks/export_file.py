"""A JSON export → its records, also when it is cut short or damaged.

What cannot be read is named, never dropped in silence.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kb.importers.common.report import ImportFindings, one_line
from kb.importers.helpdesks.unwrapping import LIST_KEYS, is_wrapper, lists_in

OBJECT = re.compile(r"\{\s*\"")
RECORD_START = re.compile(r"\{\s*\"(?:id|url|title|name|short_code)\"\s*:")
KEY_BEFORE = re.compile(r"\"(?P<key>\w+)\"\s*:\s*\[")
HINT = re.compile(r"\"(?P<key>id|title|name)\"\s*:\s*(?P<value>\"(?:[^\"\\]|\\.){0,200}\"?|\d+)")
MAX_RECORDS = 1_000_000


@dataclass(frozen=True, slots=True)
class Record:
    """One object of the export."""

    value: Mapping[str, Any]
    line: int
    """Where it starts in the file; 1 where the position is not known."""
    listed_in: str
    """Key of the list it stood in, `""` for a bare list or JSON lines."""


@dataclass(frozen=True, slots=True)
class Export:
    """What a file holds."""

    records: tuple[Record, ...]
    wrapper: Mapping[str, Any]
    """The scalars beside the lists: `count`, `next_page` …"""
    is_damaged: bool = False
    """Some of it could not be read: what is missing proves nothing."""
    refusal: str = ""
    """Why nothing in the file can be imported: it is no export at all."""


def read_export(text: str, name: str, findings: ImportFindings) -> Export:
    """The records of `text`; `name` is used in findings."""
    if refusal := _no_export(text, name):
        return Export((), {}, refusal=refusal)
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) > 1 and all(OBJECT.match(line.lstrip()) for line in lines) and _reads(lines[0]):
            before = len(findings.items)
            records = tuple(_read_json_lines(text, name, findings))
            return Export(records, {}, is_damaged=len(findings.items) > before)
        return _salvage(text, name, findings, error)
    if isinstance(value, list):
        pages = bool(value) and all(isinstance(one, dict) and is_wrapper(one) for one in value)
        inner = [pair for page in value for pair in lists_in(page)] if pages else [("", value)]
        return Export(tuple(_all_records(inner, text, name, findings)), value[-1] if pages else {})
    if not isinstance(value, dict):
        return Export((), {}, refusal=f"{name} holds no records ({one_line(repr(value), 60)}): it is no export")
    if refusal := _api_error(value, name):
        return Export((), {}, refusal=refusal)
    if _is_one_record(value):
        return Export((Record(value, 1, ""),), {})
    lists = list(lists_in(value))
    if not lists and any(value.get(key) == [] for key in LIST_KEYS) and not value.keys() & {"title", "name", "body"}:
        return Export((), value)
    if not lists:
        return Export((Record(value, 1, ""),), {})
    return Export(tuple(_all_records(lists, text, name, findings)), value)


def _is_one_record(value: Mapping[str, Any]) -> bool:
    """An article, or a folder that holds its articles and says who may read them."""
    if "title" in value and ("body" in value or "content" in value):
        return True
    return {"id", "name"} <= value.keys() and bool(value.keys() & {"visibility", "folders", "personal"})


def _all_records(
    lists: list[tuple[str, list[Any]]], text: str, name: str, findings: ImportFindings
) -> Iterator[Record]:
    lines = _lines_of_ids(text)
    for key, entry in lists:
        yield from _records(entry, key, lines, name, findings)


def _no_export(text: str, name: str) -> str:
    """Why a file is no JSON at all; empty if it may be."""
    start = text.lstrip("\ufeff \t\r\n")
    if not start:
        return f"{name} is empty: nothing was imported"
    if start.startswith("<"):
        what = "a web page (HTML)" if re.match(r"(?i)<(!doctype|html|head|body|script|!--)", start) else "XML or HTML"
        return (
            f"{name} holds {what}, no JSON: nothing was imported. It is often the sign-in page: sign in, or give the "
            "API's token, and save the answer again"
        )
    if not re.search(r"[{\[]", start):
        return f"{name} is no JSON (it starts with “{one_line(start, 40)}”): nothing was imported"
    return ""


def _api_error(value: Mapping[str, Any], name: str) -> str:
    """What the API said instead of an answer: `{"error": "Couldn't authenticate you"}`."""
    others = [entry for key, entry in value.items() if key != "errors"]
    if any(isinstance(entry, list) and entry and isinstance(entry[0], dict) for entry in others) or is_wrapper(
        dict(value) | {"errors": None}
    ):
        return ""
    said = next((value[key] for key in ("error", "errors", "message") if value.get(key)), None)
    if said is None or value.keys() & {"id", "title", "name", "body", "content"}:
        return ""
    return f"{name} holds an error of the API, no export: {one_line(str(said), 120)}; nothing was imported"


def _reads(line: str) -> bool:
    try:
        return isinstance(json.loads(line, strict=False), dict)
    except (ValueError, RecursionError):
        return False


def _records(
    values: list[Any], key: str, lines: Mapping[str, int], name: str, findings: ImportFindings
) -> Iterator[Record]:
    for number, value in enumerate(values, start=1):
        if isinstance(value, dict):
            yield Record(value, lines.get(str(value.get("id")), 1), key)
        else:
            findings.add(
                name,
                1,
                f"{key or 'entry'} {number} is no object: left out ({one_line(repr(value), 60)})",
                "entry that is no object",
                is_open=True,
            )


def _lines_of_ids(text: str) -> dict[str, int]:
    """Id → line of its first `"id": …`, for messages; approximate is good enough."""
    lines: dict[str, int] = {}
    line, position = 1, 0
    for match in re.finditer(r"\"id\"\s*:\s*\"?([\w-]+)", text):
        line += text.count("\n", position, match.start())
        position = match.start()
        lines.setdefault(match[1], line)
    return lines


def _read_json_lines(text: str, name: str, findings: ImportFindings) -> Iterator[Record]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line, strict=False)
        except (ValueError, RecursionError):
            findings.add(name, number, f"is damaged: {_hint(line)} was not imported", "damaged record", is_open=True)
            continue
        if isinstance(value, dict):
            pages = list(lists_in(value)) if is_wrapper(value) else [("", [value])]
            yield from (Record(one, number, key) for key, entry in pages for one in entry if isinstance(one, dict))


def _salvage(text: str, name: str, findings: ImportFindings, error: Exception) -> Export:
    """Whole records of a damaged file, and one finding for every stretch that could not be read."""
    position = getattr(error, "pos", 0)
    line = text.count("\n", 0, position) + 1
    findings.add(
        name,
        line,
        f"is damaged or cut short here ({getattr(error, 'msg', 'nested too deep')}): "
        "what could be read is imported; export it again to be sure",
        "damaged export",
        is_open=True,
    )
    decoder = json.JSONDecoder(strict=False)
    records: list[Record] = []
    lists = _lists_in(text)
    start = 0
    while len(records) < MAX_RECORDS and (match := RECORD_START.search(text, start)):
        here = text.count("\n", 0, match.start()) + 1
        try:
            value, start = decoder.raw_decode(text, match.start())
        except (ValueError, RecursionError) as damage:
            lost = match.start()
            following = RECORD_START.search(text, max(getattr(damage, "pos", lost), lost + 1))
            start = following.start() if following else len(text)
            findings.add(
                name, here, f"is damaged: {_hint(text[lost:start])} was not imported", "damaged record", is_open=True
            )
            continue
        records.append(Record(value, here, _list_around(lists, match.start())))
    if not RECORD_START.search(text):
        what = f"{name} cannot be read as JSON ({getattr(error, 'msg', 'nested too deep')}, line {line})"
        return Export((), {}, is_damaged=True, refusal=f"{what}, and holds no whole record: nothing was imported")
    return Export(tuple(records), {}, is_damaged=True)


def _lists_in(text: str) -> list[tuple[int, str]]:
    """(position, key) of each list whose records have a known name; good enough to name what follows it."""
    return [(match.start(), match["key"]) for match in KEY_BEFORE.finditer(text) if match["key"] in LIST_KEYS]


def _list_around(lists: list[tuple[int, str]], position: int) -> str:
    number = bisect_left(lists, (position, ""))
    return lists[number - 1][1] if number else ""


def _hint(text: str) -> str:
    """What the damaged record was, as far as it says: `id 10005 “Payment limits”`."""
    found: dict[str, str] = {}
    for match in HINT.finditer(text[:20_000]):
        found.setdefault(match["key"], match["value"].strip('"'))
    words = [f"id {found['id']}"] if "id" in found else []
    title = found.get("title") or found.get("name")
    words += [f"“{one_line(title, 80)}”"] if title else []
    return " ".join(words) or "a record without id"
