"""Files made to stall or to flood whoever opens them: refused with a sentence, in bounded memory."""

from __future__ import annotations

import gzip
import os
import resource
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from tests.audit.packers import chunk, drawn, pdf_drawn, png_with, zipped
from tests.conftest import ROOT

MEMORY = 1 << 30
"""Bytes that the whole process may ask for."""
SECONDS = 40
"""Of the processor, at most: a hang would take hours."""


def big_gzip(size: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    parts = [packer.compress(bytes(1 << 20)) for _ in range(size >> 20)]
    return b"".join(parts) + packer.flush()


def zips_of_zips() -> bytes:
    inner = zipped({"a": bytes(1 << 22)})
    for _ in range(5):
        inner = zipped({f"{number}.zip": inner for number in range(16)})
    return inner


BOMBS = {
    "gzip of two gigabytes": lambda: big_gzip(1 << 31),
    "zips of zips": zips_of_zips,
    "zip of many large members": lambda: zipped({str(number): bytes(10_000_000) for number in range(40)}),
    "PNG of 300 MB": lambda: png_with(pixels=zlib.compress(bytes(300_000_000)), width=100_000_000),
    "PNG of many chunks": lambda: png_with(*[chunk(b"prVt", b"x")] * 50_000),
    "gzip of many members": lambda: gzip.compress(b"x") * 50_000,
    "beginnings of gzip": lambda: b"\0" + b"\x1f\x8b\x08\0" * 250_000,
    "beginnings of zlib": lambda: b"\0" + b"\x78\x9c" * 500_000,
    "PDF of open strings": lambda: b"%PDF-1.4\n" + b"(\\" * 500_000 + b"%%EOF",
    "PDF of brackets": lambda: b"%PDF-1.4\n" + b"(" * 1_000_000 + b"%%EOF",
    "PDF of `stream`": lambda: b"%PDF-1.4\n" + b"stream\n" * 200_000 + b"%%EOF",
    "PDF of `obj`": lambda: b"%PDF-1.4\n" + b"1 0 obj\n" * 100_000 + b"%%EOF",
    "PDF of `%%EOF`": lambda: b"%PDF-1.4\n" + b"%%EOF\n" * 200_000,
    "PDF of dictionaries": lambda: b"%PDF-1.4\n1 0 obj\n" + b"<<" * 500_000 + b"\nendobj trailer <</Root 1 0 R>>%%EOF",
    "PDF of 300 MB": lambda: pdf_drawn(zlib.compress(bytes(300_000_000)), ["/FlateDecode"]),
    "PDF of drawings": lambda: pdf_drawn(drawn(b"a") * 400_000),
}


SEEDED = ("zip of many large members", "PNG of many chunks", "PDF of brackets")
"""Tried every time; `KB_ATTACK=1` tries all."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("bombs")
    (root / "docs").mkdir()
    (root / "agents/procedures").mkdir(parents=True)
    (root / "mkdocs.yml").write_text("site_name: T\ntheme: {name: material}\nplugins: [{kb: {}}]\n")
    (root / "docs/index.md").write_text("---\ntitle: Returns\n---\nSend it back.\n")
    (root / "agents/procedures/quiet.md").write_text("---\ntitle: Quiet\n---\nOffer it only now and then.\n")
    return root


def limits() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory are set by Linux")
@pytest.mark.parametrize("name", BOMBS if os.environ.get("KB_ATTACK") else SEEDED)
def test_a_bomb_is_refused_in_bounded_memory(name: str, project: Path, tmp_path: Path) -> None:
    (tmp_path / "thing.bin").write_bytes(BOMBS[name]())
    done = subprocess.run(
        [sys.executable, "-m", "kb", "-C", str(project), "audit", str(tmp_path)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        preexec_fn=limits,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "KB914" in done.stdout + done.stderr or "the audit cannot read all of it" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
