"""What settings, styles and templates load from other hosts, judged by the policy of the public edition.

Pure functions of texts: `kb.workspace.elsewhere_files` reads the files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kb.checks.elsewhere import BLOCKED, INLINE_CODE, PolicyJudge, line_of_code, told_of_code
from kb.markdown.html_places import places_in
from kb.markdown.loads import inline_code_in, loads_in
from kb.markdown.start_tags import value_of
from kb.project.project import CONFIG
from kb.source.problem import Problem
from kb.source.yaml_nodes import EMPTY_MAPPING, Node

_COMMENT_IN_CSS = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_IN_CSS = re.compile(
    r"@(?P<at>import|font-face)\b|(?P<end>\})"
    r"|url\(\s*(?:\"(?P<a>[^\"]*)\"|'(?P<b>[^']*)'|(?P<c>[^\s\"')]+))\s*\)|(?P<q>\"[^\"\n]*\"|'[^'\n]*')",
    re.IGNORECASE,
)
_COMMENT_IN_JS = re.compile(r"/\*.*?(?:\*/|\Z)|(?<![:\w\"'`])//[^\n]*", re.DOTALL)
_IN_JS = re.compile(
    r"\b(?:fetch|sendBeacon|EventSource|WebSocket)\(\s*[\"'`](?P<asked>(?:https?:|wss?:)?//[^\"'`\s]+)"
    r"|\b(?:from|import|importScripts)\s*\(?\s*[\"'](?P<module>(?:https?:)?//[^\"'\s]+)"
)
_COMMENT_IN_TEMPLATE = re.compile(r"\{#.*?(?:#\}|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
_JINJA = re.compile(r"\{%.*?(?:%\}|\Z)", re.DOTALL)


def check_settings(root: Node, judge: PolicyJudge) -> Iterator[Problem]:
    """What of `mkdocs.yml` pages would load from elsewhere: styles, scripts, logo and icon."""
    for purpose, node in _named(root):
        if found := judge.blocked(purpose, node.text or ""):
            yield BLOCKED.at(CONFIG, node.line, *found)
    if notice := _at(root, "copyright").text:  # it is HTML
        yield from (replace(one, line=_at(root, "copyright").line) for one in check_template(CONFIG, notice, judge))


def _named(root: Node) -> Iterator[tuple[str, Node]]:
    yield from (("styles", one) for one in _at(root, "extra_css").items or ())
    for one in (*(_at(root, "extra_javascript").items or ()), *(_at(_at(root, "extra"), "polyfills").items or ())):
        yield "scripts", _at(one, "path") if one.entries is not None else one
    theme = _at(root, "theme")
    yield from (("images", _at(theme, name)) for name in ("logo", "favicon"))


def _at(node: Node, name: str) -> Node:
    return (node.entries or {}).get(name, EMPTY_MAPPING)


def check_style_sheet(path: str, sheet: str, judge: PolicyJudge) -> Iterator[Problem]:
    """What a style sheet loads: `@import`, fonts, pictures."""
    plain = _COMMENT_IN_CSS.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), sheet)
    inside = ""
    told: set[str] = set()
    for match in _IN_CSS.finditer(plain):
        if match["at"] or match["end"]:
            inside = (match["at"] or "").lower()
            continue
        address = next(filter(None, (match["a"], match["b"], match["c"])), "")
        if match["q"]:
            address = match["q"][1:-1] if inside == "import" else ""
        purpose = {"import": "styles", "font-face": "fonts"}.get(inside, "images")
        if inside == "import":
            inside = ""
        found = judge.blocked(purpose, address) if address and address not in told else None
        if found:
            told.add(address)
            yield BLOCKED.at(path, plain.count("\n", 0, match.start()) + 1, *found)


def check_script(path: str, code: str, judge: PolicyJudge) -> Iterator[Problem]:
    """What a script asks by an address that stands in it: `fetch("https://…")`, `import … from`."""
    plain = _COMMENT_IN_JS.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), code)
    for match in _IN_JS.finditer(plain):
        purpose = "scripts" if match["module"] else "connect"
        if found := judge.blocked(purpose, match["module"] or match["asked"]):
            yield BLOCKED.at(path, plain.count("\n", 0, match.start()) + 1, *found)


def check_template(path: str, text: str, judge: PolicyJudge) -> Iterator[Problem]:
    """What a template, or a page that is HTML already, loads and runs."""
    blank = _COMMENT_IN_TEMPLATE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    plain = _JINJA.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), blank)
    placed = [(one, value_of(plain[one.start : one.end])) for one in places_in(plain)]
    for load in dict.fromkeys(loads_in(plain, placed)):
        if found := judge.blocked(load.purpose, load.address):
            yield BLOCKED.at(path, plain.count("\n", 0, max(plain.find(load.address), 0)) + 1, *found)
    for code in dict.fromkeys(inline_code_in(plain)):
        line = line_of_code(code.kind, plain) + 1
        yield INLINE_CODE.at(path, line, *told_of_code(code.kind, code.element))
