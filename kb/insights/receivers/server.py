"""`kb receive`: takes events and writes them down. Nothing of a sender is kept or logged, not even that there was one.

Each request has a deadline as a whole, so that one who sends a sign a second holds a connection no longer than others;
connections are few and carry one request each. An event is answered with 204 when it is on the disk: lines that arrive
while others are being written make the next batch.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus

from kb.insights.receivers.day_files import DayFiles, FullError, TakenError
from kb.insights.receivers.events import EventError, event_line, read_event
from kb.insights.receivers.requests import MOST_HEAD, RefusedError, Request, read_request
from kb.insights.receivers.senders import Limits

DEADLINE = 10.0
"""Seconds in which a request must have come."""
MOST_CONNECTIONS = 200
PATIENCE = 3.0
"""Seconds that requests have to end when the receiver is stopped."""
_Waiting = tuple[str, "asyncio.Future[None]"]


@dataclass(frozen=True, slots=True)
class Settings:
    host: str
    port: int
    origins: frozenset[str]
    """Sites whose pages may send; of none, nobody may."""
    proxies: int
    """How many servers of one's own stand before this one, each adding to `X-Forwarded-For`."""
    all_a_minute: int = 600
    one_a_minute: int = 30


class Receiver:
    def __init__(self, settings: Settings, files: DayFiles, report: Callable[[str], None]) -> None:
        self._settings, self._files, self._report = settings, files, report
        self._limits = Limits(settings.all_a_minute, settings.one_a_minute)
        self._waiting: asyncio.Queue[_Waiting] = asyncio.Queue()
        self._open: set[asyncio.Task[None]] = set()
        self._is_failing = False

    async def run(self, stop: asyncio.Event, listening: Callable[[int], None]) -> None:
        """Receive until `stop`; `listening` is told the port. Raises OSError, `TakenError`."""
        self._files.open_day(datetime.now(UTC).date())
        server = await asyncio.start_server(self._meet, self._settings.host, self._settings.port, limit=MOST_HEAD)
        writer = asyncio.create_task(self._write())
        try:
            listening(server.sockets[0].getsockname()[1])
            await stop.wait()
        finally:
            server.close()
            if self._open:
                await asyncio.wait(self._open, timeout=PATIENCE)
            for task in self._open:
                task.cancel()
            writer.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await writer
            self._files.close()

    async def _meet(self, stream: asyncio.StreamReader, out: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            if len(self._open) > MOST_CONNECTIONS:
                await _answer(out, HTTPStatus.SERVICE_UNAVAILABLE, {"Retry-After": "10"})
            else:
                await self._serve(stream, out)
        except (OSError, EOFError, asyncio.CancelledError):
            pass  # who asked is gone, or is taking too long
        finally:
            self._open.discard(task)
            out.close()

    async def _serve(self, stream: asyncio.StreamReader, out: asyncio.StreamWriter) -> None:
        status, headers = HTTPStatus.NO_CONTENT, dict[str, str]()
        try:
            request = await asyncio.wait_for(read_request(stream), DEADLINE)
            await self._take(request, out)
        except TimeoutError:
            status = HTTPStatus.REQUEST_TIMEOUT
        except RefusedError as error:
            status, headers = error.status, error.headers
        await asyncio.wait_for(_answer(out, status, headers), DEADLINE)

    async def _take(self, request: Request, out: asyncio.StreamWriter) -> None:
        """Write down what was sent. Raises `RefusedError`."""
        if request.origin not in self._settings.origins:
            raise RefusedError(HTTPStatus.FORBIDDEN)
        now = datetime.now(UTC)
        if not self._limits.allow(self._sender(request, out), time.monotonic(), now.date()):
            raise RefusedError(HTTPStatus.TOO_MANY_REQUESTS, {"Retry-After": "60"})
        try:
            event = read_event(request.body)
        except EventError:
            raise RefusedError(HTTPStatus.BAD_REQUEST) from None
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait((event_line(event, now), written))
        await written

    def _sender(self, request: Request, out: asyncio.StreamWriter) -> str:
        """The address that the nearest foreign one had; what it says of those before it may be invented."""
        proxies = self._settings.proxies
        if not proxies:
            peer = out.get_extra_info("peername")
            return str(peer[0]) if peer else ""
        return request.forwarded[-proxies] if len(request.forwarded) >= proxies else ""

    async def _write(self) -> None:
        while True:
            batch = [await self._waiting.get()]
            while not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            lines = [line for line, _ in batch]
            refused: RefusedError | None = None
            try:
                await asyncio.to_thread(self._files.append, lines, datetime.now(UTC).date())
                self._is_failing = False
            except FullError:
                refused = RefusedError(HTTPStatus.INSUFFICIENT_STORAGE)
                self._tell_once("the day's file is full: nothing more is taken until tomorrow")
            except (OSError, TakenError) as error:
                refused = RefusedError(HTTPStatus.INSUFFICIENT_STORAGE)
                self._tell_once(f"cannot write, so nothing is taken: {error}")
            for _, written in batch:
                if written.done():
                    continue
                if refused is None:
                    written.set_result(None)
                else:
                    written.set_exception(refused)

    def _tell_once(self, message: str) -> None:
        if not self._is_failing:
            self._report(message)
        self._is_failing = True


async def _answer(out: asyncio.StreamWriter, status: HTTPStatus, headers: Mapping[str, str]) -> None:
    """The answer has no body: nobody reads it, and another site's page may not."""
    said = {"Connection": "close", "Cache-Control": "no-store", **headers}
    if status != HTTPStatus.NO_CONTENT:
        said["Content-Length"] = "0"
    head = "".join(f"{name}: {value}\r\n" for name, value in said.items())
    out.write(f"HTTP/1.1 {status.value} {status.phrase}\r\n{head}\r\n".encode("ascii"))
    await out.drain()
