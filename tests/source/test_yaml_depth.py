"""The quick look at a text's depth never calls shallow what the parser finds deep."""

from __future__ import annotations

import contextlib

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.source.yaml_nodes import MAX_YAML_DEPTH, is_shallow, parse_yaml

PIECES = ["- ", "-", "a", "a: ", ": ", "? ", "[", "]", "{", "}", "\n", "  ", "    ", " " * 8, "&x ", "*x", "!!seq ",
          "---", "...", "\t", "\r\n", "'", '"', "|", ">\n", "#", ",", "\x85", "\u2028", "%YAML 1.1\n"]  # fmt: skip


def depth_of(text: str) -> int:
    deepest = depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        assert not isinstance(event, yaml.events.AliasEvent)
        depth += isinstance(event, yaml.events.CollectionStartEvent)
        depth -= isinstance(event, yaml.events.CollectionEndEvent)
        deepest = max(deepest, depth)
    return deepest


@settings(max_examples=1500, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join), st.integers(1, 30))
def test_what_looks_shallow_is_shallow(text: str, times: int) -> None:
    for made in (text, text * times):
        if is_shallow(made):
            with contextlib.suppress(yaml.YAMLError):
                assert depth_of(made) <= MAX_YAML_DEPTH


def test_front_matter_as_people_write_it_is_shallow() -> None:
    text = "title: Returns\nquestions:\n  - How long?\nrelated: [a, b]\nchanges:\n  - on: 2026-01-01\n    what: new\n"
    assert is_shallow(text)


def test_deep_texts_are_still_refused() -> None:
    for text in ("- " * 60 + "a", "[" * 60 + "]" * 60, "\n".join(" " * n + "a:" for n in range(60))):
        assert not is_shallow(text)
        assert parse_yaml(text, path="a.md")[1]
