"""What tests share: folders made from texts, and the shop of this repository built once."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from tests.needed import CI

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell that starts the suite in the background makes it ignore Ctrl-C, and so would all that tests start.
    signal.signal(signal.SIGINT, signal.default_int_handler)

pytest_plugins = ["tests.chromium", "tests.sites", "tests.visitors"]
"""Fixtures for every folder: one Chromium a worker, the sites that are built once a run, hosts and visitors."""

os.environ["NO_MKDOCS_2_WARNING"] = "1"
os.environ["XDG_STATE_HOME"] = os.environ["LOCALAPPDATA"] = tempfile.mkdtemp(prefix="kb-state-")
if "PYTEST_XDIST_WORKER" not in os.environ:  # what kb makes of its own texts is made once for all workers
    os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="kb-cache-")
    atexit.register(shutil.rmtree, os.environ["XDG_CACHE_HOME"], ignore_errors=True)
if os.environ.pop("PYTHONDONTWRITEBYTECODE", None):  # images set it; each of a thousand processes would compile kb anew
    sys.dont_write_bytecode = False
if os.environ.pop("CI", None):  # builds of tests are a writer's builds, wherever the suite runs
    os.environ[CI] = "1"
settings.register_profile(
    "kb",
    deadline=None,  # no test asserts how fast it is
    derandomize=not os.environ.get("KB_FUZZ_EXAMPLES"),  # the same examples each time; `make fuzz` draws new ones
    database=None,  # an example that failed once becomes a test of its own, not a file of one machine
)
settings.load_profile("kb")

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 21)

MINIMAL_CONFIG = """\
site_name: Test shop
theme: {name: material}
plugins:
  - kb:
      default_language: en
      languages: {en: {name: English, markets: [VN, MY]}, vi: {name: Tiếng Việt, markets: [VN]}}
      markets:
        VN: {currency: VND, name: {en: Vietnam, vi: Việt Nam}}
        MY: {currency: MYR, name: {en: Malaysia, vi: Malaysia}}
      topics: {returns: {team: after-sales, name: {en: Returns, vi: Đổi trả}}}
"""

Files = Mapping[str, str | bytes]
WriteProject = Callable[[Files], Path]


def pytest_xdist_auto_num_workers() -> int:
    """`-n auto`: three workers for two processors, since tests often wait for a browser or a disk."""
    return (os.cpu_count() or 2) * 3 // 2 or 1


@pytest.fixture(autouse=True)
def no_workers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test's small builds fork no workers, which cost a sixth of them: the tests themselves fill the processors.

    Workers stay where they are what is tested: in tests marked `workers`, in the whole attack on the audit, and in the
    sites that are built once a run.
    """
    if not request.node.get_closest_marker("workers") and request.path.parent.name != "audit":
        monkeypatch.setenv("KB_WORKERS", "1")


@pytest.fixture
def write_project(tmp_path: Path) -> WriteProject:
    """Writes `{path: text or bytes}` into a fresh folder, with a small `mkdocs.yml` unless one is given."""

    def write(files: Files) -> Path:
        for path, text in {"mkdocs.yml": MINIMAL_CONFIG, **files}.items():
            target = tmp_path / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
        (tmp_path / "docs").mkdir(exist_ok=True)
        return tmp_path

    return write
