"""The counter of lines of code: what counts as one, which files count, and code that moved."""

from __future__ import annotations

import subprocess
from pathlib import Path

from bench.code_lines import count, lines_of_code, moved_lines, part_of, table, tree_at, tree_now

SOURCE = '''\
"""A module
of two lines."""

import os  # a comment beside code counts once

# a comment alone
LIMIT = 3
"""What the limit is."""


class One:
    """A class."""

    field: int
    """A field,
    in two lines."""

    def method(self) -> str:
        "A docstring in plain quotes."
        text = """a text
that is code,

in three lines"""
        return (
            "joined "
            "text"
        )


def empty() -> None: ...
'''


def test_lines_that_hold_code_are_counted_and_no_others() -> None:
    assert lines_of_code(SOURCE) == [
        "import os  # a comment beside code counts once",
        "LIMIT = 3",
        "class One:",
        "field: int",
        "def method(self) -> str:",
        'text = """a text',
        "that is code,",
        'in three lines"""',
        "return (",
        '"joined "',
        '"text"',
        ")",
        "def empty() -> None: ...",
    ]
    assert lines_of_code("") == []
    assert lines_of_code('"""Only words."""\n') == []


def test_a_new_package_of_the_website_counts_and_its_other_parts_do_not() -> None:
    assert part_of("kb/website/build/editions.py") == "the story of a build"
    assert part_of("kb/website/mkdocs/settings_look.py") == "MkDocs: settings and look"
    assert part_of("kb/website/mkdocs/render.py") == "MkDocs: pages and files"
    assert part_of("kb/website/output/manifest.py") == "what was built"
    assert part_of("kb/website/graph/steps.py") == "new in the website"
    assert part_of("kb/website/graph.py") == "new in the website"
    assert part_of("kb/website/edits.py") == "after an edit"  # as it was called before
    assert part_of("kb/search/shards/patch_shards.py") == "search patched"
    for other in (
        "kb/website/output/desk.py",
        "kb/website/views/types.py",
        "kb/search/shards/write.py",
        "kb/content/build/a.py",
        "kb/audit/full.py",
    ):
        assert part_of(other) is None


def test_code_that_moved_out_of_the_list_still_counts() -> None:
    line, other = "found = look_at_everything(once)", "something_else = written_anew(here)"
    base = {"kb/cache/steps.py": [line, line, "else:"], "kb/text/words.py": [other]}
    moved = {"kb/cache/steps.py": ["else:"], "kb/text/words.py": [other, line, line, line]}
    assert moved_lines(moved, base) == 2
    assert moved_lines({**base, "kb/text/words.py": [other, other, "else:"]}, base) == 0
    assert moved_lines({"kb/cache/new.py": [line, line], "kb/text/words.py": [other]}, base) == 0
    assert sum(count(moved, base).values()) == sum(count(base, None).values())


def test_a_commit_is_counted_as_the_files_were(tmp_path: Path) -> None:
    (tmp_path / "kb/cache").mkdir(parents=True)
    file = tmp_path / "kb/cache/store.py"
    file.write_text("a = 1\nb = 2\n")
    git = ("git", "-c", "user.name=a", "-c", "user.email=a@example.com")
    for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "one")):
        subprocess.run((*git, *arguments), cwd=tmp_path, check=True)
    file.write_text("a = 1\n")
    assert tree_at("HEAD", tmp_path) == {"kb/cache/store.py": ["a = 1", "b = 2"]}
    assert tree_now(tmp_path) == {"kb/cache/store.py": ["a = 1"]}
    told = table({"HEAD": count(tree_at("HEAD", tmp_path), None), "now": count(tree_now(tmp_path), None)})
    assert "| **all** | **2** | **1** |" in told
    assert "now beside HEAD: 0.500" in told
