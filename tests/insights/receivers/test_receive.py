"""`kb receive` as a process: what it takes, what it refuses, what it leaves on the disk, how it ends."""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.cli.running import run_kb, said
from tests.insights.conftest import Shop
from tests.insights.receivers.running import SHOP, VOTE, receiving

SEARCH = '{"v":1,"kind":"search","language":"id","query":"bungkus kado","outcome":"nothing"}'
HEAD = f"POST / HTTP/1.1\r\nHost: x\r\nOrigin: {SHOP}\r\n".encode()


def test_events_are_on_the_disk_when_they_are_answered(tmp_path: Path) -> None:
    with receiving(tmp_path) as receiver:
        assert receiver.post() == 204
        assert [line["kind"] for line in receiver.lines()] == ["vote"]
        assert receiver.post(SEARCH) == 204
        assert [line["kind"] for line in receiver.lines()] == ["vote", "search"]
        code, told = receiver.stop()
        assert (code, told) == (0, "")
        (path,) = receiver.files()
        assert path.name == f"events-{receiver.lines()[0]['at'][:10]}.ndjson"
        if os.name == "posix":
            assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_many_at_once_are_all_kept_whole(tmp_path: Path) -> None:
    with receiving(tmp_path, "--per-sender", "1000", "--proxies", "0") as receiver:
        bodies = [VOTE.replace("faq/size", f"faq/{number}") for number in range(200)]
        with ThreadPoolExecutor(20) as pool:
            assert set(pool.map(receiver.post, bodies)) == {204}
        assert {line["page"] for line in receiver.lines()} == {f"faq/{number}" for number in range(200)}


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (SHOP, 204),
        (SHOP.upper(), 204),
        (None, 403),
        ("null", 403),
        (SHOP + ".evil.example", 403),
        ("http://help.shop.example", 403),
    ],
)
def test_only_the_shops_own_pages_may_send(tmp_path: Path, origin: str | None, status: int) -> None:
    with receiving(tmp_path) as receiver:
        assert receiver.post(origin=origin) == status
        assert len(receiver.lines()) == (status == 204)


def test_what_is_no_event_is_refused_and_nothing_of_it_is_kept(tmp_path: Path) -> None:
    with receiving(tmp_path) as receiver:
        for body in ("", "x", "{}", b"\xff", SEARCH.replace("bungkus kado", "0812 3456 7890"), "[" * 5000):
            assert receiver.post(body) == 400
        assert receiver.post(b" " * 8193) == 413
        assert receiver.lines() == []


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", 405),
        (b"OPTIONS / HTTP/1.1\r\nHost: x\r\n\r\n", 405),
        (b"\x16\x03\x01\x02\x00\x01\r\n\r\n", 400),
        (b"POST / HTTP/2.0\r\n\r\n", 400),
        (HEAD + b"\r\n", 411),
        (HEAD + b"Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n", 411),
        (HEAD + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400),
        (HEAD + b"Content-Length: -1\r\n\r\n", 400),
        (HEAD + b"Content-Length: 99999999999999999999\r\n\r\n", 400),
        (HEAD + b"Content-Length: 9999999\r\n\r\n", 413),
        (HEAD + b"X: " + b"x" * 40_000 + b"\r\n\r\n", 431),
        (HEAD + b"X: y\r\n" * 200 + b"\r\n", 431),
    ],
    ids=lambda value: str(value)[:60],
)
def test_hostile_requests_get_an_answer_and_end_nothing(tmp_path: Path, data: bytes, status: int) -> None:
    with receiving(tmp_path) as receiver:
        answer = receiver.raw(data)
        assert answer.startswith(f"HTTP/1.1 {status} ".encode()) or (status == 431 and answer == b"")
        assert receiver.post() == 204
        assert len(receiver.lines()) == 1


def test_connections_that_say_nothing_keep_nobody_out(tmp_path: Path) -> None:
    with receiving(tmp_path) as receiver:
        slow = [socket.create_connection(("127.0.0.1", receiver.port), timeout=30) for _ in range(50)]
        for connection in slow:
            connection.sendall(b"POST / HT")
        assert receiver.post() == 204
        slow[0].settimeout(60)
        assert slow[0].recv(100).startswith(b"HTTP/1.1 408 ")  # after the deadline
        for connection in slow:
            connection.close()
        assert receiver.stop() == (0, "")


