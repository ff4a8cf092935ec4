"""One page → its file: read, rendered and written as MkDocs does it, with every event that plugins know."""

# ruff: noqa: PTH108, PTH120 - once a page of thousands
from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mkdocs.commands import build as mkdocs_build

from kb.website.mkdocs.fingerprints import HiddenError
from kb.website.mkdocs.pages import KbPage
from kb.website.record.build_record import WrittenFile
from kb.website.record.recycled_folder import make_folder

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

    def write(self, file: File, key: str, key_without_lists: str) -> WrittenFile | None:
        """Write one page. None if it is empty: then nothing is written."""
        page = file.page
        assert page is not None
        mkdocs_build._populate_page(page, self._config, self._files)
        try:
            return self._write_without_lists(page, key, key_without_lists)
        finally:
            page.markdown = page.content = None  # nobody asks for them any more, and there are thousands

    def _write_without_lists(self, page: Page, key: str, key_without_lists: str) -> WrittenFile | None:
        """Write a page with the long lists hidden from it; if it looks into one, write it with them."""
        if isinstance(page, KbPage) and key_without_lists:
            try:
                page.hides_lists = True
                return self._write(page, key, key_without_lists)
            except HiddenError:
                pass
            finally:
                page.hides_lists = False
        return self._write(page, key, "")

    def rerender(self, page: Page) -> bytes:
        """`page`, rendered again from a changed text, as a build would write it."""
        mkdocs_build._populate_page(page, self._config, self._files)
        return self._render(page)

    def _write(self, page: Page, key: str, key_without_lists: str) -> WrittenFile | None:
        data = self._render(page)
        if not data:
            return None
        stat = write_file(page.file.abs_dest_path, data)
        return WrittenFile.of(page.file.dest_uri, stat, data, key=key, key_without_lists=key_without_lists)

    def _render(self, page: Page) -> bytes:
        """A page as MkDocs renders it; nothing if it is empty, for such a page is not written."""
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
    """Write a new file, and its folders if they are missing; what the system says of it afterwards."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        file = os.open(path, flags, 0o666)
    except FileExistsError:  # it may be one with a file that is being served: never written in place
        os.unlink(path)
        file = os.open(path, flags, 0o666)
    except FileNotFoundError:
        make_folder(os.path.dirname(path))
        file = os.open(path, flags, 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(file, rest) :]
        return os.fstat(file)
    finally:
        os.close(file)
