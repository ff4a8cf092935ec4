"""The Cloudflare Worker keeps and refuses what `kb receive` does: the same vectors, in Node."""

from __future__ import annotations

import json
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from kb.source.package import PACKAGE
from tests.browser_setup import find_node
from tests.cli.running import call_kb, said
from tests.insights.conftest import Shop
from tests.insights.receivers.running import SHOP
from tests.insights.receivers.test_events import CASES, EVENTS, QUERIES
from tests.needed import skip_or_fail

ASK = Path(__file__).with_name("worker_cases.mjs")


@pytest.fixture
def folder(german: Shop) -> Path:
    done = call_kb(german.root, "insights", "receiver", "cloudflare", "--origin", SHOP, "--origin", "https://b.example")
    assert done.returncode == 0, said(done)
    return german.root / "insights/receiver-cloudflare"


def test_the_worker_keeps_what_the_receiver_keeps(folder: Path, tmp_path: Path) -> None:
    node = find_node()
    if node is None:
        skip_or_fail("Node is not installed")
    worker = tmp_path / "worker.mjs"
    worker.write_bytes((folder / "worker.js").read_bytes())
    done = subprocess.run(
        [node, str(ASK), str(worker), str(CASES / "events.json"), str(CASES / "sent-queries.json")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told: dict[str, list[Any]] = json.loads(done.stdout)
    assert {case["name"]: kept for case, kept in zip(EVENTS, told["events"], strict=True)} == {
        case["name"]: case.get("kept") for case in EVENTS
    }
    assert told["refusals"] == [405, 403, 400, 413]
    assert told["queries"] == [case["personal"] for case in QUERIES]


def test_the_settings_name_the_shops_sites_and_log_no_visits(folder: Path) -> None:
    settings = tomllib.loads((folder / "wrangler.toml").read_text("utf-8"))
    assert settings["vars"]["ORIGINS"].split() == ["https://b.example", SHOP]
    assert settings["observability"] == {"enabled": False}
    assert (folder / settings["main"]).is_file()


def test_pages_hold_back_what_the_receiver_would_refuse(tmp_path: Path) -> None:
    node = find_node()
    if node is None:
        skip_or_fail("Node is not installed")
    script = tmp_path / "ask.mjs"
    twin = (PACKAGE / "browser_code" / "personal.js").as_uri()
    queries = json.dumps([case["query"] for case in QUERIES])
    script.write_text(
        f"import {{ looksPersonal }} from {json.dumps(twin)};\n"
        f"console.log(JSON.stringify({queries}.map(looksPersonal)));\n",
        "utf-8",
    )
    done = subprocess.run([node, str(script)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [case["personal"] for case in QUERIES]
