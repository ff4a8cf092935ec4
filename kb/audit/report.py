"""Signatures that leaked → problems: which internal line, which public file, at which byte."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from kb.audit.matching.matchers import SignatureMatcher
from kb.audit.matching.model import Origin
from kb.audit.matching.signatures import NUMBER, Key, Signatures
from kb.audit.scanning import Scanner, name_as_bytes, places
from kb.source.problem import Problem, Rule, Severity

LEAKED_TEXT = Rule(
    "KB910",
    "leaked-text",
    Severity.ERROR,
    what="Words that only internal content has stand in the public folder.",
    why="Shoppers, rivals and search engines could read what was written for agents.",
    example="a sentence of agents/procedures/refunds.md in site/public/search/en.json",
    hint="find out how it got there before anything is published; what is no secret, write in docs/ too",
)
LEAKED_NAME = Rule(
    "KB911",
    "leaked-name",
    Severity.ERROR,
    what="The name of something internal stands in the public folder: a title, slug, placeholder, fact or file name.",
    why="A name tells that the thing exists, and often what it says.",
    example="agents/procedures/chargeback-limits.md, named in site/public/sitemap.xml",
    hint="find out how it got there before anything is published",
)
LEAKED_VALUE = Rule(
    "KB912",
    "leaked-value",
    Severity.ERROR,
    what="The value of an internal fact stands in the public folder.",
    why="Limits that agents decide by lose their use once they are known.",
    example="goodwill_voucher, written out on a public page",
    hint="find out how it got there; a value that shoppers may know belongs in facts.yml. Values too short to be told "
    "from other words (“80%”, “5 h”) are not looked for; `kb audit` names them",
)
LEAKED_FILE = Rule(
    "KB913",
    "leaked-file",
    Severity.ERROR,
    what="A file from agents/ lies in the public folder, whole.",
    why="Anyone who guesses or finds its address can open it.",
    example="agents/scripts/box.png as site/public/assets/box.png",
    hint="move the file to docs/ if shoppers may see it; else find out how it got there",
)
CLOSED_FILE = Rule(
    "KB914",
    "closed-file",
    Severity.ERROR,
    what="A file in the public folder is encrypted, damaged, of no known kind, or larger inside than is unpacked.",
    why="What cannot be read cannot be judged.",
    example="docs/price-list.zip with a password",
    hint="publish it as a plain file, or as zip or gzip without a password; or allow this very file in `publish_files`",
)
CHANGED_FILE = Rule(
    "KB919",
    "changed-file",
    Severity.ERROR,
    what="A file that `publish_files` allows by its SHA-256 is not that file any more.",
    why="Somebody looked at the file that was allowed; nobody has looked at this one.",
    example='publish_files: [{"/files/app.7z": "9f86d081…"}]   # and files/app.7z was packed anew',
    hint="look at the file, and then write its new SHA-256 into mkdocs.yml",
)
RULES = (LEAKED_TEXT, LEAKED_NAME, LEAKED_VALUE, LEAKED_FILE, CLOSED_FILE, CHANGED_FILE)

MOST_FINDINGS = 50
_RULES = {
    "fact value": LEAKED_VALUE,
    "fact amount": LEAKED_VALUE,
    "whole file": LEAKED_FILE,
    **dict.fromkeys(("title", "file name", "id", "path", "placeholder", "name", "team"), LEAKED_NAME),
}


def find_places(
    signatures: Signatures, contents: Mapping[str, bytes], names: Sequence[str], shown_as: str
) -> list[Problem]:
    """The places of signatures that leaked: for each internal and published file, the most telling one."""
    scanner = Scanner(SignatureMatcher(signatures))
    problems = []
    for name in names:
        for key in _one_for_each_file(signatures, scanner.scan_whole(name_as_bytes(name))):
            problems.append(_problem(signatures.origin(key), key, f"{shown_as}/{name}", 0, "the file's own name"))
    for name in names:
        if len(problems) >= MOST_FINDINGS:
            break
        for key in _one_for_each_file(signatures, scanner.scan_whole(contents[name])):
            offset, how = next(places(contents[name], scanner, key))
            problems.append(_problem(signatures.origin(key), key, f"{shown_as}/{name}", offset, how))
    return problems


def unread_files(
    closed: Mapping[str, str],
    names: Iterable[str],
    allowed: Mapping[str, str],
    digest: Callable[[str], str],
    shown_as: str,
) -> list[Problem]:
    """What is wrong with files that could not be read, but for those that the shop allows.

    `closed` says why each could not be read, `allowed` which files the shop publishes by their SHA-256.
    """
    problems = []
    for name in names:
        if name not in closed and name not in allowed:
            continue
        sha256, path = digest(name), f"{shown_as}/{name}"
        line = f'publish_files: [{{"/{name}": "{sha256}"}}]'
        if name in allowed and allowed[name] != sha256:
            was = f"it was allowed with the SHA-256 {allowed[name][:12]}…, and now has {sha256[:12]}…"
            problems.append(CHANGED_FILE.at(path, 1, was, f"look at it, and then write: {line}"))
        elif name not in allowed:
            hint = f"publish it as a plain file; or, after a look at it, allow this very file: {line}"
            problems.append(CLOSED_FILE.at(path, 1, f"the audit cannot read all of it: {closed[name]}", hint))
    return problems


def _one_for_each_file(signatures: Signatures, hits: Iterable[Key]) -> list[Key]:
    """Of all signatures from one internal file, the longest."""
    return list({signatures.origin(key).path: key for key in sorted(hits, key=_weight)}.values())


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
