"""New topics into an existing mkdocs.yml, as text, so that comments and order stay as the writer left them."""

from __future__ import annotations

from collections.abc import Mapping

import yaml

from kb.importers.common.front_matter import dump_yaml
from kb.importers.common.settings import DataLoader, parse_yaml_settings
from kb.importers.sites.layout import plugin_options


def render_topics(topics: Mapping[str, Mapping[str, str]], indent: int) -> str:
    """The entries of `topics` as lines of YAML."""
    lines = []
    for id, names in topics.items():
        lines += [f"{' ' * indent}{_scalar(id)}:", f"{' ' * (indent + 2)}name: {_flow(dict(names))}"]
    return "\n".join(lines) + "\n"


def _scalar(text: str) -> str:
    return dump_yaml(text).splitlines()[0]


def _flow(value: object) -> str:
    """`value` on one line."""
    return yaml.dump(
        value, Dumper=yaml.SafeDumper, allow_unicode=True, sort_keys=False, default_flow_style=True, width=100_000
    ).strip()


def add_topics(text: str, topics: Mapping[str, Mapping[str, str]]) -> str | None:
    """`text` of mkdocs.yml with `topics` declared; None when that cannot be done safely."""
    if not topics:
        return text
    text = text if text.endswith("\n") else text + "\n"
    block = _find_block(text)
    if parse_yaml_settings(text).error or block is None or not block.value:
        return None
    declared = next((value for key, value in block.value if key.value == "topics"), None)
    entries = {id: {"name": dict(names)} for id, names in topics.items()}
    if declared is None and block.flow_style:
        result = _into_flow(text, block, {"topics": entries})
    elif declared is None:
        indent = block.value[0][0].start_mark.column
        result = _into_block(text, block, [" " * indent + "topics:", *render_topics(topics, indent + 2).splitlines()])
    elif not isinstance(declared, yaml.MappingNode):
        return None
    elif declared.flow_style:
        result = _into_flow(text, declared, entries)
    else:
        indent = declared.value[0][0].start_mark.column
        result = _into_block(text, declared, render_topics(topics, indent).splitlines())
    return result if _says(result, topics, text) else None


def _into_flow(text: str, node: yaml.MappingNode, entries: Mapping[str, object]) -> str:
    """New entries before the closing brace of `{…}`."""
    at = text.rindex("}", 0, node.end_mark.index)
    before = text[:at].rstrip()
    comma = "" if before.endswith(("{", ",")) else ", "
    return before + comma + _flow(dict(entries))[1:-1] + text[at:]


def _into_block(text: str, node: yaml.MappingNode, new: list[str]) -> str:
    """New lines after the last one of a mapping on lines of its own; its end mark stands at the next token."""
    lines = text.split("\n")
    end = min(node.end_mark.line, len(lines))
    while end > 0 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return "\n".join([*lines[:end], *new, *lines[end:]])


def _find_block(text: str) -> yaml.MappingNode | None:
    try:
        root = yaml.compose(text, Loader=DataLoader)
    except (yaml.YAMLError, RecursionError):
        return None
    plugins = _entry(root, "plugins")
    entries = plugins.value if isinstance(plugins, yaml.SequenceNode) else [plugins]
    for entry in entries:
        block = _entry(entry, "kb")
        if isinstance(block, yaml.MappingNode):
            return block
    return None


def _entry(node: yaml.Node | None, name: str) -> yaml.Node | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for key, value in node.value if key.value == name), None)


def _says(result: str, topics: Mapping[str, Mapping[str, str]], before: str) -> bool:
    """Whether the new text declares the new topics, and all else as before."""
    new, old = parse_yaml_settings(result), parse_yaml_settings(before)
    block, was = dict(plugin_options(new, "kb") or {}), dict(plugin_options(old, "kb") or {})
    declared, known = block.pop("topics", {}), was.pop("topics", {}) or {}
    expected = known | {id: {"name": dict(names)} for id, names in topics.items()}
    others = {key: value for key, value in new.values.items() if key != "plugins"}
    return (
        not new.error
        and declared == expected
        and block == was
        and others == {key: value for key, value in old.values.items() if key != "plugins"}
    )
