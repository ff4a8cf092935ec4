"""The MkDocs plugin `kb`: hooks that translate, then call one plain function."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import click
from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority

from kb.audit.process import AuditProcess
from kb.locking.key_copies import find_key_copies
from kb.project.contact_hours import shop_zone
from kb.project.project import load_project, read_settings
from kb.source.build_day import VARIABLE, day_in, read_epoch
from kb.source.problem import Problem, Severity
from kb.website.build.output_folder import find_site_dir_problem
from kb.website.isolation.closed_process import Closing, close_process
from kb.website.mkdocs.files import SiteFiles
from kb.website.mkdocs.fingerprints import view_without_lists
from kb.website.mkdocs.language import config_in
from kb.website.mkdocs.pages import KbPage
from kb.website.mkdocs.postprocess import FinishedSite, finish
from kb.website.mkdocs.settings_effect import judge_effects_of
from kb.website.mkdocs.theme import leave_out_material_search, prepare_theme
from kb.website.output.security_headers import content_security_policy
from kb.website.record.build_record import WrittenFile
from kb.website.record.recycled_folder import delete_files
from kb.workspace.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation

    from kb.website.views.types import SiteView

log = logging.getLogger("mkdocs.plugins.kb")
_LEVELS = {Severity.ERROR: logging.ERROR, Severity.WARNING: logging.WARNING, Severity.HINT: logging.INFO}


class ClosedToPublicError(PermissionError, PluginError):
    """What only agents may read was opened for the public edition; MkDocs ends with this sentence."""

    def __str__(self) -> str:
        return f"{self.filename}: {self.strerror}"


class KbConfig(Config):  # type: ignore[no-untyped-call]
    """Empty on purpose: our options are read by `kb.project.options`, with lines."""


class KbPlugin(BasePlugin[KbConfig]):  # type: ignore[no-untyped-call]
    """Builds one edition: what `kb build` prepared, else the public one."""

    prepared: Workspace | None = None
    """Set by `kb build`, which has already read and judged the content."""
    with_drafts: bool = False
    writes_search: bool = True
    """False where the caller writes the index itself."""
    bytecode: jinja2.BytecodeCache | None = None
    """Where `kb build` keeps compiled templates."""
    views_without_lists: Mapping[str, SiteView] = MappingProxyType({})
    """Language → the site view for pages that do not look into the long lists; set by `kb build`."""
    written: Mapping[str, WrittenFile] = MappingProxyType({})
    """By name, files that `kb build` wrote itself."""
    finished: FinishedSite = FinishedSite()
    """The complete folder."""
    closing: Closing | None = None
    """Where `mkdocs` was called: what it may not open."""
    site: SiteFiles
    _audit: AuditProcess | None = None
    """Of `mkdocs build`; `kb build` has its own."""

    def load_config(self, options: Any, config_file_path: str | None = None) -> Any:
        """Options are judged by our own reader, which knows the lines; MkDocs sees none of them.

        This is the first that we hear of a call of `mkdocs`, before its hooks are loaded: it makes the public edition.
        """
        if config_file_path and (context := _mkdocs_command()):
            root = Path(config_file_path).resolve().parent
            is_open_to_programs = context.info_name == "serve"  # its process stays, and editors put new files in place
            if not is_open_to_programs:
                self._audit = AuditProcess(root, is_fresh=True)  # before the folder is closed to whatever comes later
            self.closing = close_process(
                root,
                writes=None if is_open_to_programs else _site_dir(root, context),
                version=0 if is_open_to_programs else None,
                error=ClosedToPublicError,
            )
        return super().load_config({}, config_file_path)

    def on_startup(self, *, command: str, dirty: bool) -> None:
        self.with_drafts = command == "serve"

    @event_priority(1000)  # before Material's search does anything
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        leave_out_material_search(config)
        root = Path(config.config_file_path or "mkdocs.yml").resolve().parent
        workspace = self.prepared or open_workspace(
            root, "public", today=_today(root), with_drafts=self.with_drafts, judge_settings=judge_effects_of
        )
        if self.prepared is None:
            _report(workspace)
            if not self.with_drafts:
                _stop_at(find_site_dir_problem(workspace.project, Path(config.site_dir)))
                self._audit = self._audit or AuditProcess(root, is_fresh=True)
        prepare_theme(config, workspace.project, workspace.edition.name, workspace.step_cache)
        self.site = SiteFiles(workspace, site_name=config.site_name)
        self._configs: dict[str, Any] = {}
        self._policy = (
            ""
            if self.with_drafts
            else content_security_policy(workspace.project.options, workspace.edition.name, as_header=False)
        )
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        return self.site.files(files, config, with_search=self.writes_search)

    @event_priority(-50)
    def on_page_context(self, context: Any, *, page: Any, config: MkDocsConfig, nav: Navigation) -> Any:
        if isinstance(page, KbPage):
            language = page.view.language
            context.update(
                kb=self.views_without_lists[language] if page.hides_lists else self.site.views.sites[language],
                view=view_without_lists(page.view) if page.hides_lists else page.view,
                config=self._config(config, language),
                kb_csp=self._policy,
            )
        else:  # a page that another plugin made: our header and footer stand around it
            default = self.site.edition.options.default_language
            context.update(kb=self.site.views.sites[default], kb_csp=self._policy)
        return context

    def on_template_context(self, context: Any, *, template_name: str, config: MkDocsConfig) -> Any:
        default = self.site.edition.options.default_language
        context.update(
            kb=self.site.views.sites[default],
            kb_sites=self.site.views.sites,
            config=self._config(config, default),
            kb_csp=self._policy,
        )
        return context

    @event_priority(-100)
    def _finish(self, *, config: MkDocsConfig) -> None:
        if self.prepared is not None and self.prepared.step_cache is not None:
            self.prepared.step_cache.progress.tell("finishing")
        if not self.with_drafts:
            self.finished = finish(
                self.site.workspace,
                Path(config.site_dir),
                manual=self.site.manual,
                description=config.site_description or "",
                known=self.written,
            )

    @event_priority(-1000)  # after whatever other plugins write
    def _judge(self, *, config: MkDocsConfig) -> None:
        """What `kb build` does before it publishes, where MkDocs has written into the folder itself."""
        if self.prepared is not None:
            return
        opened = self.closing.problems() if self.closing else ()
        if self.with_drafts:
            _stop_at(opened)
            return
        site = Path(config.site_dir)
        found = [*opened, *self.finished.problems, *find_key_copies(site)]
        if self._audit is not None:
            shown = Path(os.path.relpath(site, self.site.workspace.project.root)).as_posix()
            found += self._audit.judge(site, shown_as=shown)
        found = list(self.site.workspace.severities.apply(found)[0])
        for problem in found:
            log.log(_LEVELS[problem.severity], str(problem))
        if self.site.workspace.stops(strict=False, found=found):
            delete_files(site)
            told = "a problem" if len(found) == 1 else f"{len(found)} problems"
            raise PluginError(f"{told} in what was built, see above: all that was written into {site} is deleted again")

    on_post_build = CombinedEvent(_finish, _judge)

    def on_shutdown(self) -> None:
        if self._audit is not None:
            self._audit.end()

    def _config(self, config: MkDocsConfig, language: str) -> Any:
        if language not in self._configs:
            self._configs[language] = config_in(config, language)
        return self._configs[language]


def _report(workspace: Workspace) -> None:
    """Problems into MkDocs' log; with an error among them, the build stops with all of them named."""
    for problem in workspace.problems:
        log.log(_LEVELS[problem.severity], str(problem))
    if workspace.stops(strict=False):
        raise PluginError(f"{len(workspace.problems)} problems in the content; see above")


def _mkdocs_command() -> click.Context | None:
    """The command of `mkdocs` that this process was started for; None where it is another program."""
    context = click.get_current_context(silent=True)
    return context if context is not None and context.info_name in {"build", "serve", "gh-deploy"} else None


def _site_dir(root: Path, context: click.Context) -> Path:
    """Where `mkdocs` will write: as the command says, else the settings."""
    if named := context.params.get("site_dir"):
        return Path(named).absolute()
    node, _ = read_settings(root)
    setting = (node.entries or {}).get("site_dir") if node else None
    return root / ((setting.text if setting and not setting.tag.startswith("!") else "") or "site")


def _stop_at(problems: Iterable[Problem]) -> None:
    """End the build where there is one."""
    found = list(problems)
    for problem in found:
        log.error(str(problem))
    if found:
        raise PluginError(f"{found[0].message}; see above")


def _today(root: Path) -> date:
    """The day for checks, facts and versions: SOURCE_DATE_EPOCH where set, else the shop's."""
    try:
        set_day = read_epoch(os.environ.get(VARIABLE, ""))
        return set_day or day_in(shop_zone(load_project(root, tries_extensions=False).options))
    except ValueError as error:
        raise PluginError(str(error)) from None
