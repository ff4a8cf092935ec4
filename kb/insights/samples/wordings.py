"""`wordings.yml`: what buyers write, by what they ask and in which language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

LANGUAGES = ("vi", "ms", "en", "de")
"""In which there are wordings; shops in other languages have English ones."""
RISING, NEVER_ANSWERED, NOT_FOUND, BADLY_ANSWERED, LATE = "pets", "jobs", "smart_home", "refund_time", "late_parcel"
"""The matters that the planted truths are about: see `world.py`."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that buyers ask."""

    name: str
    page: str
    script: str
    often: int
    """Of a hundred conversations."""
    words: Mapping[str, Sequence[str]]
    """Language → wordings, with `{order}`, `{name}` and `{phone}` to be filled."""
    searches: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Wordings:
    matters: tuple[Matter, ...]
    phrases: Mapping[str, Mapping[str, Sequence[str]]]
    """Kind (replies, thanks, before, good_reviews, bad_reviews) → language → texts."""


@cache
def load_wordings() -> Wordings:
    text = Path(__file__).with_name("wordings.yml").read_text("utf-8")
    asked, phrases = yaml.safe_load_all(text)
    matters = tuple(
        Matter(name, one["page"], one["script"], one["often"], {code: one[code] for code in LANGUAGES}, one["searches"])
        for name, one in asked.items()
    )
    return Wordings(matters, phrases)
