"""Markdown → HTML, headings and passages. A pure function of one text: nothing here knows other files.

Links come out as written; `kb.content.links` turns them into addresses afterwards, so that a rendered
text can be kept for as long as its own words stay the same.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import markdown
from markdown.preprocessors import Preprocessor

from kb.content.urls import slug
from kb.markdown.bounded_links import BoundedLinks
from kb.markdown.bounded_work import TooMuchWorkError, Work, bound
from kb.markdown.html_places import HtmlPlace, PlaceMarker, places_in, readable, replace_values, settle
from kb.markdown.letters_alone import all_guarded, in_html, in_plain_text
from kb.markdown.numbered_comments import CommentNumbers, convert_without_comments, without_comments_in_token
from kb.markdown.quick_inline import quicken
from kb.markdown.quizzes import Quiz, read_quiz
from kb.markdown.start_tags import value_of
from kb.markdown.trees import Step, Tree, read_tree
from kb.source.comments import without_comments
from kb.source.fences import fences_in
from kb.source.template_ids import TEMPLATE_IDS

MAX_QUOTE_DEPTH = 40
"""Block quotes and lists nested deeper than this are left as text: Python-Markdown recurses into each."""
PURE_EXTENSIONS = frozenset(
    [
        *("abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code", "footnotes"),
        *("legacy_attrs", "legacy_em", "md_in_html", "meta", "nl2br", "sane_lists", "smarty", "tables", "toc"),
        *("wikilinks", "pymdownx.arithmatex", "pymdownx.betterem", "pymdownx.caret", "pymdownx.critic"),
        *("pymdownx.details", "pymdownx.emoji", "pymdownx.escapeall", "pymdownx.extra", "pymdownx.highlight"),
        *("pymdownx.inlinehilite", "pymdownx.keys", "pymdownx.magiclink", "pymdownx.mark", "pymdownx.progressbar"),
        *("pymdownx.saneheaders", "pymdownx.smartsymbols", "pymdownx.striphtml", "pymdownx.superfences"),
        *("pymdownx.tabbed", "pymdownx.tasklist", "pymdownx.tilde"),
    ]
)
"""Extensions that read nothing but the text they are given. Others, `pymdownx.snippets` say, may read any file."""
_DEEP = re.compile(rf"^(?:[ \t]*+(?:>|(?:[*+-]|[0-9]{{1,9}}+\.)[ \t]++)){{{MAX_QUOTE_DEPTH},}}+.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Passage:
    """One heading's section of a text: the anchor ("" before the first heading), heading, plain words."""

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """One text as HTML with links as written, the table of contents as Python-Markdown gives it."""

    html: str
    toc_tokens: tuple[Mapping[str, Any], ...]
    passages: tuple[Passage, ...]
    has_open_comment: bool = False
    """Whether a comment begins in the text and never ends."""
    places: tuple[HtmlPlace, ...] = ()
    """Where its addresses and ids stand in `html`, in order."""
    is_cut: bool = False
    """Whether the text was not read to its end, as it would cost too much (`bounded_links`, `bounded_work`)."""

    def placed(self) -> Iterator[tuple[HtmlPlace, str]]:
        """Every place with its value, as it is meant, in order."""
        return ((one, value_of(self.html[one.start : one.end])) for one in self.places)

    def values(self, *uses: str) -> list[str]:
        """The values of the places of these uses, in order."""
        return [value for place, value in self.placed() if place.use in uses]

    @property
    def anchors(self) -> frozenset[str]:
        """Every id in the HTML that a link can name."""
        return frozenset(self.values("id", "name"))

    @property
    def addresses(self) -> frozenset[tuple[str, str]]:
        """Every address in the HTML, with the element that carries it."""
        return frozenset((place.element, value) for place, value in self.placed() if place.is_address)


def is_pure(extensions: Iterable[str]) -> bool:
    """Whether a text alone says what these extensions make of it, so that the result may be kept."""
    return {name.removeprefix("markdown.extensions.") for name in extensions} <= PURE_EXTENSIONS


