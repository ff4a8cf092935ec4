"""The day that a build is made for, as reproducible builds name it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

VARIABLE = "SOURCE_DATE_EPOCH"
"""https://reproducible-builds.org/specs/source-date-epoch/: seconds since 1970, as ASCII digits."""
_LAST = 253_402_300_799
"""The last second of the year 9999."""


def read_epoch(text: str) -> date | None:
    """The day in UTC that `SOURCE_DATE_EPOCH` names; None if it is not set. Raises `ValueError` with a sentence."""
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,12}", text) or int(text) > _LAST:
        raise ValueError(f"{VARIABLE} is “{text[:40]}”: set it to whole seconds since 1970, such as 1795219200")
    return datetime.fromtimestamp(int(text), UTC).date()


def day_in(zone: str) -> date:
    """Today by a clock in `zone` (IANA); by this computer's own where it is empty or the system does not know it.

    A build that starts at 18:00 UTC in a data centre is one of tomorrow for a shop in Hanoi.
    """
    try:
        return datetime.now(ZoneInfo(zone) if zone else None).date()
    except (ZoneInfoNotFoundError, ValueError):
        return date.today()
