"""Articles and scripts of another helpdesk into a project: where each goes, what may be overwritten, what must not.

A file that was imported before and not touched since follows the export. One that a writer has edited is left alone. An
article that became restricted leaves `docs/` at once, edited or not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from kb.content.options import Options
from kb.content.project import load_project
from kb.importers.converting import Conversion, Place, render_text
from kb.importers.languages import read_code
from kb.importers.marks import MarkedFile, find_marked, mark
from kb.importers.project_files import write_project
from kb.importers.records import Imported, ImportedText, ImportedTopic, text_key
from kb.importers.report import Findings, ImportReport, refuse
from kb.importers.topics_file import add_topics, render_topics
from kb.text import fold_slug

PUBLIC_FOLDER, INTERNAL_FOLDER, SCRIPT_FOLDER = "faq", "procedures", "scripts"
SET_ASIDE = "imported"
"""Public articles in a language that the shop does not have: kept, in no edition."""
RESERVED = frozenset({"index", "readme", "con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
SLUG_LENGTH = 80


@dataclass(slots=True)
class _Changes:
    """What has to happen on disk, gathered before anything is written."""

    writes: dict[str, str | bytes] = field(default_factory=dict)
    removals: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def place_imported(imported: Imported, project: Path, export: str, findings: Findings) -> ImportReport:
    """Write `imported` into `project`. `export` is the file's name, for findings. Nothing is written outside `project`."""
    loaded = load_project(project)
    errors = [problem for problem in loaded.problems if problem.is_error]
    if errors:
        return refuse(f"mkdocs.yml has to be mended first: {errors[0]}")
    options, docs = loaded.options, loaded.docs
    for folder in (docs, options.agents_dir, SET_ASIDE):
        if not (project / folder).resolve().is_relative_to(project.resolve()):
            return refuse(f"{folder}/ leads out of the project: nothing was imported")
    marked = find_marked(project, (docs, options.agents_dir, SET_ASIDE))
    texts = _distinct(imported.texts, options, export, findings)
    changes = _Changes()
    topics = _declare_topics(imported, texts, options, project, export, findings, changes)
    conversion = Conversion(texts, _allocate(texts, options, docs, project, marked), topics, options, docs, export, findings)
    for text in texts:
        _settle(text, conversion, marked, changes)
    for path, data in conversion.pictures.items():
        if not (project / path).exists():
            changes.writes[path] = data
            changes.written.append(path)
    write_project(project, changes.writes)
    for path in changes.removals:
        (project / path).unlink(missing_ok=True)
    return ImportReport(
        pages=len(texts), written=tuple(sorted(changes.written)), updated=tuple(sorted(changes.updated)),
        unchanged=tuple(sorted(changes.unchanged)), kept=tuple(sorted(changes.kept)), findings=findings.sorted(),
        downloads=tuple(sorted(one for one in conversion.downloads if not (project / one.path).exists())))


def language_of(locale: str, options: Options) -> str:
    """Our language for `en-us`; empty when the shop has none such. No locale means the default language."""
    code = locale.strip().lower().replace("_", "-")
    if not code:
        return options.default_language
    by_lower = {ours.lower(): ours for ours in options.languages} | {
        alias.lower(): ours for alias, ours in options.aliases.items() if ours in options.languages}
    base = code.partition("-")[0]
    return next((by_lower[one] for one in (code, base, read_code(code), read_code(base)) if one in by_lower), "")


def _distinct(texts: tuple[ImportedText, ...], options: Options, export: str, findings: Findings) -> list[ImportedText]:
    """One text for each article and language; a second, different one becomes a draft under its own key."""
    internal = {text.key for text in texts if text.is_internal}
    taken: dict[tuple[str, str], ImportedText] = {}
    copies: Counter[str] = Counter()
    distinct: dict[int, ImportedText] = {}
    for number, text in sorted(enumerate(texts), key=lambda item: not item[1].is_source):
        language = language_of(text.locale, options) or text.locale
        first = taken.setdefault((text.key, language), text)
        if first is not text and (first.title, first.body) == (text.title, text.body):
            continue
        text = replace(text, is_internal=text.key in internal)
        if (text.key, language) in taken and taken[text.key, language] is not texts[number]:
            copies[text.key] += 1
            findings.add(export, text.line, f"{text.key} stands twice in the language “{language}” with different text: the second "
                         "one is kept as a draft", "article that stands twice")
            text = replace(text, key=f"{text.key} copy {copies[text.key] + 1}", is_draft=True)
        distinct[number] = text
    return [distinct[number] for number in sorted(distinct)]


