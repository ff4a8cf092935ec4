"""What `kb` asks of MkDocs' theme settings and files, set in one place before anything is rendered."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from kb.browser_code.shorten import script_of
from kb.cache.steps import StepCache, cached_map, files_version
from kb.cache.store import key_of
from kb.project.project import Project
from kb.project.setting_table import Verdict, feature_row
from kb.source.package import PACKAGE
from kb.website.html.isolated_numbers import isolated
from kb.website.mkdocs.icons import icon_addresses, icon_contents, icon_files
from kb.website.mkdocs.language import strings_of
from kb.website.mkdocs.look import accent_of, apply_look, look_file
from kb.website.mkdocs.material import material_file, read_material
from kb.website.mkdocs.style_sheets import JOINED, all_parts, joined, minified, parts_of

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.theme import Theme

THEME = PACKAGE / "website" / "theme"
ASSETS = "assets/kb"
"""Where our styles, scripts and pictures lie, in the theme and on the site."""
ICON = "icon.svg"
MATERIAL_FAVICON = "assets/images/favicon.png"
SEARCH_FILES = ("assets/javascripts/lunr/", "assets/javascripts/workers/")
"""Material's own search, whose plugin is left out."""
AGENTS_FILES = frozenset({"news.js", "tools.js", "tools.css"})
"""Our scripts and styles that only the agents' pages load."""

ESCAPED = frozenset({"404.html", "partials/header.html", "partials/footer.html"})
"""Our templates that bear Material's names."""


def prepare_theme(config: MkDocsConfig, project: Project, edition: str, step_cache: StepCache | None = None) -> None:
    """Lay our templates between the shop's and Material's; make what pages obey hold by default.

    Fonts from another host and Material's palettes are switched off: pages ask no other host for anything, and light
    and dark come from our own styles, which work without a script in the page. What a palette says of colours, and
    the shop's option `look`, become a style sheet. Scripts that an earlier build put together are taken from
    `step_cache`.
    """
    ours = str(THEME)
    if ours not in config.theme.dirs:
        place = 1 if config.theme.custom_dir else 0
        config.theme.dirs.insert(place, ours)
    config.theme["language"] = "en"
    config.theme["font"] = False
    accent = accent_of(project.options.look, config.theme.get("palette"))
    of_look = apply_look(config, project.options.look, assets=ASSETS)
    config.theme["palette"] = None
    # Those without effect are told; some would do harm: with instant loading, menus and languages of another page stay.
    config.theme["features"] = [
        name
        for name in config.theme.get("features") or []
        if (row := feature_row(str(name))) is None or row.verdict is not Verdict.OVERRULED
    ]
    if config.theme.get("favicon", MATERIAL_FAVICON) == MATERIAL_FAVICON:
        config.theme["favicon"] = f"{ASSETS}/{ICON}"
    config.theme.static_templates.add("robots.txt")
    config.use_directory_urls = True
    sheets = sheets_of(config.theme.dirs, edition)
    config.extra["kb_sheets"] = list(sheets)
    scripts = scripts_of(config.theme.dirs, edition, step_cache)
    config.extra["kb_scripts"] = scripts
    config.extra["kb_assets"] = {**hashed_names(config.theme.dirs, {**sheets, **scripts}, edition), **of_look}
    config.extra["kb_accent"] = accent
    has_ours = edition == "public" and config.theme["favicon"] == f"{ASSETS}/{ICON}" and _is_our_icon(config.theme.dirs)
    config.extra["kb_icons"] = icon_addresses(icon_contents(accent), ASSETS) if has_ours else {}
    config.extra["kb_material"] = read_material(config)
    escape_our_templates(config.theme)


def leave_out_material_search(config: MkDocsConfig) -> None:
    """Take Material's `search` out of the plugins: it would double the site, and put a second box on each page.

    Nothing of it has run, wherever in the list it stands, if this is done first in `on_config`.
    """
    for name in [one for one in config.plugins if one.partition(" #")[0] in {"search", "material/search"}]:
        plugin = config.plugins.pop(name)
        for methods in config.plugins.events.values():
            methods[:] = [one for one in methods if getattr(one, "__self__", None) is not plugin]


def escape_our_templates(theme: Theme) -> None:
    """Let our templates escape what they show: MkDocs' environment does not, and titles, summaries and
    answers are plain text that must never become markup. Material's templates and the shop's stay as they are.

    Whoever asks for the environment, at whatever event, also finds the words that our templates look up.
    """
    make = theme.get_env

    def get_env() -> Environment:
        environment = make()
        environment.autoescape = _is_ours
        environment.globals["kb_string"] = strings_of(environment)
        environment.filters["kb_isolated"] = lambda text: Markup(isolated(text))
        return environment

    theme.get_env = get_env  # type: ignore[method-assign]


