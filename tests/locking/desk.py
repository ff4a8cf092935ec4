"""A desk of a few pages with everything that a locked edition must carry, and agents with cheap keys."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from kb.locking.keys import AgentKey, KeyFile, make_agent

PASSPHRASE = "trâu leo cầu thang đỏ"
OTHER_PASSPHRASE = "kucing panjat tangga merah"
INTERNAL_WORDS = ("chậm giao", "delay", "zebracorn", "karaoke", "dữ-liệu", "suggest")


def _page(title: str, body: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,">'
        f"<title>{title}</title></head>"
        f"<body><main><h1>{title}</h1>{body}</main></body></html>"
    )


def film() -> bytes:
    """Two and a half mebibytes that do not compress: a file of three parts."""
    return b"".join(hashlib.sha256(number.to_bytes(4, "big")).digest() for number in range(81920))


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c636060f8cf50"
    "0f0003860180a8d2b1d00000000049454e44ae426082"
)

FILES: Mapping[str, str | bytes] = {
    "index.html": _page(
        "Desk",
        '<a href="scripts/delay/">delay</a><img src="assets/one.png" alt="one">'
        '<output id="out"></output><script src="assets/app.js"></script>',
    ),
    "scripts/delay/index.html": _page(
        "Late parcel", '<p id="reply">The secret word is zebracorn.</p><img src="../../assets/two.svg" alt="two">'
    ),
    "404.html": _page("No such page in the desk", "<p>Inside.</p>"),
    "assets/app.js": "const worker = new Worker(new URL('suggest.js', document.currentScript.src));"
    "worker.onmessage = (e) => { document.getElementById('out').textContent = e.data; };",
    "assets/suggest.js": "fetch('../search/dữ-liệu.json').then((r) => r.json()).then((d) => postMessage(d.best));",
    "search/dữ-liệu.json": '{"best": "chậm giao hàng"}',
    "assets/one.png": PNG,
    "assets/two.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"><rect width="3" height="2"/></svg>',
    "assets/karaoke.mp4": film(),
    "empty.txt": "",
    "_redirects": "/old-delay /scripts/delay/ 301\n",
    "_headers": "/scripts/delay/\n  X-Robots-Tag: noindex\n",
    "sitemap.xml": "<urlset><url><loc>https://desk.example/scripts/delay/</loc></url></urlset>",
}


def write_desk(folder: Path, changes: Mapping[str, str | bytes] | None = None) -> Path:
    """Write the desk, with `changes` made to it, into `folder`."""
    for path, content in {**FILES, **(changes or {})}.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return folder


@cache
def agent_of(name: str, passphrase: str = PASSPHRASE) -> AgentKey:
    """A key as the product makes them, of 600,000 rounds; made once, for one takes a fifth of a second."""
    return make_agent(name, passphrase, added_on=date(2026, 11, 21))


def keys_of(*names: str) -> KeyFile:
    """A key file: each agent's passphrase is `PASSPHRASE`."""
    return KeyFile(tuple(agent_of(name) for name in sorted(names)))
