"""Languages and markets of a project, added and taken out with all that belongs to them and nothing else.

What is to be done is a `Plan`, which can be shown before it is carried out.
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from kb.content.load import load_library
from kb.importers.common.choices import country_name, currency_of
from kb.importers.common.languages import own_name
from kb.importers.common.project_files import write_project
from kb.importers.common.starter_words import StarterWords
from kb.importers.scaffold.settings_text import quoted
from kb.importers.scaffold.yaml_edit import Entry, YamlText, below, entries_of, entry_at
from kb.project.folders import AGENTS
from kb.project.project import CONFIG, Project
from kb.ui_strings.own import FOLDER as WORDS

FACTS = ("facts.yml", f"{AGENTS}/facts.yml")
NOTICES = "notices.yml"


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do, or why it cannot be done."""

    refused: str = ""
    texts: tuple[tuple[str, str], ...] = ()
    """Path → the new text of a file that changes."""
    deleted: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    """What remains for the writer, in sentences."""

    def lines(self) -> Iterator[str]:
        """What would change, one line each."""
        yield from (f"change  {path}" for path, _ in self.texts)
        yield from (f"delete  {path}" for path in self.deleted)

    def carry_out(self, root: Path) -> None:
        """Write and delete; settings first, so that an interrupted run is finished by running it again."""
        write_project(root, dict(self.texts))
        for path in self.deleted:
            (root / path).unlink(missing_ok=True)
            folder = (root / path).parent
            while folder != root and not any(folder.iterdir()):
                folder.rmdir()
                folder = folder.parent


def plan_adding_language(project: Project, code: str, markets: tuple[str, ...]) -> Plan:
    """`code` among the languages, as one that is being translated."""
    options = project.options
    if code in options.languages:
        return Plan(f"“{code}” is among the languages already")
    settings, languages = _settings(project.root, "languages")
    words = f"{code}: {{name: {quoted(own_name(code))}"
    words += f", markets: [{', '.join(markets)}]" if markets else ""
    words += ", in_translation: true}"
    if languages is None or not isinstance(languages.value, yaml.MappingNode) or not languages.value.value:
        return Plan(
            f"mkdocs.yml has no mapping `languages` to add to: write `languages: {{{words}}}` beside the others"
        )
    settings.insert(languages.value, words)
    first = options.default_language
    return Plan(
        texts=((CONFIG, settings.changed()),),
        left=(
            f"translate the files (`returns.{code}.md` beside `returns.md`); `kb translations` lists them. Until then "
            f"readers see {own_name(first)} under a note.",
            f"give topics a name in {code} (mkdocs.yml)"
            + ("." if StarterWords().has(code) else f", and kb its words: `kb translations --words {code}`."),
            f"when all of it is there, take out `in_translation: true`: then `kb check` tells what {code} lacks.",
        ),
    )


def plan_removing_language(project: Project, code: str) -> Plan:
    """The project without `code`: its files, its words, its names in options, notices and facts."""
    options = project.options
    if code not in options.languages:
        return Plan(f"“{code}” is not among the languages: {', '.join(options.languages)}")
    if code == options.default_language:
        others = ", ".join(options.other_languages) or "none yet"
        return Plan(
            f"“{code}” is the default language, in which the files without a suffix are: it cannot be removed "
            f"(the others: {others})"
        )
    loaded = load_library(project.root, options, docs=project.docs, intake=project.intake, with_agents=True)
    files = sorted(one.path for one in loaded.library.documents() if one.language == code)
    if os.path.lexists(project.root / WORDS / f"{code}.yml"):
        files.append(f"{WORDS}/{code}.yml")
    texts = []
    for path in (CONFIG, NOTICES, *FACTS):
        if (file := _open(project.root, path)) is None:
            continue
        block = entry_at(file.root, "plugins") if path == CONFIG else None
        found = list(below(block)) if block else [] if path == CONFIG else _all(file)
        for entry in found:
            if (entry.key == code and _is_by_language(entry, options.languages)) or _is_alias(entry, found, code):
                file.drop(entry)
        texts += _if_changed(path, file)
    return Plan(texts=tuple(texts), deleted=tuple(files))


