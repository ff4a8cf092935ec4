"""Where CommonMark and Python-Markdown read a page otherwise, while the shop keeps Python-Markdown's reading.

What most editors show as a list would be running text, a list in a list flat, and `:::tip` the letters. Each place is
told once, with what readers see. In a shop with `markdown: commonmark` only boxes that nothing closes are left to tell.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from kb.checks.each_document import EachDocument
from kb.checks.links import BROKEN_LINK
from kb.content.model import Document, Script
from kb.markdown.bare_links import bare_links
from kb.markdown.block_starts import ALERT, BOX, indent_of, is_table_head
from kb.markdown.boxes import box_ends, read_box
from kb.markdown.outline import Item, List, Text, outline
from kb.project.options import COMMONMARK
from kb.replies.html_tags import without_html_comments
from kb.source.fences import mask_code
from kb.source.problem import Problem, Rule, Severity

READ_OTHERWISE = Rule(
    "KB230",
    "read-otherwise",
    Severity.WARNING,
    what="Markdown that GitHub and most editors read in another way than Python-Markdown, which this shop uses.",
    why="A list stands as running text, a list in a list is flat, or signs are shown that were meant for the computer.",
    example="You can pay by:\n- card\n- cash",
    hint="write `markdown: commonmark` in the kb block of mkdocs.yml, and pages are read as editors show them",
)
OPEN_BOX = Rule(
    "KB231",
    "open-box",
    Severity.WARNING,
    what="A box (`:::tip`) that no line of colons closes, or that has a name which is none.",
    why="Readers see the colons, and the text stands in no box.",
    example=":::tip\nAsk us first.",
    hint="close it with a line of as many colons",
)
RULES = (READ_OTHERWISE, OPEN_BOX)

_FOOTNOTE_SAID = "is no footnote here: readers see a broken link"
_INDENT = 4
"""Python-Markdown's step from a list to what lies in it."""
_TASK = re.compile(r"\[[ xX]\]\s+\S")
_STRUCK = re.compile(r"(?<![~\w])~~(?=\S)[^~\n]+(?<=\S)~~(?!~)")
_FOOTNOTE = re.compile(r"^ {0,3}\[\^[^\]\s]+\]:", re.MULTILINE)
_LINKED = re.compile(
    r"<[^<>\n]*>|</?[A-Za-z][^<>]*>|\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|^ {0,3}\[[^\]\n]+\]:.*$",
    re.MULTILINE,
)
_KNOWN = {
    "tasks": "pymdownx.tasklist",
    "struck": "pymdownx.tilde",
    "footnote": "footnotes",
    "bare": "pymdownx.magiclink",
}
"""What an extension that the shop may have chosen itself reads."""
_BUNDLES = {"extra": {"footnotes"}, "pymdownx.extra": {"footnotes", "pymdownx.tilde"}}


def reading_check(extensions: Collection[str]) -> EachDocument:
    """The places of a document. Of a script it is what agents see on its page: a reply is read as CommonMark."""
    known = {one.removeprefix("markdown.extensions.") for one in extensions}
    known |= {one for name in known for one in _BUNDLES.get(name, ())}
    return EachDocument("readings", " ".join(sorted(known)), lambda: lambda document: _check(document, known))


def _check(document: Document, known: Collection[str]) -> Iterator[Problem]:
    body = without_html_comments(document.body, keep_places=True).expandtabs(_INDENT)
    lines = body.split("\n")
    yield from _boxes(document, lines, is_read=COMMONMARK in known)
    if COMMONMARK not in known:
        is_script = isinstance(document, Script)  # replies find bare addresses by themselves
        read = {*known, _KNOWN["bare"]} if is_script else known
        for line, message in sorted(_differences(lines, read)):
            yield READ_OTHERWISE.at(document.path, document.body_line + line, message)


def without_links_of_footnotes(problems: Iterable[Problem]) -> list[Problem]:
    """`problems` without broken links on a line that is told as a footnote: one slip, one problem."""
    found = list(problems)
    told = {(one.path, one.line) for one in found if one.code == READ_OTHERWISE.code and _FOOTNOTE_SAID in one.message}
    return [one for one in found if one.code != BROKEN_LINK.code or (one.path, one.line) not in told]


