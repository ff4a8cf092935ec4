"""What several tests of the desk share."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.website.build.editions import build_editions
from tests.conftest import TODAY
from tests.desk.test_panel import CONFIG, SCRIPT


@pytest.fixture(scope="session")
def small_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The agent edition of a small shop, whose options name the helpdesk."""
    root = tmp_path_factory.mktemp("small")
    for name, text in {"mkdocs.yml": CONFIG, "agents/scripts/late.md": SCRIPT, "docs/index.md": "Hello."}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    (report,) = build_editions(root, ("agents",), root / "site", today=TODAY)
    assert report.is_whole, report.problems
    return root / "site" / "agents"
