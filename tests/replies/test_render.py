"""One script, the right form on each channel; the browser writes the very same."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from kb.channels.registry import shipped_channels
from kb.channels.rule_packs import load_rule_packs
from kb.content.model import Kind, Script
from kb.content.parse import parse_document
from kb.content.urls import Name
from kb.desk.export import desk_data
from kb.project.options import Options
from kb.replies.plain_text import LinkTarget
from kb.replies.render import Reply, render_reply
from tests.twins.desk import run_in_node

CHANNELS = shipped_channels()
PACKS = load_rule_packs()
LINKS = {
    "policies/returns": LinkTarget(
        "Return policy", "https://help.shop.example/policies/returns/", "Send it back within 7 days."
    ),
    "faq/size": LinkTarget("Which size?", "https://help.shop.example/faq/size/", ""),
}
FILE = Path(__file__).parents[1] / "cases" / "channels-replies.json"
CASES: dict[str, Any] = json.loads(FILE.read_text("utf-8"))


def script_from(name: str, text: str) -> Script:
    document, problems = parse_document(
        text, path=f"agents/scripts/{name}.md", name=Name(f"scripts/{name}", "en", Kind.SCRIPT), options=Options()
    )
    assert isinstance(document, Script) and not problems
    return document


SCRIPTS = {name: script_from(name, "\n".join(lines)) for name, lines in CASES["scripts"].items()}


def substitute(text: str) -> str:
    text = text.replace("{{ fact.return_days }}", "7 days")
    for id, target in LINKS.items():
        text = text.replace("{{ link." + id + " }}", f"[{target.title}](kb:{id})")
    return text


def reply(case: dict[str, Any]) -> Reply:
    return render_reply(
        SCRIPTS[case["script"]], channel=CHANNELS[case["channel"]], variant=case.get("variant", ""),
        is_short=case.get("short", False), values=case.get("values", {}), substitute=substitute, links=LINKS,
        packs=PACKS,
    )  # fmt: skip


def as_data(made: Reply) -> dict[str, Any]:
    """A reply as the browser's twin returns it."""
    data = asdict(made)
    data["findings"] = [[f.rule.id, f.start, f.end] for f in made.findings]
    data["leftovers"] = [[one.kind, one.start, one.end, one.is_sure] for one in made.leftovers]
    return json.loads(json.dumps(data))


@pytest.mark.parametrize("case", CASES["replies"], ids=lambda case: case["name"])
def test_a_reply_is_what_the_case_says(case: dict[str, Any]) -> None:
    made = as_data(reply(case))
    for field, expected in case["expected"].items():
        assert made[field] == expected, field


def test_the_browser_writes_the_same_replies() -> None:
    data = desk_data(SCRIPTS.values(), CHANNELS, packs=PACKS, substitute=lambda _: substitute, links=lambda _: LINKS)
    cases = [
        {**case, "channel": channel, "variant": variant, "short": is_short}
        for case in CASES["replies"]
        for channel in CHANNELS
        for variant in ("", "vip")
        for is_short in (False, True)
    ]
    calls: list[list[Any]] = [["data", data]]
    for case in cases:
        options = {
            "channelId": case["channel"],
            "variant": case["variant"],
            "isShort": case["short"],
            "values": case.get("values", {}),
        }
        calls.append(["renderReply", "scripts/" + case["script"], "en", options])
    results = run_in_node(calls)[1:]
    for case, result in zip(cases, results, strict=True):
        assert result == as_data(reply(case)), (case["name"], case["channel"], case["variant"], case["short"])


def test_desk_data_is_plain_json_in_a_fixed_order_with_linked_articles_alone() -> None:
    made = [
        json.dumps(
            desk_data(
                scripts,
                CHANNELS,
                packs=PACKS,
                substitute=lambda _: substitute,
                links=lambda _: (
                    LINKS | {"faq/unlinked": LinkTarget("Never", "https://help.shop.example/", "Never linked")}
                ),
            )
        )
        for scripts in (list(SCRIPTS.values()), list(reversed(SCRIPTS.values())))
    ]
    assert made[0] == made[1]
    assert "Never linked" not in made[0]
    assert "Send it back within 7 days." in made[0]


HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "{{ 7*7 }}",
    "{{ order_id }}",
    "[a](javascript:alert(1))",
    "**x**",
    "a\u0000\nb",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_value_stays_text_whatever_it_holds(hostile: str) -> None:
    made = reply({"script": "delay", "channel": "email", "values": {"customer_name": hostile, "order_id": "SS1"}})
    assert "<img" not in made.html and 'href="javascript' not in made.html and "<strong>x" not in made.html
    assert hostile.replace("\u0000\n", " ") in made.text
