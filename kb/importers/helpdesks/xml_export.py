"""Freshdesk's export in XML → the records of its API: `<solution-folder>` → an object with `folder_id`, `articles` …"""

from __future__ import annotations

import re
from xml.etree import ElementTree

from kb.importers.helpdesks.export_file import Export, Record

ROOTS = {
    "solution-categor": "categories",
    "solution-folder": "folders",
    "solution-article": "articles",
    "canned-response": "canned_responses",
    "helpdesk-ticket": "tickets",
    "ticket": "tickets",
    "user": "users",
    "contact": "users",
    "compan": "organizations",
    "customer": "organizations",
}
"""How the names of elements begin → the list that their records belong to."""
NAMES = {"description": "description", "desc_un_html": "description_text", "art_type": "type", "user_id": "agent_id"}
MAX_DEPTH = 12


def read_xml(text: str, name: str) -> Export:
    """The records of a file in XML, as the JSON of the API has them."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.lstrip("\ufeff"))
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        return Export((), {}, refusal=f"{name} is no XML that can be read ({error}); nothing was imported")
    key = _key(root.tag)
    if key and root.get("type") == "array":
        return Export(tuple(_record(one, key, number) for number, one in enumerate(root, start=1)), {})
    if key:
        return Export((_record(root, key, 1),), {})
    records = [_record(one, found, number) for number, one in enumerate(root, start=1) if (found := _key(one.tag))]
    if not records:
        return Export(
            (),
            {},
            refusal=f"{name} holds XML or HTML (<{root.tag[:40]}>), no solutions of Freshdesk; nothing was imported",
        )
    return Export(tuple(records), {})


def _key(tag: str) -> str:
    return next((key for begin, key in ROOTS.items() if tag.startswith(begin)), "")


def _record(element: ElementTree.Element, key: str, number: int) -> Record:
    """`number` stands for the line, which the parser does not tell."""
    value = _value(element)
    return Record(value if isinstance(value, dict) else {}, number, key)


def _value(element: ElementTree.Element, depth: int = 0) -> object:
    kind = element.get("type", "")
    if element.get("nil") == "true" or depth > MAX_DEPTH:
        return None
    if kind == "array":
        return [_value(one, depth + 1) for one in element]
    if len(element):
        fields = {one.tag.replace("-", "_"): _value(one, depth + 1) for one in element}
        return {NAMES.get(tag, tag): value for tag, value in fields.items()}
    text = element.text or ""
    if kind == "integer":
        return int(text) if re.fullmatch(r"-?\d{1,18}", text.strip()) else text
    return text.strip() == "true" if kind == "boolean" else text
