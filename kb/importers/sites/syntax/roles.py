"""What the components, shortcodes and template tags of other generators are for. Names in small letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Role:
    """What becomes of a tag."""

    kind: str
    """wrapper, part, box, link, picture, video, code, address, words, nothing."""
    box: str = ""
    """The name of the box, where the tag itself says which."""


def _all(role: Role, names: str) -> dict[str, Role]:
    return dict.fromkeys(names.split(), role)


WRAPPER = Role("wrapper")
ROLES: Mapping[str, Role] = {
    **_all(
        WRAPPER,
        "tabs tabgroup tabset tabpane codetabs codegroup code-group steps stepper columns column cols col row cards "
        "cardgrid cardgroup accordiongroup accordions fragment frame content-ref grid linkgrid center section div "
        "react.fragment updates container filetree",
    ),
    **_all(Role("part"), "tabitem tab card step panel code featurecard feature update tabpanel doccard"),
    **_all(Role("box"), "aside admonition callout alert notice hint blockquote banner infobox box"),
    **{
        name: Role("box", box)
        for name, box in {
            "note": "note", "tip": "tip", "info": "info", "warning": "warning", "caution": "warning",
            "danger": "danger", "check": "success", "success": "success", "important": "important", "error": "danger",
        }.items()
    },
    **_all(Role("box", "details"), "details accordion collapse collapsible expand expandable toggle spoiler"),
    **_all(
        Role("link"),
        "linkcard linkbutton button link file embed a docslink navlink routerlink router-link nuxtlink btn "
        "cta iframe gist",
    ),
    **_all(Role("picture"), "image figure img zoom themedimage picture imgproc lightbox resize-image"),
    **_all(Role("video"), "youtube vimeo video youtubeembed reactplayer lite-youtube loom bilibili"),
    **_all(Role("code"), "highlight"),
    **_all(Role("address"), "ref relref link_to"),
    **_all(Role("words"), "badge kbd tag label term tooltip pill chip abbr param"),
    **_all(
        Role("nothing"),
        "icon toc tableofcontents toctoc tocinline doccardlist socials contributors clear br spacer anchor raw endraw "
        "head meta seo children",
    ),
}  # fmt: skip

BOX_TYPES: Mapping[str, str] = {
    "note": "note", "default": "note", "secondary": "note", "primary": "note", "neutral": "note", "info": "info",
    "information": "info", "tip": "tip", "hint": "tip", "idea": "tip", "success": "success", "check": "success",
    "important": "important", "warning": "warning", "warn": "warning", "caution": "warning", "danger": "danger",
    "error": "danger", "bug": "danger", "example": "example", "question": "question", "details": "details",
}  # fmt: skip
"""What a box calls its kind → the name of ours."""
BOX_FIELDS = ("type", "style", "color", "intent", "variant", "status", "context", "kind", "0")
"""Attributes that name the kind of a box."""
TITLE_FIELDS = ("title", "label", "name", "header", "heading", "summary", "tab", "tabname", "question", "value")
"""Attributes that hold a title, the likeliest first."""
TEXT_FIELDS = ("description", "caption", "subtitle", "text", "content", "answer", "body", "tagline", "code")
"""Attributes that hold further words."""
ADDRESS_FIELDS = ("href", "url", "link", "to", "relref", "src", "page", "0")
VIDEO_ADDRESSES: Mapping[str, str] = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "lite-youtube": "https://www.youtube.com/watch?v={}",
    "youtubeembed": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "loom": "https://www.loom.com/share/{}",
}
"""Where a film lies that a tag names by its id alone."""
