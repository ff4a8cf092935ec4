"""A real `kb receive` on a port of its own, and hand-made requests to it."""

from __future__ import annotations

import http.client
import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.cli.running import FIXED

SHOP = "https://help.shop.example"
VOTE = '{"page":"faq/size","language":"de","answer":"yes","text":""}'


class Running:
    """The receiver's process; `out` is the folder that it writes to."""

    def __init__(self, process: subprocess.Popen[str], port: int, out: Path) -> None:
        self.process, self.port, self.out = process, port, out

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def post(
        self, body: str | bytes = VOTE, *, origin: str | None = SHOP, headers: Mapping[str, str] | None = None
    ) -> int:
        """The status that a page of `origin` gets."""
        said = {"Content-Type": "text/plain", **({"Origin": origin} if origin else {}), **(headers or {})}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("POST", "/", body.encode() if isinstance(body, str) else body, said)
        answer = connection.getresponse()
        assert answer.read() == b""
        connection.close()
        return answer.status

    def raw(self, data: bytes) -> bytes:
        """What is answered to `data`, until the other side closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
            connection.sendall(data)
            found = b""
            try:
                while part := connection.recv(4096):
                    found += part
            except ConnectionResetError:  # closed with some of `data` unread
                pass
            return found

    def files(self) -> list[Path]:
        return sorted(self.out.glob("events-*.ndjson"))

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for path in self.files() for line in path.read_text("utf-8").splitlines()]

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """End it; its exit code, and what it has said since it listened."""
        self.process.send_signal(number)
        said = self.process.communicate(timeout=30)
        return self.process.returncode, said[1]


@contextmanager
def receiving(folder: Path, *options: str, origin: str = SHOP) -> Iterator[Running]:
    """`kb receive` with `options`, writing to `folder`/inbox."""
    out = folder / "inbox"
    command = [sys.executable, "-m", "kb", "-C", str(folder), "receive", "--listen", "127.0.0.1:0", "--origin", origin]
    process = subprocess.Popen(
        [*command, "--out", str(out / "events.ndjson"), *options],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=FIXED,
    )  # fmt: skip
    try:
        assert process.stderr is not None
        first = process.stderr.readline()
        match = re.search(r"127\.0\.0\.1:(\d+)", first)
        assert match, first + process.stderr.read()
        yield Running(process, int(match[1]), out)
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()
