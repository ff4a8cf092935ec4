"""What the Help Center API gives, for tests to change."""

from __future__ import annotations

from typing import Any


def article(id: object = 101, **changes: Any) -> dict[str, Any]:
    """An article as the Help Center API gives it."""
    return {
        "id": id,
        "title": "How do I return a kettle?",
        "body": "<p>Send it <b>back</b> within a week.</p>",
        "locale": "en-us",
        "source_locale": "en-us",
        "draft": False,
        "section_id": 7,
        "user_segment_id": None,
        "label_names": ["return_kettle", "send back"],
        "vote_sum": 12,
        "vote_count": 20,
        "position": 1,
        "promoted": False,
        "created_at": "2024-02-15T16:00:00Z",
        "edited_at": "2024-03-04T16:00:00Z",
        "html_url": f"https://old.example/hc/en-us/articles/{id}-Kettle",
    } | changes


SECTION = {"id": 7, "name": "Care and repair", "locale": "en-us", "category_id": 1}
