"""Makes sure that what tests run beside Python is there: Chromium, nginx and Node, each the system's or Debian's.

Prints where each is, or what to do. Never fails: tests of what is missing are skipped, or fail and say so; in CI all
of them fail.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ROOT = Path(__file__).parent.parent
NO_SERVICES = Path("/usr/sbin/policy-rc.d")


def find_browser() -> str | None:
    """The path of an installed Chromium; `KB_CHROMIUM` names another one."""
    named = os.environ.get("KB_CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


def find_test_browser() -> str | None:
    """What tests open pages with: Chromium without its windows, where Debian's package is, else all of it.

    The engine is the same; a visit takes a third of the processor time, and visits are half of the suite.
    """
    return os.environ.get("KB_CHROMIUM") or find_headless_shell() or find_browser()


def find_headless_shell() -> str | None:
    """The path of Chromium's headless shell."""
    return shutil.which("chromium-headless-shell")


def find_nginx() -> str | None:
    """The path of an installed nginx; Debian puts it where people who are not root do not look."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def find_node() -> str | None:
    """The Node that Playwright brought into `.venv`; else the system's."""
    brought = ROOT.glob(".venv/[Ll]ib/**/playwright/driver/node*")
    return next((str(path) for path in brought if path.is_file()), shutil.which("node"))


NEEDED: dict[str, tuple[Callable[[], str | None], tuple[str, ...], str]] = {
    "Chromium": (
        find_browser,
        ("chromium", "fonts-noto-core"),
        "the browser tests are skipped; install it, or name one in KB_CHROMIUM",
    ),
    "Chromium's headless shell": (
        find_headless_shell,
        ("chromium-headless-shell",),
        "the browser tests take all of Chromium and twice the time (Debian: chromium-headless-shell)",
    ),
    "nginx": (find_nginx, ("nginx",), "the tests that ask a real host are skipped; install it (Debian: nginx)"),
    "Node": (
        find_node,
        ("nodejs",),
        "Playwright brought none either: the tests of the browser's code fail; install it (Debian: nodejs)",
    ),
}
"""Name → how it is found, the Debian packages that hold it, and what follows where it is missing."""


def install(packages: Sequence[str]) -> None:
    """Debian's packages, where we may install them."""
    if not packages or not shutil.which("apt-get") or os.geteuid() != 0:
        return
    with nothing_started():
        _apt_get("update")
        for package in packages:  # one by one: that one is not to be had must not keep the others away
            _apt_get("install", "-y", "--no-install-recommends", package)


def _apt_get(*arguments: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "-qq", *arguments]
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)


@contextmanager
def nothing_started() -> Iterator[None]:
    """Debian starts a server once it is installed, unless this file says no; one that is there already stays."""
    is_ours = not NO_SERVICES.exists()
    if is_ours:
        NO_SERVICES.write_text("#!/bin/sh\nexit 101\n", "ascii")
        NO_SERVICES.chmod(0o755)
    try:
        yield
    finally:
        if is_ours:
            NO_SERVICES.unlink()


if __name__ == "__main__":
    install([package for find, packages, _ in NEEDED.values() if find() is None for package in packages])
    for name, (find, _, otherwise) in NEEDED.items():
        print(f"{name}: {find() or f'none found; {otherwise}'}")
