"""Parts of a script that must not reach a customer: other systems' placeholders, tags, page markup."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping

from kb.channels.channel import Channel
from kb.content.model import Script, ScriptPart
from kb.replies.html_tags import without_html_comments
from kb.replies.leftovers import TAG, Leftover, find_leftovers
from kb.replies.message_markdown import Block, placeholders_in
from kb.replies.plain_text import Writing, fill_blocks, write_text
from kb.source.fences import mask_code
from kb.source.problem import Problem, Rule, Severity
from kb.source.substitution import BRACES
from kb.text.folding import fold_slug

FOREIGN_PLACEHOLDER = Rule(
    "KB512",
    "foreign-placeholder",
    Severity.ERROR,
    what="A script holds braces or marks of another system, or words in brackets to be replaced, that are no "
    "placeholder, fact or link of ours.",
    why="Nothing fills them in: the customer would be sent the braces.",
    example="Hi {{ticket.requester.first_name}}, {% if vip %}thanks{% endif %} [Your name]",
    hint="declare a placeholder and write {{ its_name }}, or write the words themselves",
)
TAG_NOT_SENDABLE = Rule(
    "KB513",
    "tag-not-sendable",
    Severity.ERROR,
    what="A script holds an HTML tag that has no meaning in a message, is not closed, or is no tag at all.",
    why="The customer would be sent the tag as letters.",
    example='Look: <img src="a.png"> <b>soon',
    hint="write it in Markdown or as plain words; line ends, paragraphs, lists, links, bold and italic may be HTML",
)
MARKUP_NOT_SENDABLE = Rule(
    "KB514",
    "markup-not-sendable",
    Severity.ERROR,
    what="A script holds a picture, a table, a box, struck-out text, a footnote or a reference link.",
    why="The page shows it, the message cannot hold it: it would be missing, or sent as raw signs.",
    example="![the label](label.png)",
    hint="write it as sentences or a list; a picture belongs under `images`, a link is `[words](address)`",
)
RULES = (FOREIGN_PLACEHOLDER, TAG_NOT_SENDABLE, MARKUP_NOT_SENDABLE)

_ANY_CHANNEL = Channel(id="any")
_SAMPLE_VALUE = "0"
"""The value of every placeholder in this check: all leftovers then come from the writer."""
_PAGE_MARKUP = (
    ("picture", re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)|!\[[^\]\n]*\]\[[^\]\n]*\]")),
    ("table", re.compile(r"^[ \t]*(?=[^\n]*\|)\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*$", re.M)),
    ("box", re.compile(r"^[ \t]*(?:!!!|\?\?\?\+?)[ \t]+\S.*$|^[ \t]*===[!+]?[ \t]+\".*$", re.M)),
    ("struck-out text", re.compile(r"(?<![~\w])~~(?=\S)[^~\n]+(?<=\S)~~(?!~)")),
    ("footnote", re.compile(r"\[\^[^\]\n]+\]")),
    ("reference link", re.compile(r"^ {0,3}\[(?!\^)[^\]\n]+\]:[ \t]*\S.*$", re.M)),
)


def check_leftovers(script: Script, written: Mapping[ScriptPart, list[Block]]) -> Iterator[Problem]:
    """What in the parts of `script` is no text for a customer; `written` are its parts as blocks."""
    for part, blocks in written.items():
        source = without_html_comments(part.text, keep_places=True)
        yield from _check_text(script, part, source, blocks)
        masked = mask_code(source)
        for what, pattern in _PAGE_MARKUP:
            if match := pattern.search(masked):
                line = part.line + source.count("\n", 0, match.start())
                words = _short(source[match.start() : match.end()].strip())
                yield MARKUP_NOT_SENDABLE.at(script.path, line, f"a {what} cannot be sent in a message: “{words}”")


def letters_sent(blocks: list[Block], value: str = _SAMPLE_VALUE) -> str:
    """The letters of blocks with `value` in every placeholder, addresses included."""
    names = placeholders_in(blocks)
    return write_text(fill_blocks(blocks, dict.fromkeys(names, value), names), Writing(_ANY_CHANNEL, {}))


def _check_text(script: Script, part: ScriptPart, source: str, blocks: list[Block]) -> Iterator[Problem]:
    text = letters_sent(blocks)
    searched: dict[str, int] = {}
    told: set[int] = set()
    for leftover in find_leftovers(text):
        words = text[leftover.start : leftover.end]
        if BRACES.fullmatch(words):
            continue  # a fact or an article that does not exist: told where those are checked
        line = part.line + source.count("\n", 0, _place(source, words, searched))
        if leftover.kind != TAG:
            yield _foreign(script, leftover, words, line)
        elif line not in told:
            told.add(line)
            yield TAG_NOT_SENDABLE.at(script.path, line, f"“{_short(words)}” would be sent as letters")


def _place(source: str, words: str, searched: dict[str, int]) -> int:
    """The offset of the next `words` in `source`; of their beginning if values or entities changed them."""
    head = re.match(r"</?[^\s<>]+|\W{1,3}[^\s0]*", words)
    for piece in (words, head[0] if head else words):
        place = source.find(piece, searched.get(piece, 0))
        if place >= 0:
            searched[piece] = place + len(piece)
            return place
    return 0


def _foreign(script: Script, leftover: Leftover, words: str, line: int) -> Problem:
    near = nearest_placeholder(words, script)
    hint = f"did you mean {{{{ {near} }}}}?" if near else ""
    return FOREIGN_PLACEHOLDER.at(script.path, line, f"nothing fills in “{_short(words)}”", hint)


def nearest_placeholder(words: str, script: Script) -> str:
    """The declared placeholder whose name `words` comes closest to; empty if none is near."""
    name = fold_slug(re.split(r"[|:]", words)[0], "_")
    found = difflib.get_close_matches(name, [one.name for one in script.placeholders], n=1, cutoff=0.6)
    return found[0] if found else ""


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= 60 else flat[:59] + "…"
