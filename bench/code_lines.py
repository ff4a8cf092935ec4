"""Lines of code of what builds, caches and builds again after an edit; now and at earlier commits.

A line counts if it holds code: comments, docstrings (of modules, classes, functions and fields) and blank lines do not.
Which files count is fixed in `PARTS`. Code that left them is counted wherever it went: a line of at least `LEAST_MOVED`
characters that stood in a file of the list at `BASE`, no longer stands in any, and stands more often than then in the
other files of `kb/`.

    python -m bench.code_lines [--at COMMIT …] [--files]
"""

from __future__ import annotations

import argparse
import io
import subprocess
import tarfile
import tokenize
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

ROOT = Path(__file__).parent.parent
BASE = "19f6d056"
"""The commit before the work on one way to build: what “moved” is meant against."""
COMMITS = ("ead89e7", BASE)
LEAST_MOVED = 20
"""Shorter lines (`return found`, `else:`) are the same everywhere."""
PARTS: Mapping[str, tuple[str, ...]] = {
    "the story of a build": ("build/*",),
    "after an edit": ("incremental/*",),
    "what was built": ("record/*", "output/manifest.py"),
    "MkDocs: settings and look": (
        "mkdocs/settings*.py", "mkdocs/look.py", "mkdocs/icon*.py", "mkdocs/material.py", "mkdocs/style_sheets.py",
        "mkdocs/open_search.py",
    ),
    "MkDocs: pages and files": ("mkdocs/*",),
    "new in the website": ("*",),
    "kept steps, workers": ("kb/cache/*", "kb/graph/*"),
    "search patched": ("kb/search/shards/patch*.py",),
    "audit after an edit": (
        "kb/audit/cache.py", "kb/audit/incremental.py", "kb/audit/changed_sources.py", "kb/audit/matching/recorder.py",
    ),
}  # fmt: skip
"""Part → patterns of its files, below `kb/website/` where they do not begin with `kb/`; the first that has a file
counts it."""
NOT_COUNTED = ("agent_pages/*", "html/*", "isolation/*", "output/*", "preview/*", "theme/*", "verify/*", "views/*")
"""What of the website is no part of a build, cache or incremental build, `manifest.py` apart."""

_FLAT: Mapping[str, str] = {
    "the story of a build": "build publish stage",
    "after an edit": "edits edit_checks search_edits splicing",
    "what was built": "build_report last_build site_record spare manifest",
    "MkDocs: pages and files": "driver site page_keys language_config page_writer pages staging theme_setup finishing "
    "inspection kept_templates",
    "kept steps, workers": "kept progress store workers",
    "": "desk_files desk_view host_samples hosting llms page_body page_texts people pictures policy preview "
    "question_checks redirecting search_files serve sheets strings tool_views tool_words tools view_types views "
    "watching",
}
"""Part → its modules of `kb/website/` when that had no packages yet (until 2026-11); none of them counts under “”."""
OLD_NAMES: Mapping[str, str | None] = {
    **{f"kb/website/{name}.py": part or None for part, names in _FLAT.items() for name in names.split()},
    "kb/search/patching.py": "search patched",
    "kb/search/resharding.py": "search patched",
    "kb/audit/kept.py": "audit after an edit",
    "kb/audit/since.py": "audit after an edit",
}

_LAYOUT = {
    tokenize.ENCODING, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.COMMENT,
    tokenize.ENDMARKER,
}  # fmt: skip


def lines_of_code(source: str) -> list[str]:
    """The lines of a Python text that hold code, without the space around them. Raises `SyntaxError`."""
    tokens = [token for token in tokenize.generate_tokens(io.StringIO(source).readline) if token.type != tokenize.NL]
    numbers: set[int] = set()
    for place, token in enumerate(tokens):
        if token.type not in _LAYOUT and not _is_docstring(tokens, place):
            numbers.update(range(token.start[0], token.end[0] + 1))
    lines = source.splitlines()
    return [text for number in sorted(numbers) if (text := lines[number - 1].strip())]


