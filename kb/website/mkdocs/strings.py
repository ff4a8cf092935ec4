"""Material's own words, each looked up once a build: its files make a dictionary of all words for every one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment

FALLBACK = "en"


def strings_of(env: Environment) -> Callable[[str, str], str]:
    """(language, key) → the word; in English where the language has none, the key itself where nobody has one."""
    known: dict[tuple[str, str], str] = {}

    def string(language: str, key: str) -> str:
        found = known.get((language, key))
        if found is None:
            found = known[language, key] = _look_up(env, language, key) or _look_up(env, FALLBACK, key) or key
        return found

    return string


def _look_up(env: Environment, language: str, key: str) -> str:
    return str(env.get_template(f"partials/languages/{language}.html").module.t(key))  # type: ignore[attr-defined]
