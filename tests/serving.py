"""A server in a thread of its own that stops when it is told to."""

from __future__ import annotations

import threading
from socketserver import BaseServer

LOOKS = 0.01
"""Seconds after which a server looks whether it should stop: the library's half a second is waited for by each test."""


def start_serving(server: BaseServer) -> threading.Thread:
    """Let `server` answer until its `shutdown`; the thread in which it does."""
    thread = threading.Thread(target=server.serve_forever, args=(LOOKS,), daemon=True)
    thread.start()
    return thread
