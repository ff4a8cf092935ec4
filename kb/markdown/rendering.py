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

from kb.content.urls import slug
from kb.markdown import commonmark
from kb.markdown.bounded_links import BoundedLinks
from kb.markdown.bounded_work import TooMuchWorkError, Work, bound
from kb.markdown.data_blocks import DataBlocks
from kb.markdown.html_places import HtmlPlace, PlaceMarker, readable, settle
from kb.markdown.letters_alone import all_guarded, in_html, in_plain_text
from kb.markdown.loads import may_hold_code
from kb.markdown.numbered_comments import CommentNumbers, convert_without_comments, without_comments_in_token
from kb.markdown.passages import Passage, passages_of
from kb.markdown.said_in_language import SaidInLanguage
from kb.markdown.start_tags import value_of
from kb.markdown.video_links import VideoLinks
from kb.project.options import COMMONMARK
from kb.source.comments import without_comments

TEMPLATE_IDS = frozenset(
    {
        *("kb-title", "kb-note", "kb-related", "kb-related-title", "kb-contact", "kb-contact-title"),
        *(
            "kb-changes-title",
            "kb-versions-title",
            "kb-helped-title",
            "kb-helped-why",
            "kb-toc-title",
            "kb-placeholders",
            "kb-featured",
            "kb-topics",
        ),
        *("kb-menu-topics", "kb-menu-colours", "kb-headinglink", "kb-missing", "kb-missing-hint", "kb-default"),
        *("kb-now", "kb-since", "kb-history"),
        *(f"kb-menu-{room}" for room in ("desk", "replies", "today", "knowhow", "lead")),
        "__comments",
    }
)
"""Ids that templates put on pages beside a document's own text; Material's own begin with `__`.

`tests/editions/test_generated_pages.py` compares them with the templates.
"""
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
        *("pymdownx.tabbed", "pymdownx.tasklist", "pymdownx.tilde", COMMONMARK),
    ]
)
"""Extensions that read nothing but the text they are given. Others, `pymdownx.snippets` say, may read any file."""
_FOOTNOTES = frozenset({"footnotes", "extra", "pymdownx.extra"})
_DEEP = re.compile(rf"^(?:[ \t]*+(?:>|(?:[*+-]|[0-9]{{1,9}}+\.)[ \t]++)){{{MAX_QUOTE_DEPTH},}}+.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Rendered:
    """One text as HTML with links as written, the table of contents as Python-Markdown gives it."""

    html: str
    toc_tokens: tuple[Mapping[str, Any], ...]
    passages: tuple[Passage, ...]
    has_open_comment: bool = False
    """Whether a comment begins in the text and never ends."""
    places: tuple[HtmlPlace, ...] = ()
    """The places of its addresses and ids in `html`, in order."""
    is_cut: bool = False
    """Whether rendering stopped before the end of the text because of its cost (`bounded_links`, `bounded_work`)."""
    may_hold_code: bool = True
    """False where no script, style or handler stands in `html` (`loads.may_hold_code`)."""

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
    """Whether the output of these extensions depends on the text alone, so that it may be cached."""
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
    if COMMONMARK in names and not _FOOTNOTES & {name.removeprefix("markdown.extensions.") for name in names}:
        names.append("footnotes")
    merged = {name: dict(config) for name, config in configs.items()}
    merged["toc"] = {"slugify": slugify, "permalink": False, **merged.get("toc", {})}
    merged["tables"] = {"use_align_attribute": True, **merged.get("tables", {})}
    return names, merged


def _reader(names: Sequence[str], configs: dict[str, dict[str, Any]]) -> markdown.Markdown:
    """Python-Markdown with these extensions; ours comes last, because it looks at what the others registered."""
    md = markdown.Markdown(extensions=[name for name in names if name != COMMONMARK], extension_configs=configs)
    return md.registerExtensions([commonmark.CommonMark()], {}) if COMMONMARK in names else md


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
        self._inner = _reader(without_toc, plain)
        self._blocks = DataBlocks(self._inner)
        slugify_heading = merged["toc"]["slugify"]
        merged["toc"]["slugify"] = lambda text, separator: self._free(
            slugify_heading(in_plain_text(text), separator), separator
        )
        self._markdown = _reader(names, merged)
        self._comments = CommentNumbers(self._markdown)
        self._blocks.register(self._markdown)
        self._videos = tuple(map(VideoLinks, (self._inner, self._markdown)))
        for videos in self._videos:
            videos.md.treeprocessors.register(videos, "kb_videos", -900)
        self._said = tuple(map(SaidInLanguage, (self._inner, self._markdown)))
        for said in self._said:
            said.md.treeprocessors.register(said, "kb_said_in_language", 14)
        self._marker = PlaceMarker(self._markdown)
        self._markdown.treeprocessors.register(self._marker, "kb_places", -1000)
        self._work = Work()
        links = map(BoundedLinks, (self._inner, self._markdown))
        self._bounds: tuple[Work | BoundedLinks, ...] = (self._work, *links)
        for md in (self._inner, self._markdown):
            bound(md, self._work)

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
        has_open_comment = self._comments.open >= 0
        return Rendered(content, tokens, passages, has_open_comment, kept, is_cut, may_hold_code(content))

    def _free(self, anchor: str, separator: str) -> str:
        """The anchor of a heading, numbered if raw HTML, a tree or the page around it has the same id."""
        raw = self._marker.ids_in_raw_html()
        free, number = anchor, 1
        while free in raw or free in TEMPLATE_IDS:
            free, number = f"{anchor}{separator}{number + 1}", number + 1
        return free

    def _convert(self, text: str) -> str:
        self._markdown.reset()
        self._blocks.start(self._words)
        for videos in self._videos:
            videos.start(self._words)
        for said in self._said:
            said.words = self._words
        self._marker.start()
        for md in (self._inner, self._markdown):
            commonmark.start(md, self._words)
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
    """A cache of rendered texts, which the checks and the pages share."""

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
        """Empty the cache, to free its memory."""
        self._made.clear()

    def keep(self, text: str, words: Mapping[str, str], rendered: Rendered) -> None:
        """Add `rendered`, made elsewhere with the same settings, as the rendering of `text`."""
        self._made[text, id(words)] = rendered


def _limit_nesting(text: str) -> str:
    """Hostile nesting (`>>>>…`, `- - - …`) escaped, so that no input exhausts the stack."""
    return _DEEP.sub(lambda match: re.sub("[>*+.-]+", lambda marks: all_guarded(marks[0]), match[0]), text)
