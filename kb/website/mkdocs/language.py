"""MkDocs' settings as one language sees them, so that one pass can serve every language."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import material

from kb.source.package import PACKAGE

if TYPE_CHECKING:
    from jinja2 import Environment


class _View:
    """Everything of `target`, except what is named."""

    def __init__(self, target: Any, **replaced: Any) -> None:
        self.__dict__.update(replaced, _target=target)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._target, name)

    def __getitem__(self, name: str) -> Any:
        return self.__dict__[name] if name in self.__dict__ else self._target[name]

    def __contains__(self, name: object) -> bool:
        return name in self._target

    def get(self, name: str, default: Any = None) -> Any:
        return self.__dict__[name] if name in self.__dict__ else self._target.get(name, default)


def config_in(config: Any, language: str) -> Any:
    """`config` with the theme's language set to `language`; the original is not touched."""
    return _View(config, theme=_View(config.theme, language=theme_language(language)))


MATERIAL_NAMES = {"zh-CN": "zh-Hans", "zh-TW": "zh-Hant"}
"""Codes that Material spells otherwise."""


@cache
def theme_language(code: str) -> str:
    """The name under which Material, or our theme over it, keeps a language's strings; English where neither does."""
    folders = [PACKAGE / "website" / "theme", *(Path(folder) / "templates" for folder in material.__path__)]
    for name in (MATERIAL_NAMES.get(code, code), code.split("-")[0]):
        if any((folder / "partials" / "languages" / f"{name}.html").is_file() for folder in folders):
            return name
    return "en"


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