def _is_docstring(tokens: Sequence[tokenize.TokenInfo], place: int) -> bool:
    """Whether a token is a text that is a statement by itself, alone or beside others that it is joined with."""
    if tokens[place].type != tokenize.STRING:
        return False
    before = next(
        (token for token in reversed(tokens[:place]) if token.type not in {tokenize.STRING, tokenize.COMMENT}), None
    )
    after = next((token for token in tokens[place:] if token.type not in {tokenize.STRING, tokenize.COMMENT}), None)
    starts = before is None or before.type in {tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING}
    return starts and (after is None or after.type in {tokenize.NEWLINE, tokenize.ENDMARKER})


def part_of(path: str) -> str | None:
    """The part of `PARTS` that a file belongs to."""
    if path in OLD_NAMES:
        return OLD_NAMES[path]
    inside = path.removeprefix("kb/website/")
    is_left_out = any(fnmatchcase(inside, one) for one in NOT_COUNTED) and inside != "output/manifest.py"
    if inside != path and (is_left_out or inside.startswith(("__init__", "words/"))):
        return None
    for part, patterns in PARTS.items():
        if any(fnmatchcase(path if one.startswith("kb/") else inside, one) for one in patterns
               if one.startswith("kb/") or inside != path):  # fmt: skip
            return part
    return None


Tree = Mapping[str, Sequence[str]]
"""Path of a Python file of `kb/` → its lines of code."""


def tree_now(root: Path = ROOT) -> Tree:
    """The files as they lie there."""
    return {
        path.relative_to(root).as_posix(): lines_of_code(path.read_text("utf-8"))
        for path in sorted((root / "kb").rglob("*.py"))
    }


def tree_at(commit: str, root: Path = ROOT) -> Tree:
    """The files at a commit. Raises `subprocess.CalledProcessError`."""
    return {path: lines_of_code(text) for path, text in _texts_at(commit, root)}


def _texts_at(commit: str, root: Path) -> Iterator[tuple[str, str]]:
    packed = subprocess.run(("git", "archive", commit, "kb"), cwd=root, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as files:
        for member in files:
            if member.name.endswith(".py") and (file := files.extractfile(member)):
                yield member.name, file.read().decode("utf-8")


def moved_lines(now: Tree, base: Tree) -> int:
    """Lines of code that left the listed files and stand in others."""

    def counted(tree: Tree, *, is_listed: bool) -> Counter[str]:
        chosen = (lines for path, lines in tree.items() if (part_of(path) is not None) == is_listed)
        return Counter(line for lines in chosen for line in lines if len(line) >= LEAST_MOVED)

    gone = counted(base, is_listed=True) - counted(now, is_listed=True)
    come = counted(now, is_listed=False) - counted(base, is_listed=False)
    return (gone & come).total()


def count(tree: Tree, base: Tree | None) -> dict[str, int]:
    """Part → lines of code; “moved elsewhere” against `base`, nothing where there is none."""
    found = dict.fromkeys(PARTS, 0)
    for path, lines in tree.items():
        if (part := part_of(path)) is not None:
            found[part] += len(lines)
    return {**found, "moved elsewhere": moved_lines(tree, base) if base is not None else 0}


def table(columns: Mapping[str, Mapping[str, int]]) -> str:
    """Markdown: a line for each part, a column for each state, and the sum; the last column beside the one before."""
    names = list(columns)
    parts = next(iter(columns.values()))
    lines = [f"| lines of code | {' | '.join(names)} |", f"|---{'|---:' * len(names)}|"]
    lines += [f"| {part} | {' | '.join(f'{columns[name][part]:,}' for name in names)} |" for part in parts]
    sums = [sum(columns[name].values()) for name in names]
    lines.append(f"| **all** | {' | '.join(f'**{one:,}**' for one in sums)} |")
    if len(sums) > 1 and sums[-2]:
        lines.append(f"\n{names[-1]} beside {names[-2]}: {sums[-1] / sums[-2]:.3f} (goal ≤ 0.667)")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--at", nargs="+", default=list(COMMITS), metavar="COMMIT", help="count these, and now")
    parser.add_argument("--files", action="store_true", help="list the files of now with their lines")
    asked = parser.parse_args()
    base, now = tree_at(BASE), tree_now()
    columns = {commit: count(tree_at(commit), None) for commit in asked.at}
    print(table({**columns, "now": count(now, base)}))
    if asked.files:
        print("\n".join(f"{len(lines):6} {path}" for path, lines in now.items() if part_of(path)))


if __name__ == "__main__":
    main()
