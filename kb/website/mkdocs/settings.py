"""MkDocs' own judgement of `mkdocs.yml`, and ours of what it lets pass: the same for `kb check`, `build` and `serve`.

MkDocs stops at the first setting it refuses and names no line. Here what it refuses is taken out and the rest judged
again, so that everything is told at once, each with the line that it stands on.
"""

from __future__ import annotations

import copy
import logging
import os
import re
import traceback
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material's notice is for the shop's developers: see DESIGN.md

import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.plugins import get_plugins
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

from kb.project.project import CONFIG, Project, read_settings
from kb.project.python_names import REFUSED_NAME, refusing_loader
from kb.source.problem import Problem, sort_problems
from kb.source.yaml_nodes import EMPTY_MAPPING
from kb.website.mkdocs.settings_effect import judge_effects
from kb.website.mkdocs.settings_files import judge_files
from kb.website.mkdocs.settings_lines import SettingLines, did_you_mean
from kb.website.mkdocs.settings_rules import BROKEN_SETTING, SETTING_WARNED, UNKNOWN_SETTING
from kb.website.mkdocs.settings_values import judge_values
from kb.website.mkdocs.theme import leave_out_material_search

MOST_REFUSED = 20
"""So many settings are taken out before MkDocs is believed to refuse the whole."""
KNOWN = frozenset(name for name, _ in MkDocsConfig._schema) - {"config_file_path", "pages", "google_analytics"}
_PLUGIN = re.compile(
    r"^(?:The \"(?P<missing>[^\"]+)\" plugin"
    r"|.*?[Pp]lugin '(?P<name>[^']+)'(?: option '(?P<option>[^']+)')?"
    r"|.*?the '(?P<other>[^']+)' plugin)"
)

_TYPE = re.compile(r"<class '(\w+)'>")
_TYPES = {"list": "a list", "str": "a text", "int": "a number", "float": "a number", "bool": "yes or no (true, false)",
          "dict": "a mapping", "NoneType": "nothing"}  # fmt: skip


@dataclass(frozen=True)
class Settings:
    """`mkdocs.yml` as MkDocs takes it."""

    config: MkDocsConfig | None
    """None where something is refused."""
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class _Refusal:
    """One setting that MkDocs does not take."""

    key: str
    said: str
    error: BaseException


def judge_settings(project: Project) -> tuple[Problem, ...]:
    """Everything that is wrong with the settings of `project` but the options of the plugin `kb`.

    Nothing where `mkdocs.yml` cannot be read: that is told already. Plugins and hooks are loaded, not run.
    """
    if not project.is_settled:
        return ()
    node, _ = read_settings(project.root)
    if node is None:
        return ()
    lines = SettingLines(node)
    ours = list(judge_values(lines))
    without_effect = list(judge_effects(lines, project.options))
    told = {problem.message.split()[0].rstrip(":") for problem in (*project.problems, *ours)}
    settings = load_settings(project.root, lines, told=frozenset(told))
    if settings.config is not None:
        ours += judge_files(lines, project, settings.config)
    idle_lines = {one.line for one in without_effect}
    refused = {(one.path, one.line) for one in project.problems if one.code == REFUSED_NAME.code}
    found = [
        one
        for one in (*ours, *settings.problems)
        if (one.line not in idle_lines or _is_about_values(one))
        and not (one.code == REFUSED_NAME.code and (one.path, one.line) in refused)
    ]
    taken = {one.line for one in found}
    return sort_problems([*found, *(one for one in without_effect if one.line not in taken)])


def _is_about_values(problem: Problem) -> bool:
    """Whether it must be mended even where the setting has no effect: a plugin that is not installed need not."""
    return "is not installed" not in problem.message


def config_for(root: Path, site_dir: Path) -> MkDocsConfig:
    """The configuration for building `root` into `site_dir`; raises `Abort` where MkDocs refuses a setting."""
    node, _ = read_settings(root)
    settings = load_settings(root, SettingLines(node or EMPTY_MAPPING), site_dir=site_dir)
    if settings.config is None:
        raise Abort("; ".join(str(problem) for problem in settings.problems))
    leave_out_material_search(settings.config)
    return settings.config


