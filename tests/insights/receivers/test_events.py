"""What an event is, what of it is kept, and what is refused. The Worker's twin is asked in `test_worker.py`."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from kb.insights.receivers.events import MOST_BYTES, EventError, event_line, read_event
from kb.insights.receivers.personal import looks_personal

CASES = Path(__file__).parents[2] / "cases"
EVENTS: list[dict[str, Any]] = json.loads((CASES / "events.json").read_text("utf-8"))
QUERIES: list[dict[str, Any]] = json.loads((CASES / "sent-queries.json").read_text("utf-8"))


@pytest.mark.parametrize("case", EVENTS, ids=[case["name"] for case in EVENTS])
def test_an_event_is_kept_or_refused(case: dict[str, Any]) -> None:
    if "kept" in case:
        assert read_event(case["body"].encode()) == case["kept"]
    else:
        with pytest.raises(EventError):
            read_event(case["body"].encode())


@pytest.mark.parametrize("case", QUERIES, ids=[case["query"] for case in QUERIES])
def test_a_query_that_may_be_a_persons_is_known(case: dict[str, Any]) -> None:
    assert looks_personal(case["query"]) is case["personal"]


@pytest.mark.parametrize(
    "body",
    [b"\xff\xfe", b"[" * 8_000, b'{"page":' + b"9" * 8_000 + b"}", b" " * (MOST_BYTES + 1), b'{"v":1e999,"page":"a"}'],
)
def test_hostile_bytes_are_no_event(body: bytes) -> None:
    with pytest.raises(EventError):
        read_event(body)


def test_a_line_has_the_minute_in_utc_and_is_one_line() -> None:
    event = read_event('{"page":"faq/größe","language":"de","answer":"no","text":"a\\u2028b"}'.encode())
    line = event_line(event, datetime(2026, 11, 27, 1, 2, 59, tzinfo=timezone(timedelta(hours=7))))
    assert line.splitlines() == [line.rstrip("\n")]
    assert json.loads(line) == event | {"at": "2026-11-26T18:02Z"}
    assert datetime.fromisoformat(json.loads(line)["at"]).tzinfo == UTC
