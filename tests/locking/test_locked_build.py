"""`kb build --edition agents --lock`: what is published, and what stays when it fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.cli.main import main
from kb.locking.key_file import FEW_ITERATIONS, keys_text
from kb.locking.lock import make_policy
from kb.locking.opening import open_site
from kb.website.manifest import write_manifest
from tests.conftest import WriteProject
from tests.locking.desk import PASSPHRASE, cheap_keys

SCRIPT = "---\ntitle: Zebracorn is late\n---\nHello, your zebracorn parcel is late.\n"


def _write(write_project: WriteProject) -> Path:
    return write_project(
        {
            "docs/faq/returns.md": "# Returns\nSend it back.\n",
            "agents/scripts/zebracorn.md": SCRIPT,
            "kb-keys.json": keys_text(cheap_keys("lan")),
        }
    )


def test_a_locked_build_publishes_the_agent_edition_encrypted_and_nothing_else(
    write_project: WriteProject, capsys: pytest.CaptureFixture[str]
) -> None:
    root = _write(write_project)
    assert main(["-C", str(root), "build", "--edition", "agents", "--lock"]) == 0
    assert [one.name for one in (root / "site").iterdir() if one.name != ".kb-build.lock"] == ["agents"]
    for path in (root / "site").rglob("*"):
        assert "zebracorn" not in path.name
        assert not path.is_file() or b"zebracorn" not in path.read_bytes().lower()
    assert FEW_ITERATIONS.code in capsys.readouterr().err, "test keys are named at every build"
    opened = dict(open_site(root / "site/agents", "lan", PASSPHRASE))
    assert b"zebracorn parcel is late" in opened["scripts/zebracorn/index.html"]


def test_a_lock_that_fails_leaves_what_is_served(
    write_project: WriteProject, capsys: pytest.CaptureFixture[str]
) -> None:
    root = _write(write_project)
    (root / "docs/copy.json").write_text((root / "kb-keys.json").read_text())
    live = root / "site/agents/index.html"
    live.parent.mkdir(parents=True)
    live.write_text("served")
    write_manifest(live.parent)
    assert main(["-C", str(root), "build", "--edition", "agents", "--lock"]) == 1
    assert "KB934" in capsys.readouterr().err
    assert live.read_text() == "served"
    assert [one.name for one in (root / "site").iterdir() if one.name != ".kb-build.lock"] == ["agents"]


def test_the_policy_lets_the_named_helpdesks_frame_the_desk_and_nobody_else() -> None:
    assert make_policy().endswith("frame-ancestors 'self'")
    assert make_policy(["https://app.chatwoot.com"]).endswith("frame-ancestors 'self' https://app.chatwoot.com")
    assert "unsafe" not in make_policy()
