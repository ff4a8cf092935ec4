"""What of a locked folder is in the clear: the sign-in page, the worker, and words to the host.

None of it depends on what is locked in, but for the Content-Security-Policy.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from kb.browser_code.bundle import PACKAGE, bundle

SHELL_FOLDER = "kb-lock"
FILES_FOLDER = f"{SHELL_FOLDER}/files"
RELEASE_FILE = f"{SHELL_FOLDER}/release.json"
WORKER = "kb-worker.js"
"""At the top of the folder: a worker serves what lies below its own place."""
_PLACES = {
    "sign-in.html": "index.html", "not-found.html": "404.html", "worker.js": WORKER,
    **{name: f"{SHELL_FOLDER}/{name}" for name in
       ("whole.js", "sign-in.js", "bar.js", "find.js", "bar.css", "style.css")},
}  # fmt: skip
"""What of `browser/` is published, and where; the other modules there are parts of these scripts."""

STAMP, STAMP_DIGITS = b"@kb-shell@", 12
"""In each script; digits of a hash of all of them take its place, so that files of two versions are told apart."""

_HEADERS = """\
/*
  Content-Security-Policy: {policy}
  X-Content-Type-Options: nosniff
  X-Robots-Tag: noindex, nofollow
  Referrer-Policy: no-referrer
  Cache-Control: no-cache
"""


def write_shell(target: Path, policy: str) -> None:
    """Copy the browser's side into `target` and write what hosts read."""
    (target / SHELL_FOLDER).mkdir(parents=True, exist_ok=True)
    own = PACKAGE / "locking" / "browser"
    carried = {
        name: bundle(own / name).encode() if name.endswith(".js") else (own / name).read_bytes()
        for name in sorted(_PLACES)
    }
    stamp = hashlib.sha256(b"".join(b"%s\0%s\0" % (name.encode(), data) for name, data in carried.items())).hexdigest()
    for name, data in carried.items():
        (target / _PLACES[name]).write_bytes(data.replace(STAMP, stamp[:STAMP_DIGITS].encode()))
    (target / "robots.txt").write_text("User-agent: *\nDisallow: /\n", encoding="utf-8", newline="\n")
    (target / "_headers").write_text(_HEADERS.format(policy=policy), encoding="utf-8", newline="\n")
    (target / ".nojekyll").write_bytes(b"")
