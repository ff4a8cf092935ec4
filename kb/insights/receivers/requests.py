"""One HTTP request, read with a limit to every part of it: what a receiver of small events needs, and no more.

Source: RFC 9112 (HTTP/1.1), read 2026-11-27. Each connection carries one request; a body has a `Content-Length`.
"""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPException, parse_headers

from kb.insights.receivers.events import MOST_BYTES

MOST_HEAD = 16_384
"""Bytes of the request's line and headers."""
_REQUEST = re.compile(rb"([A-Z]{1,20}) (\S{1,4000}) HTTP/1\.[01]\r?\n")


class RefusedError(Exception):
    """The request is answered with `status`."""

    def __init__(self, status: HTTPStatus, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status.phrase)
        self.status, self.headers = status, dict(headers or {})


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    origin: str
    """The site whose page sends; "" where nobody says so."""
    forwarded: tuple[str, ...] = ()
    """Addresses that proxies put down, the nearest last."""
    length: int = 0
    body: bytes = field(default=b"")


async def read_request(stream: asyncio.StreamReader) -> Request:
    """The next request. Raises `RefusedError`, or `EOFError` where nobody asks anything."""
    try:
        head = await stream.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as error:
        if not error.partial:
            raise EOFError from None
        raise RefusedError(HTTPStatus.BAD_REQUEST) from None
    except asyncio.LimitOverrunError:
        raise RefusedError(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE) from None
    asked = read_head(head)
    if asked.method != "POST":
        raise RefusedError(HTTPStatus.METHOD_NOT_ALLOWED, {"Allow": "POST"})
    try:
        body = await stream.readexactly(asked.length)
    except asyncio.IncompleteReadError:
        raise RefusedError(HTTPStatus.BAD_REQUEST) from None
    return Request(asked.method, asked.origin, asked.forwarded, asked.length, body)


def read_head(head: bytes) -> Request:
    """Line and headers of a request. Raises `RefusedError`."""
    line = _REQUEST.match(head)
    if line is None:
        raise RefusedError(HTTPStatus.BAD_REQUEST)
    try:
        headers = parse_headers(io.BytesIO(head[line.end() :]))
    except HTTPException:
        raise RefusedError(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE) from None
    method = line[1].decode("ascii")
    lengths = headers.get_all("Content-Length", [])
    if method == "POST":
        if headers.get_all("Transfer-Encoding") or not lengths:
            raise RefusedError(HTTPStatus.LENGTH_REQUIRED)
        if len(lengths) > 1 or not re.fullmatch(r"[0-9]{1,12}", lengths[0]):
            raise RefusedError(HTTPStatus.BAD_REQUEST)
        if int(lengths[0]) > MOST_BYTES:
            raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    origins = headers.get_all("Origin", [])
    forwarded = ",".join(headers.get_all("X-Forwarded-For", []))
    return Request(
        method,
        origins[0].strip().lower() if len(origins) == 1 else "",
        tuple(part.strip() for part in forwarded.split(",") if part.strip()),
        int(lengths[0]) if method == "POST" else 0,
    )
