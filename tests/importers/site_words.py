"""Every word that a foreign site shows is on a page of the new one, or the report names it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path

_FRONT = re.compile(r"\A(?:---|\+\+\+)\n(.*?)^(?:---|\+\+\+)\n", re.DOTALL | re.MULTILINE)
_SYNTAX = re.compile(
    r"^(?:import|export)\s.*$|\{/\*.*?\*/\}|<!--.*?-->|\{\{.*?\}\}|\{%.*?%\}|</?[A-Za-z][^<>]*>|\]\([^)]*\)|^\[[^\]]*\]:.*$"
    r"|^\s*`{3,}[^\n]*|^\s*:{3,}\s*[\w-]*|^\s*!!! \w+|\[![A-Z]+\]|\{[:#.][^{}]*\}",
    re.MULTILINE | re.DOTALL,
)
_SHOWN = re.compile(r"\b(?:title|label|alt|description|caption|summary|text)\s*[=:]\s*[\"']?([^\"'\n>]+)")
_WORD = re.compile(r"[^\W\d_]{3,}")


def words_lost(files: Mapping[str, str | bytes], site: Path, report: str) -> set[str]:
    """Words of the pages among `files` that neither `site`, a published folder, nor `report` holds."""
    shown = [report]
    for page in site.rglob("*.html"):
        html = page.read_text("utf-8")
        shown.append(unescape(re.sub(r"<[^>]+>", "", html)) + " ".join(re.findall(r'\balt="([^"]*)"', html)))
    known = {word.casefold() for word in _WORD.findall("\n".join(shown))}
    return {
        word
        for path, text in files.items()
        if isinstance(text, str)
        and path.endswith((".md", ".mdx", ".markdown"))
        and path != "SUMMARY.md"
        and not _is_held_back(path, text, report)
        for word in _words(text)
        if word.casefold() not in known
    }


def _is_held_back(path: str, text: str, report: str) -> bool:
    """Whether the page says itself that it is a draft, or the report names it as one, or as left out."""
    lines = [line for line in report.splitlines() if line.startswith(f"{path}:1: ")]
    says = any(line.endswith((": left out", "a draft")) for line in lines)
    return says or re.search(r"^(?:draft: true|published: false)$", text, re.MULTILINE) is not None


def _words(text: str) -> list[str]:
    front = _FRONT.match(text)
    body = text[front.end() :] if front else text
    titles = [match[1] for part in (front[1] if front else "", *_tags(body)) for match in _SHOWN.finditer(part)]
    return _WORD.findall(" ".join([_SYNTAX.sub(" ", body), *titles]))


def _tags(body: str) -> list[str]:
    return re.findall(r"<[A-Z][^<>]*>|\{\{[<%].*?[%>]\}\}|\{%.*?%\}", body)
