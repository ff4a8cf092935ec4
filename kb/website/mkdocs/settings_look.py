"""What may be wrong with a shop's own look beyond its form: files, icons, colours that nobody can read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from math import floor
from pathlib import Path, PurePosixPath

from kb.project.colours import ENOUGH, MATERIAL, hex_colour, unreadable
from kb.project.intake import EXCLUDE
from kb.project.project import CONFIG, Project
from kb.source.problem import Problem, Rule, Severity
from kb.source.yaml_nodes import Node
from kb.website.html.images import picture_size
from kb.website.mkdocs.settings_lines import SettingLines, did_you_mean
from kb.website.mkdocs.settings_rules import MISSING_FILE, SETTING_WARNED

LOW_CONTRAST = Rule(
    "KB823",
    "low-contrast",
    Severity.WARNING,
    what="A colour of the shop's own that is hard to read on the pages: links and buttons have it.",
    why="One reader in twelve sees colours badly, and everybody does in the sun; WCAG 2.2 (AA) asks for 4.5 : 1.",
    example='look: {accent: "#ff8fb1"}',
    hint="take the near colour that the message names",
)
UNFIT_FILE = Rule(
    "KB824",
    "unfit-look-file",
    Severity.WARNING,
    what="A picture or a font of the look is very large, or of a kind that some browsers or programs do not show.",
    why="Every reader loads it before the page looks right, many of them by mobile data.",
    example="look: {font: fonts/lora.ttf}   # 400 KB",
    hint="make it smaller, or save it as the kind that the message names",
)
RULES = (LOW_CONTRAST, UNFIT_FILE)

_PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif")
_KINDS: Mapping[str, tuple[tuple[str, ...], int, str]] = {
    "logo": (_PICTURES, 100, "svg or png"),
    "favicon": ((*_PICTURES, ".ico"), 50, "svg, png or ico"),
    "font": ((".woff2", ".woff", ".ttf", ".otf"), 150, "woff2, with the letters of your languages alone"),
    "home_picture": (_PICTURES, 400, "webp or jpg, 1600 pixels wide"),
    "share_picture": ((".png", ".jpg", ".jpeg", ".webp"), 600, "png or jpg, 1200 × 630 pixels"),
}
"""Part of `look` → what its files may end with, the most kilobytes that a page should wait for, and the advice."""
_LEAST_SHARED = (600, 315)
"""Pixels below which networks show a shared picture small or not at all (Open Graph, Facebook's and X's advice)."""


def judge_look(lines: SettingLines, project: Project, folders: Sequence[Path]) -> Iterator[Problem]:
    """Problems of `look`, `theme: palette` and `extra: social`; `folders` hold files and icons."""
    look = lines.option("look").entries or {}
    for key in _KINDS:
        for node in _leaves(look[key]) if key in look else ():
            yield from _judge_file(key, node, project, folders)
    if "accent" in look and not project.options.broken & {"look"}:
        yield from _judge_accent(look["accent"])
    yield from _judge_palette(lines.node("theme", "palette"), replaced="accent" in look)
    for rows, name in ((look.get("social"), "look: social"), (lines.node("extra", "social"), "extra: social")):
        for row in (rows.items or ()) if rows is not None else ():
            icon = (row.entries or {}).get("icon")
            if icon is not None and icon.text:
                yield from _judge_icon(icon, name, folders)


def _leaves(node: Node) -> Iterator[Node]:
    for one in (node.entries or {}).values():
        yield from _leaves(one)
    if node.is_scalar and node.text:
        yield node


def _judge_file(key: str, node: Node, project: Project, folders: Sequence[Path]) -> Iterator[Problem]:
    name = (node.text or "").lstrip("/")
    docs = project.root / project.docs
    path = next((folder / name for folder in folders if (folder / name).is_file()), None)
    if path is not None and path.is_relative_to(docs) and project.intake.excludes(name):
        said = f"look: {key}: “{name}” is not published: {EXCLUDE} leaves it out"
        yield MISSING_FILE.at(CONFIG, node.line, said, "take it back by a pattern such as `!" + name + "`")
        return
    ending = PurePosixPath(name).suffix.lower()
    kinds, most, advice = _KINDS[key]
    if path is None:
        hint = did_you_mean(name, _files_below(docs, kinds), cutoff=0.6) or MISSING_FILE.hint
        yield MISSING_FILE.at(CONFIG, node.line, f"look: {key}: there is no file “{name}” in {project.docs}/", hint)
        return
    size = path.stat().st_size // 1000
    if ending not in kinds:
        yield UNFIT_FILE.at(CONFIG, node.line, f"look: {key}: “{name}” is not shown everywhere", f"save it as {advice}")
    elif size > most:
        said = f"look: {key}: “{name}” has {size} KB; every reader waits for it"
        yield UNFIT_FILE.at(CONFIG, node.line, said, f"save it as {advice}: {most} KB at most")
    pixels = picture_size(path) if key == "share_picture" else None
    if pixels and (pixels[0] < _LEAST_SHARED[0] or pixels[1] < _LEAST_SHARED[1]):
        said = f"look: {key}: “{name}” has {pixels[0]} × {pixels[1]} pixels: networks show it small, or not at all"
        yield UNFIT_FILE.at(CONFIG, node.line, said, f"save it as {advice}")


def _files_below(folder: Path, kinds: tuple[str, ...]) -> list[str]:
    return [
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.suffix.lower() in kinds and path.is_file()
    ]


def _judge_accent(node: Node) -> Iterator[Problem]:
    parts = {"light": node} if node.is_scalar else dict(node.entries or {})
    for part, one in parts.items():
        colour = hex_colour(one.text or "")
        ratio, near = unreadable(colour, is_dark=part == "dark") if colour else (0, "")
        if near:
            shown = floor(ratio * 10) / 10  # 4.49 is less than 4.5
            said = f"look: accent: {colour} has a contrast of {shown} : 1 on {part} pages; text needs {ENOUGH} : 1"
            yield LOW_CONTRAST.at(CONFIG, one.line, said, f"{near} is near, and can be read")


def _judge_palette(palette: Node, *, replaced: bool) -> Iterator[Problem]:
    for row in palette.items or (palette,):
        primary = (row.entries or {}).get("primary")
        name = (primary.text or "").replace(" ", "-") if primary is not None else ""
        if primary is None or not name or name in MATERIAL or replaced:
            continue
        hint = did_you_mean(name, MATERIAL) or 'write your colour as `look: {accent: "#9b1d54"}` of kb'
        what = "is read by no style of kb's" if name == "custom" else "is no colour of Material's"
        yield SETTING_WARNED.at(CONFIG, primary.line, f"theme: palette: primary: “{name}” {what}", hint)


def _judge_icon(node: Node, name: str, folders: Sequence[Path]) -> Iterator[Problem]:
    icon = node.text or ""
    if any((folder / ".icons" / f"{icon}.svg").is_file() for folder in folders):
        return
    known = _icons(tuple(str(folder) for folder in folders))
    last = icon.rpartition("/")[2].lower()
    near = [one for one in known if one.rpartition("/")[2] == last]
    brands = sorted(near, key=lambda one: (not one.startswith("fontawesome/brands"), not one.startswith("simple"), one))
    hint = f"write {brands[0]}" if brands else did_you_mean(icon, known) or "look for it in Material's list of icons"
    yield MISSING_FILE.at(CONFIG, node.line, f"{name}: there is no icon “{icon}”", hint)


@cache
def _icons(folders: tuple[str, ...]) -> frozenset[str]:
    """Names of all icons: 14,000 of Material's."""
    found: set[str] = set()
    for folder in folders:
        top = os.path.join(folder, ".icons")
        for place, _, names in os.walk(top):
            start = os.path.relpath(place, top).replace(os.sep, "/")
            found.update(f"{start}/{one[:-4]}" for one in names if one.endswith(".svg"))
    return frozenset(found)
