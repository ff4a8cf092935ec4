"""`insights/classes.yml`: which class of the shop's scripts each group of customers belongs to.

vip: [champions, loyal]
new: [new, promising]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from kb.insights.classes.scoring import GROUPS
from kb.project.folders import INSIGHTS
from kb.source.yaml_nodes import Node, parse_yaml

FILE = f"{INSIGHTS}/classes.yml"
USUAL: Mapping[str, tuple[str, ...]] = {
    "vip": ("champions", "loyal"),
    "returning": ("active", "needs_attention"),
    "new": ("new", "promising"),
    "at-risk": ("at_risk", "previously_loyal", "almost_lost"),
}
"""What is proposed for the classes that a shop has without saying so. Dormant customers get the reply for everybody."""
_HEAD = """\
# Class of customers (`variants` in mkdocs.yml) → groups that belong to it. Names of groups are Shopify's.
# A group that stands nowhere gets the reply for everybody.
#   Groups: {groups}
# Look through what your scripts say first: these groups say how customers buy, not what happened to them.
"""


class ClassFileError(Exception):
    """`insights/classes.yml` cannot be read so: `path:line`, what is wrong, how to mend it."""


def usual_classes(variants: Sequence[str]) -> dict[str, str]:
    """Group → class, for those of the usual classes that the shop has."""
    return {group: one for one, groups in USUAL.items() if one in variants for group in groups}


def propose_classes(variants: Sequence[str]) -> str:
    """A first class file for a shop of these classes."""
    rows = [f"{one}: [{', '.join(USUAL.get(one, ()))}]\n" for one in variants]
    return _HEAD.format(groups=", ".join(GROUPS)) + "".join(rows)


def load_classes(root: Path, variants: Sequence[str]) -> dict[str, str] | None:
    """Group → class, as the shop says; None where it has no such file. Raises `ClassFileError`."""
    path = root / FILE
    if not path.is_file():
        return None
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise ClassFileError(f"{FILE}:1: cannot be read as UTF-8: save it again as UTF-8") from None
    node, problems = parse_yaml(text, path=FILE)
    if problems:
        raise ClassFileError(str(problems[0]))
    if node is None or not node.entries:
        line = node.line if node else 1
        raise ClassFileError(f"{FILE}:{line}: write a class and its groups, such as vip: [champions, loyal]")
    found: dict[str, str] = {}
    for name, value in node.entries.items():
        line = node.line_of(name)
        if name not in variants:
            known = ", ".join(variants) or "none"
            raise ClassFileError(f"{FILE}:{line}: “{name}” is no class of your scripts (`variants`): {known}")
        for one in _groups(value, name):
            group = _group_name(one)
            if group in found:
                raise ClassFileError(f"{FILE}:{one.line}: “{group}” belongs to {found[group]} already: choose one")
            found[group] = name
    return found


def _groups(value: Node, name: str) -> tuple[Node, ...]:
    if value.is_null:
        return ()
    items = value.items if value.items is not None else (value,)
    for one in items:
        if not one.is_scalar or one.is_null:
            raise ClassFileError(f"{FILE}:{one.line}: {name}: write a list of groups: {', '.join(GROUPS)}")
    return items


def _group_name(node: Node) -> str:
    name = (node.text or "").strip().lower().replace("-", "_").replace(" ", "_")
    if name not in GROUPS:
        raise ClassFileError(f"{FILE}:{node.line}: “{node.text}” is no group of customers: {', '.join(GROUPS)}")
    return name
