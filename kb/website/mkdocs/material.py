"""What pages need of Material: a light style sheet, and its script only where a text or a setting uses it.

Of Material's 21 KB of compressed styles our pages match a quarter, and its script of 34 KB does nothing for them. The
light sheet is made of the installed one at each build: it holds the rules that can match `COVERED` classes. A text
with another class that Material knows gets the whole sheet, as does a shop with templates of its own.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File, InclusionLevel

from kb.source.package import PACKAGE

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

SHEET = "material.css"
_MAIN = "assets/stylesheets/main.*.min.css"

COVERED = frozenset({
    "js", "no-js", "md-container", "md-content", "md-content__inner", "md-dialog", "md-dialog__inner", "md-footer",
    "md-grid", "md-header", "md-main", "md-main__inner", "md-nav__link", "md-overlay", "md-skip", "md-toggle",
    "md-typeset", "md-button", "md-button--primary", "headerlink", "admonition", "admonition-title", "note", "info",
    "tip", "warning", "danger", "footnote", "footnote-ref", "footnote-backref",
})  # fmt: skip
"""Classes of Material in our templates, and those of Markdown that many texts use."""
_WITH_SCRIPT = frozenset({"annotate", "mermaid", "tabbed-set"})
"""Classes that do less, or nothing, without Material's script."""
_FEATURES: Mapping[str, re.Pattern[str]] = {
    "content.code.copy": re.compile(r"<pre\b"),
    "content.code.select": re.compile(r"<pre\b"),
    "content.code.annotate": re.compile(r"<pre\b"),
    "content.footnote.tooltips": re.compile(r"\bfootnote-ref\b"),
    "content.tooltips": re.compile(r"<abbr\b|\stitle="),
    "content.tabs.link": re.compile(r"\btabbed-set\b"),
}
"""Features of Material with a script → what a text has that they work on."""
_ON_EVERY_PAGE = frozenset({"announce.dismiss", "navigation.top", "navigation.tracking"})
_EXTRA = frozenset({"analytics", "annotate", "consent", "polyfills", "version"})
"""Keys of `extra` that Material's script reads."""

_OURS = PACKAGE / "website/theme/assets/kb"
_OTHERS = (PACKAGE / "desk/page/desk.css", PACKAGE / "website/preview/manual.css")
"""Where our own styles lie."""

_CLASSES = re.compile(r'\bclass="([^"]*)"')
_CLASS = re.compile(r"\.(-?[A-Za-z_](?:[\w-]|\\.)*)")
_ELSE = re.compile(r":not\([^()]*\)|\"[^\"]*\"|'[^']*'")
"""What names no class that an element must have."""
_STEP = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|\\.|[{};]', re.DOTALL)
_PART = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|\\.|[(),\[\]]', re.DOTALL)
_VARIABLE = re.compile(
    r"""(?<=[{;])(--[\w-]+):(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\\.|[^;{}"'])*(?:;|(?=\}))""", re.DOTALL
)
_USED = re.compile(r"var\((--[\w-]+)")


@dataclass(frozen=True)
class Material:
    """What of Material the pages of one site load."""

    light: str
    """The light style sheet; "" if every page has the whole one."""
    known: frozenset[str] = frozenset()
    """Classes that the whole sheet has and the light one has not."""
    features: frozenset[str] = frozenset()
    has_script: bool = True
    """Whether every page has the script."""

    @property
    def address(self) -> str:
        return f"assets/kb/material.{hashlib.sha256(self.light.encode()).hexdigest()[:10]}.css" if self.light else ""

    def is_whole(self, content: str) -> bool:
        """Whether a page with the text `content` has the whole style sheet."""
        return not self.light or self.needs_script(content) or not self.known.isdisjoint(classes_in(content))

    def needs_script(self, content: str) -> bool:
        """Whether a page with the text `content` has Material's script."""
        if self.has_script or not _WITH_SCRIPT.isdisjoint(classes_in(content)):
            return True
        return any(_FEATURES[name].search(content) for name in self.features)