def load_settings(
    root: Path, lines: SettingLines, *, site_dir: Path | None = None, told: frozenset[str] = frozenset()
) -> Settings:
    """Let MkDocs read and judge `root/mkdocs.yml`. Of the settings `told` nothing more is said."""
    problems: list[Problem] = []
    path = root / CONFIG
    dropped: set[str] = set()
    with listening() as heard:
        try:
            with path.open("rb") as file:
                config = MkDocsConfig(config_file_path=str(path))
                values = yaml_load(file, refusing_loader(get_yaml_loader(config=config)))
        except Exception as error:  # whatever the tags of MkDocs and its plugins do
            return Settings(None, (_unread(error, root),))
        refused = 0
        while True:
            config, refusal, warned = _validated(path, values, site_dir)
            if refusal is None:
                break
            refused += 1
            if refusal.key not in told:
                problems += _refused(refusal, lines, root)
            if refused > MOST_REFUSED or not _drop(values, refusal, dropped):
                break
    problems += [_warned(key, text, lines) for key, text in warned]
    problems += [SETTING_WARNED.at(CONFIG, 1, text) for text in heard]
    problems = _without_slips(problems, lines)
    return Settings(config if refused == 0 else None, sort_problems(problems))


def _unread(error: Exception, root: Path) -> Problem:
    """What stopped the reading of `mkdocs.yml`, at its line where YAML knows it."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, yaml.constructor.ConstructorError):
        cause = cause.__cause__ or cause.__context__
    if cause is None or cause.problem_mark is None:
        return BROKEN_SETTING.at(CONFIG, 1, _sentence(error))
    file = Path(cause.problem_mark.name)  # of the file itself, or of one that it inherits
    path = file.relative_to(root).as_posix() if file.is_relative_to(root) else CONFIG
    return REFUSED_NAME.at(path, cause.problem_mark.line + 1, str(cause.problem))


def _validated(
    path: Path, values: Mapping[str, Any], site_dir: Path | None
) -> tuple[MkDocsConfig, _Refusal | None, list[tuple[str, str]]]:
    """MkDocs' configuration, the first setting that it refuses, and what it warns of."""
    config = MkDocsConfig(config_file_path=str(path))
    try:
        config.load_dict(copy.deepcopy(dict(values)))
        if site_dir is not None:
            config.load_dict({"site_dir": str(site_dir)})
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            errors, warned = config.validate()
    except (Exception, SystemExit) as error:  # a plugin or a hook may raise whatever it likes
        return config, _Refusal(_key_in(error), _sentence(error), error), []
    if errors:
        key, refused = errors[0]
        return config, _Refusal(key, str(refused), refused), []
    return config, None, [(key, text) for key, text in warned]


def _key_in(error: BaseException) -> str:
    """The setting that MkDocs was judging when `error` was raised."""
    for frame, _ in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_name in {"_validate", "_pre_validate", "_post_validate"}:
            key = frame.f_locals.get("key")
            if isinstance(frame.f_locals.get("self"), MkDocsConfig) and isinstance(key, str):
                return key
    return ""


def _drop(values: dict[str, Any], refusal: _Refusal, dropped: set[str]) -> bool:
    """Take out what was refused, so that the rest can be judged; False where that was tried already."""
    key, name = refusal.key, _plugin_in(refusal.said)[0]
    plugins = values.get("plugins")
    if key == "plugins" and name and isinstance(plugins, list):
        kept = [one for one in plugins if name not in (one if isinstance(one, dict) else [one])]
        if len(kept) < len(plugins):
            values["plugins"] = kept
            return True
    if not key or key in dropped:
        return False
    dropped.add(key)
    values.pop(key, None)
    if key == "site_name":
        values[key] = "-"
    return True


