"""The few interface words that Material for MkDocs has in sixty languages."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

_AS_OURS = {
    "skip": "action.skip", "search": "search", "on_this_page": "toc", "back_to_top": "top", "next": "footer.next",
    "previous": "footer.previous", "choose_language": "select.language",
}  # fmt: skip
"""Our key → Material's that says the same."""
_ENTRY = re.compile(r'^\s*"([\w.]+)":\s*("(?:[^"\\]|\\.)*")', re.MULTILINE)


@cache
def material_strings(code: str) -> Mapping[str, str]:
    """Those of our words that Material has in the language `code`; none where it does not know the language."""
    spec = importlib.util.find_spec("material")
    if spec is None or spec.origin is None:
        return MappingProxyType({})
    file = Path(spec.origin).parent / "templates" / "partials" / "languages" / f"{code}.html"
    if not file.is_file():
        return MappingProxyType({})
    theirs = {key: json.loads(word) for key, word in _ENTRY.findall(file.read_text("utf-8"))}
    return MappingProxyType({key: theirs[name] for key, name in _AS_OURS.items() if theirs.get(name)})
