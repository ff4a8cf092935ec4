"""Colours of a shop's own, and whether they can be read: contrast as WCAG 2.2 counts it (success criterion 1.4.3)."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

ENOUGH = 4.5
"""The least contrast of ordinary text, WCAG 2.2, level AA."""
COMFORTABLE = 6.5
"""For a colour that is derived for dark pages, about that of the shipped one."""
LIGHT_PAPER, DARK_PAPER, DARK_RAISED = "#ffffff", "#121a19", "#182322"
"""What text stands on, as in `kb.css`."""
_DARK_INK = "#06201b"
_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})")

MATERIAL: Mapping[str, str] = {
    "red": "#ef5552", "pink": "#e92063", "purple": "#ab47bd", "deep-purple": "#7e56c2", "indigo": "#4051b5",
    "blue": "#2094f3", "light-blue": "#02a6f2", "cyan": "#00bdd6", "teal": "#009485", "green": "#4cae4f",
    "light-green": "#8bc34b", "lime": "#cbdc38", "yellow": "#ffec3d", "amber": "#ffc105", "orange": "#ffa724",
    "deep-orange": "#ff6e42", "brown": "#795649", "grey": "#757575", "blue-grey": "#546d78", "black": "#000000",
    "white": "#ffffff",
}  # fmt: skip
"""The names of `theme: palette`, as Material's style sheet `palette.css` has them (9.7)."""


def hex_colour(text: str) -> str:
    """`text` as `#rrggbb` in lower case; "" where it is no colour of that form."""
    written = text.strip().lower()
    if not _HEX.fullmatch(written):
        return ""
    return written if len(written) == 7 else "#" + "".join(sign * 2 for sign in written[1:])


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 (the same) to 21 (black and white)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in _parts(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mixed(colour: str, other: str, share: float) -> str:
    """`colour` with `share` (0 to 1) of `other` in it."""
    pairs = zip(_parts(colour), _parts(other), strict=True)
    return "#" + "".join(f"{round(mine * (1 - share) + theirs * share):02x}" for mine, theirs in pairs)


def least_contrast(colour: str, papers: Iterable[str]) -> float:
    """The contrast with the paper on which `colour` is read worst."""
    return min(contrast(colour, paper) for paper in papers)


def readable(colour: str, *, is_dark: bool, least: float = ENOUGH) -> str:
    """The colour nearest to `colour` that can be read on light pages, or on dark ones: of the same hue and saturation
    (HSL), darker or lighter.
    """
    papers = (DARK_PAPER, DARK_RAISED) if is_dark else (LIGHT_PAPER,)
    tries = (colour, *_shades(colour, 1.0 if is_dark else 0.0))
    return next(one for one in tries if least_contrast(one, papers) >= least)


def _shades(colour: str, end: float) -> Iterator[str]:
    """`colour` in a hundred steps to the lightness `end`."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in _parts(colour)))
    for step in range(1, 101):
        shade = lightness + (end - lightness) * step / 100
        parts = colorsys.hls_to_rgb(hue, shade, saturation)
        yield "#" + "".join(f"{round(part * 255):02x}" for part in parts)


@dataclass(frozen=True, slots=True)
class Accent:
    """The shop's colour on light and on dark pages, each `#rrggbb`, or "" where the shipped one stays."""

    light: str = ""
    dark: str = ""

    def __bool__(self) -> bool:
        return bool(self.light or self.dark)


def unreadable(colour: str, *, is_dark: bool) -> tuple[float, str]:
    """The contrast of a colour that is read too badly, and the nearest that is not; (0, "") where it is fine."""
    ratio = least_contrast(colour, (DARK_PAPER, DARK_RAISED) if is_dark else (LIGHT_PAPER,))
    return (0, "") if ratio >= ENOUGH else (ratio, readable(colour, is_dark=is_dark))


def variables(accent: str, *, is_dark: bool) -> Mapping[str, str]:
    """The variables of `kb.css` that follow from one colour."""
    paper = DARK_RAISED if is_dark else LIGHT_PAPER
    on_accent = max(("#ffffff", _DARK_INK), key=lambda one: contrast(accent, one))
    return {
        "--kb-accent": accent,
        "--kb-accent-strong": mixed(accent, "#ffffff", 0.3) if is_dark else mixed(accent, "#000000", 0.2),
        "--kb-on-accent": on_accent,
        "--kb-tint": _tint(accent, paper, 0.07),
        "--kb-tint-strong": _tint(accent, paper, 0.15),
    }


def _tint(accent: str, paper: str, share: float) -> str:
    """As much of `accent` in `paper` as leaves `accent` readable on it, `share` at most."""
    steps = (mixed(paper, accent, share * step / 10) for step in range(10, 0, -1))
    return next((one for one in steps if contrast(accent, one) >= ENOUGH), paper)