def _boxes(document: Document, lines: list[str], *, is_read: bool) -> Iterator[Problem]:
    ends = box_ends(lines)
    for number, line in enumerate(mask_code("\n".join(lines)).split("\n")):
        opening = BOX.match(line) if ":::" in line else None
        if opening and not read_box(opening["name"], opening["rest"]):
            if is_read:
                yield OPEN_BOX.at(
                    document.path,
                    document.body_line + number,
                    f"“:::{opening['name']}” is no box that kb knows: readers see the colons",
                    "boxes: note, tip, info, important, warning, caution, danger, details",
                )
        elif opening and number not in ends:
            message = f"the box “:::{opening['name']}” is never closed: readers see the colons"
            yield OPEN_BOX.at(document.path, document.body_line + number, message)


def _differences(lines: list[str], known: Collection[str]) -> Iterator[tuple[int, str]]:
    before: Text | List | None = None
    ends = box_ends(lines)
    for part in outline(lines):
        if isinstance(part, List) and (said := _of_list(part, before, lines, known)):
            yield said
        before = part
    lines = mask_code("\n".join(lines)).split("\n")
    for number, line in enumerate(lines):
        above = lines[number - 1] if number else ""
        if ALERT.match(line):
            yield number, "“[!…]” does not begin a box here: readers see it as text in a quote"
        elif (opening := BOX.match(line)) and read_box(opening["name"], opening["rest"]):
            if number in ends:
                yield number, f"“:::{opening['name']}” does not begin a box here: readers see the colons"
        elif number + 1 < len(lines) and above.strip() and "|" not in above and is_table_head(line, lines[number + 1]):
            yield number, "a table without a blank line before it: readers see its bars and dashes as text"
    yield from _in_text("\n".join(lines), known)


def _in_text(text: str, known: Collection[str]) -> Iterator[tuple[int, str]]:
    plain = _LINKED.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    if _KNOWN["struck"] not in known:
        for found in _STRUCK.finditer(plain):
            yield (
                plain.count("\n", 0, found.start()),
                f"“{found[0][:40]}” is not struck through: readers see the tildes",
            )
    if _KNOWN["bare"] not in known:
        for start, end, address in bare_links(plain):
            if address.startswith("mailto:"):  # is read and copied as well without being a link
                continue
            yield plain.count("\n", 0, start), f"“{plain[start:end][:60]}” is no link: write <…> around it"
    if _KNOWN["footnote"] not in known:
        for found in _FOOTNOTE.finditer(text):
            yield text.count("\n", 0, found.start()), f"“{found[0].strip()}” {_FOOTNOTE_SAID}"


def _of_list(
    found: List, before: Text | List | None, lines: list[str], known: Collection[str]
) -> tuple[int, str] | None:
    """The first difference in a list, which follows `before`, and in those inside it."""
    if isinstance(before, List) and before.kind != found.kind and "sane_lists" not in known:
        return found.line, "a list of another kind right after a list: readers see one list"
    if found.kind == ")":
        return found.line, f"“{found.items[0].marker}” begins no list here: readers see running text"
    if found.is_glued and _is_text(lines[found.line - 1]):
        return found.line, "a list without a blank line before it: readers see running text with its marks"
    if found.start > 1 and "sane_lists" not in known:
        return found.line, f"a list that begins at {found.start}: readers see it begin at 1"
    return _inside(found, known)


def _is_text(line: str) -> bool:
    """Whether a line leaves a paragraph open, so that Python-Markdown takes what follows for more of it."""
    return not re.match(r" {0,3}(?:#{1,6} ?|([-*_])(?: *\1){2,} *$|<)", line)


def _inside(found: List, known: Collection[str]) -> tuple[int, str] | None:
    for item in found.items:
        for number, part in enumerate(item.content):
            if isinstance(part, List):
                if part.items[0].indent + item.offset - item.indent < _INDENT:
                    return part.line, "a list in a list that is indented by less than four: readers see one flat list"
                if inner := _inside(part, known):
                    return inner
            elif number == 0 and _KNOWN["tasks"] not in known and _TASK.match(part.lines[0]):
                return part.line, "“[ ]” is no sign of a task here: readers see the brackets"
            elif (line := _apart(part, item)) >= 0:
                return line, "text of a list item that is indented by less than four: the list ends here"
    return None


def _apart(part: Text, item: Item) -> int:
    """The line where an item's text goes on after a blank line, if Python-Markdown takes it for the end of the list."""
    for number, text in enumerate(part.lines):
        if number and text.strip() and not part.lines[number - 1].strip():
            return part.line + number if item.offset + indent_of(text) - item.indent < _INDENT else -1
    return -1