def plan_adding_market(project: Project, code: str, currency: str) -> Plan:
    """`code` among the markets, with its currency and its name in every language."""
    options = project.options
    if code in options.markets:
        return Plan(f"“{code}” is among the markets already")
    settings, markets = _settings(project.root, "markets")
    names = ", ".join(f"{language}: {quoted(country_name(code, language))}" for language in options.languages)
    words = f"{code}: {{currency: {currency or currency_of(code)}, name: {{{names}}}}}"
    if markets is None or not isinstance(markets.value, yaml.MappingNode) or not markets.value.value:
        return Plan(f"mkdocs.yml has no mapping `markets` to add to: write `markets: {{{words}}}` in the kb block")
    settings.insert(markets.value, words)
    left = [
        f"{path}:{entry.line}: {entry.key} has a value for each market: give it one for {code}"
        for path, entry in _facts_by_market(project.root)
    ]
    named = [language.code for language in options.languages.values() if language.markets]
    if named:
        left.append(f"mkdocs.yml: {', '.join(named)} name their markets: add {code} to those that speak for it")
    return Plan(texts=((CONFIG, settings.changed()),), left=tuple(left))


def plan_removing_market(project: Project, code: str) -> Plan:
    """The project without `code`: its entry, its values in facts, and its mention wherever markets are listed."""
    options = project.options
    if code not in options.markets:
        return Plan(f"“{code}” is not among the markets: {', '.join(options.markets) or 'there are none'}")
    if len(options.markets) == 1:
        return Plan(f"“{code}” is the only market: add another one first")
    for path, entry in _facts_by_market(project.root):
        held = entry_at(entry.value, "markets")
        if held and [one.key for one in entries_of(held.value)] == [code]:
            what = (
                f"the fact {entry.key} has a value for {code} alone: give it another one, or delete it where it is used"
            )
            return Plan(f"{path}:{entry.line}: {what}")
    texts, left = [], []
    for language in options.languages.values():
        if language.markets == (code,):
            what = f"it speaks for all markets now; to take it out: kb languages remove {language.code}"
            left.append(f"mkdocs.yml: {language.code} was for {code} alone: {what}")
    for path in (CONFIG, NOTICES, *FACTS):
        if (file := _open(project.root, path)) is None:
            continue
        block = entry_at(file.root, "plugins") if path == CONFIG else None
        for entry in list(below(block)) if block else _all(file):
            if entry.key == "markets":
                _drop_market(file, entry, code)
        texts += _if_changed(path, file)
    left += _uses_of_market(project, code)
    return Plan(texts=tuple(texts), left=tuple(left))


def _drop_market(file: YamlText, markets: Entry, code: str) -> None:
    """The market's entry or mention; what was for it alone (a way to reach a person, a notice) goes with it."""
    found = [one for one in entries_of(markets.value) if code in (one.key, _text(one))]
    if not found:
        return
    is_alone = len(found) == len(list(entries_of(markets.value)))
    row = next((one for one in _all(file) if one.value is markets.holder), None)
    if is_alone and row is not None and not row.key:
        file.drop(row)
    else:
        for one in found:
            file.drop(one)


def _uses_of_market(project: Project, code: str) -> Iterator[str]:
    """Where a text names a fact for that market alone: `{{ fact.x.VN }}`."""
    loaded = load_library(project.root, project.options, docs=project.docs, intake=project.intake, with_agents=True)
    for document in loaded.library.documents():
        for number, line in enumerate((project.root / document.path).read_text("utf-8").splitlines(), 1):
            if f".{code}" in line and "fact." in line:
                yield f"{document.path}:{number}: names a fact's value for {code}"


def _settings(root: Path, option: str) -> tuple[YamlText, Entry | None]:
    """mkdocs.yml, and the entry of one option of the kb block."""
    file = _open(root, CONFIG)
    assert file is not None
    plugins = entry_at(file.root, "plugins")
    block = next((one for one in (below(plugins) if plugins else ()) if one.key == "kb"), None)
    return file, entry_at(block.value, option) if block else None


def _open(root: Path, path: str) -> YamlText | None:
    return YamlText((root / path).read_bytes().decode("utf-8-sig")) if (root / path).is_file() else None


def _if_changed(path: str, file: YamlText) -> list[tuple[str, str]]:
    text = file.changed()
    return [(path, text)] if text != file.text else []


def _all(file: YamlText) -> list[Entry]:
    found = []
    for one in entries_of(file.root):
        found += [one, *below(one)]
    return found


def _text(entry: Entry) -> str:
    return entry.value.value if isinstance(entry.value.value, str) else ""


def _is_by_language(entry: Entry, languages: Container[str]) -> bool:
    """Whether all keys beside `entry` are languages of the site: a text in each, or the languages themselves."""
    keys = {one.key for one in entries_of(entry.holder)}
    return all(key in languages for key in keys)


def _is_alias(entry: Entry, found: list[Entry], code: str) -> bool:
    return _text(entry) == code and any(one.key == "aliases" and one.value is entry.holder for one in found)


def _facts_by_market(root: Path) -> Iterator[tuple[str, Entry]]:
    for path in FACTS:
        file = _open(root, path)
        for entry in entries_of(file.root if file else None):
            if entry_at(entry.value, "markets"):
                yield path, entry
