"""Files that `mkdocs.yml` names and MkDocs does not look for: pictures, icons, styles, scripts, pages of the menu."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import TemplateSyntaxError

from kb.channels.registry import listed_channels, shipped_channels
from kb.project.project import CONFIG, Project
from kb.source.problem import Problem
from kb.source.yaml_nodes import Node
from kb.website.mkdocs.settings_lines import SettingLines, did_you_mean
from kb.website.mkdocs.settings_look import judge_look
from kb.website.mkdocs.settings_rules import MISSING_FILE, SETTING_WARNED
from kb.website.mkdocs.theme import THEME
from kb.website.record.report import RENDERER_FAILED

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_ICON = re.compile(r"\.kb-icon--([\w-]+)(?=[\s{,])")
_OTHER_WORDS = {
    "lorry": "truck", "van": "truck", "shipping": "truck", "courier": "truck", "parcel": "box", "package": "box",
    "money": "card", "wallet": "card", "cash": "card", "bank": "card", "payment": "card", "refund": "return",
    "exchange": "return", "phone": "hotline", "telephone": "hotline", "mail": "email", "help": "question",
    "faq": "question", "security": "shield", "warranty": "shield", "user": "person", "account": "person",
    "basket": "cart", "bag": "cart", "settings": "gear", "repair": "tool", "wrench": "tool", "date": "calendar",
    "clock": "calendar", "present": "gift", "label": "tag", "price": "tag", "house": "home", "world": "globe",
    "language": "globe", "chat": "livechat", "message": "livechat",
}  # fmt: skip
"""What people call an icon for which our styles have another word."""
_MAKE_NO_FILES = ("kb", "search", "material/")
"""Plugins that are known to bring no file of their own that a setting may name."""


def judge_files(lines: SettingLines, project: Project, config: MkDocsConfig) -> Iterator[Problem]:
    """Each file that a setting names and that is not there; each template of the shop's that cannot be read.

    Where another plugin or a hook takes part, it may make the file, so that is a warning.
    """
    folders = [project.root / project.docs, THEME, *map(Path, config.theme.dirs)]
    rule = SETTING_WARNED if config.hooks or any(_may_make_files(name) for name in config.plugins) else MISSING_FILE
    for key, node in _named_files(lines):
        name = node.text or ""
        if name and not _is_elsewhere(name) and not any((folder / name.lstrip("/")).is_file() for folder in folders):
            said = f"{key}: there is no file “{name}” in {project.docs}/" + (" or the theme" if key != "nav" else "")
            near = did_you_mean(name, _names_below(project.root / project.docs), cutoff=0.75)
            yield rule.at(CONFIG, node.line, said, near or MISSING_FILE.hint)
    for node in _leaves(lines.node("theme", "icon")):
        name = node.text or ""
        if name and not any((folder / ".icons" / f"{name}.svg").is_file() for folder in folders):
            hint = "write a name such as material/help-circle, from the icons that come with Material"
            yield MISSING_FILE.at(CONFIG, node.line, f"theme: there is no icon “{name}”", hint)
    yield from _judge_templates(project, config)
    yield from _judge_icons_of_topics(lines, project, folders)
    yield from _judge_contact(lines, project)
    yield from judge_look(lines, project, folders)


def _names_below(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]


def _may_make_files(plugin: str) -> bool:
    return not plugin.startswith(_MAKE_NO_FILES)


def _named_files(lines: SettingLines) -> Iterator[tuple[str, Node]]:
    for key in ("logo", "favicon"):
        for node in _leaves(lines.node("theme", key)):
            yield f"theme: {key}", node
    for key in ("extra_css", "extra_templates", "nav"):
        for node in _leaves(lines.node(key)):
            yield key, node
    for item in lines.node("extra_javascript").items or ():
        path = item if item.is_scalar else (item.entries or {}).get("path")
        if path is not None:
            yield "extra_javascript", path


def _leaves(node: Node) -> Iterator[Node]:
    if node.is_scalar and node.tag not in {"null", "bool"}:
        yield node
    for part in (*(node.items or ()), *(node.entries or {}).values()):
        yield from _leaves(part)


def _judge_icons_of_topics(lines: SettingLines, project: Project, folders: list[Path]) -> Iterator[Problem]:
    """Icons of topics are drawn by our styles, or by the shop's own."""
    styles = [node.text or "" for node in _leaves(lines.node("extra_css"))]
    files = [folder / name for name in ("assets/kb/kb.css", *styles) for folder in folders]
    known = {name for path in files if path.is_file() for name in _ICON.findall(path.read_text("utf-8", "replace"))}
    for id, topic in project.options.topics.items():
        if topic.icon and topic.icon not in known:
            meant = _OTHER_WORDS.get(topic.icon.lower(), topic.icon)
            hint = did_you_mean(meant, known) or "choose one of " + ", ".join(sorted(known))
            line = lines.of_option("topics", id, "icon")
            yield SETTING_WARNED.at(CONFIG, line, f"topics: {id}: there is no icon “{topic.icon}”", hint)


def _judge_contact(lines: SettingLines, project: Project) -> Iterator[Problem]:
    """A way to reach a person that nothing has a name for would be shown by its id."""
    own = listed_channels(project.options.channels)
    words = project.options.ui_strings(project.options.default_language)
    known = {*shipped_channels(), *own, *(key.removeprefix("channel_") for key in words if key.startswith("channel_"))}
    for place, contact in enumerate(project.options.contact):
        if not contact.name and contact.channel not in known:
            hint = did_you_mean(contact.channel, known) or "give it a `name`, or choose a channel that has one"
            line = lines.of_option("contact", str(place), "channel")
            yield SETTING_WARNED.at(CONFIG, line, f"contact: nobody knows a channel “{contact.channel}”", hint)


def _is_elsewhere(name: str) -> bool:
    """Whether it is an address, or a place on a page, rather than a file."""
    return "://" in name or name.startswith(("//", "mailto:", "tel:", "#", "data:")) or name.endswith("/")


def _judge_templates(project: Project, config: MkDocsConfig) -> Iterator[Problem]:
    """Templates of the shop's that are no templates; what they do with a page shows only when one is made."""
    if not config.theme.custom_dir:
        return
    folder, environment = Path(config.theme.custom_dir), config.theme.get_env()
    for path in sorted(folder.rglob("*.html")):
        shown = path.relative_to(project.root).as_posix() if path.is_relative_to(project.root) else path.as_posix()
        try:
            environment.parse(path.read_text("utf-8"), path.name)
        except TemplateSyntaxError as error:
            yield RENDERER_FAILED.at(shown, error.lineno, f"the template cannot be read: {error.message}")
        except (OSError, UnicodeDecodeError) as error:
            yield RENDERER_FAILED.at(shown, 1, f"the template cannot be read: {error}")
