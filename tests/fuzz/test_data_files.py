"""facts.yml, notices.yml, mkdocs.yml, trees and quizzes: data that people write by hand."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from kb.content.fact_texts import render_facts
from kb.content.facts import UNITS, read_facts
from kb.content.notices import read_notices
from kb.markdown.quizzes import read_quiz
from kb.markdown.rendering import Renderer
from kb.markdown.trees import read_tree
from kb.project.option_block import read_options
from kb.project.option_table import OPTIONS
from kb.project.options import Market, Options, SiteLanguage
from kb.source.yaml_nodes import EMPTY_MAPPING, parse_yaml
from tests.fuzz.judging import PROJECT, expect_places, judge
from tests.fuzz.running import fuzzed
from tests.fuzz.texts import ODD_WORDS, as_yaml, damaged, mappings, raw_yaml, words

LANGUAGES = ("en", "vi", "ms", "ur", "pt-BR", "zz", "tlh-xx")
TWO_MARKETS = Options(
    languages={code: SiteLanguage(code, code) for code in LANGUAGES},
    markets={"VN": Market("VN", "VND", {"en": "Vietnam"}), "MY": Market("MY", "MYR"), "XX": Market("XX", "<b>")},
)
VALUES: list[object] = [7, "7.5", [3, 5], "2026-11-21", "14:00", "text", 10**11, *ODD_WORDS]

fact = mappings(
    {
        "about": ["Days to return"],
        "unit": [*UNITS],
        "value": VALUES,
        "markets": [{"VN": 7}, {"VN": 7, "MY": [1, 2]}, {"VN": "14:00", "MY": "2026-11-21", "XX": 1}],
    },
    ("VN", "MY"),
)
sound_fact = st.builds(
    lambda unit, value, where: {
        "unit": unit,
        **({"value": value} if where else {"markets": {"VN": value, "XX": value}}),
    },
    st.sampled_from(UNITS),
    st.sampled_from(VALUES),
    st.booleans(),
)
facts = st.dictionaries(st.one_of(st.sampled_from(["days", "fee", "Fee", "x-y"]), words), st.one_of(fact, sound_fact))
fact_files = st.one_of(damaged(facts.map(as_yaml)), raw_yaml)


@fuzzed(fact_files, few=80)
def test_any_file_of_facts_is_read_and_every_sound_fact_is_written_in_every_language(text: str) -> None:
    read, problems = read_facts(text, path="facts.yml", options=TWO_MARKETS, is_internal=False)
    expect_places(problems, {"facts.yml": text.count("\n") + 1})
    for language in LANGUAGES:
        render_facts(read, language=language, options=TWO_MARKETS)


@fuzzed(fact_files, st.sampled_from(["facts.yml", "agents/facts.yml"]))
def test_a_project_with_any_facts_is_judged(text: str, path: str) -> None:
    judge({path: text.replace("\0", "")})


notice = mappings(
    {
        "id": ["tet", "tet"],
        "from": ["2027-01-28"],
        "until": ["2027-02-14", "2027-01-01"],
        "level": ["info", "loud"],
        "text": ["Closed", {"en": "Closed", "vi": "Nghỉ"}],
        "link": ["faq/one", "faq/none"],
        "markets": [["VN"], ["XX"]],
    },
    ("en", "vi"),
)


@fuzzed(st.one_of(damaged(st.lists(notice, max_size=3).map(as_yaml)), raw_yaml), few=80)
def test_any_file_of_notices_is_read(text: str) -> None:
    notices, problems = read_notices(text, path="notices.yml", options=TWO_MARKETS)
    expect_places(problems, {"notices.yml": text.count("\n") + 1})
    assert len({one.id for one in notices}) == len(notices)


@fuzzed(damaged(st.lists(notice, max_size=3).map(as_yaml)))
def test_a_project_with_any_notices_is_judged(text: str) -> None:
    judge({"notices.yml": text.replace("\0", "")})


EXAMPLES: dict[str, Any] = {}
for _option in OPTIONS:
    _node, _ = parse_yaml(_option.example, path="")
    EXAMPLES[_option.name] = [(_node or EMPTY_MAPPING).entries[_option.name].plain()]  # type: ignore[index]
KEYS = (
    "en",
    "vi",
    "name",
    "markets",
    "currency",
    "VN",
    "icon",
    "team",
    "severity",
    "channel",
    "url",
    "fact",
    "hours",
    "limit",
    "accents",
    "sms",
    "returns",
    "summary",
)
MORE: dict[str, list[object]] = {
    "languages": [[], {}, ["en", "vi"], {"en": None}, {"en": {"markets": ["VN"]}}, ["en", "en"], {"tlh-xx": "x"}],
    "default_language": ["vi", "xx", "pt-BR"],
    "contact": [[], [{}], [{"channel": "sms", "fact": "none"}]],
    "markets": [{"VN": None}, {"VN": {"currency": "??"}}],
    "topics": [{"a": None}, {"a": {"name": None}}],
    "channels": [{"sms": {"limit": "x"}}, {"new": {}}, {"sms": None}, {"x": {"fallback": "x"}}],
    "featured": [["x"], "x"],
}
options = mappings({name: [*EXAMPLES[name], *MORE.get(name, [])] for name in EXAMPLES}, KEYS)
config = st.builds(
    lambda block, name, others: as_yaml({"site_name": name, "plugins": [{"kb": block}], **others}),
    st.one_of(options, words),
    words,
    mappings(
        {
            "markdown_extensions": [["admonition"], [{"toc": {"permalink": True}}]],
            "docs_dir": ["docs", "nowhere", "/"],
            "plugins": [["kb"], {"kb": None}, [], None],
            "site_url": ["https://a.example/b/", "x"],
        },
    ),
)


@fuzzed(options.map(as_yaml), few=80)
def test_any_block_of_options_gives_options_one_can_work_with(text: str) -> None:
    node, _ = parse_yaml(text, path="mkdocs.yml")
    read, problems = read_options(node or EMPTY_MAPPING, path="mkdocs.yml")
    expect_places(problems, {"mkdocs.yml": text.count("\n") + 1})
    assert read.default_language in read.languages
    for language in read.languages:
        assert set(read.markets_of(language)) <= set(read.markets) or problems


@fuzzed(st.one_of(config, damaged(config), raw_yaml))
def test_a_project_with_any_settings_is_judged(text: str) -> None:
    judge({"mkdocs.yml": text.replace("\0", ""), "agents/scripts/late.md": "Order {{ order_id }} is late.\n"})


step = mappings(
    {
        "ask": ["Is it on?"],
        "choices": [{"Yes": "b", "No": "c"}, {"Yes": "a"}, {}],
        "answer": ["Put it **in**.", "<b>"],
        "contact": [True, False],
    },
    ("a", "b"),
)
tree = mappings(
    {"start": ["a", "a", "z"], "steps": [{"a": {"ask": "?", "choices": {"x": "b"}}, "b": {"answer": "!"}}]}, ("a", "b")
)
trees = st.one_of(
    tree, st.builds(lambda steps: {"start": "a", "steps": steps}, st.dictionaries(st.sampled_from("abcd"), step))
)
quiz = mappings({"ask": ["Which?"], "right": ["This"], "wrong": [["That"], "That", []], "why": ["So"]}, ("ask",))
fences = st.one_of(
    damaged(trees.map(as_yaml)).map(lambda text: ("tree", text)),
    raw_yaml.map(lambda text: ("tree", text)),
    damaged(quiz.map(as_yaml)).map(lambda text: ("quiz", text)),
    raw_yaml.map(lambda text: ("quiz", text)),
)
_RENDERER = Renderer()


@fuzzed(fences, few=100)
def test_any_tree_or_quiz_is_read_or_named(fence: tuple[str, str]) -> None:
    name, text = fence
    read = read_tree if name == "tree" else read_quiz
    value, problems = read(text, path="docs/a.md", line=5)
    assert (value is None) == bool(problems)
    expect_places(problems, {"docs/a.md": text.count("\n") + 5})
    rendered = _RENDERER.render(f"Before.\n\n```{name}\n{text}\n```\n\nAfter.\n")
    assert "Before." in rendered.html


@fuzzed(fences)
def test_a_page_with_any_tree_or_quiz_is_judged(fence: tuple[str, str]) -> None:
    name, text = fence
    judge({"docs/guides/two.md": f"# Two\n\n```{name}\n{text}\n```\n".replace("\0", "")})


@fuzzed(st.integers(2, 1_000), st.booleans())
def test_a_tree_of_any_length_is_read(length: int, has_loop: bool) -> None:
    steps = [f"  s{n}: {{ask: '?', choices: {{a: s{n + 1}, b: s{min(n + 2, length)}}}}}" for n in range(length)]
    steps.append(f"  s{length}: {'{ask: x, choices: {a: s0}}' if has_loop else '{answer: x}'}")
    value, problems = read_tree("\n".join(["start: s0", "steps:", *steps]), path="a", line=1)
    assert (value is None) == has_loop == bool(problems)


def test_the_project_that_the_others_change_is_sound() -> None:
    assert {problem.name for problem in judge({})} == {"missing-translation"}
    assert set(PROJECT) == {"mkdocs.yml", "facts.yml", "docs/faq/one.md"}
