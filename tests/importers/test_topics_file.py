"""New topics enter mkdocs.yml without touching a comment, or not at all."""

# ruff: noqa: E501  (other systems' files, readable as they are)

from __future__ import annotations

import pytest

from kb.importers.helpdesks.topics_file import add_topics

NEW = {"care": {"en": "Care: & repair", "vi": "Bảo trì"}}
CASES = {
    "lines": (
        "plugins:\n  - kb:\n      topics:\n        a:\n          name: A  # mine\n\n      # about contact\n      contact: []\nx: 1\n",
        "plugins:\n  - kb:\n      topics:\n        a:\n          name: A  # mine\n        care:\n          name: {en: 'Care: & repair', vi: Bảo trì}\n"
        "\n      # about contact\n      contact: []\nx: 1\n",
    ),
    "at the end": (
        "plugins:\n- kb:\n    topics:\n      a: {name: A}",
        "plugins:\n- kb:\n    topics:\n      a: {name: A}\n      care:\n        name: {en: 'Care: & repair', vi: Bảo trì}\n",
    ),
    "no topics yet": (
        "plugins:\n  - search\n  - kb:\n      shop: X # keep\nmarkdown_extensions: [tables]\n",
        "plugins:\n  - search\n  - kb:\n      shop: X # keep\n      topics:\n        care:\n          name: {en: 'Care: & repair', vi: Bảo trì}\n"
        "markdown_extensions: [tables]\n",
    ),
    "braces": (
        "plugins:\n  - kb:\n      topics: {a: {name: A}, }  # mine\n",
        "plugins:\n  - kb:\n      topics: {a: {name: A},care: {name: {en: 'Care: & repair', vi: Bảo trì}}}  # mine\n",
    ),
    "empty braces": (
        "plugins:\n  - kb:\n      topics: {}\n",
        "plugins:\n  - kb:\n      topics: {care: {name: {en: 'Care: & repair', vi: Bảo trì}}}\n",
    ),
    "a block in braces": (
        "plugins: [{kb: {shop: X}}]\n",
        "plugins: [{kb: {shop: X, topics: {care: {name: {en: 'Care: & repair', vi: Bảo trì}}}}}]\n",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_topics_are_added_where_they_belong(name: str) -> None:
    before, after = CASES[name]
    assert add_topics(before, NEW) == after


@pytest.mark.parametrize(
    "text",
    [
        "plugins: [kb]\n",
        "plugins:\n  - search\n",
        "plugins:\n  - kb:\n      topics: [a]\n",
        "a: [\n",
        "",
        "plugins:\n  - kb:\n      topics: *x\n",
    ],
)
def test_what_cannot_be_changed_safely_is_left_alone(text: str) -> None:
    assert add_topics(text, NEW) is None


def test_nothing_to_add_changes_nothing() -> None:
    assert add_topics("anything: [", {}) == "anything: ["
