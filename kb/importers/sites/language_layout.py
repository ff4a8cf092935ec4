"""Languages told by folders (`vi/returns.md`) and by suffixes (`returns.vi.md`, `returns_my.md`)."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from types import MappingProxyType

from kb.importers.common.languages import WORDS, read_code, resolve_codes, tell_language
from kb.importers.common.report import ImportFindings
from kb.importers.sites.layout import Layout
from kb.importers.sites.source import SiteSource

SUFFIXED = re.compile(
    r"(?P<stem>.+?)(?P<mark>[._-])(?P<code>[A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?)(?P<ending>\.[A-Za-z]+)"
)
SHARED_PAGES = 0.3
"""A folder named like a language is one when this share of its pages has a namesake beside it."""

SAMPLE_PAGES = 5


def tell_languages(layout: Layout, source: SiteSource, findings: ImportFindings) -> Layout:
    """The layout with its languages: roots and suffixes found, codes in our spelling, a default chosen."""
    return _resolve_languages(_find_languages(layout, source), source, findings)


def find_language_folders(pages: Sequence[str]) -> tuple[str, ...]:
    """Top folders that hold one language each. `pages`: paths relative to the root that is searched."""
    by_folder: dict[str, set[str]] = defaultdict(set)
    for page in pages:
        folder, _, rest = page.partition("/")
        by_folder[folder if rest else ""].add(rest or folder)
    codes = [folder for folder in sorted(by_folder) if read_code(folder)]
    outside = {page for page in pages if page.partition("/")[0] not in codes and "/" in page}
    if not outside and codes and (len(codes) > 1 or codes[0].lower() not in WORDS):
        return tuple(codes)
    at_top = set(pages)
    found = []
    for code in codes:
        others = at_top.union(*(by_folder[other] for other in codes if other != code))
        shared = len(by_folder[code] & others) / len(by_folder[code])
        if shared >= SHARED_PAGES:
            found.append(code)
    return tuple(found)


def find_suffix_codes(pages: Sequence[str]) -> tuple[str, ...]:
    """Suffixes that mark languages: the same file must stand beside it without one, or with another."""
    variants: dict[str, set[str]] = defaultdict(set)
    for page in pages:
        folder, _, name = page.rpartition("/")
        stem, code, _ = _split(name)
        variants[f"{folder}/{stem}"].add(code)
        if code:  # `how_to_my.md` may also be a page of its own
            variants[f"{folder}/{name.rpartition('.')[0]}"].add("")
    paired: dict[str, int] = defaultdict(int)
    seen: dict[str, int] = defaultdict(int)
    for codes in variants.values():
        for code in codes - {""}:
            seen[code] += 1
            paired[code] += len(codes) > 1
    return tuple(sorted(code for code in seen if paired[code] * 2 >= seen[code] and paired[code]))


def find_name_codes(pages: Sequence[str]) -> tuple[str, ...]:
    """Codes that are whole names of files: folders that hold one article, in a file for each language."""
    by_folder: dict[str, set[str]] = defaultdict(set)
    for page in pages:
        folder, _, name = page.rpartition("/")
        by_folder[folder].add(name.rpartition(".")[0])
    full = [names for folder, names in by_folder.items() if folder and all(map(read_code, names))]
    codes = set().union(*(names for names in full if len(names) > 1))
    return tuple(sorted(codes))


def split_suffix(name: str, codes: Collection[str], named: Collection[str] = ()) -> tuple[str, str]:
    """`returns_my.md` → (`returns.md`, `my`); without a known suffix the name and `""`.

    With `named`, `vi.md` → (`index.md`, `vi`): the article is the folder.
    """
    whole, _, ending = name.rpartition(".")
    if whole in named:
        return f"index.{ending}", whole
    stem, code, ending = _split(name)
    return (stem + ending, code) if code and code in codes else (name, "")


def _split(name: str) -> tuple[str, str, str]:
    match = SUFFIXED.fullmatch(name)
    if match and read_code(match["code"]):
        return match["stem"], match["code"], match["ending"]
    stem, dot, ending = name.rpartition(".")
    return (stem, "", dot + ending) if dot else (name, "", "")


def _find_languages(layout: Layout, source: SiteSource) -> Layout:
    """Roots without a language are searched for folders and suffixes of languages."""
    roots = dict(layout.roots)
    for root in [root for root, code in layout.roots.items() if not code]:
        inner = [page for page in source.pages if layout.root_of(page) == root]
        for code in find_language_folders([page.removeprefix(root + "/") if root else page for page in inner]):
            roots.setdefault(f"{root}/{code}" if root else code, code)
    layout = replace(layout, roots=MappingProxyType(roots))
    free = [page for page in source.pages if (held := layout.root_of(page)) is not None and not roots[held]]
    inside = [page.removeprefix(f"{layout.root_of(page)}/") for page in free]
    named = frozenset(find_name_codes(inside))
    rest = [page for page in free if posixpath.basename(page).rpartition(".")[0] not in named]
    return replace(layout, suffixes=frozenset(find_suffix_codes(rest)), named=named)


def _resolve_languages(layout: Layout, source: SiteSource, findings: ImportFindings) -> Layout:
    codes = {code for code in layout.roots.values() if code} | layout.suffixes | layout.named
    samples = {
        code: "\n".join(source.text(page) for page in _pages_of(layout, source, code)[:SAMPLE_PAGES]) for code in codes
    }
    resolved = resolve_codes(codes, samples)
    unmarked = [
        page for page in _pages_of(layout, source, "") if posixpath.basename(page) not in {"SUMMARY.md", "LICENSE.md"}
    ]
    default = layout.default_code
    if default and default not in resolved:
        resolved |= {
            code: ours for code, ours in resolve_codes([default], {}).items() if ours and (unmarked or not codes)
        }
    if default not in resolved:
        default = ""
    if not default and (not codes or unmarked):
        text = "\n".join(source.text(page) for page in unmarked[:SAMPLE_PAGES])
        language = tell_language(text)
        same = [code for code, ours in resolved.items() if ours == language]
        default = same[0] if same else language
        resolved.setdefault(default, language)
        findings.add(
            layout.config or (unmarked[0] if unmarked else "."),
            1,
            f"names no language: the text was taken to be “{language}”; change default_language in mkdocs.yml "
            "if it is another",
            "language guessed",
        )
    if not default:
        counts: dict[str, int] = {code: len(_pages_of(layout, source, code)) for code in codes}
        default = next(
            (code for code in sorted(codes) if resolved[code] == "en"), max(counts, key=lambda c: (counts[c], c))
        )
    return replace(layout, default_code=default, codes=MappingProxyType(resolved), default_language=resolved[default])


def _pages_of(layout: Layout, source: SiteSource, code: str) -> list[str]:
    def code_of(page: str) -> str:
        root = layout.root_of(page)
        named = layout.roots[root] if root is not None else "-"
        return named or split_suffix(posixpath.basename(page), layout.suffixes, layout.named)[1]

    return [page for page in source.pages if code_of(page) == code]
