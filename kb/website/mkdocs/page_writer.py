"""One page → its file: read, rendered and written as MkDocs does it, with every event that plugins know."""

# ruff: noqa: PTH103, PTH120 - once a page of thousands
from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mkdocs.commands import build as mkdocs_build

from kb.website.mkdocs.fingerprints import HiddenError
from kb.website.mkdocs.pages import KbPage

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page


class PageWriter:
    """Writes the pages of one build."""

    def __init__(
        self, config: MkDocsConfig, env: Environment, nav: Navigation, files: Files, pages: Sequence[File]
    ) -> None:
        self._config = config
        self._env = env
        self._nav = nav
        self._files = files
        self._pages = pages

    def write(self, file: File, key: str, light: str) -> list[Any]:
        """Write one page; its row for the record, or its name alone where nothing was written."""
        page = file.page
        assert page is not None
        mkdocs_build._populate_page(page, self._config, self._files)
        try:
            return self._write_light(page, key, light)
        finally:
            page.markdown = page.content = None  # nobody asks for them any more, and there are thousands

    def _write_light(self, page: Page, key: str, light: str) -> list[Any]:
        """Write a page with long lists hidden from it, where it does not look into one."""
        if isinstance(page, KbPage) and light:
            try:
                page.is_light = True
                return self._write(page, key, light)
            except HiddenError:
                pass
            finally:
                page.is_light = False
        return self._write(page, key, "")

    def rerender(self, page: Page) -> bytes:
        """`page`, made anew from a changed text, as a build would write it."""
        mkdocs_build._populate_page(page, self._config, self._files)
        return self._render(page)

    def _write(self, page: Page, key: str, light: str) -> list[Any]:
        data = self._render(page)
        if not data:
            return [page.file.dest_uri]
        return row_of(page.file.dest_uri, write_file(page.file.abs_dest_path, data), key, light, data)

    def _render(self, page: Page) -> bytes:
        """As MkDocs renders a page; nothing for a page without a word, which is not written."""
        config = self._config
        config._current_page = page
        page.active = True
        try:
            context = mkdocs_build.get_context(self._nav, self._pages, config, page)
            template = self._env.get_template(str(page.meta.get("template", "main.html")))
            context = config.plugins.on_page_context(context, page=page, config=config, nav=self._nav)
            output = config.plugins.on_post_page(template.render(context), page=page, config=config)
        finally:
            page.active = False
            config._current_page = None
        if not output.strip():
            return b""
        return output.encode("utf-8", errors="xmlcharrefreplace")


def write_file(path: str, data: bytes) -> os.stat_result:
    """Write a file, its folders too where they are missing; what the system says of it afterwards."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    try:
        file = os.open(path, flags, 0o666)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        file = os.open(path, flags, 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(file, rest) :]
        return os.fstat(file)
    finally:
        os.close(file)


def row_of(name: str, stat: os.stat_result, key: str, light: str, data: bytes) -> list[Any]:
    """A file's row for the record: name, key, light key, inode, size, time of change, hash."""
    return [name, key, light, stat.st_ino, stat.st_size, stat.st_mtime_ns, hashlib.sha256(data).hexdigest()]