def _allocate(texts: list[ImportedText], options: Options, docs: str, project: Path,
              marked: Mapping[str, list[MarkedFile]]) -> dict[str, Place]:
    """Text key → its place. What was imported before stays where it is, if it may still be read there."""
    folders = {True: options.agents_dir, False: docs}
    stems: dict[tuple[str, str], str] = {}
    taken = {(path.parent.relative_to(project).as_posix(), path.name.partition(".")[0].lower())
             for top in {docs, options.agents_dir} for path in sorted((project / top).rglob("*.md"))}
    places = {}
    by_key: dict[str, list[ImportedText]] = defaultdict(list)
    for text in texts:
        by_key[text.key].append(text)
    for text in texts:
        kind = SCRIPT_FOLDER if text.is_script else INTERNAL_FOLDER if text.is_internal else PUBLIC_FOLDER
        folder = f"{folders[text.is_internal]}/{kind}"
        before = [file for one in by_key[text.key] for file in marked.get(text_key(one), ())]
        allowed = [file for file in before if not text.is_internal or file.path.startswith(options.agents_dir + "/")]
        if allowed:
            path = Path(allowed[0].path)
            if path.parts[0] != SET_ASIDE:
                folder = _without_language(path.parent.as_posix(), options)
            stem = path.name.partition(".")[0]
        elif (folder, text.key) in stems:
            stem = stems[folder, text.key]
        else:
            source = next((one for one in by_key[text.key] if one.is_source), text)
            stem = _free_stem(source, folder, taken)
        stems[folder, text.key] = stem
        taken.add((folder, stem))
        places[text_key(text)] = _place(text, folder, stem, options)
    return places


def _without_language(folder: str, options: Options) -> str:
    """`docs/vi/faq` → `docs/faq` where languages are folders."""
    parts = folder.split("/")
    is_language = options.layout == "folder" and len(parts) > 1 and bool(language_of(parts[1], options))
    return "/".join([parts[0], *parts[2:]]) if is_language else folder


def _free_stem(text: ImportedText, folder: str, taken: set[tuple[str, str]]) -> str:
    number = fold_slug(text.key.partition(" ")[2])[:40].strip("-")
    base = fold_slug(text.slug or text.title)[:SLUG_LENGTH].strip("-") or number
    base = f"{base}-{number}" if base in RESERVED else base
    candidate, count = base, 1
    while (folder, candidate) in taken:
        candidate = f"{base}-{number}" if count == 1 else f"{base}-{number}-{count}"
        count += 1
    return candidate


def _place(text: ImportedText, folder: str, stem: str, options: Options) -> Place:
    language = language_of(text.locale, options)
    top, _, below = folder.partition("/")
    if not language:
        code = fold_slug(text.locale) or "unknown"
        if not text.is_internal:
            return Place(f"{SET_ASIDE}/{stem}.{code}.md", "", f"{below}/{stem}", text.is_internal)
        return Place(f"{folder}/{stem}.{code}.md", "", f"{below}/{stem}", text.is_internal)
    if options.layout == "folder":
        return Place(f"{top}/{language}/{below}/{stem}.md", language, f"{below}/{stem}", text.is_internal)
    suffix = "" if language == options.default_language else f".{language}"
    return Place(f"{folder}/{stem}{suffix}.md", language, f"{below}/{stem}", text.is_internal)


