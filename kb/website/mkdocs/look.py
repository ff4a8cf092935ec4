"""The option `look`, and what Material's settings say of the same, → a style sheet and the theme's settings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from mkdocs.structure.files import File, InclusionLevel

from kb.project.colours import COMFORTABLE, MATERIAL, Accent, readable, variables
from kb.project.look import FONT_FACES, Look

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

SHEET = "look.css"
_TO_DOCS = "../../"
"""From `assets/kb/` to the site's root."""
_FAMILY = "kb-shop"
_FORMATS = {".woff2": "woff2", ".woff": "woff", ".ttf": "truetype", ".otf": "opentype"}
_OF_THE_HEADER = frozenset({"black", "white"})
"""Material paints the header with these, and nothing that is read; our header has the colour of the page."""
_SYSTEM = 'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Helvetica Neue",Arial,sans-serif'
"""As in `kb.css`: until the shop's font is there, and for letters that it lacks."""


def apply_look(config: MkDocsConfig, look: Look, *, assets: str) -> dict[str, str]:
    """Put `look` over the theme's settings. Returns the name of the style sheet it makes → its address, if any."""
    for key, file in (("logo", look.logo), ("favicon", look.favicon)):
        if file:
            config.theme[key] = file
    if look.social:
        config.extra["social"] = [{"icon": one.icon, "link": one.url, "name": one.name} for one in look.social]
    sheet = style_sheet(look, accent_of(look, config.theme.get("palette")))
    config.extra["kb_look_sheet"] = sheet
    if not sheet:
        return {}
    return {SHEET: f"{assets}/look.{hashlib.sha256(sheet.encode()).hexdigest()[:10]}.css"}


def look_file(config: MkDocsConfig) -> File | None:
    """The style sheet as a file of the site."""
    address = config.extra["kb_assets"].get(SHEET)
    if not address:
        return None
    sheet = config.extra["kb_look_sheet"]
    return File.generated(config, address, content=sheet, inclusion=InclusionLevel.INCLUDED)


def accent_of(look: Look, palette: Any) -> Accent:
    """The shop's colours: of `look`, else of Material's `palette`, made readable."""
    accent = look.accent or _accent_of_palette(palette)
    if accent.light and not accent.dark:
        return Accent(accent.light, readable(accent.light, is_dark=True, least=COMFORTABLE))
    return accent


def _accent_of_palette(palette: Any) -> Accent:
    """The colour `primary` of the palettes for light and for dark pages (Material's scheme `slate`)."""
    found: dict[bool, str] = {}
    for one in palette if isinstance(palette, list) else [palette]:
        if isinstance(one, Mapping):
            name = str(one.get("primary", "")).replace(" ", "-")
            named = "" if name in _OF_THE_HEADER else MATERIAL.get(name, "")
            is_dark = one.get("scheme") == "slate"
            if named and is_dark not in found:
                found[is_dark] = readable(named, is_dark=is_dark)
    return Accent(found.get(False, ""), found.get(True, ""))


def style_sheet(look: Look, accent: Accent) -> str:
    """CSS for the font and the colours; "" if there is none of either."""
    return "\n".join((*_fonts(look.font), *_colours(accent)))


def _fonts(font: Mapping[str, str]) -> Iterator[str]:
    for part, file in font.items():
        kind = _FORMATS.get(PurePosixPath(file).suffix.lower(), "")
        source = f'url("{_TO_DOCS}{file}")' + (f' format("{kind}")' if kind else "")
        yield f'@font-face{{font-family:"{_FAMILY}";src:{source};{FONT_FACES[part]};font-display:swap}}'
    if font:
        yield f':root{{--md-text-font:"{_FAMILY}",{_SYSTEM}}}'


def _colours(accent: Accent) -> Iterator[str]:
    if accent.light:
        yield f':root:not([data-kb-theme="dark"]){{{_declared(variables(accent.light, is_dark=False))}}}'
    if accent.dark:
        dark = _declared(variables(accent.dark, is_dark=True))
        yield f'@media (prefers-color-scheme:dark){{:root:not([data-kb-theme="light"]){{{dark}}}}}'
        yield f':root[data-kb-theme="dark"]{{{dark}}}'


def _declared(values: Mapping[str, str]) -> str:
    return ";".join(f"{name}:{value}" for name, value in values.items())