def read_material(config: MkDocsConfig) -> Material:
    """What the settings, the shop's own files and the installed Material make of it."""
    custom = Path(config.theme.custom_dir) if config.theme.custom_dir else None
    features = {str(name) for name in config.theme.get("features") or []}
    has_script = bool(
        config.extra_javascript or features & _ON_EVERY_PAGE or _EXTRA & config.extra.keys() or _has_templates(custom)
    )
    sheet = next((path for folder in config.theme.dirs for path in sorted(Path(folder).glob(_MAIN))), None)
    if sheet is None or _has_templates(custom):
        return Material("", features=frozenset(features) & _FEATURES.keys(), has_script=has_script)
    css = sheet.read_text("utf-8")
    light = lighten(css, COVERED, kept=_variables_of(config))
    return Material(light, frozenset(_CLASS.findall(css)) - COVERED, frozenset(features) & _FEATURES.keys(), has_script)


def material_file(config: MkDocsConfig) -> File | None:
    """The light style sheet as a file of the site."""
    material: Material = config.extra["kb_material"]
    if not material.light:
        return None
    return File.generated(config, material.address, content=material.light, inclusion=InclusionLevel.INCLUDED)


@lru_cache(maxsize=1)
def classes_in(content: str) -> frozenset[str]:
    """The classes that elements of a text have; a page's templates ask several times."""
    return frozenset(name for found in _CLASSES.findall(content) for name in found.split())


def uses_of(content: str) -> tuple[frozenset[str], tuple[bool, ...]]:
    """All of a text that decides what its page loads: texts alike in it load the same."""
    return classes_in(content), tuple(bool(pattern.search(content)) for pattern in _FEATURES.values())


def _has_templates(custom: Path | None) -> bool:
    return custom is not None and any(custom.rglob("*.html"))


def _variables_of(config: MkDocsConfig) -> frozenset[str]:
    """Variables that our styles ask for, and the shop's own."""
    names = [*_OURS.glob("*.css"), *_OTHERS, *(Path(config.docs_dir, str(path)) for path in config.extra_css)]
    return frozenset(name for path in names if path.is_file() for name in _USED.findall(path.read_text("utf-8")))


def lighten(css: str, covered: Collection[str], *, kept: Collection[str] = ()) -> str:
    """The rules of `css`, which is minified, that elements with no class beside `covered` can match.

    Variables that no such rule asks for, and that are not in `kept`, are left out.
    """
    sheet = "".join(_lightened(_rules(css), frozenset(covered)))
    while (less := _without_unused(sheet, {*_USED.findall(sheet), *kept})) != sheet:
        sheet = less
    return sheet


def _without_unused(sheet: str, used: Collection[str]) -> str:
    """`sheet` without the variables that are not `used`; what only they asked for is still there."""
    return _VARIABLE.sub(lambda found: found[0] if found[1] in used else "", sheet)


def _lightened(rules: Iterable[tuple[str, str]], covered: frozenset[str]) -> Iterator[str]:
    for head, block in rules:
        if head.startswith(("@media", "@supports")):
            inside = "".join(_lightened(_rules(block), covered))
            if inside:
                yield f"{head}{{{inside}}}"
        elif head.startswith("@"):
            yield f"{head}{{{block}}}" if block else head
        else:
            selectors = [one for one in _selectors(head) if covered.issuperset(_CLASS.findall(_ELSE.sub("", one)))]
            if selectors:
                yield f"{','.join(selectors)}{{{block}}}"


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """The rules of a style sheet, or of a block of one: what stands before the braces, and between them."""
    start = opened = depth = 0
    for step in _STEP.finditer(css):
        if step[0] == "{":
            depth += 1
            opened = step.start() if depth == 1 else opened
        elif step[0] == "}":
            depth -= 1
            if depth == 0:
                yield css[start:opened], css[opened + 1 : step.start()]
                start = step.end()
        elif step[0] == ";" and depth == 0:
            yield css[start : step.end()], ""
            start = step.end()


def _selectors(head: str) -> Iterator[str]:
    """The selectors of a list, which commas part but where they stand in brackets."""
    start = depth = 0
    for part in _PART.finditer(head):
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(part[0], 0)
        if part[0] == "," and depth == 0:
            yield head[start : part.start()]
            start = part.end()
    yield head[start:]
