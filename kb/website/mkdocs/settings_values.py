"""Settings whose value we judge ourselves, since MkDocs lets pass what our pages cannot live with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from kb.project.project import CONFIG
from kb.source.problem import Problem
from kb.website.mkdocs.settings_lines import SettingLines, did_you_mean
from kb.website.mkdocs.settings_rules import BROKEN_SETTING, UNKNOWN_SETTING

THEME = "material"
_HOST = re.compile(r"(?=.{1,253}\Z)[^\W_]([\w-]*[^\W_])?(\.[^\W_]([\w-]*[^\W_])?)*\.?|\[[0-9a-fA-F:.]+\]")
THEME_KEYS = frozenset({
    "name", "custom_dir", "static_templates", "locale", "language", "direction", "logo", "favicon", "icon", "font",
    "palette", "features",
})  # fmt: skip
"""Of Material; a theme takes any other key too, for templates of the shop's own."""


def judge_values(lines: SettingLines) -> Iterator[Problem]:
    """What is wrong with `site_url` and `theme`."""
    yield from _judge_site_url(lines)
    yield from _judge_theme(lines)


def _judge_site_url(lines: SettingLines) -> Iterator[Problem]:
    node = lines.node("site_url")
    if not node.text or node.tag.startswith("!"):  # not given, or from the environment: MkDocs judges that
        return
    written = (node.text or "").strip()
    if why := _why_no_address(written):
        guess = re.sub(r"^(\w+:/*|/+)", "", written).partition("?")[0].partition("#")[0]
        hint = f"write the whole address, such as https://{guess.strip('/') or 'help.example.com'}/"
        yield BROKEN_SETTING.at(CONFIG, lines.line_of("site_url"), f"site_url: “{written}” {why}", hint)


def _why_no_address(written: str) -> str:
    if re.search(r"\s|[<>\"\\]", written):
        return "has a space or a sign that no address has"
    try:
        parts = urlsplit(written)
        port = parts.port
    except ValueError:
        return "is no address"
    if parts.scheme not in {"https", "http"} or not written.startswith(f"{parts.scheme}://"):
        return "is no absolute address: it must begin with https://"
    if not parts.hostname or (not _HOST.fullmatch(parts.hostname) and ":" not in parts.hostname) or port == 0:
        return "names no host"
    if parts.query or parts.fragment or written.endswith(("?", "#")):
        return "has a ? or a #, which the address of a site cannot have"
    return ""


def _judge_theme(lines: SettingLines) -> Iterator[Problem]:
    theme = lines.node("theme")
    hint = "write `theme: {name: material}`"
    if "theme" not in lines.keys:
        yield BROKEN_SETTING.at(CONFIG, 1, "theme is missing: the pages are made for Material for MkDocs", hint)
        return
    name = theme.text if theme.is_scalar else lines.node("theme", "name").text
    if name != THEME:
        line = theme.line if theme.is_scalar else theme.line_of("name")
        if theme.entries is not None and "name" not in theme.entries:
            line = lines.line_of("theme")
        said = f"theme: “{name or ''}” is not Material for MkDocs, for which the pages are made"
        yield BROKEN_SETTING.at(CONFIG, line, said, hint)
    for key in (theme.entries or {}).keys() - THEME_KEYS:
        if near := did_you_mean(key, THEME_KEYS, cutoff=0.8):
            yield UNKNOWN_SETTING.at(CONFIG, theme.line_of(key), f"theme: unknown setting “{key}”", near)
