"""What is personal, by country: the smallest form of the interface, until the rule files are there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


class RulesError(Exception):
    """The shop's file cannot be used: a sentence with path and line, and how to mend it."""


@dataclass(frozen=True, slots=True)
class Rules:
    countries: tuple[str, ...] = ()


def load_rules(countries: Iterable[str], shop_file: Path | None = None) -> Rules:
    """The rules of `countries`, and of the shop's own file where there is one."""
    del shop_file
    return Rules(tuple(countries))
