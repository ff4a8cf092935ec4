"""Where benches work: folders, corpora, and the environment that their commands get."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from bench.corpus import write_corpus

ROOT = Path(__file__).parent.parent
PLACE = ROOT / ".bench"
LANGUAGES = ("en", "vi", "ms")
_NOT_PASSED_ON = ("CI", "PYTHONDONTWRITEBYTECODE", "KB_WORKERS", "KB_DEBUG", "NODE_OPTIONS")
_STARTED = str(int(time.time()))


def make_corpus(articles: int, *, agents: int = 0, seed: int = 1) -> Path:
    """A corpus below `PLACE`, written anew, since its writer or the words of this shop may have changed."""
    folder = PLACE / f"corpus-{articles}-{agents}-{seed}"
    shutil.rmtree(folder, ignore_errors=True)
    write_corpus(folder, articles=articles, languages=LANGUAGES, seed=seed, agents=agents)
    return folder


def prepare_ours(corpus: Path, folder: Path) -> None:
    """Copy the project at `corpus` to `folder`, without what was built from it."""
    shutil.copytree(corpus, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("site", ".kb-cache"))


def environment_of(home: Path, **more: str) -> Mapping[str, str]:
    """The environment of a measured command: the caches of a user whose home is `home`, nothing that would make one
    machine's run another than the next one's, and one day for the whole bench."""
    passed = {name: value for name, value in os.environ.items() if name not in _NOT_PASSED_ON}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return {
        **passed,
        "PATH": path,
        "PYTHONPATH": str(ROOT),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_STATE_HOME": str(home / "state"),
        "SOURCE_DATE_EPOCH": _STARTED,
        "ASTRO_TELEMETRY_DISABLED": "1",
        "DOCUSAURUS_NO_UPDATE_NOTIFIER": "1",
        **more,
    }


def compile_ours() -> None:
    """Compile kb to bytecode, as installing it does."""
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(ROOT / "kb")], check=False)
