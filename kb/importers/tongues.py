"""Languages told by folders (`vi/returns.md`) and by suffixes (`returns.vi.md`, `returns_my.md`)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence

from kb.importers.languages import WORDS, read_code

SUFFIXED = re.compile(r"(?P<stem>.+?)(?P<mark>[._-])(?P<code>[A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?)(?P<ending>\.[A-Za-z]+)")
SHARED_PAGES = 0.3
"""A folder named like a language is one when this share of its pages has a namesake beside it."""


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


def split_suffix(name: str, codes: Collection[str]) -> tuple[str, str]:
    """`returns_my.md` → (`returns.md`, `my`); without a known suffix the name and `""`."""
    stem, code, ending = _split(name)
    return (stem + ending, code) if code and code in codes else (name, "")


def _split(name: str) -> tuple[str, str, str]:
    match = SUFFIXED.fullmatch(name)
    if match and read_code(match["code"]):
        return match["stem"], match["code"], match["ending"]
    stem, dot, ending = name.rpartition(".")
    return (stem, "", dot + ending) if dot else (name, "", "")
