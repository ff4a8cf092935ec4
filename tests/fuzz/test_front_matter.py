"""Front matter of every kind of document: fields right, wrong, unknown, broken."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from kb.content.parse import parse_document
from kb.content.schema import FIELDS
from kb.content.urls import parse_name
from kb.project.options import Options
from kb.source.files import decode
from tests.fuzz.judging import expect_places, judge
from tests.fuzz.running import fuzzed
from tests.fuzz.texts import LETTERS, ODD_WORDS, as_yaml, damaged, mappings, markdown, raw_yaml, words

PATHS = (
    "docs/faq/two.md",
    "docs/guides/two.vi.md",
    "docs/policies/two.md",
    "docs/index.md",
    "docs/faq/index.vi.md",
    "docs/two.xx.md",
    "docs/plain/two.md",
    "agents/scripts/two.md",
    "agents/procedures/two.vi.md",
    "agents/training/two.md",
    "agents/notes/faq/one.md",
    "agents/notes/faq/none.md",
    "agents/odd.md",
)
KNOWN: dict[str, list[object]] = {
    "title": ["Two", "Two: a *sequel*"],
    "summary": ["What it is"],
    "draft": [True, False],
    "answer": ["Yes.", "[No](x)"],
    "also_public": [True, ["faq/one"]],
    "questions": [["how do i", "can i"], "where"],
    "topic": ["returns", "nowhere"],
    "stage": ["return", "soon"],
    "related": [["faq/one"], ["faq/none"]],
    "redirect_from": [["old/one"], ["../x", "faq/one", "/"]],
    "owner": ["Lan"],
    "reviewed_on": ["2026-11-01", "2027-01-01"],
    "review_every_days": [90, 0, 999_999_999],
    "effective_from": ["2026-01-01"],
    "order": [10, 0, -1, "first"],
    "changes": [[{"on": "2026-10-01", "what": "a", "why": "b"}]],
    "translates": ["0123456789"],
    "untranslated": ["en", True],
    "rules": [{"KB303": "off"}, {"KB303": {"severity": "hint", "reason": "a law"}}, {"KB999": "off"}, "off"],
    "channels": [["shopee", "sms"], ["pigeon"]],
    "moods": [["angry", "legal"], ["sad"], "review"],
    "placeholders": [{"order_id": {"type": "code", "example": "A1", "required": True}}, {"x": {}}],
    "images": [["a.png"]],
    "time": ["08:00", "Fri 16:00", ["08:00", "12:00"]],
    "role": ["agent"],
    "channel": ["sms"],
}
FIELD_NAMES = tuple(field.name for field in FIELDS)
INNER = (*FIELD_NAMES, "on", "what", "why", "type", "example", "required", "order_id")

front_matter = st.one_of(damaged(mappings(KNOWN, INNER).map(as_yaml)), raw_yaml)
paths = st.sampled_from(PATHS)


def test_every_field_of_the_schema_is_tried() -> None:
    assert set(FIELD_NAMES) == set(KNOWN)


@fuzzed(mappings(KNOWN, INNER), paths)
def test_well_formed_fields_with_any_value_are_judged(fields: dict[str, Any], path: str) -> None:
    judge({path: f"---\n{as_yaml(fields)}---\nText.\n"})


@fuzzed(front_matter, paths)
def test_broken_yaml_between_the_dashes_is_judged(text: str, path: str) -> None:
    judge({path: f"---\n{text}\n---\nText {{{{ order_id }}}}.\n"})


@fuzzed(
    raw_yaml, markdown, st.sampled_from(["---\n", "--- \n", "---", "\ufeff---\n", "\n---\n", "...\n"]), paths, few=50
)
def test_a_document_is_parsed_wherever_its_front_matter_ends(text: str, body: str, mark: str, path: str) -> None:
    read = f"{mark}{text}{mark}{body}"
    top, _, name = path.partition("/")
    options = Options()
    document, problems = parse_document(
        read, path=path, name=parse_name(name, is_internal=top == "agents", options=options), options=options
    )
    assert document.title
    expect_places(problems, {path: read.count("\n") + 1})


encodings = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1258", "cp1252", "latin-1", "gb18030"])
encoded = st.builds(
    lambda text, encoding: text.encode(encoding, "replace"), st.one_of(words, st.text(LETTERS)), encodings
)
file_bytes = st.one_of(st.binary(max_size=300), encoded)


@fuzzed(st.lists(file_bytes, max_size=4).map(b"".join), paths)
def test_any_bytes_are_read_or_named(data: bytes, path: str) -> None:
    text, problems = decode(data, path=path)
    assert (text is None) == bool(problems)
    judge({path: data})


UNSAFE = st.sampled_from(
    [*(word for word in ODD_WORDS if word.isprintable()), "ẩn", "a b", "x.y.z", "index", "README", "a"]
)


@fuzzed(st.lists(UNSAFE, min_size=1, max_size=4), st.sampled_from(["suffix", "folder"]))
def test_any_file_name_has_an_id_and_an_address(parts: list[str], layout: str) -> None:
    from kb.content.urls import url_of

    options = Options(layout=layout)
    for is_internal in (False, True):
        name = parse_name("/".join(parts) + ".md", is_internal=is_internal, options=options)
        address = url_of(name.id, name.language, options)
        assert not set(address) & set("<>\"'&? \\"), address
        assert ".." not in address.split("/"), address
