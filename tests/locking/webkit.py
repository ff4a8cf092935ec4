"""WebKitGTK, driven by its own WebDriver: the nearest to Safari that runs here (Debian: webkit2gtk-driver, xvfb)."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

DRIVER, SCREEN = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
BROWSER = next(iter(sorted(Path("/usr/lib").glob("*/webkit2gtk-4*/MiniBrowser"), reverse=True)), None)
IS_HERE = bool(DRIVER and SCREEN and BROWSER)
_PATIENCE = 300
"""Seconds until something that should come to pass is given up."""


class WebKit:
    """One window of the browser."""

    def __init__(self, port: int) -> None:
        self._port, self._session = port, ""
        options = {"webkitgtk:browserOptions": {"binary": str(BROWSER), "args": ["--automation"]}}
        made = self._post("/session", {"capabilities": {"alwaysMatch": options}})
        self._session = f"/session/{made['sessionId']}"

    def go(self, url: str) -> None:
        """Open an address."""
        self._post("/url", {"url": url})

    def run(self, code: str, *values: object) -> Any:
        """What the body of an async function gives, run in the page with `values` as `given`."""
        script = f"""const given = [...arguments], done = given.pop();
            (async () => {{ {code} }})().then(done, (error) => done("error: " + error));"""
        return self._post("/execute/async", {"script": script, "args": list(values)})

    def wait(self, code: str, wanted: object) -> None:
        """Until `code` gives `wanted`; fails with what it gave last."""
        end = time.monotonic() + _PATIENCE
        pause = "await new Promise((next) => setTimeout(next, 50));"
        while (got := self._try(f"{pause} {code}")) != wanted:
            assert time.monotonic() < end, (code, got)

    def _try(self, code: str) -> Any:
        """What `code` gives; the error of a page that was left for another while it ran."""
        try:
            return self.run(code)
        except urllib.error.HTTPError as error:
            return f"error: {error}"

    def close(self) -> None:
        """Close the window."""
        self._request("DELETE", self._session, None)

    def _post(self, path: str, body: object) -> Any:
        return self._request("POST", self._session + path, body)

    def _request(self, method: str, path: str, body: object) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self._port}{path}", data, method=method)
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:
            return json.load(answer)["value"]


@contextmanager
def open_webkit() -> Iterator[WebKit]:
    """A window on a screen that nobody sees."""
    port = _free_port()
    reading, writing = os.pipe()
    command = [str(SCREEN), "-displayfd", str(writing), "-screen", "0", "1000x800x24", "-nolisten", "tcp"]
    screen = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as answer:
        display = f":{answer.readline().strip()}"
    environment = {**os.environ, "DISPLAY": display, "WEBKIT_DISABLE_COMPOSITING_MODE": "1", "NO_AT_BRIDGE": "1"}
    driver = subprocess.Popen([str(DRIVER), f"--port={port}"], env=environment, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, driver)
        browser = WebKit(port)
        yield browser
        browser.close()
    finally:
        for process in (driver, screen):
            process.terminate()
            process.wait()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_for(port: int, driver: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and driver.poll() is None:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        with suppress(subprocess.TimeoutExpired):
            driver.wait(0.05)
