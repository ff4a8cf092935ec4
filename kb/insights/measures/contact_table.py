"""The store → each contact of a customer: a conversation, or a part of a chat that never ends."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from importlib import resources

from kb.insights.measures.periods import Period

CHAT_SILENCE_HOURS = 24
"""After so long a silence a customer's message begins another contact: WhatsApp closes its window after as long."""
TABLE_SILENCE_HOURS = 72
"""In tables that number their conversations: longer, since the number says that they are one, unless it began anew."""
AHEAD_DAYS = 8
"""Days after the last period that solved at first contact looks at."""


def make_contacts(connection: sqlite3.Connection, first: Period, last: Period) -> None:
    """Fill the temporary table `contacts` with all that touches the time from `first` to `last`, and a week after."""
    statement = resources.files("kb.insights.measures").joinpath("contact_table.sql").read_text("utf-8")
    end = last.last + timedelta(AHEAD_DAYS)
    silent_before = first.first - timedelta(hours=max(CHAT_SILENCE_HOURS, TABLE_SILENCE_HOURS))
    span = {"first": first.first.isoformat(), "last": end.isoformat(), "after": (end + timedelta(1)).isoformat(),
            "silent_before": silent_before.isoformat()}  # fmt: skip
    silences = {"chat_silence": CHAT_SILENCE_HOURS * 3600, "table_silence": TABLE_SILENCE_HOURS * 3600}
    connection.execute("DROP TABLE IF EXISTS temp.contacts")
    connection.execute(statement, span | silences)
    connection.execute("CREATE INDEX temp.contacts_opened ON contacts (opened)")
