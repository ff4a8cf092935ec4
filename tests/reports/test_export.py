"""The export's shape, its determinism, and what it must not hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kb.cli import main
from kb.reports.export import EXPORT_FORMAT, VERSION
from tests.conftest import ROOT, WriteProject
from tests.reports.projects import FILES

SITE_URL = "site_url: https://help.example/desk/\n"


def exported(root: Path, edition: str, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    out = root / "export.jsonl"
    assert main(["-C", str(root), "export", "--edition", edition, "--out", str(out), "--today", "2026-11-21"]) == 0
    capsys.readouterr()
    return [json.loads(line) for line in out.read_text("utf-8").splitlines()]


def with_site_url(root: Path) -> Path:
    config = root / "mkdocs.yml"
    config.write_text(SITE_URL + config.read_text("utf-8"), "utf-8")
    return root


def test_the_first_line_says_what_follows(write_project: WriteProject, capsys: pytest.CaptureFixture[str]) -> None:
    header, *records = exported(with_site_url(write_project(FILES)), "public", capsys)
    assert (header["format"], header["version"], header["edition"]) == (EXPORT_FORMAT, VERSION, "public")
    assert header["languages"]["vi"] == {"name": "Tiếng Việt", "markets": ["VN"]}
    assert [record["type"] for record in records] == ["topic", "fact", "fact", *["article"] * 5]


def test_articles_have_facts_filled_in_and_passages_with_addresses(
    write_project: WriteProject, capsys: pytest.CaptureFixture[str]
) -> None:
    records = exported(with_site_url(write_project(FILES)), "public", capsys)
    article = next(one for one in records if one.get("id") == "policies/returns" and one["language"] == "en")
    assert article["url"] == "https://help.example/desk/policies/returns/"
    assert article["passages"] == [
        {
            "anchor": "",
            "heading": "",
            "text": "You have 7 days in Vietnam and 14 days in Malaysia.",
            "url": article["url"],
        },
        {
            "anchor": "by-post",
            "heading": "By post",
            "text": "Send it within 7 days, see Late parcel.",
            "url": f"{article['url']}#by-post",
        },
    ]
    assert article["reviewed_on"] == "2026-01-01"
    fact = next(one for one in records if one.get("name") == "return_days")
    assert fact["values"] == {"VN": 7, "MY": 14}
    assert fact["texts"]["vi"]["return_days"] == "7 ngày"


def test_the_public_export_holds_nothing_of_the_agents(
    write_project: WriteProject, capsys: pytest.CaptureFixture[str]
) -> None:
    public = json.dumps(exported(write_project(FILES), "public", capsys))
    for internal in ("goodwill", "VIP", "Offer", "after-sales", "Buyers asked", "Morning", "Draft"):
        assert internal not in public
    agents = json.dumps(exported(write_project(FILES), "agents", capsys))
    for internal in ("goodwill", "VIP", "Offer", "after-sales", "Buyers asked", "Morning"):
        assert internal in agents
    assert "Draft" not in agents


def test_scripts_keep_their_variants_and_placeholders(
    write_project: WriteProject, capsys: pytest.CaptureFixture[str]
) -> None:
    records = exported(write_project(FILES), "agents", capsys)
    script = next(one for one in records if one.get("type") == "script")
    assert script["placeholders"] == [
        {"name": "order_id", "type": "code", "example": "A1", "required": True, "default": ""}
    ]
    assert [(part["variant"], part["channel"]) for part in script["parts"]] == [("", ""), ("vip", "")]
    assert script["parts"][0]["markdown"] == "Order {{ order_id }}: up to ₫50,000 in Vietnam and RM10 in Malaysia off."
    assert next(one for one in records if one.get("type") == "note")["target"] == "faq/late"
    assert next(one for one in records if one.get("id") == "procedures/morning")["time"] == ["08:00", "Fri 16:00"]


def test_only_what_is_written_is_exported_and_always_the_same(
    write_project: WriteProject, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_project(FILES)
    first = exported(root, "agents", capsys)
    bytes_before = (root / "export.jsonl").read_bytes()
    assert exported(root, "agents", capsys) == first
    assert (root / "export.jsonl").read_bytes() == bytes_before
    assert not [one for one in first if one.get("id") == "faq/size" and one["language"] == "vi"], "no fall-back pages"
    assert bytes_before.decode() == "".join(
        json.dumps(one, ensure_ascii=False, separators=(",", ":")) + "\n" for one in first
    )


def test_content_with_errors_is_not_exported(write_project: WriteProject, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_project({"docs/faq/a.md": "---\ntitle: [\n---\n"})
    assert main(["-C", str(root), "export", "--out", str(root / "out.jsonl")]) == 1
    assert not (root / "out.jsonl").exists()
    assert "docs/faq/a.md:" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_named(
    write_project: WriteProject, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_project(FILES)
    assert main(["-C", str(root), "export", "--out", str(root / "nowhere" / "out.jsonl")]) == 2
    assert "out.jsonl cannot be written" in capsys.readouterr().err


def test_the_manual_names_every_field_of_the_export(
    write_project: WriteProject, capsys: pytest.CaptureFixture[str]
) -> None:
    manual = (ROOT / "manual" / "export.md").read_text("utf-8")
    for record in exported(write_project(FILES), "agents", capsys):
        for name in _names(record):
            assert f"`{name}`" in manual, f"{name} of {record.get('type', 'the first line')}"


def _names(record: dict[str, Any]) -> set[str]:
    names = set(record)
    for name in ("passages", "placeholders", "parts", "changes"):
        names |= {key for item in record.get(name, []) for key in item}
    return names
