"""Compiled templates kept between builds: compiling them is an eighth of the work of a build that parses nothing."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import FileSystemBytecodeCache

from kb.cache.store import FOLDER
from kb.source.private_folders import make_private_folder

if TYPE_CHECKING:
    from jinja2.bccache import Bucket


class TemplateCache(FileSystemBytecodeCache):
    """Jinja's cache in a private folder; a damaged file counts as missing, and a full disk is no reason to fail.

    Like Python's `__pycache__` it holds code that is run, so its folder must be as trusted as the project.
    """

    def __init__(self, folder: str, lender: TemplateCache | None = None) -> None:
        """What `folder` lacks is taken from the folder of `lender`, which is never written."""
        super().__init__(folder)
        self._lender = lender

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            super().load_bytecode(bucket)
        except Exception:  # whatever Jinja's reader meets in a damaged file
            bucket.reset()
        if bucket.code is None and self._lender:
            self._lender.load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)


def template_cache_for(root: Path, edition: str) -> TemplateCache | None:
    """The cache of one edition of the project at `root`; None if its folder cannot be made.

    The agents' edition takes over what the public one compiled, never the other way (`store_for`).
    """
    folder = root / FOLDER / edition / "templates"
    try:
        make_private_folder(folder)
    except OSError:
        return None
    lender = TemplateCache(str(root / FOLDER / "public" / "templates")) if edition == "agents" else None
    return TemplateCache(str(folder), lender)
