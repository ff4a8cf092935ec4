"""One page as MkDocs sees it: our text, rendering and addresses behind MkDocs' own `Page`."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from mkdocs.structure.files import File, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import get_toc

from kb.markdown.rendering import Rendered
from kb.project.folders import AGENTS
from kb.website.views.types import PageView

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


_SIMPLE = re.compile(r"[\w%-][\w%/-]*")
"""An address below the site's root that needs no resolving."""


@cache
def _path_of(address: str) -> str:
    return urlsplit(address).path


class KbFile(File):
    """A page's file: in memory, at an address of our choosing, outside MkDocs' own navigation.

    A page that was written shows other plugins the file it was written in, so that they date it by that file. Two
    pages may have the same one, where a language shows another's words; `src_uri` is each page's own.
    """

    def __init__(self, src_uri: str, url: str, config: MkDocsConfig, *, source: Path | None = None) -> None:
        super().__init__(
            src_uri, None, config.site_dir, True, dest_uri=f"{url}index.html", inclusion=InclusionLevel.NOT_IN_NAV
        )
        if source is None:
            self.generated_by = "kb"
        else:
            self.abs_src_path = str(source)
        self._content = ""


class KbPage(MkDocsPage):
    """A page that reads and renders through `kb`; every MkDocs event still sees it."""

    def __init__(
        self,
        file: KbFile,
        config: MkDocsConfig,
        *,
        view: PageView,
        template: str,
        body: str = "",
        source: str = "",
        render: Callable[[str, KbPage], Rendered] | None = None,
    ) -> None:
        self.source = source
        super().__init__(view.title, file, config)
        self.view = view
        self.template = template
        self.body = body
        self.hides_lists = False
        """True while the page is rendered with the long lists hidden."""
        self._render = render

    def _set_canonical_url(self, base: str | None) -> None:
        """As MkDocs does it, without taking a thousand addresses apart and joining them again."""
        if not base or not _SIMPLE.fullmatch(self.url):
            super()._set_canonical_url(base)
            return
        start = f"{base.rstrip('/')}/"
        self.canonical_url = start + self.url
        self.abs_url = _path_of(start) + self.url

    def _set_edit_url(
        self, repo_url: str | None, edit_uri: str | None = None, edit_uri_template: str | None = None
    ) -> None:
        """The address of the file that was really written, whatever language shows it.

        `edit_uri` names the folder of articles, as MkDocs has it: what lies in `agents/` is beside that.
        """
        self.edit_url = None
        if not (self.source and repo_url and edit_uri):
            return
        start = edit_uri if "://" in edit_uri else f"{repo_url.rstrip('/')}/{edit_uri.lstrip('/')}"
        top, _, inside = self.source.partition("/")
        if top == AGENTS:
            start = f"{start.rstrip('/').rpartition('/')[0]}/{AGENTS}/"
        self.edit_url = f"{start.rstrip('/')}/{inside}"

    def read_source(self, config: MkDocsConfig) -> None:
        self.markdown = self.body
        self.meta = self._meta()

    def _meta(self) -> dict[str, Any]:
        meta: dict[str, Any] = {"title": self.view.title, "template": self.template}
        if self.view.summary:
            meta["description"] = self.view.summary
        return meta

    def render(self, config: MkDocsConfig, files: Files) -> None:
        self.present_anchor_ids = set()
        if self._render is None or self.markdown is None:
            self.content = ""
            return
        rendered = self._render(self.markdown, self)
        self.content = rendered.html
        self.toc = get_toc(cast(Any, [dict(token) for token in rendered.toc_tokens]))
