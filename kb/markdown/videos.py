"""Videos of an article: a picture link to YouTube, Vimeo or a film, a pasted `<iframe>`, or a fence named `video`.

Each becomes a link with a title and words that say what it shows; the page's script puts the player in its place when
it is clicked, so that nothing is asked of another host before. Without scripts, and on paper, it stays the link.
"""

from __future__ import annotations

import difflib
import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from kb.project.video_addresses import Source, source_of
from kb.source.cut_words import cut_words
from kb.source.fields import WrongTypeError, read_mapping, read_text, read_texts_by_language
from kb.source.problem import Problem, Rule, Severity
from kb.source.yaml_nodes import Node, parse_yaml

BROKEN_VIDEO = Rule(
    "KB223",
    "broken-video",
    Severity.ERROR,
    what="A fence named `video` lacks its address, or has something that it does not take.",
    why="The page would show the fence as code.",
    example="```video\ntitle: How to pack a return\n```",
    hint="give `url`, `title`, `text` and, if you like, `transcript`, `poster` and `captions`",
)
RULES = (BROKEN_VIDEO,)

NAMES = {"youtube": "YouTube", "vimeo": "Vimeo"}
_FIELDS = ("url", "title", "text", "transcript", "poster", "captions")


@dataclass(frozen=True, slots=True)
class Video:
    """A video with what is said of it; texts are Markdown."""

    source: Source
    title: str = ""
    text: str = ""
    transcript: str = ""
    poster: str = ""
    captions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Language ("" where not said) → file."""


def read_video(text: str, *, path: str, line: int) -> tuple[Video | None, tuple[Problem, ...]]:
    """The video in a fence whose text starts on `line`, or None with what is wrong with it."""
    root, problems = parse_yaml(text, path=path, first_line=line)
    if root is None or problems:
        return None, problems
    try:
        video = _read(root)
    except WrongTypeError as error:
        return None, (BROKEN_VIDEO.at(path, error.line, f"video: {error}"),)
    return video, tuple(cut_words(root, path=path, name="video", passing={"url", "poster", "captions"}))


def _read(root: Node) -> Video:
    entries = read_mapping(root)
    for name in entries:
        if name not in _FIELDS:
            near = difflib.get_close_matches(name, _FIELDS, n=1)
            asked = f" (did you mean “{near[0]}”?)" if near else ""
            raise WrongTypeError(root.line_of(name), ", ".join(_FIELDS), f"“{name}”{asked}")
    address = read_text(entries["url"]) if "url" in entries else ""
    source = source_of(address)
    if source is None:
        line = entries["url"].line if "url" in entries else root.line
        raise WrongTypeError(line, "`url`: a video of YouTube or Vimeo, or a film (mp4, webm)", f"“{address}”")
    captions = read_texts_by_language(entries["captions"]) if "captions" in entries else {}
    plain = {name: read_text(entries[name]) if name in entries else "" for name in ("title", "poster")}
    texts = {name: _markdown(entries[name]) if name in entries else "" for name in ("text", "transcript")}
    return Video(source, **plain, **texts, captions=MappingProxyType(dict(captions)))


def _markdown(node: Node) -> str:
    if not node.is_scalar:
        raise WrongTypeError(node.line, "a text", node.describe())
    return (node.text or "").strip()


def video_html(video: Video, words: Mapping[str, str], to_html: Callable[[str], str]) -> str:
    """A video as it stands in a page; `to_html` renders what is said of it."""
    untold = " ".join(name for name, said in (("title", video.title), ("text", video.text)) if not said)
    mark = f' data-kb-untold="{untold}"' if untold else ""
    title = html.escape(video.title or words.get("video", "Video"))
    said = to_html(video.text) if video.text else ""
    if video.transcript:
        summary = html.escape(words.get("video_transcript", "Transcript"))
        said += f"<details><summary>{summary}</summary>{to_html(video.transcript)}</details>"
    caption = f'<figcaption class="kb-video__text">{said}</figcaption>' if said else ""
    if not video.source.service:
        film = _film_html(video, title)
        return f'<figure class="kb-video"{mark}><p class="kb-video__title">{title}</p>{film}{caption}</figure>'
    service = NAMES[video.source.service]
    watch = html.escape(words.get("video_watch", "Watch on {service}").replace("{service}", service))
    play = html.escape(words.get("video_play", "Play: loads from {service}").replace("{service}", service))
    poster = f'<img class="kb-video__poster" alt="" src="{html.escape(video.poster)}">' if video.poster else ""
    embed = html.escape(video.source.embed)
    return (
        f'<figure class="kb-video" data-kb-video="{video.source.service}" data-embed="{embed}"{mark}>'
        f'<a class="kb-video__link" href="{html.escape(video.source.watch)}" rel="noopener">{poster}'
        f'<span class="kb-video__play" aria-hidden="true"></span><span class="kb-video__words">'
        f'<span class="kb-video__title">{title}</span> <span class="kb-video__from" data-play="{play}">{watch}</span>'
        f"</span></a>{caption}</figure>"
    )


def _film_html(video: Video, title: str) -> str:
    address = html.escape(video.source.watch)
    poster = f' poster="{html.escape(video.poster)}"' if video.poster else ""
    tracks = "".join(
        f'<track kind="captions" src="{html.escape(file)}"' + (f' srclang="{html.escape(code)}"' if code else "")
        + f' label="{html.escape(code or "CC")}"' + (" default" if at == 0 else "") + ">"
        for at, (code, file) in enumerate(video.captions.items())
    )  # fmt: skip
    return (
        f'<video class="kb-video__film" controls playsinline preload="none" aria-label="{title}" src="{address}"'
        f'{poster}>{tracks}<a href="{address}">{title}</a></video>'
    )
