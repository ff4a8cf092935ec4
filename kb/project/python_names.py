"""Python in `mkdocs.yml`: `!!python/name:material.extensions.emoji.twemoji` and its kin, as Material documents them.

PyYAML's full loader, which MkDocs uses, calls whatever a tag names, so looking at a foreign project would run foreign
commands. Here a tag may name what an installed extension of Markdown, or Material, defines itself, and nothing else;
`refusing_loader` holds MkDocs' own reading to the same when we start it.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import Any

import yaml

from kb.source.problem import Rule, Severity
from kb.source.yaml_nodes import Node

REFUSED_NAME = Rule(
    "KB822",
    "refused-python-name",
    Severity.ERROR,
    what="A tag in `mkdocs.yml` names Python code that is no part of an installed extension of Markdown.",
    why="Whoever can change the file could have any program run, on every computer that checks or builds the project.",
    example="extra:\n  today: !!python/object/apply:os.system [date]",
    hint="name a function of an installed extension, such as `!!python/name:material.extensions.emoji.twemoji`",
)
RULES = (REFUSED_NAME,)

TAG = "tag:yaml.org,2002:python/"
NAME, CALL = "python/name:", "python/object/apply:"
_PLAIN: Mapping[str, Callable[[str], object]] = {
    "python/str": str,
    "python/int": int,
    "python/float": float,
    "python/none": lambda _: None,
}
_ALWAYS = frozenset({"material", "materialx", "pymdownx", "markdown"})
CALLED = ("pymdownx.slugs", "pymdownx.arithmatex", "pymdownx.superfences", "material.extensions")
"""What may be called, and not only named: makers of slugs and of formats. `markdown.markdownFromFile` writes files."""


class RefusedNameError(Exception):
    """A tag that is not followed; the message says why."""


@cache
def _packages() -> frozenset[str]:
    """The packages that bring extensions of Markdown, or plugins of MkDocs."""
    from importlib.metadata import entry_points  # with all of `email`: few projects have such a tag

    entries = (*entry_points(group="markdown.extensions"), *entry_points(group="mkdocs.plugins"))
    return _ALWAYS | {entry.module.partition(".")[0] for entry in entries}


def find(name: str) -> Any:
    """What the dotted `name` stands for; raises `RefusedNameError` if it is nothing that an extension defines."""
    module, _, wanted = name.rpartition(".")
    package = module.partition(".")[0]
    if package not in _packages():
        raise RefusedNameError(f"“{name}” is no part of an installed extension of Markdown")
    try:
        found = getattr(importlib.import_module(module), wanted)
    except (ImportError, AttributeError) as error:
        raise RefusedNameError(f"there is no “{name}” ({error})") from None
    if str(getattr(found, "__module__", "")).partition(".")[0] != package:
        raise RefusedNameError(f"“{name}” is not defined by {package} itself")
    return found


def call(name: str, arguments: object) -> Any:
    """The result of `!!python/object/apply:name`, whose `arguments` are a list, or a mapping of `args` and `kwds`."""
    parts: Mapping[str, Any] = arguments if isinstance(arguments, Mapping) else {"args": arguments or []}
    if parts.keys() - {"args", "kwds"}:
        raise RefusedNameError(f"“{name}”: only `args` and `kwds` can be given")
    if not name.startswith(tuple(f"{one}." for one in CALLED)):
        raise RefusedNameError(f"“{name}” is not called: functions of {', '.join(CALLED)} are")
    try:
        return find(name)(*parts.get("args", []), **parts.get("kwds", {}))
    except RefusedNameError:
        raise
    except Exception as error:  # whatever a function does with wrong arguments
        raise RefusedNameError(f"“{name}”: {type(error).__name__}: {error}") from None


def with_objects(node: Node) -> Any:
    """`node.plain()` with what Python tags stand for in their places; raises `RefusedNameError`."""
    tag = node.tag
    if tag.startswith(NAME):
        return find(tag.removeprefix(NAME))
    if tag in _PLAIN:
        return _PLAIN[tag](node.text or "")
    if node.entries is not None:
        plain: Any = {key: with_objects(one) for key, one in node.entries.items()}
    elif node.items is not None:
        plain = [with_objects(one) for one in node.items]
    elif tag.startswith(CALL):
        plain = []  # `!!python/object/apply:name` with nothing behind it
    else:
        return node.plain()
    if tag.startswith(CALL):
        return call(tag.removeprefix(CALL), plain)
    if tag.startswith("python/"):
        raise RefusedNameError(f"the tag !!{tag} is not followed")
    return plain


def refused_in(node: Node) -> Iterator[tuple[int, str]]:
    """Line and reason of each Python tag below `node` that is not followed."""
    try:
        with_objects(node)
    except RefusedNameError as error:
        inner = [*(node.entries or {}).values(), *(node.items or ())]
        below = [found for one in inner for found in refused_in(one)]
        yield from below or [(node.line, str(error))]


def has_tags(node: Node) -> bool:
    """Whether a Python tag stands anywhere below `node`."""
    inner = (*(node.entries or {}).values(), *(node.items or ()))
    return node.tag.startswith("python/") or any(map(has_tags, inner))


def refusing_loader(loader: Any) -> Any:
    """A kind of `loader` that follows the same tags as `with_objects`, and raises `ConstructorError` at others."""

    class Refusing(loader):  # type: ignore[misc]
        """PyYAML keeps constructors by class."""

    def guarded(make: Callable[[Any, str, Any], Any]) -> Callable[[Any, str, Any], Any]:
        def construct(reader: Any, suffix: str, node: Any) -> Any:
            try:
                return make(reader, suffix, node)
            except RefusedNameError as error:
                raise yaml.constructor.ConstructorError(None, None, str(error), node.start_mark) from None

        return construct

    def refuse(_: Any, __: str, node: Any) -> Any:
        raise RefusedNameError(f"the tag !!{str(node.tag).removeprefix('tag:yaml.org,2002:')} is not followed")

    def called(reader: Any, suffix: str, node: Any) -> Any:
        if isinstance(node, yaml.MappingNode):
            return call(suffix, reader.construct_mapping(node, deep=True))
        is_list = isinstance(node, yaml.SequenceNode)
        return call(suffix, reader.construct_sequence(node, deep=True) if is_list else [])

    Refusing.yaml_multi_constructors = {
        prefix: make for prefix, make in Refusing.yaml_multi_constructors.items() if not str(prefix).startswith(TAG)
    }
    Refusing.add_multi_constructor(TAG + "name:", guarded(lambda _, suffix, __: find(suffix)))
    Refusing.add_multi_constructor(TAG + "object/apply:", guarded(called))
    for kind in ("module:", "object:", "object/new:"):
        Refusing.add_multi_constructor(TAG + kind, guarded(refuse))
    return Refusing


def as_text(value: object) -> str:
    """`value`, with functions in it, as text that is the same in every process: for keys of what is kept."""
    return json.dumps(value, default=_named, sort_keys=True)


def _named(value: Any) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, partial):
        return ["partial", _named(value.func), list(value.args), value.keywords]
    if callable(value) and hasattr(value, "__qualname__"):
        return f"{value.__module__}.{value.__qualname__}"
    return type(value).__name__
