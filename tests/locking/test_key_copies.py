"""Copies of a key file in what is to be published: found however they were written anew, in every edition."""

from __future__ import annotations

import gzip
import html
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb.cli.main import main
from kb.locking.key_copies import looks_like_keys
from kb.locking.key_file import keys_text
from kb.locking.keys import KeyFile
from kb.locking.sealing import make_release_secret
from kb.locking.wrapping import wrap_secret
from tests.conftest import WriteProject
from tests.locking.desk import keys_of

KEYS = keys_of("lan", "mai")
TEXT = keys_text(KEYS)
ROW: dict[str, Any] = json.loads(TEXT)
AGENT: dict[str, Any] = ROW["agents"][0]


def _zipped(name: str, data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return packed.getvalue()


COPIES: dict[str, bytes] = {
    "as it is": TEXT.encode(),
    "sorted": json.dumps(ROW, sort_keys=True).encode(),
    "turned round": json.dumps(dict(reversed(ROW.items()))).encode(),
    "on one line": json.dumps(ROW, separators=(",", ":")).encode(),
    "far indented": json.dumps(ROW, indent=40).encode(),
    "blanks in front": b" \r\n\t" * 900 + TEXT.encode(),
    "byte order mark": b"\xef\xbb\xbf" + TEXT.encode(),
    "UTF-16": TEXT.encode("utf-16"),
    "UTF-16, big end first": TEXT.encode("utf-16-be"),
    "inside other JSON": json.dumps({"backup": {"files": [1, ROW]}, "z": 1}).encode(),
    "as a text in JSON": json.dumps({"file": json.dumps({"file": TEXT})}).encode(),
    "slashes escaped": TEXT.replace("/", "\\/").replace("+", "\\u002b").encode(),
    "names escaped": TEXT.replace("_", "\\u005f").encode(),
    "one agent": json.dumps(AGENT).encode(),
    "the private key alone": json.dumps({"kdf": "PBKDF2-SHA-256", "private_key": AGENT["private_key"]}).encode(),
    "salt and rounds": json.dumps({"salt": AGENT["salt"], "iterations": 600000}).encode(),
    "no agents": json.dumps({"kdf": "PBKDF2-SHA-256", "agents": [], "format": "kb-keys 1"}).encode(),
    "envelopes of a release": wrap_secret(make_release_secret(), KEYS).encode(),
    "YAML": "\n".join(f"{name}: {value}" for name, value in AGENT.items()).encode(),
    "a Python literal": repr(ROW).encode(),
    "on a page": f"<pre>{html.escape(TEXT)}</pre>".encode(),
    "on a page, in colours": html.escape(TEXT).replace("&quot;", '<span class="s">&quot;</span>').encode(),
    "among much that names it": b"wrapped: in paper. " * 20_000 + json.dumps(AGENT).encode() + b" private_key" * 20_000,
    "packed": gzip.compress(TEXT.encode()),
    "in an archive": _zipped("shop/kb-keys.json", TEXT.encode()),
    "in an archive in an archive": _zipped("all.zip", _zipped("kb-keys.json", TEXT.encode())),
}

OTHERS: dict[str, bytes] = {
    "nothing": b"",
    "words about keys": b"The file names kdf, salt, iterations: 600000, private_key and what is wrapped.",
    "a rule's example": b'{"format": "kb-keys 1", "agents": "lan"}',
    "a program": b"const salt = decode(row.salt); if (row.private_key) { wrapped = unwrap(row.iterations); }",
    "a placeholder": b'{"private_key": "...", "salt": "...", "iterations": 600000}',
    "a picture": bytes(range(256)) * 40,
    "a damaged archive": b"PK\x03\x04" + b"x" * 100,
}


@pytest.mark.parametrize("how", COPIES)
def test_a_copy_of_keys_is_found_however_it_is_written(how: str) -> None:
    assert looks_like_keys(COPIES[how])


@pytest.mark.parametrize("what", OTHERS)
def test_what_holds_no_key_is_left_alone(what: str) -> None:
    assert not looks_like_keys(OTHERS[what])


def test_every_program_and_page_of_the_product_is_left_alone() -> None:
    package = Path(__file__).parents[2] / "kb"
    for path in package.rglob("*"):
        assert not (path.is_file() and path.suffix != ".pyc" and looks_like_keys(path.read_bytes())), path


PLACES = ("docs/kb-keys.json", "docs/assets/backup.dat", "theme/assets/keys.json")
HOWS: dict[str, list[str]] = {
    "public": ["--edition", "public"],
    "agents in the clear": ["--edition", "agents"],
    "agents locked": ["--edition", "agents", "--lock"],
    "both": [],
}


@pytest.mark.parametrize(
    ("how", "place"),
    [(how, place) for how in ("public", "agents in the clear", "agents locked") for place in PLACES]
    + [("both", PLACES[0])],  # these are the first two, after one another
)
def test_a_copy_stops_the_build_of_every_edition_it_would_be_in(
    write_project: WriteProject, capsys: pytest.CaptureFixture[str], place: str, how: str
) -> None:
    root = write_project({
        "docs/faq/returns.md": "# Returns\nSend it back.\n",
        "kb-keys.json": TEXT,
        place: COPIES["sorted"],
    })  # fmt: skip
    config = (root / "mkdocs.yml").read_text().replace("name: material", "name: material, custom_dir: theme")
    config += "      publish_files: [kb-keys.json, '*.dat']\n"  # even what a shop says it means
    (root / "theme").mkdir(exist_ok=True)
    (root / "mkdocs.yml").write_text(config)
    assert main(["-C", str(root), "build", *HOWS[how]]) == 1
    assert "KB934" in capsys.readouterr().err
    assert not any((root / "site" / edition).exists() for edition in ("public", "agents"))


def _pasted(text: str) -> str:
    return f"\nOur file:\n\n```json\n{text}\n```\n"


@pytest.mark.parametrize("change", [_pasted, lambda text: "\n    " + text.replace("\n", "\n    ")])
def test_a_copy_pasted_into_an_article_later_stops_the_build_after_the_edit(
    write_project: WriteProject, capsys: pytest.CaptureFixture[str], change: Callable[[str], str]
) -> None:
    root = write_project({"docs/faq/returns.md": "# Returns\nSend it back.\n"})
    assert main(["-C", str(root), "build", "--edition", "public"]) == 0
    page = root / "docs/faq/returns.md"
    page.write_text(page.read_text() + change(TEXT))
    assert main(["-C", str(root), "build", "--edition", "public"]) == 1
    assert "KB934" in capsys.readouterr().err
    assert b"private_key" not in (root / "site/public/faq/returns/index.html").read_bytes()


def test_a_key_file_in_the_theme_folder_is_refused_as_the_key_file(
    write_project: WriteProject, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_project({"theme/keys.json": keys_text(KeyFile())})
    config = (root / "mkdocs.yml").read_text().replace("name: material", "name: material, custom_dir: theme")
    (root / "mkdocs.yml").write_text(config)
    assert main(["-C", str(root), "keys", "list", "--keys", "theme/keys.json"]) == 2
    assert "theme/, which is or becomes a site" in capsys.readouterr().err