def _refused(refusal: _Refusal, lines: SettingLines, root: Path) -> Iterator[Problem]:
    """What was refused, one problem for each line of the message."""
    place = _place_in_hook(refusal.error, root)
    if place is not None:
        yield BROKEN_SETTING.at(*place, f"{refusal.key}: {refusal.said}", "mend the hook, or take it out of `hooks`")
        return
    if refusal.key == "site_name" and "site_name" not in lines.keys:
        yield BROKEN_SETTING.at(CONFIG, 1, "site_name is missing", "add a line such as `site_name: Sen & Serai Help`")
        return
    said = plain_words(refusal.said, root)
    for text in filter(None, said.splitlines() if refusal.key == "plugins" else [" ".join(said.split())]):
        hint = ""
        if refusal.key == "plugins" and "is not installed" in text:
            hint = _hint_for_missing_plugin(_plugin_in(text)[0])
        shown = text if refusal.key in text.lower() or not refusal.key else f"{refusal.key}: {text}"
        yield BROKEN_SETTING.at(CONFIG, _line_in(refusal.key, text, lines), shown, hint)


def plain_words(said: str, root: Path) -> str:
    """What MkDocs said, in the words of people who write no Python; paths as seen from the project."""
    said = _TYPE.sub(lambda found: _TYPES.get(found[1], found[1]), said)
    return said.replace("received: a", "found a").replace("Expected type:", "expected").replace(f"{root}/", "")


def _warned(key: str, text: str, lines: SettingLines) -> Problem:
    line = _line_in(key, text, lines)
    if text.startswith("Unrecognised configuration name") and key not in KNOWN:
        return UNKNOWN_SETTING.at(CONFIG, lines.line_of(key), f"unknown setting “{key}”", did_you_mean(key, KNOWN))
    return SETTING_WARNED.at(CONFIG, line, text if key in text.lower() else f"{key}: {text}")


def _without_slips(problems: list[Problem], lines: SettingLines) -> list[Problem]:
    """Where `site_name` is missing because it is misspelt, only the misspelling is told, as an error."""
    slip = next((key for key in lines.keys - KNOWN if did_you_mean(key, {"site_name"})), "")
    missing = next((one for one in problems if one.message == "site_name is missing"), None)
    if not slip or missing is None:
        return problems
    line = lines.line_of(slip)
    said = f"site_name is missing; this line says “{slip}”"
    kept = [one for one in problems if one is not missing and f"“{slip}”" not in one.message]
    return [BROKEN_SETTING.at(CONFIG, line, said, "write `site_name`"), *kept]


def _line_in(key: str, text: str, lines: SettingLines) -> int:
    """The line of the plugin, the option or the part of the setting `key` that `text` names."""
    name, option = _plugin_in(text)
    if key == "plugins" and name:
        return lines.of_item("plugins", name, option)
    return lines.of_part(key, text)


def _plugin_in(text: str) -> tuple[str, str]:
    found = _PLUGIN.match(text)
    if not found:
        return "", ""
    return found["missing"] or found["name"] or found["other"] or "", found["option"] or ""


def _hint_for_missing_plugin(name: str) -> str:
    near = did_you_mean(name, list(get_plugins()))
    return near or f"install the package that brings it, such as `pip install mkdocs-{name}-plugin`, or take it out"


def _place_in_hook(error: BaseException, root: Path) -> tuple[str, int] | None:
    """Path and line of the shop's own Python file that `error` came from."""
    if isinstance(error, SyntaxError) and error.filename and Path(error.filename).is_relative_to(root):
        return Path(error.filename).relative_to(root).as_posix(), error.lineno or 1
    found = None
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename.endswith(".py") and Path(frame.filename).is_relative_to(root):
            path = Path(frame.filename).relative_to(root)
            if not any(part.startswith(".") or part == "site-packages" for part in path.parts):
                found = path.as_posix(), frame.lineno or 1
    return found


def _sentence(error: BaseException) -> str:
    said = " ".join(str(error).split()) or type(error).__name__
    return said if isinstance(error, MkDocsException) else f"{type(error).__name__}: {said}"


@contextmanager
def listening() -> Iterator[list[str]]:
    """What MkDocs and its plugins log as warnings or errors meanwhile, in place of printing it."""
    heard: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(" ".join(record.getMessage().split()))

    logger, listener = logging.getLogger("mkdocs"), Listener(logging.WARNING)
    level, propagates = logger.level, logger.propagate
    logger.addHandler(listener)
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    try:
        yield heard
    finally:
        logger.removeHandler(listener)
        logger.setLevel(level)
        logger.propagate = propagates
