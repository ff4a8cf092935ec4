"""The option `rules`, and the field of the same name in front matter: how severe a rule is for this shop.

A setting is read as it was written: YAML 1.1 takes `off` for a truth value, its writer does not. Which codes there are
is judged where all rules are known (`kb/workspace/severities.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kb.source.fields import NO, WrongTypeError, read_mapping, read_text, read_texts
from kb.source.problem import Rule, Severity
from kb.source.yaml_nodes import Node

CHOICES = "off, hint, warning or error"

_READING, _FACTS, _OPTIONS, _PUBLISHING = "KB1", "KB3", "KB8", "KB9"
_ADVICE = frozenset({"KB115", "KB902", "KB905", "KB906", "KB921"})
"""Rules of those groups that hold nothing back: a text to be written yet, and what others or hosts say."""
_SAFETY = frozenset(
    {
        *("KB203", "KB206", "KB208", "KB214", "KB215", "KB216", "KB407"),  # secrets, and HTML that acts
        *("KB504", "KB510", "KB511", "KB512", "KB513", "KB514", "KB515"),  # what a customer would be sent
    }
)


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """How severe one rule is, everywhere or in some files."""

    code: str
    severity: Severity | None
    """None: the rule is off."""
    reason: str = ""
    files: tuple[str, ...] = ()
    """Patterns as in `.gitignore`, from the project's folder; none: every file."""
    line: int = 1
    """Where it stands, counted from 1."""


def is_guard(rule: Rule) -> bool:
    """Whether no shop may switch `rule` off: it keeps secrets, or what is published would not be what was written."""
    group = rule.code[:3]
    if rule.code in _ADVICE:
        return False
    is_error = rule.severity is Severity.ERROR
    return rule.code in _SAFETY or group == _PUBLISHING or (is_error and group in {_READING, _FACTS, _OPTIONS})


def read_rules(node: Node) -> tuple[RuleSetting, ...]:
    """The option: code → severity, or a mapping of severity, reason and files."""
    return tuple(_read(code, entry, node.line_of(code), with_files=True) for code, entry in read_mapping(node).items())


def read_rules_of_file(node: Node) -> tuple[RuleSetting, ...]:
    """The field: code → severity, or a mapping of severity and reason. It holds in its own file alone."""
    return tuple(_read(code, entry, node.line_of(code), with_files=False) for code, entry in read_mapping(node).items())


def _read(code: str, node: Node, line: int, *, with_files: bool) -> RuleSetting:
    if node.entries is None:
        return RuleSetting(code, _read_severity(node, line), line=line)
    known = ("severity", "reason", *(["files"] if with_files else []))
    if unknown := sorted(set(node.entries) - set(known)):
        raise WrongTypeError(node.line_of(unknown[0]), " or ".join(known), f"“{unknown[0]}”")
    part: Mapping[str, Node] = node.entries
    if "severity" not in part:
        raise WrongTypeError(node.line, f"severity: {CHOICES}", node.describe())
    return RuleSetting(
        code,
        _read_severity(part["severity"], line),
        read_text(part["reason"]) if "reason" in part else "",
        read_texts(part["files"]) if "files" in part else (),
        line,
    )


def _read_severity(node: Node, line: int) -> Severity | None:
    """`off`, `no` and `false` are one word to YAML and to us; `on` says no severity."""
    word = (node.text or "").lower() if node.is_scalar and not node.is_null else ""
    if word in NO - {"0", "n"}:
        return None
    if word in set(Severity):
        return Severity(word)
    raise WrongTypeError(node.line or line, f"{CHOICES} (a rule is on without a setting)", node.describe())
