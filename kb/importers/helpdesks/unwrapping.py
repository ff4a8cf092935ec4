"""What APIs put around records: pages of an answer, `{"data": […]}`, `{"articles": {"items": […]}}`, HAL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_LIST_KEYS = (
    "articles zendesk_articles sections categories translations macros items text_modules "
    "canned_responses payload tickets comments users organizations zendesk_tickets zendesk_comments "
    "zendesk_users zendesk_organizations zendesk_ticket_comments dynamic_content "
    "data results collections folders responses replies saved_replies saved-replies conversations customers threads"
)
LIST_KEYS = frozenset(_LIST_KEYS.split())
"""Keys of lists that hold records, in the answers of all helpdesks."""
GENERIC = frozenset({"items", "data", "results", "payload"})
"""List keys that do not say what they hold; what stands around them does."""
SINGLE = frozenset({"article", "category", "folder", "collection", "macro", "reply", "canned_response"})
"""Keys of an answer that is one record: `{"article": {…}}`."""
WORDS = frozenset({"title", "name", "body", "content", "text", "subject", "description", "id", "short_code"})
"""Fields that a record has, and no wrapper."""
MAX_DEPTH = 6


def is_wrapper(value: Mapping[str, Any]) -> bool:
    """Whether an object only holds records, as one page of an answer does."""
    if value.keys() & WORDS:
        return False
    return any(
        _is_list(entry) or (isinstance(entry, dict) and _holds_records(key, entry)) for key, entry in value.items()
    )


def lists_in(value: Mapping[str, Any], key: str = "", depth: int = 0) -> Iterator[tuple[str, list[Any]]]:
    """(key, list) of every list of records in a wrapper, with the key that says most about it."""
    for own, entry in value.items():
        word = key if key and own in GENERIC else own
        if _is_list(entry):
            yield word, entry
        elif isinstance(entry, dict) and depth < MAX_DEPTH and _holds_records(own, entry):
            if own in SINGLE and entry.keys() & WORDS:
                yield own, [entry]
            else:
                yield from lists_in(entry, "" if own == "_embedded" else own, depth + 1)


def _holds_records(key: str, entry: Mapping[str, Any]) -> bool:
    if key in SINGLE and entry.keys() & WORDS:
        return True
    return not entry.keys() & {"title", "body"} and any(
        (name in LIST_KEYS and isinstance(inner, list)) or (name in LIST_KEYS | SINGLE and isinstance(inner, dict))
        for name, inner in entry.items()
    )


def _is_list(entry: object) -> bool:
    return isinstance(entry, list) and any(isinstance(one, dict) for one in entry)