def _is_ours(template: str | None) -> bool:
    return bool(template) and (str(template).startswith("kb/") or template in ESCAPED)


def sheets_of(theme_dirs: list[str], edition: str) -> dict[str, bytes]:
    """The style sheets that every page of an edition has: name → what is published of it, in their order.

    They are one; where the shop has its own of a part, each part is a sheet, since a part may begin with what only
    the beginning of a sheet may hold.
    """
    first = {name: _first(theme_dirs, name) for name in parts_of(edition)}
    if all(path.is_relative_to(THEME) for path in first.values()):
        return {JOINED: joined(list(first.values())).encode()}
    return {name: _published(path) for name, path in first.items()}


def scripts_of(theme_dirs: list[str], edition: str, step_cache: StepCache | None) -> dict[str, bytes]:
    """Name → what is published of each script of ours that the edition has and the shop does not replace."""
    ours = sorted(
        path for path in (THEME / ASSETS).glob("*.js") if edition != "public" or path.name not in AGENTS_FILES
    )

    def make(paths: Sequence[Path]) -> list[bytes]:
        return [script_of(path).encode() for path in paths]

    if step_cache:
        version = files_version(PACKAGE)
        keys = [key_of(version, path.name) for path in ours]
        made = dict(zip(ours, cached_map(step_cache.store, "scripts", ours, keys, make), strict=True))
    else:
        made = dict(zip(ours, make(ours), strict=True))
    return {path.name: made[path] for path in ours if _first(theme_dirs, path.name) == path}


def hashed_names(theme_dirs: list[str], made: Mapping[str, bytes], edition: str) -> dict[str, str]:
    """Our assets' names → their addresses with a hash of their content, so that browsers may keep them for ever.

    A file of the same name in the shop's `overrides/assets/kb/` comes first, as everywhere in MkDocs. `made` is what is
    published of sheets and scripts. Parts of sheets that are none of these, and files of the other edition, have no
    address.
    """
    unused = (all_parts() - made.keys()) | (AGENTS_FILES if edition == "public" else frozenset())
    addresses: dict[str, str] = {}
    for folder in theme_dirs:
        for path in sorted((Path(folder) / ASSETS).glob("*")):
            if path.is_file() and path.name not in addresses and path.name not in unused:
                digest = hashlib.sha256(made.get(path.name) or _published(path)).hexdigest()[:10]
                addresses[path.name] = f"{ASSETS}/{path.stem}.{digest}{path.suffix}"
    return addresses


def _first(theme_dirs: list[str], name: str) -> Path:
    """The file of a name that counts: the shop's, else ours."""
    return next(path for folder in theme_dirs if (path := Path(folder) / ASSETS / name).is_file())


def _is_our_icon(theme_dirs: list[str]) -> bool:
    """Whether the icon is the one of this package, and not the shop's of the same name."""
    return _first(theme_dirs, ICON).is_relative_to(THEME)


def _published(path: Path) -> bytes:
    """What is published of an asset, a script of ours apart."""
    is_ours = path.is_relative_to(THEME) and path.suffix == ".css"
    return minified(path.read_text("utf-8")).encode() if is_ours else path.read_bytes()


def settle_theme_files(files: Files, config: MkDocsConfig, edition: str) -> None:
    """Give our assets their hashed names; leave out what no page of the site asks for."""
    addresses = config.extra["kb_assets"]
    sheets = sheets_of(config.theme.dirs, edition)
    for made in (look_file(config), material_file(config), *icon_files(config)):
        if made is not None and files.get_file_from_path(made.src_uri) is None:
            files.append(made)
    for file in list(files):
        if file.src_uri.startswith(f"{ASSETS}/"):
            name = file.src_uri.rpartition("/")[2]
            if name in {*all_parts(), *AGENTS_FILES} and name not in addresses:
                files.remove(file)
                continue
            file.dest_uri = addresses.get(name, file.src_uri)
            if name in sheets:
                file.content_bytes = sheets[name]
            elif file.abs_src_path and file.src_uri.endswith((".js", ".css")):
                path, scripts = Path(file.abs_src_path), config.extra["kb_scripts"]
                file.content_bytes = scripts[name] if name in scripts else _published(path)
        elif file.src_uri.startswith("assets/") and (
            file.src_uri.endswith((".js.map", ".css.map")) or file.src_uri.startswith(SEARCH_FILES)
        ):
            files.remove(file)
