"""`kb usage`: counts of several desks together, each day of a machine once; what is no export is told by its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import call_kb, said
from tests.conftest import WriteProject
from tests.reports.projects import FILES


def export(id: str = "a", made: str = "2026-11-20T08:00:00Z", **days: dict[str, Any]) -> dict[str, Any]:
    """`d17={…}` are the numbers of 17 November."""
    named = {f"2026-11-{name[1:]}": groups for name, groups in days.items()}
    return {"format": "kb-desk-counts", "version": 1, "id": id, "made": made, "days": named}


FIRST = export(d17={"taken": {"scripts/delay": 3, "scripts/gone": 1}, "nothing": {"en shopee": 2}})
LATER = export(
    made="2026-11-24T08:00:00Z",
    d17={"taken": {"scripts/delay": 4, "scripts/gone": 1}, "nothing": {"en shopee": 2}},
    d23={"taken": {"short/thanks": 2}, "passed_over": {"faq/late": 1}, "overridden": {"scripts/delay": 1}},
)
OTHER = export("b", d17={"taken": {"scripts/delay": 10}, "rules": {"shopee-contact": 1}, "nothing": {"vi -": 1}})


@pytest.fixture
def shop(write_project: WriteProject) -> Path:
    return write_project(FILES)


def write(folder: Path, name: str, *values: Any) -> str:
    """A file of JSON values, one after another."""
    (folder / name).write_text("\n".join(json.dumps(one) for one in values), "utf-8")
    return name


def test_a_day_of_a_machine_counts_once_and_the_latest_copy_of_it_counts(shop: Path) -> None:
    names = [write(shop, "one.json", FIRST), write(shop, "two.json", LATER), write(shop, "three.json", [OTHER, OTHER])]
    done = call_kb(shop, "usage", *names, names[0], "--json")
    assert done.returncode == 0, said(done)
    told = json.loads(done.stdout)
    assert (told["exports"], told["machines"], told["from"], told["until"]) == (3, 2, "2026-11-17", "2026-11-23")
    rows = {row["id"]: row for row in told["answers"]}
    assert rows["scripts/delay"] == {
        "id": "scripts/delay", "title": "Delay", "taken": 14, "passed_over": 0, "overridden": 1,
    }  # fmt: skip
    assert rows["scripts/gone"]["title"] is None
    assert rows["faq/late"]["passed_over"] == 1
    assert told["rules"] == [{"rule": "shopee-contact", "overridden": 1}]
    assert told["nothing"] == [
        {"language": "en", "channel": "shopee", "times": 2}, {"language": "vi", "channel": "", "times": 1},
    ]  # fmt: skip
    assert told["never_used"] == [] and told["refused"] == []


def test_the_text_names_what_is_used_passed_over_overridden_missing_and_never_used(shop: Path) -> None:
    text = call_kb(shop, "usage", write(shop, "b.json", export(d17={"nothing": {"en -": 1}}))).stdout.decode()
    assert "2026-11-17 to 2026-11-17, 1 machine, 1 export" in text
    assert "Never used:\n        scripts/delay  Delay" in text
    text = call_kb(shop, "usage", write(shop, "a.json", LATER, OTHER)).stdout.decode()
    for line in (
        "Most used:\n    14  scripts/delay  Delay", "1  scripts/gone  (no longer there)", "2  short/thanks",
        "Most passed over:\n     1  faq/late  Late parcel", "Rules overridden:\n     1  shopee-contact",
        "Nothing fitted:\n     2  en, shopee\n     1  vi, any channel",
    ):  # fmt: skip
        assert line in text


NO_EXPORTS = {
    "empty": ("", 1, "is empty"),
    "words": ("\nhello", 2, "is no JSON"),
    "a cut copy": (json.dumps(FIRST)[:-9], 1, "is no JSON"),
    "another thing": ('{"text": "where is it"}', 1, "is no copy"),
    "a number": ("[7]", 1, "is no copy"),
    "a later version": (json.dumps({**FIRST, "version": 2}), 1, "version 2"),
    "no machine": (json.dumps({**FIRST, "id": ""}), 1, "which machine"),
    "no days": (json.dumps({**FIRST, "days": None}), 1, "no days"),
    "no day": (json.dumps({**FIRST, "days": {"31/2": {}}}), 1, "“31/2” is no day"),
    "a text as a number": (json.dumps(export(d17={"taken": {"a": "b"}})), 1, "2026-11-17, taken: “a”"),
    "less than nothing": (json.dumps(export(d17={"taken": {"a": -1}})), 1, "“a” is counted as '-1'"),
    "a yes": (json.dumps(export(d17={"taken": {"a": True}})), 1, "is counted as 'True'"),
    "more than anybody does": (json.dumps(export(d17={"taken": {"a": 10**4000}})), 1, "“a” is counted as '1000"),
    "orders to a terminal": (json.dumps(export(d17={"taken": {"\x1b]0;a\x07": 1}})), 1, "“?]0;a?” is counted as '1'"),
    "orders as a day": (json.dumps({**FIRST, "days": {"\x1b[2J": {}}}), 1, "“?[2J” is no day"),
    "a long text as a key": (json.dumps(export(d17={"taken": {"a" * 300: 1}})), 1, "is counted as '1'"),
    "deep": ("[" * 100_000, 1, "is no JSON"),
}


@pytest.mark.parametrize(("text", "line", "why"), NO_EXPORTS.values(), ids=NO_EXPORTS)
def test_what_is_no_export_is_told_by_its_place_and_the_others_count(
    text: str, line: int, why: str, shop: Path
) -> None:
    (shop / "bad.json").write_text(text, "utf-8")
    done = call_kb(shop, "usage", "bad.json", write(shop, "good.json", OTHER))
    assert done.returncode == 1
    assert f"bad.json:{line}: error " in said(done) and why in said(done)
    assert "10  scripts/delay" in done.stdout.decode()


@pytest.mark.parametrize("name", ["docs", "latin.json"])
def test_what_is_no_text_is_told(name: str, shop: Path) -> None:
    (shop / "latin.json").write_bytes(b"\xe9\xff")
    done = call_kb(shop, "usage", name)
    assert done.returncode == 1
    assert f"{name}:1: error" in said(done)
    assert "Traceback" not in said(done)
