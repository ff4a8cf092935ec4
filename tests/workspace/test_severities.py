"""`rules` in mkdocs.yml and in front matter: read as written, honoured by every command, and never for what guards."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.project.rule_settings import is_guard
from kb.reports.discovery import all_rules
from kb.source.problem import Severity
from tests.cli.running import call_kb, said
from tests.conftest import MINIMAL_CONFIG, WriteProject

PAGE = "---\ntitle: How do I return?\n{field}---\nWithin 14 days of delivery.\n"
"""Its number is a fact of the shop's: KB303. KB601, of a missing translation, is off in these shops."""


def shop(write_project: WriteProject, rules: str = "", field: str = "", name: str = "docs/faq/return.md") -> Path:
    setting = f"      rules: {{KB601: off{', ' if rules else ''}{rules}}}\n"
    facts = "return_days: {unit: days, value: 14}\n"
    return write_project({"mkdocs.yml": MINIMAL_CONFIG + setting, "facts.yml": facts, name: PAGE.format(field=field)})


def told(root: Path, *arguments: str) -> tuple[int, list[tuple[str, int, str, str]], str]:
    """Exit code of `kb check`, each problem as (path, line, severity, code), and all that was said."""
    done = call_kb(root, "check", *arguments)
    rows = []
    for row in done.stdout.decode().splitlines():
        path, line, rest = row.split(":", 2)
        severity, code = rest.split()[:2]
        rows.append((path, int(line), severity, code))
    return done.returncode, rows, said(done)


@pytest.mark.parametrize("word", ["off", "no", "false", "Off", "FALSE", '"off"', "{severity: off}", "{severity: no}"])
def test_off_is_read_as_it_is_written(write_project: WriteProject, word: str) -> None:
    code, rows, words = told(shop(write_project, f"KB303: {word}"), "--strict")
    assert (code, rows) == (0, [])
    assert "2 rules are off: KB303, KB601." in words


@pytest.mark.parametrize(("severity", "code", "strict"), [("hint", 0, 0), ("warning", 0, 1), ("error", 1, 1)])
def test_a_rule_is_as_severe_as_the_shop_says(
    write_project: WriteProject, severity: str, code: int, strict: int
) -> None:
    root = shop(write_project, f"KB303: {severity}")
    assert told(root)[:2] == (code, [("docs/faq/return.md", 4, severity, "KB303")])
    assert told(root, "--strict")[0] == strict


def test_a_reason_and_files(write_project: WriteProject) -> None:
    rules = "KB303: {severity: off, reason: a law is quoted, files: [docs/policies/, '*-law.md']}"
    for name, found in (
        ("docs/faq/return.md", [("docs/faq/return.md", 4, "warning", "KB303")]),
        ("docs/policies/return.md", []),
        ("docs/faq/civil-law.md", []),
    ):
        root = shop(write_project, rules, name=name)
        _, rows, words = told(root)
        assert [row for row in rows if row[0] == name] == found
        assert "KB303 (a law is quoted) in some files" in words
        (root / name).unlink()  # two pages of one title would be told too


def test_a_file_may_set_a_rule_for_itself(write_project: WriteProject) -> None:
    root = shop(write_project, field="rules: {KB303: {severity: off, reason: quoted}}\n")
    (root / "docs/faq/other.md").write_text(PAGE.format(field="").replace("return?", "pay?"), "utf-8")
    _, rows, words = told(root)
    assert rows == [("docs/faq/other.md", 4, "warning", "KB303")]
    assert "KB303 (quoted) in 1 file" in words
    root = shop(write_project, "KB303: off", field="rules: {KB303: error}\n")
    assert ("docs/faq/return.md", 5, "error", "KB303") in told(root)[1]


def test_a_setting_that_a_file_does_not_need_is_a_hint(write_project: WriteProject) -> None:
    root = shop(write_project, field="rules:\n  KB303: off\n  KB603: off\n")
    assert told(root, "--strict")[:2] == (0, [("docs/faq/return.md", 5, "hint", "KB819")])


