"""Other systems' syntax in Markdown: found and named, or mended where it would break a page; never executed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import yaml

from kb.markdown.boxes import BOXES

FENCE = re.compile(r" {0,3}(?P<mark>`{3,}|~{3,})[ \t]*(?P<name>[\w-]*)")
INCLUDES = re.compile(r"\{[!*] ?(?P<what>[^{}]*?) ?[!*]\}|^\s*-{1,}8<-{1,}\s*(?P<snippet>.*)")
ODDITIES = (
    (
        re.compile(r"\{\{[<%]\s*/?(?P<name>[\w./-]+).*?[%>]\}\}"),
        "Hugo shortcode “{name}” is kept as written",
        "Hugo shortcode “{name}”",
    ),
    (
        re.compile(r"\{%-?\s*(?P<name>[\w-]+).*?%\}"),
        "template tag “{name}” is kept as written",
        "template tag “{name}”",
    ),
    (
        re.compile(rf"^:::+ *(?!(?:{'|'.join(BOXES)})\b)(?P<name>[\w.-]+)", re.I),
        "block “::: {name}” is kept as written",
        "block “:::”",
    ),
    (
        re.compile(r"^(?:import|export)\s.+\sfrom\s+['\"](?P<name>[^'\"]+)"),
        "MDX import of “{name}” is kept as written",
        "MDX import",
    ),
    (re.compile(r"<(?P<name>[A-Z]\w*)[\s/>]"), "component <{name}> is kept as written", "component <{name}>"),
)
LINE = re.compile(r"[^\r\n]*+(?:\r\n?|\n)|[^\r\n]++")
"""Lines as Markdown has them: other separators of Unicode end none."""
LINK = re.compile(r"(?P<before>\]\(\s*<?)(?P<target>[^)\s<>]+)(?P<after>>?)")
REFERENCE = re.compile(r"(?P<before>^ {0,3}\[[^\]]+\]:\s*<?)(?P<target>[^\s<>]+)(?P<after>>?)")
OUR_FENCES = {"tree": "steps", "quiz": "ask", "video": "url"}


def lines_of(body: str) -> Iterator[tuple[int, str, bool]]:
    """(line counted from 0, its text with its end, whether it is inside a fenced block or opens or ends one)."""
    mark = ""
    for number, line in enumerate(LINE.findall(body)):
        match = FENCE.match(line)
        if not mark and match:
            mark = match["mark"]
            yield number, line, True
        elif mark:
            yield number, line, True
            if match and match["mark"].startswith(mark) and line.strip() == match["mark"]:
                mark = ""
        else:
            yield number, line, False


def find_oddities(body: str) -> Iterator[tuple[int, str, str]]:
    """(line counted from 0, message, group): includes anywhere, other systems' tags outside code."""
    for number, line, is_code in lines_of(body):
        if include := INCLUDES.search(line):
            what = (include["what"] or include["snippet"] or "").strip()
            yield number, f"include of “{what}” is kept as written, its text is not taken in", "include kept as written"
        for pattern, message, group in () if is_code else ODDITIES:
            if match := pattern.search(line):
                yield number, message.format(name=match["name"]), group.format(name=match["name"])
                break


def retarget_links(body: str, new_target: Callable[[str], str | None]) -> tuple[str, int]:
    """`body` with link targets replaced where `new_target` gives one; how many. Code is not touched."""
    count = 0

    def replace(match: re.Match[str]) -> str:
        nonlocal count
        target = new_target(match["target"])
        if target is None or target == match["target"]:
            return match[0]
        count += 1
        return match["before"] + target + match["after"]

    lines = []
    for _, line, is_code in lines_of(body):
        lines.append(line if is_code else REFERENCE.sub(replace, LINK.sub(replace, line)))
    return "".join(lines), count


def rename_fences(body: str) -> tuple[str, list[tuple[int, str]]]:
    """Fences named `tree`, `quiz` or `video` hold data here: elsewhere they are drawings, and become `text`."""
    lines = LINE.findall(body)
    renamed = []
    opening = -1
    for number, line, is_code in lines_of(body):
        match = FENCE.match(line) if is_code else None
        if opening < 0 and match and match["name"] in OUR_FENCES:
            opening = number
        elif opening >= 0 and match and line.strip() == match["mark"]:
            name = FENCE.match(lines[opening])["name"]  # type: ignore[index]
            if not _holds(OUR_FENCES[name], "".join(lines[opening + 1 : number])):
                lines[opening] = lines[opening].replace(name, "text", 1)
                renamed.append((opening, name))
            opening = -1
    return "".join(lines), renamed


def _holds(key: str, text: str) -> bool:
    try:
        value = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        return False
    return key in value if isinstance(value, dict) else isinstance(value, list) and key in str(value)


def has_heading(body: str) -> bool:
    """Whether the text has a top-level heading of its own, outside code."""
    previous = ""
    for _, line, is_code in lines_of(body):
        if not is_code and (re.match(r"#[ \t]+\S", line) or (previous.strip() and re.fullmatch(r"=+\s*", line))):
            return True
        previous = "" if is_code else line
    return False