def slugify(text: str, separator: str) -> str:
    """Heading → anchor, folded first: “Đổi trả” is `doi-tra`. The signature is Python-Markdown's."""
    return slug(text).replace("-", separator)


def extensions_for(
    configured: Sequence[str], configs: Mapping[str, Mapping[str, Any]]
) -> tuple[list[str], dict[str, dict[str, Any]]]:
    """The extensions a site asks for, and what pages must obey on top: folded anchors, no inline styles."""
    names = list(dict.fromkeys([*configured, "toc", "tables", "fenced_code"]))
    if "pymdownx.superfences" in names:
        names.remove("fenced_code")
    merged = {name: dict(config) for name, config in configs.items()}
    merged["toc"] = {"slugify": slugify, "permalink": False, **merged.get("toc", {})}
    merged["tables"] = {"use_align_attribute": True, **merged.get("tables", {})}
    return names, merged


class Renderer:
    """Turns Markdown into HTML with one set of extensions; kept and used again for every page."""

    def __init__(
        self,
        extensions: Sequence[str] = ("admonition", "attr_list"),
        configs: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        names, merged = extensions_for(extensions, configs or {})
        plain = {name: config for name, config in merged.items() if name != "toc"}
        without_toc = [name for name in names if name != "toc"]
        self._inner = markdown.Markdown(extensions=without_toc, extension_configs=plain)
        self._blocks = _DataBlocks(self._inner)
        slugify_heading = merged["toc"]["slugify"]
        merged["toc"]["slugify"] = lambda text, separator: self._free(
            slugify_heading(in_plain_text(text), separator), separator
        )
        self._markdown = markdown.Markdown(extensions=names, extension_configs=merged)
        self._comments = CommentNumbers(self._markdown)
        self._blocks.register(self._markdown)
        self._marker = PlaceMarker(self._markdown)
        self._markdown.treeprocessors.register(self._marker, "kb_places", -1000)
        self._work = Work()
        links = map(BoundedLinks, (self._inner, self._markdown))
        self._bounds: tuple[Work | BoundedLinks, ...] = (self._work, *links)
        for md in (self._inner, self._markdown):
            bound(md, self._work)
            quicken(md, self._work)

    def render(self, text: str, *, words: Mapping[str, str] | None = None) -> Rendered:
        """The HTML of `text`; `words` are the interface words that trees and quizzes show."""
        self._words = words or {}
        for bounded in self._bounds:
            bounded.start()
        content = convert_without_comments(text, self._comments, self._convert)
        content, places = settle(in_html(content), self._marker.marked)
        tokens = tuple(map(_finished, getattr(self._markdown, "toc_tokens", ())))
        passages = passages_of(readable(content, places))
        kept = tuple(one for one in places if one.use != "text")
        is_cut = any(one.is_over for one in self._bounds)
        return Rendered(content, tokens, passages, self._comments.open >= 0, kept, is_cut)

    def _free(self, id: str, separator: str) -> str:
        """The anchor of a heading, with a number where raw HTML, a tree or the page around it has the same id."""
        raw = self._marker.ids_in_raw_html()
        free, number = id, 1
        while free in raw or free in TEMPLATE_IDS:
            free, number = f"{id}{separator}{number + 1}", number + 1
        return free

    def _convert(self, text: str) -> str:
        self._markdown.reset()
        self._blocks.start(self._words)
        self._marker.start()
        try:
            return self._markdown.convert(_limit_nesting(text))
        except (RecursionError, TooMuchWorkError):  # nested in a way that `_limit_nesting` does not know; or too costly
            for md in (self._inner, self._markdown):
                md.reset()
                md.parser.state.clear()
            self._marker.start()
            return f"<pre>{html.escape(without_comments(text))}</pre>"


def _finished(token: Mapping[str, Any]) -> dict[str, Any]:
    """An entry of the table of contents without comments and stand-ins."""
    return {
        name: in_html(value) if isinstance(value, str) else list(map(_finished, value)) if name == "children" else value
        for name, value in without_comments_in_token(token).items()
    }


class Renderings:
    """Every text rendered once: the checks and the pages share what was made."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer
        self._made: dict[tuple[str, int], Rendered] = {}

    def of(self, text: str, words: Mapping[str, str]) -> Rendered:
        """`text` as HTML with links as written."""
        key = (text, id(words))
        if key not in self._made:
            self._made[key] = self._renderer.render(text, words=words)
        return self._made[key]

    def forget(self) -> None:
        """Give back the memory of what was made; what is asked for again is made again."""
        self._made.clear()

    def keep(self, text: str, words: Mapping[str, str], rendered: Rendered) -> None:
        """Take `rendered`, made elsewhere with the same settings, for `text`."""
        self._made[text, id(words)] = rendered


def _limit_nesting(text: str) -> str:
    """Hostile nesting (`>>>>…`, `- - - …`) escaped, so that no input exhausts the stack."""
    return _DEEP.sub(lambda match: re.sub("[>*+.-]+", lambda marks: all_guarded(marks[0]), match[0]), text)


class _DataBlocks(Preprocessor):
    """Fences named `tree` and `quiz` → HTML, before any other extension sees them."""

    def __init__(self, inner: markdown.Markdown) -> None:
        super().__init__()
        self._inner = inner
        self._comments = CommentNumbers(inner)
        self._words: Mapping[str, str] = {}
        self._count = self._answers = 0

    def register(self, target: markdown.Markdown) -> None:
        self.md = target
        target.preprocessors.register(self, "kb_data_blocks", 27)

    def start(self, words: Mapping[str, str]) -> None:
        self._words, self._count, self._answers = words, 0, 0

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        if "tree" not in text and "quiz" not in text:
            return lines
        pieces: list[str] = []
        end = 0
        for fence in fences_in(text):
            block = self._block(fence.name, fence.text)
            if block is None:
                continue
            pieces += [text[end : fence.start], "\n", self.md.htmlStash.store(block), "\n"]
            end = fence.end
        return ("".join(pieces) + text[end:]).split("\n")

    def _block(self, name: str, text: str) -> str | None:
        """The HTML of a data block, or None for any other fence and for one that is broken."""
        self._count += 1
        if name == "tree":
            tree, _ = read_tree(text, path="", line=1)
            return (
                tree_html(tree, f"tree-{self._count}" if self._count > 1 else "tree", self._inline, self._words)
                if tree
                else None
            )
        if name == "quiz":
            quiz, _ = read_quiz(text, path="", line=1)
            return quiz_html(quiz, self._count, self._words) if quiz else None
        return None

    def _inline(self, text: str) -> str:
        def convert(text: str) -> str:
            self._inner.reset()
            return self._inner.convert(text)

        self._answers += 1
        content = convert_without_comments(text, self._comments, convert)
        return _with_own_ids(content, f"answer-{self._answers}-")


_GENERATED = ("fn:", "fnref", "__")
"""How ids begin that footnotes, tabs and numbered lines get: each text counts its own from one."""


def _with_own_ids(content: str, prefix: str) -> str:
    """`content`, rendered by itself, fit to stand beside other such texts: generated ids and their uses renamed."""

    def renamed(place: HtmlPlace, value: str) -> str | None:
        sign = "#" if place.is_address and value.startswith("#") else ""
        is_own = (sign or not place.is_address) and value[len(sign) :].startswith(_GENERATED)
        return f"{sign}{prefix}{value[len(sign) :]}" if is_own else None

    places = places_in(content)
    return replace_values(content, places, renamed) if places else content


def tree_html(tree: Tree, prefix: str, to_html: Any, words: Mapping[str, str]) -> str:
    """A tree as steps that lead to each other by plain links: it works without JavaScript."""
    steps = "".join(
        _step_html(step, prefix, to_html, words, is_first=id == tree.start) for id, step in tree.steps.items()
    )
    return f'<div class="kb-tree" data-kb-tree>{steps}</div>'


def _step_html(step: Step, prefix: str, to_html: Any, words: Mapping[str, str], *, is_first: bool) -> str:
    parts = []
    if step.ask:
        parts.append(f'<p class="kb-tree__ask">{html.escape(step.ask)}</p>')
        choices = "".join(
            f'<li><a class="kb-tree__choice" href="#{prefix}-{target}">{html.escape(label)}</a></li>'
            for label, target in step.choices.items()
        )
        parts.append(f'<ul class="kb-tree__choices">{choices}</ul>')
    if step.answer:
        parts.append(f'<div class="kb-tree__answer">{to_html(step.answer)}</div>')
    if step.has_contact:
        label = html.escape(words.get("ask_us", "Ask us"))
        parts.append(f'<p class="kb-tree__contact"><a class="md-button" href="#kb-contact">{label}</a></p>')
    kind = " kb-tree__step--first" if is_first else ""
    end = " kb-tree__step--end" if step.is_end else ""
    return f'<section class="kb-tree__step{kind}{end}" id="{prefix}-{step.id}" tabindex="-1">{"".join(parts)}</section>'


def quiz_html(quiz: Quiz, number: int, words: Mapping[str, str]) -> str:
    """A self-check: the answers in alphabetical order, the right one behind a click."""
    answers = sorted([quiz.right, *quiz.wrong], key=in_plain_text)
    name = f"quiz-{number}"
    items = "".join(
        f'<li><label><input type="radio" name="{name}"{" data-kb-right" if answer == quiz.right else ""}> '
        f"{html.escape(answer)}</label></li>"
        for answer in answers
    )
    stop = "." if quiz.why and not quiz.right.endswith((".", "!", "?")) else ""
    why = f"{stop} {html.escape(quiz.why)}" if quiz.why else ""
    return (
        f'<fieldset class="kb-quiz" data-kb-quiz><legend>{html.escape(quiz.ask)}</legend><ul>{items}</ul>'
        f"<details><summary>{html.escape(words.get('show_answer', 'Show the answer'))}</summary>"
        f"<p><strong>{html.escape(quiz.right)}</strong>{why}</p></details></fieldset>"
    )


_HEADING = re.compile(r"<h([1-6])(?:\s[^>]*)?>(.*?)</h\1>", re.DOTALL)
_ID = re.compile(r'\sid="([^"]*)"')
_HIDDEN = re.compile(r"<(script|style|svg|template)\b.*?</\1>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_BREAK = re.compile(
    r"</?(?:p|li|ul|ol|table|tr|td|th|div|section|br|h[1-6]|pre|blockquote|dd|dt|legend|summary|label)"
    r"\b[^>]*>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")


def plain_text(content: str) -> str:
    """HTML → its words on one line: tags, comments, scripts and pictures taken out."""
    text = _TAG.sub("", _BREAK.sub(" ", _HIDDEN.sub(" ", content)))
    return " ".join(html.unescape(text).split())


def passages_of(content: str) -> tuple[Passage, ...]:
    """The sections of an HTML text in order; a section without words is left out."""
    passages: list[Passage] = []
    anchor, heading, start = "", "", 0
    for match in _HEADING.finditer(content):
        _append(passages, anchor, heading, content[start : match.start()])
        tag = content[match.start() : match.start(2)]
        id = _ID.search(tag)
        anchor, heading, start = (id[1] if id else ""), plain_text(match[2]), match.end()
    _append(passages, anchor, heading, content[start:])
    return tuple(passages)


def _append(passages: list[Passage], anchor: str, heading: str, content: str) -> None:
    text = plain_text(content)
    if text or heading:
        passages.append(Passage(anchor, heading, text))
