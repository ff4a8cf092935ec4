"""The MkDocs plugin `kb`: hooks that translate, then call one plain function."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority

from kb.content.loading import load_library
from kb.content.problem import sort_problems
from kb.content.project import Project, load_project
from kb.editions.selection import EditionName, select
from kb.website.language_config import config_in
from kb.website.pages import KbPage
from kb.website.site import Site, contexts
from kb.website.theme_setup import prepare_theme

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation


class KbConfig(Config):
    """Empty on purpose: our options are read by `kb.content.options`, with lines."""


class KbPlugin(BasePlugin[KbConfig]):
    """Builds one edition, the public one unless `kb build` asks for another."""

    edition: EditionName = "public"
    with_drafts: bool = False
    has_checked: bool = False
    """True when the caller has already read and judged the content."""

    def load_config(self, options: Any, config_file_path: str | None = None) -> Any:
        """Options are judged by our own reader, which knows the lines; MkDocs sees none of them."""
        return super().load_config({}, config_file_path)

    def on_startup(self, *, command: str, dirty: bool) -> None:
        self.with_drafts = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        self.project = load_project(Path(config.config_file_path or "mkdocs.yml").resolve().parent)
        prepare_theme(config, self.project, self.edition)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        self.site = load_site(self.project, self.edition, site_name=config.site_name, with_drafts=self.with_drafts)
        return self.site.files(files, config)

    @event_priority(-50)
    def on_page_context(self, context: dict[str, Any], *, page: Any, config: MkDocsConfig,
                        nav: Navigation) -> dict[str, Any]:
        if isinstance(page, KbPage):
            context.update(contexts(self.site, page.view))
            context["config"] = self._config(config, page.view.language)
        return context

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        self._configs: dict[str, Any] = {}
        return env

    def on_template_context(self, context: dict[str, Any], *, template_name: str, config: MkDocsConfig) -> dict[str, Any]:
        default = self.project.options.default_language
        context["kb"] = self.site.views.sites[default]
        context["kb_sites"] = self.site.views.sites
        context["config"] = self._config(config, default)
        return context

    def _config(self, config: MkDocsConfig, language: str) -> Any:
        if language not in self._configs:
            self._configs[language] = config_in(config, language)
        return self._configs[language]


def load_site(project: Project, edition: EditionName, *, site_name: str, with_drafts: bool = False) -> Site:
    """Read and judge the content, then choose what the edition holds; errors stop the build with all of them."""
    loaded = load_library(project.root, project.options, docs=project.docs, with_agents=edition == "agents",
                          manual=MANUAL if edition == "agents" else None)
    problems = sort_problems([*project.problems, *loaded.problems])
    if any(problem.is_error for problem in problems):
        raise PluginError("\n".join(map(str, problems)))
    return Site(select(loaded.library, project.options, edition, with_drafts=with_drafts), project, site_name=site_name)


MANUAL = Path(__file__).parent.parent / "manual"