def test_one_sender_and_all_of_them_have_a_limit(tmp_path: Path) -> None:
    with receiving(tmp_path, "--per-sender", "3", "--per-minute", "5") as receiver:

        def send(sender: str) -> list[int]:
            return [receiver.post(headers={"X-Forwarded-For": sender}) for _ in range(4)]

        assert send("1.2.3.4, 203.0.113.5") == [204, 204, 204, 429]
        assert send("9.9.9.9, 203.0.113.5") == [429] * 4, "what a sender says of itself changes nothing"
        assert send("2001:db8::1") == [204, 204, 429, 429]
        assert len(receiver.lines()) == 5


def test_nothing_of_a_sender_is_written_or_said(tmp_path: Path) -> None:
    with receiving(tmp_path, "--per-sender", "1") as receiver:
        for _ in range(2):
            receiver.post(
                headers={"X-Forwarded-For": "203.0.113.77", "User-Agent": "Tell-Tale/1.0", "Cookie": "a=tale"}
            )
        code, told = receiver.stop(signal.SIGINT)
        assert (code, told) == (0, "")
        (line,) = receiver.lines()
        assert set(line) == {"v", "kind", "at", "page", "language", "answer"}
        assert b"203.0.113" not in b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_a_line_that_a_crash_cut_stays_one_bad_line(tmp_path: Path) -> None:
    with receiving(tmp_path) as receiver:
        receiver.post()
        receiver.stop(signal.SIGKILL)
        (path,) = receiver.files()
        with path.open("a") as file:
            file.write('{"v":1,"kind":"vo')
    with receiving(tmp_path) as receiver:
        assert receiver.post() == 204
        lines = path.read_text("utf-8").splitlines()
        assert [json.loads(lines[at])["kind"] for at in (0, 2)] == ["vote", "vote"]
        out = str(tmp_path / "inbox/events.ndjson")
        second = run_kb(tmp_path, "receive", "--listen", "127.0.0.1:0", "--origin", SHOP, "--out", out)
        assert second.returncode == 2
        assert "another kb receive writes to" in said(second)


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux sets another process's limits")
def test_where_nothing_more_can_be_written_lines_stay_whole(tmp_path: Path) -> None:
    with receiving(tmp_path) as receiver:
        assert receiver.post() == 204
        size = receiver.files()[0].stat().st_size
        resource.prlimit(receiver.process.pid, resource.RLIMIT_FSIZE, (size + size // 2, size + size // 2))
        assert [receiver.post() for _ in range(3)] == [507, 507, 507]
        assert len(receiver.lines()) == 1
        code, told = receiver.stop()
        assert (code, told.count("cannot write")) == (0, 1)


def test_a_link_in_the_files_place_is_not_followed(tmp_path: Path) -> None:
    with receiving(tmp_path) as receiver:
        receiver.post()
    (path,) = receiver.files()
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    out = str(tmp_path / "inbox/events.ndjson")
    done = run_kb(tmp_path, "receive", "--listen", "127.0.0.1:0", "--origin", SHOP, "--out", out)
    assert done.returncode == 1
    assert path.name in said(done)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), "outside a project both must be given"),
        (("--origin", "help.shop.example", "--out", "e"), "--origin takes a site"),
        (("--origin", SHOP + "/faq", "--out", "e"), "without a path"),
        (("--origin", SHOP, "--out", "e", "--listen", "8090"), "--listen takes a host and a port"),
        (("--origin", SHOP, "--out", "e", "--listen", "127.0.0.1:99999"), "--listen takes a host and a port"),
        (("--origin", SHOP, "--out", "e", "--listen", "192.0.2.1:8090"), "cannot listen on 192.0.2.1:8090"),
        (("--origin", SHOP, "--out", "e", "--per-minute", "0"), "1 or more"),
    ],
)
def test_wrong_use_is_a_sentence(tmp_path: Path, options: tuple[str, ...], told: str) -> None:
    done = run_kb(tmp_path, "receive", *options)
    assert done.returncode == 2
    assert told in said(done)


def test_a_new_shop_imports_what_it_received(german: Shop) -> None:
    with receiving(german.root, "--out", str(german.inbox / "events.ndjson")) as receiver:
        for body in (VOTE, VOTE, SEARCH):
            assert receiver.post(body) == 204
    german.insights("import")
    german.insights("import")
    assert german.ask("SELECT count(*) FROM votes") == [(2,)]
    assert german.ask("SELECT language, query, outcome FROM searches") == [("id", "bungkus kado", "nothing")]


def test_a_project_says_who_may_send_and_where_events_lie(german: Shop) -> None:
    done = run_kb(german.root, "receive", "--listen", "nowhere.invalid:1")
    assert done.returncode == 2
    assert "cannot listen on nowhere.invalid:1" in said(done) or "site_url" in said(done)