@pytest.mark.parametrize(
    ("rules", "code", "words"),
    [
        ("KB770: off", "KB816", "did you mean KB7"),
        ("stray-literal: off", "KB816", "did you mean KB303 (stray-literal)?"),
        ("KB910: off", "KB818", "leaked-text"),
        ("KB938: hint", "KB818", "guards what is published"),
        ("KB203: warning", "KB818", "cannot be “warning”"),
        ("KB303: on", "KB801", "off, hint, warning or error"),
        ("KB303: true", "KB801", "off, hint, warning or error"),
        ("KB303: ignore", "KB801", "off, hint, warning or error"),
        ("KB303: ''", "KB801", "off, hint, warning or error"),
        ("KB303: {reason: so}", "KB801", "severity"),
        ("KB303: {severity: off, file: x.md}", "KB801", "“file”"),
    ],
)
def test_what_cannot_be_is_an_error_with_its_line(
    write_project: WriteProject, rules: str, code: str, words: str
) -> None:
    status, rows, everything = told(shop(write_project, rules))
    assert status == 1 and ("mkdocs.yml", 11, "error", code) in rows
    assert words in everything


def test_the_same_in_front_matter(write_project: WriteProject) -> None:
    for value, code in (("{KB910: off}", "KB818"), ("{KB000: off}", "KB816"), ("{KB303: on}", "KB104")):
        assert ("docs/faq/return.md", 3, "error", code) in told(shop(write_project, field=f"rules: {value}\n"))[1]
    files = "rules: {KB303: {severity: off, files: [a.md]}}\n"
    assert ("docs/faq/return.md", 3, "error", "KB104") in told(shop(write_project, field=files))[1]


def test_a_guard_may_be_made_more_severe_alone(write_project: WriteProject) -> None:
    root = shop(write_project, "KB916: error, KB910: error")
    assert [row for row in told(root)[1] if row[0] == "mkdocs.yml"] == []


def test_what_keeps_secrets_is_guarded_and_advice_is_not() -> None:
    rules = {rule.code: rule for rule in all_rules()}
    audit_and_lock = [rule for code, rule in rules.items() if code >= "KB907" and code != "KB921"]
    assert all(map(is_guard, audit_and_lock))
    assert is_guard(rules["KB113"]) and is_guard(rules["KB203"]) and is_guard(rules["KB512"])
    free = {code for code, rule in rules.items() if not is_guard(rule)}
    assert {"KB201", "KB303", "KB502", "KB507", "KB601", "KB603", "KB604", "KB701", "KB702", "KB902"} <= free


def test_kb_build_and_mkdocs_build_honour_it(write_project: WriteProject) -> None:
    root = shop(write_project, "KB303: error")
    assert call_kb(root, "build").returncode == 1
    root = shop(write_project, "KB303: off")
    for arguments in (("build", "--strict"), ("build",)):
        done = call_kb(root, *arguments)
        assert done.returncode == 0 and "KB303" not in said(done)
    root = shop(write_project, "KB303: hint")
    done = call_kb(root, "build", "--strict")
    assert done.returncode == 0 and "hint KB303" in said(done) and "1 hint" in said(done)


def test_what_mkdocs_itself_warns_of_is_settable(write_project: WriteProject) -> None:
    """KB902 is born while pages are made, long after the checks."""
    hook = "import logging\n\n\ndef on_pre_build(config):\n    logging.getLogger('mkdocs').warning('Mind!')\n"
    files = {"warns.py": hook}
    config = shop(write_project, "KB303: off").joinpath("mkdocs.yml").read_text("utf-8") + "hooks: [warns.py]\n"
    root = write_project({"mkdocs.yml": config, **files})
    assert call_kb(root, "build", "--strict").returncode == 1
    config = config.replace("KB601: off", "KB601: off, KB902: hint")
    root = write_project({"mkdocs.yml": config, **files})
    done = call_kb(root, "build", "--strict")
    assert done.returncode == 0 and "hint KB902" in said(done), said(done)


def test_severities_sort_as_they_stop() -> None:
    assert [one.value for one in Severity] == ["error", "warning", "hint"]
