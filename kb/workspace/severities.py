"""The one door through which problems pass before anybody hears of them: the shop's own severities.

Wherever a problem is born, checking, building, serving and MkDocs' own build tell it as `rules` in mkdocs.yml and in
front matter say.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from kb.content.model import Document
from kb.project.intake import matches
from kb.project.options import Options
from kb.project.project import CONFIG
from kb.project.rule_settings import RuleSetting, is_guard
from kb.source.problem import Problem, Rule, Severity

UNKNOWN_RULE = Rule(
    "KB816",
    "unknown-rule",
    Severity.ERROR,
    what="`rules` names a code that no rule has.",
    why="Whatever it was meant to switch off goes on being told, or a rule that is meant to stop does not.",
    example="rules: {KB770: off}",
    hint="write the code as a problem shows it, such as KB701",
)
RULE_STAYS = Rule(
    "KB818",
    "rule-stays",
    Severity.ERROR,
    what="`rules` switches off, or makes milder, a rule that guards what is published.",
    why="What only agents may read would reach shoppers, or pages would not say what was written.",
    example="rules: {KB910: off}",
    hint="delete the line, and mend what the rule tells",
)
UNUSED_SETTING = Rule(
    "KB819",
    "unused-rule-setting",
    Severity.HINT,
    what="A file's own `rules` name a rule that finds nothing in it.",
    why="It would hide the next mistake of that kind.",
    example="---\ntitle: Returns\nrules: {KB603: off}\n---",
    hint="delete it",
)
RULES = (UNKNOWN_RULE, RULE_STAYS, UNUSED_SETTING)

_RANK = {None: 0, Severity.HINT: 1, Severity.WARNING: 2, Severity.ERROR: 3}


@dataclass(frozen=True)
class Severities:
    """What a shop says of its rules: for all files, and for single ones by their path."""

    everywhere: tuple[RuleSetting, ...] = ()
    by_file: Mapping[str, tuple[RuleSetting, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def apply(self, problems: Iterable[Problem]) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
        """`problems` as severe as the shop wants them, and those that are off. Done twice it changes nothing more."""
        told: list[Problem] = []
        silenced: list[Problem] = []
        for problem in problems:
            setting = self._setting_of(problem)
            if setting is None:
                told.append(problem)
            elif setting.severity is None:
                silenced.append(problem)
            else:
                told.append(replace(problem, severity=setting.severity))
        return tuple(told), tuple(silenced)

    def _setting_of(self, problem: Problem) -> RuleSetting | None:
        """The file's own setting before that of mkdocs.yml."""
        for setting in self.by_file.get(problem.path, ()):
            if setting.code == problem.code:
                return setting
        for setting in self.everywhere:
            if setting.code == problem.code and (not setting.files or matches(setting.files, problem.path)):
                return setting
        return None

    def told(self) -> str:
        """The rules that are off, with the reasons given: `2 rules are off: KB702, KB303 (a law is quoted) in 1 file`.

        Empty where none is.
        """
        rows: dict[tuple[str, str], int] = {}
        for setting in self.everywhere:
            if setting.severity is None:
                rows[setting.code, setting.reason] = len(setting.files) and -1
        for settings in self.by_file.values():
            for setting in settings:
                if setting.severity is None and rows.get((setting.code, setting.reason), 1) > 0:
                    rows[setting.code, setting.reason] = rows.get((setting.code, setting.reason), 0) + 1
        said = ", ".join(_row(code, reason, files) for (code, reason), files in sorted(rows.items()))
        count = len({code for code, _ in rows})
        return f"{count} rule{' is' if count == 1 else 's are'} off: {said}." if rows else ""


def _row(code: str, reason: str, files: int) -> str:
    """One rule that is off; `files` counts those that say so themselves, -1 stands for patterns of files."""
    where = " in some files" if files < 0 else f" in {files} file{'' if files == 1 else 's'}" if files else ""
    return code + (f" ({reason})" if reason else "") + where


def read_severities(options: Options, documents: Iterable[Document] = ()) -> tuple[Severities, tuple[Problem, ...]]:
    """The settings that may stand, and what is wrong with the others.

    `documents` are those whose own settings count; where none are at hand those of mkdocs.yml count alone.
    """
    of_files = {document.path: document.rules for document in documents if document.rules}
    if not options.rules and not of_files:
        return Severities(), ()
    problems = list(_refused(options.rules, CONFIG))
    for path, settings in of_files.items():
        problems += _refused(settings, path)
    by_file = {path: tuple(filter(_may_stand, settings)) for path, settings in of_files.items()}
    return Severities(tuple(filter(_may_stand, options.rules)), MappingProxyType(by_file)), tuple(problems)


def unused_settings(documents: Iterable[Document], found: Iterable[Problem]) -> Iterator[Problem]:
    """A hint for each setting of a file's own that none of the problems `found`, those that are off included, needs."""
    needed = {(problem.path, problem.code) for problem in found}
    for document in documents:
        for setting in document.rules:
            if not document.is_draft and _may_stand(setting) and (document.path, setting.code) not in needed:
                yield UNUSED_SETTING.at(
                    document.path, setting.line, f"rules: {setting.code} finds nothing in this file"
                )


def _known() -> Mapping[str, Rule]:
    from kb.reports.discovery import (
        all_rules,
    )  # it loads every module with rules, which a shop without settings needs not

    return {rule.code: rule for rule in all_rules()}


def _may_stand(setting: RuleSetting) -> bool:
    rule = _known().get(setting.code)
    return rule is not None and not _is_milder(setting, rule)


def _is_milder(setting: RuleSetting, rule: Rule) -> bool:
    return is_guard(rule) and _RANK[setting.severity] < _RANK[rule.severity]


def _refused(settings: Iterable[RuleSetting], path: str) -> Iterator[Problem]:
    for setting in settings:
        rule = _known().get(setting.code)
        if rule is None:
            yield UNKNOWN_RULE.at(path, setting.line, f"rules: there is no rule {setting.code}", _nearest(setting.code))
        elif _is_milder(setting, rule):
            said = setting.severity.value if setting.severity else "off"
            message = f"rules: {rule.code} ({rule.name}) guards what is published and cannot be “{said}”"
            yield RULE_STAYS.at(path, setting.line, message)


def _nearest(code: str) -> str:
    """Advice for a code that nobody knows: that of the rule of this name, else the codes most like it."""
    known = _known()
    by_name = {rule.name: rule.code for rule in known.values()}
    if name := difflib.get_close_matches(code.lower(), by_name, n=1, cutoff=0.8):
        return f"did you mean {by_name[name[0]]} ({name[0]})?"
    group = [one for one in known if one.startswith(code[:3].upper())]
    near = difflib.get_close_matches(code.upper(), group, n=1, cutoff=0.7)
    return f"did you mean {near[0]} ({known[near[0]].name})?" if near else ""
