"""Settings of MkDocs, of Material and of other plugins that have no effect on our pages, told with what has."""

from __future__ import annotations

from collections.abc import Iterator

from kb.project.options import Options
from kb.project.project import CONFIG, Project, named_items, read_settings
from kb.project.setting_table import (
    CONFLICTING_PLUGIN,
    EXTRA,
    FEATURES,
    MKDOCS,
    OVERRULED_SETTING,
    PLUGINS,
    THEME,
    Setting,
    Verdict,
    feature_row,
)
from kb.source.problem import Problem, Rule
from kb.source.yaml_nodes import Node
from kb.website.mkdocs.settings_lines import SettingLines, did_you_mean
from kb.website.mkdocs.settings_rules import UNKNOWN_SETTING

_OFF = frozenset({"false", "no", "off"})
_RULES = {Verdict.OVERRULED: OVERRULED_SETTING, Verdict.CONFLICT: CONFLICTING_PLUGIN}
_THEME_ICON = next(one for one in THEME if one.name == "theme.icon")
_ICONS = {one.name.rpartition(".")[2] for one in THEME if one.name.startswith("theme.icon.")}
_PLUGINS = {one.name: one for one in PLUGINS}


def judge_effects(lines: SettingLines, options: Options) -> Iterator[Problem]:
    """A problem for each setting that somebody set and that has no effect."""
    for row in (*MKDOCS, *THEME, *EXTRA):
        *above, key = row.name.split(".")
        node = (lines.node(*above).entries or {}).get(key)
        if node is not None and not _says_the_same(row.name, node, options):
            yield from _told(row, lines.node(*above).line_of(key), f"{': '.join((*above, key))}")
    icons = lines.node("theme", "icon")
    for part in (icons.entries or {}).keys() - _ICONS:
        yield from _told(_THEME_ICON, icons.line_of(part), f"theme: icon: {part}")
    for feature in lines.node("theme", "features").items or ():
        name = feature.text or ""
        if row_found := feature_row(name):
            yield from _told(row_found, feature.line, f"theme: features: {name}")
        elif near := did_you_mean(name, [one.name for one in FEATURES], cutoff=0.85):
            yield UNKNOWN_SETTING.at(CONFIG, feature.line, f"theme: features: unknown feature “{name}”", near)
    for name, line, config in named_items(lines.node("plugins")):
        if (found := _PLUGINS.get(plain_name(name))) is not None:
            yield from _told(found, line, f"plugins: {name}")
            if found.name == "search" and config.entries:
                said = "plugins: search: kb has a search of its own, which none of these settings reaches"
                first = min((config.key_lines or {}).values(), default=line)
                yield OVERRULED_SETTING.at(CONFIG, first, said, "write `- search` alone, or take it out")


def judge_effects_of(project: Project) -> tuple[Problem, ...]:
    """The same for a project; nothing where `mkdocs.yml` cannot be read, which is told already."""
    node, _ = read_settings(project.root)
    return tuple(judge_effects(SettingLines(node), project.options)) if node is not None else ()


def plain_name(plugin: str) -> str:
    """`material/search #2` → `search`: the plugin that a list names."""
    return plugin.partition(" #")[0].removeprefix("material/")


def _says_the_same(name: str, node: Node, options: Options) -> bool:
    """Whether the value is what kb does anyway."""
    if node.is_null or node.items == () or (node.entries is not None and not node.entries):
        return True
    text = (node.text or "").lower()
    if name == "use_directory_urls":
        return text not in _OFF
    if name in {"theme.language", "theme.locale"}:
        return text == options.default_language.lower()
    if name == "theme.icon":
        return True  # its parts are told one by one
    return text in _OFF


def _told(row: Setting, line: int, shown: str) -> Iterator[Problem]:
    rule: Rule | None = _RULES.get(row.verdict)
    if rule is not None:
        said = "has no effect" if row.verdict is Verdict.OVERRULED else "cannot stand beside kb"
        yield rule.at(CONFIG, line, f"{shown} {said}: {row.what}", row.instead)
