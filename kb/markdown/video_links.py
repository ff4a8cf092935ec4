"""Pictures that are videos, pictures that link to a video, and pasted frames → videos, in Python-Markdown's tree."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from kb.markdown.start_tags import start_tags, value_of
from kb.markdown.videos import Video, video_html
from kb.project.video_addresses import Source, source_of

_FRAME = re.compile(r"<iframe\b[^>]*>.*?</iframe\s*>", re.IGNORECASE | re.DOTALL)
_BLOCKS = frozenset({"p", "li", "div", "td", "dd", "figure"})


class VideoLinks(Treeprocessor):
    """Must see the tree when inline patterns and attribute lists are done, before places are marked."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._words: Mapping[str, str] = {}

    def start(self, words: Mapping[str, str]) -> None:
        """Take the interface words of the text that follows."""
        self._words = words

    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            for child in list(parent):
                if video := _video_of(child):
                    self._replace(parent, child, video)
        stash: list[Any] = self.md.htmlStash.rawHtmlBlocks
        for number, item in enumerate(stash):
            if isinstance(item, str) and "<iframe" in item.lower():
                stash[number] = _FRAME.sub(self._of_frame, item)

    def _replace(self, parent: Element, child: Element, video: Video) -> None:
        """The video where nothing else stands in its block; a link within a sentence."""
        is_alone = len(parent) == 1 and not (parent.text or "").strip() and not (child.tail or "").strip()
        if is_alone and parent.tag in _BLOCKS:
            parent.remove(child)
            parent.text = self.md.htmlStash.store(video_html(video, self._words, _paragraph))
        elif child.tag == "img":
            tail = child.tail
            child.clear()
            child.tag, child.text, child.tail = "a", video.title or video.source.watch, tail
            child.set("href", video.source.watch)

    def _of_frame(self, match: re.Match[str]) -> str:
        tag = start_tags(match[0])[0]
        values = {one.name: value_of(match[0][one.start : one.end]) for one in tag.attributes if one.start >= 0}
        source = source_of(values.get("src", ""))
        if source is None or not source.service:
            return match[0]
        return video_html(Video(source, values.get("title", "")), self._words, _paragraph)


def _video_of(element: Element) -> Video | None:
    """The video that an element shows: a picture whose file is one, or a link to one around a picture alone."""
    if element.tag == "img":
        source = _source(element.get("src"))
        return Video(source, element.get("alt") or "", element.get("title") or "") if source else None
    if element.tag == "a" and len(element) == 1 and element[0].tag == "img" and not (element.text or "").strip():
        source, picture = _source(element.get("href")), element[0]
        if source and not _source(picture.get("src")) and not (picture.tail or "").strip():
            text = element.get("title") or picture.get("title") or ""
            return Video(source, picture.get("alt") or "", text, poster=picture.get("src") or "")
    return None


def _source(address: str | None) -> Source | None:
    return source_of(address) if address else None


def _paragraph(text: str) -> str:
    return f"<p>{html.escape(text)}</p>"
