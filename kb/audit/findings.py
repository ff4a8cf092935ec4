"""Marks that leaked → problems: which internal line, which public file, at which byte."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence

from kb.audit.containers import ClosedError
from kb.audit.finders import MarkFinder
from kb.audit.marks import NUMBER, Key, Marks
from kb.audit.origins import Origin
from kb.audit.scanning import Scanner, name_as_bytes, places
from kb.content.problem import Problem, Rule, Severity

LEAKED_TEXT = Rule(
    "KB910",
    "leaked-text",
    Severity.ERROR,
    what="Words that only internal content has stand in the public folder.",
    why="Shoppers, rivals and search engines could read what was written for agents.",
    example="a sentence of agents/procedures/refunds.md in site/public/search/en.json",
    mend="find out how it got there before anything is published; what is no secret, write in docs/ too",
)
LEAKED_NAME = Rule(
    "KB911",
    "leaked-name",
    Severity.ERROR,
    what="The name of something internal stands in the public folder: a title, slug, placeholder, fact or file name.",
    why="A name tells that the thing exists, and often what it says.",
    example="agents/procedures/chargeback-limits.md, named in site/public/sitemap.xml",
    mend="find out how it got there before anything is published",
)
LEAKED_VALUE = Rule(
    "KB912",
    "leaked-value",
    Severity.ERROR,
    what="The value of an internal fact stands in the public folder.",
    why="Limits that agents decide by lose their use once they are known.",
    example="goodwill_voucher, written out on a public page",
    mend="find out how it got there; a value that shoppers may know belongs in facts.yml. Values too short to be told "
    "from other words (“80%”, “5 h”) are not looked for; `kb audit` names them",
)
LEAKED_FILE = Rule(
    "KB913",
    "leaked-file",
    Severity.ERROR,
    what="A file from agents/ lies in the public folder, whole.",
    why="Anyone who guesses or finds its address can open it.",
    example="agents/scripts/box.png as site/public/assets/box.png",
    mend="move the file to docs/ if shoppers may see it; else find out how it got there",
)
CLOSED_FILE = Rule(
    "KB914",
    "closed-file",
    Severity.WARNING,
    what="A file in the public folder is encrypted, damaged, or packed in a way that the audit cannot open.",
    why="What cannot be read cannot be judged.",
    example="docs/price-list.zip with a password",
    mend="publish it as a plain file, or as zip or gzip without a password",
)
RULES = (LEAKED_TEXT, LEAKED_NAME, LEAKED_VALUE, LEAKED_FILE, CLOSED_FILE)

MOST_FINDINGS = 50
_RULES = {
    "fact value": LEAKED_VALUE,
    "fact amount": LEAKED_VALUE,
    "whole file": LEAKED_FILE,
    **dict.fromkeys(("title", "file name", "id", "path", "placeholder", "name", "team"), LEAKED_NAME),
}


def find_places(marks: Marks, contents: Mapping[str, bytes], names: Sequence[str], shown_as: str) -> list[Problem]:
    """The places of marks that leaked: for each internal and published file, the most telling one."""
    scanner = Scanner(MarkFinder(marks))
    problems = []
    for name in names:
        for key in _one_for_each_file(marks, scanner.scan_whole(name_as_bytes(name))):
            problems.append(_problem(marks.origin(key), key, f"{shown_as}/{name}", 0, "the file's own name"))
    for name in names:
        if len(problems) >= MOST_FINDINGS:
            break
        with contextlib.suppress(ClosedError):
            for key in _one_for_each_file(marks, scanner.scan_whole(contents[name])):
                offset, how = next(places(contents[name], scanner, key))
                problems.append(_problem(marks.origin(key), key, f"{shown_as}/{name}", offset, how))
    return problems


def _one_for_each_file(marks: Marks, hits: Iterable[Key]) -> list[Key]:
    """Of all marks from one internal file, the longest."""
    return list({marks.origin(key).path: key for key in sorted(hits, key=_weight)}.values())


def _weight(key: Key) -> tuple[int, str]:
    return len(_shown(key)), _shown(key)


def _shown(key: Key) -> str:
    if isinstance(key, str):
        return "the whole file"
    return (b" ".join(key) if isinstance(key, tuple) else key.removeprefix(NUMBER)).decode("utf-8", "replace")


def _problem(origin: Origin, key: Key, published: str, offset: int, how: str) -> Problem:
    rule = _RULES.get(origin.what, LEAKED_TEXT)
    where = f"{published}, byte {offset}" + (f" ({how})" if how else "")
    return rule.at(origin.path, origin.line, f"“{_shown(key)}” ({origin.what}) is internal and stands in {where}")
