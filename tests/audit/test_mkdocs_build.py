"""`mkdocs build` writes into its folder itself: what the audit finds there does not stay."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import MINIMAL_CONFIG, ROOT, WriteProject

SENTENCE = "Offer the quiet refund only when a buyer mentions small claims court"
SHOP = {
    "mkdocs.yml": MINIMAL_CONFIG.replace(
        "{name: material}", "{name: material, custom_dir: theme}\nsite_dir: site/public"
    ),
    "docs/index.md": "---\ntitle: Help\n---\nAsk us.\n",
    "docs/faq/returns.md": "---\ntitle: How to return\ntopic: returns\n---\nSend it back.\n",
    "agents/procedures/quiet.md": f"---\ntitle: Quiet ladder\n---\n{SENTENCE}.\n",
    "theme/assets/x.css": "/* nothing */",
}


def mkdocs(root: Path, *more: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "mkdocs", "build", *more]
    return subprocess.run(
        command, cwd=root, capture_output=True, text=True, encoding="utf-8", env=environment, check=False
    )


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_leak_leaves_nothing_in_the_folder(write_project: WriteProject) -> None:
    root = write_project(SHOP)
    done = mkdocs(root)
    assert done.returncode == 0, done.stderr
    assert files_in(root / "site/public")
    (root / "theme/assets/x.css").write_text(f"/* {SENTENCE} */")
    done = mkdocs(root)
    assert done.returncode == 1
    assert "agents/procedures/quiet.md:4: KB910" in done.stderr
    assert "site/public/assets/x.css" in done.stderr
    assert "is deleted again" in done.stderr
    assert files_in(root / "site/public") == []


def test_what_another_plugin_writes_at_the_end_is_read_too(write_project: WriteProject) -> None:
    hook = (
        "from pathlib import Path\nfrom mkdocs.plugins import event_priority\n\n@event_priority(-200)\n"
        f"def on_post_build(config):\n    Path(config.site_dir, 'late.txt').write_text({SENTENCE!r})\n"
    )
    root = write_project({**SHOP, "late.py": hook, "mkdocs.yml": SHOP["mkdocs.yml"] + "hooks: [late.py]\n"})
    done = mkdocs(root)
    assert done.returncode == 1
    assert "site/public/late.txt" in done.stderr
    assert files_in(root / "site/public") == []
