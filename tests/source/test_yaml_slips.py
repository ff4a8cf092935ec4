"""Broken YAML in a writer's words: the line of the slip, what it is, and the line as it should be."""

from __future__ import annotations

import pytest

from kb.source.yaml_nodes import parse_yaml

SLIPS = [
    ("title: Returns: how\n", 1, "a colon in a value without quotes", 'write `title: "Returns: how"`'),
    ("title: 'Lan's shop'\n", 1, "closes before the value ends", 'write `title: "Lan\'s shop"`'),
    ('title: "Lan" shop\n', 1, "closes before the value ends", "write `title: '\"Lan\" shop'`"),
    ('topic: a\ntitle: "Gift wrap\nowner: b\n', 2, "opens and never closes", 'write `title: "Gift wrap"`'),
    ("title: *Gift\n", 1, "begins with an asterisk", 'write `title: "*Gift"`'),
    ("title: [New] Gift\n", 1, "begins with a bracket", 'write `title: "[New] Gift"`'),
    ("title: {{ fact.a }} days\n", 1, "begins with a brace", 'write `title: "{{ fact.a }} days"`'),
    ("related: [faq/a, faq/b\ntopic: x\n", 1, "“[” opens and no “]” closes it", "close it with “]”"),
    ("title:Gift wrap\ntopic: x\n", 1, "no blank follows “title:”", "write `title: Gift wrap`"),
    ("title: x\ntopic:\u00a0y\nowner: z\n", 2, "a no-break space follows “topic:”", "write `topic: y`"),
    ("topic: x\ntitle： Đổi trả\nowner: y\n", 2, "a full-width colon", "write `title: Đổi trả`"),
    ("title = Gift\ntopic: x\n", 1, "“title =” begins no field", "write `title: Gift`"),
    ("questions:\n• a b\n• c d\ntopic: x\n", 2, "“•” begins no item of a list", "write `- a b`"),
    ("questions:\n-a\n-b\ntopic: x\n", 2, "no blank follows the “-”", "write `- a`"),
    ("title: Gift\nwrap it\ntopic: x\n", 2, "“wrap it” is no field", "write `name: value`"),
    (" title: Gift\ntopic: x\n", 2, "indented differently", "at the same column"),
    ("questions:\n\t- a\n", 2, "a tab", "spaces"),
    ('facts:\n  a: {unit: days value: 7}\n  b: "x"\n', 2, "", ""),
]


@pytest.mark.parametrize(("text", "line", "what", "hint"), SLIPS)
def test_slip_is_told_in_plain_words(text: str, line: int, what: str, hint: str) -> None:
    _, problems = parse_yaml(text, path="a.md")
    assert [problem.code for problem in problems] == ["KB102"]
    assert (problems[0].line, what in problems[0].message, hint in problems[0].hint) == (line, True, True), problems[0]
    assert "expected" not in problems[0].message


@pytest.mark.parametrize("text", [text for text, *_ in SLIPS if "write `" in str(_[-1])])
def test_line_that_is_offered_can_be_read(text: str) -> None:
    _, problems = parse_yaml(text, path="a.md")
    offered = problems[0].hint.partition("write `")[2].rpartition("`")[0]
    if offered and offered != "name: value":
        node, left = parse_yaml(offered, path="a.md")
        assert node is not None and not left
