"""Makes sure that a Chromium is there for the browser tests: the system's own, or Debian's package.

Prints where it is, or what to do. Never fails: without a browser the browser tests are skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find_browser() -> str | None:
    """The path of an installed Chromium; `KB_CHROMIUM` names another one."""
    named = os.environ.get("KB_CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


def install() -> None:
    """Debian's package, where we may install it."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-core"],
    ):
        if subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False).returncode:
            return


if __name__ == "__main__":
    if find_browser() is None:
        install()
    found = find_browser()
    print(
        f"browser: {found}"
        if found
        else "browser: none found. The browser tests are skipped; install Chromium, or name one in KB_CHROMIUM."
    )
