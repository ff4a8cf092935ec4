"""The shop's own rules, `insights/redaction.yml`: patterns, and values that stay."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kb.insights.redaction.pattern_rule import KINDS, PatternRule
from kb.insights.redaction.patterns import PatternError, compile_rule, refuse_unbounded
from kb.source.near_words import near_word
from kb.source.yaml_nodes import Node, parse_yaml

SHOP_FILE = "insights/redaction.yml"
_MOST_LETTERS, _MOST_ROWS = 500, 200
"""Of a shop's pattern; of its patterns and of its kept values."""


class RulesError(Exception):
    """The shop's file cannot be used: a sentence with path and line, and how to mend it."""


def read_shop_file(path: Path) -> tuple[list[PatternRule], list[str]]:
    """The shop's patterns, and the values that it keeps. Raises `RulesError`, or OSError if it cannot be read."""
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise RulesError(f"{SHOP_FILE}:1: is not UTF-8 text; save the file as UTF-8") from None
    node, problems = parse_yaml(text, path=SHOP_FILE)
    if problems:
        raise RulesError(str(problems[0]))
    if node is None or node.is_null:
        return [], []
    _expect_keys(node, ("patterns", "keep"))
    rows = _items(node, "patterns")
    return [_shop_pattern(row) for row in rows], [_text(row, "keep") for row in _items(node, "keep")]


def _refuse(line: int, message: str) -> RulesError:
    return RulesError(f"{SHOP_FILE}:{line}: {message}")


def _expect_keys(node: Node, keys: Sequence[str]) -> None:
    if node.entries is None:
        raise _refuse(node.line, f"is {node.describe()}; write the keys {' and '.join(keys)}")
    for key in node.entries:
        if key not in keys:
            meant = near_word(key, keys)
            hint = f"write {meant}" if meant else f"write one of {', '.join(keys)}"
            raise _refuse(node.line_of(key), f"there is no key “{key}”; {hint}")


def _items(node: Node, key: str) -> tuple[Node, ...]:
    value = (node.entries or {}).get(key)
    if value is None or value.is_null:
        return ()
    if value.items is None:
        raise _refuse(value.line, f"{key} is {value.describe()}; write a list, each item behind a dash")
    if len(value.items) > _MOST_ROWS:
        raise _refuse(value.line, f"{key} has {len(value.items)} items; write {_MOST_ROWS} at most")
    return value.items


def _text(node: Node, what: str) -> str:
    if not node.is_scalar or not (node.text or "").strip():
        raise _refuse(node.line, f"{what} has {node.describe()} where a text belongs; write it in quotes")
    return node.text or ""


def _shop_pattern(node: Node) -> PatternRule:
    _expect_keys(node, ("kind", "pattern", "why"))
    fields = node.entries or {}
    if "pattern" not in fields or "kind" not in fields:
        raise _refuse(node.line, "a pattern needs a kind and a pattern, as in {kind: order, pattern: 'SR-\\d{6}'}")
    kind, pattern = _text(fields["kind"], "kind"), _text(fields["pattern"], "pattern")
    line = fields["pattern"].line
    if kind not in KINDS:
        raise _refuse(fields["kind"].line, f"there is no kind “{kind}”; write one of {', '.join(KINDS)}")
    if len(pattern) > _MOST_LETTERS:
        raise _refuse(line, f"the pattern has {len(pattern)} letters; write {_MOST_LETTERS} at most")
    try:
        refuse_unbounded(pattern)
        found = compile_rule(pattern)
    except PatternError as error:
        raise _refuse(line, f"the pattern {error}") from None
    if found.match(""):
        raise _refuse(line, "the pattern finds empty text; write at least one letter or digit that must stand there")
    return PatternRule(kind, found)