def _declare_topics(imported: Imported, texts: list[ImportedText], options: Options, project: Path, export: str,
                    findings: Findings, changes: _Changes) -> dict[str, str]:
    """Section → topic id. Sections of restricted articles alone are not declared: their names would be public."""
    public = [text.topic_key for text in texts if text.topic_key and not text.is_internal]
    ids: dict[str, str] = {}
    new: dict[str, Mapping[str, str]] = {}
    by_name = {name.casefold(): id for id, topic in options.topics.items() for name in topic.name.values()}
    for key in dict.fromkeys([*public, *(text.topic_key for text in texts if text.topic_key)]):
        topic = imported.topics.get(key, ImportedTopic(key))
        names = {language: word for locale, word in topic.names.items() if (language := language_of(locale, options))}
        word = names.get(options.default_language) or next(iter(names.values()), "") or next(iter(topic.names.values()), "")
        id = by_name.get(word.casefold()) or fold_slug(word)[:50].strip("-") or f"section-{fold_slug(key) or 'x'}"
        if id in options.topics or id in new:
            ids[key] = id
        elif key in public:
            ids[key] = id
            new[id] = names or {options.default_language: f"Section {key}"}
            if not names:
                findings.add(export, 1, f"does not name section {key}: it became the topic “{id}”; name it in mkdocs.yml",
                             "section without a name")
    if new:
        config = project / "mkdocs.yml"
        text = add_topics(config.read_text("utf-8-sig"), new)
        if text is None:
            findings.add("mkdocs.yml", 1, "topics could not be added by themselves; add under `topics:`: "
                         + " ".join(render_topics(new, 0).split()), "topics to add by hand")
        else:
            changes.writes["mkdocs.yml"] = text
            changes.updated.append("mkdocs.yml")
    return ids


def _settle(text: ImportedText, conversion: Conversion, marked: Mapping[str, list[MarkedFile]], changes: _Changes) -> None:
    """Decide what becomes of one text, given what is on disk."""
    findings, key = conversion.findings, text_key(text)
    place = conversion.places[key]
    if not place.language:
        where = "kept out of both editions" if not text.is_internal else "kept beside the others"
        findings.add(conversion.export, text.line, f"{text.key} is in “{text.locale}”, which mkdocs.yml does not declare: {where} in "
                     f"{place.path}; declare the language and import again", "language not declared")
    rendered = mark(render_text(text, conversion), key)
    before = marked.get(key, [])
    here = next((file for file in before if file.path == place.path), None)
    for file in before:
        if file.path != place.path:
            rendered = _move(file, text, place, here, rendered, conversion, changes)
    if here is None:
        changes.writes[place.path] = rendered
        (changes.updated if before else changes.written).append(place.path)
    elif here.is_same(rendered):
        changes.unchanged.append(place.path)
    elif here.is_edited:
        changes.kept.append(place.path)
        if f"| {here.recorded}\n" not in rendered:
            findings.add(conversion.export, text.line, f"{text.key} changed in the export, and {place.path} was edited here: left as "
                         "it is; compare the two", "article changed on both sides")
    else:
        changes.writes[place.path] = rendered
        changes.updated.append(place.path)
    if not text.is_internal and place.path.startswith(conversion.options.agents_dir + "/"):
        findings.add(conversion.export, text.line, f"{text.key} is public in the export, but stays internal in {place.path}: move it "
                     "yourself if shoppers may read it", "article that became public")


def _move(file: MarkedFile, text: ImportedText, place: Place, here: MarkedFile | None, rendered: str, conversion: Conversion,
          changes: _Changes) -> str:
    """Take `file` from where it may no longer be; what a writer changed in it goes along. Returns the text for the new place."""
    changes.removals.append(file.path)
    if text.is_internal and not file.path.startswith(conversion.options.agents_dir + "/"):
        conversion.findings.add(conversion.export, text.line, f"{text.key} is restricted now: {file.path} was moved to {place.path}; "
                                "publish the site again", "article that became restricted")
    if not file.is_edited:
        return rendered
    if here is None:
        return file.text
    spare = f"{place.path.removesuffix('.md')}-edited.md"
    changes.writes[spare] = file.text
    changes.written.append(spare)
    return rendered
