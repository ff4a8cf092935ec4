"""What a shop would use instead of kb: how each tool is installed, given the corpus, run, and edited.

All get the articles of the public edition, in three languages; the agents' part has no equal. Menus are short, as ours
are: a copy of the whole tree in each page would cost more than all else. Hugo and Docusaurus get Pagefind's index
afterwards, since both come without a search of their own; Hugo has the plainest templates that make a page with
contents, translations and neighbours. Everything is installed into `.bench/`, Hugo is the system's.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.build_rows import FAIR
from bench.places import LANGUAGES, PLACE

PAGEFIND = PLACE / "npm" / "node_modules/@pagefind/linux-x64/bin/pagefind_extended"
_ARTICLE = "faq/article-00003.md"


@dataclass(frozen=True)
class Peer:
    """One other way to build the corpus."""

    name: str
    install: Callable[[], None]
    """Raises `subprocess.CalledProcessError`, `OSError`."""
    home: Path
    """Folders of projects lie below it, since Node looks for packages upwards."""
    prepare: Callable[[Path, Path], None]
    """(corpus, folder) → the folder holds the tool's project."""
    commands: Sequence[Sequence[str]]
    """What builds it, one after another."""
    version: Callable[[], str]
    """What is installed, for the table."""
    out: str
    article: str = f"docs/{_ARTICLE}"
    """The file that is edited."""
    page: str = "faq/article-00003/index.html"
    """Where its words are published."""


def by_language(corpus: Path, target: Callable[[str, Path], Path]) -> None:
    """Copy each article `NAME.LANGUAGE.md` to `target(language, path of NAME.md)`."""
    for path in sorted((corpus / "docs").rglob("*.md")):
        relative = path.relative_to(corpus / "docs")
        name, *code = relative.name.removesuffix(".md").split(".")
        copy = target(code[0] if code else LANGUAGES[0], relative.with_name(f"{name}.md"))
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)


# --- Python: MkDocs with Material and static-i18n, the same with MaterialX, Zensical ---

_MKDOCS_EXTENSIONS = "markdown_extensions: [admonition, attr_list, tables, pymdownx.superfences]\n"
_SITE = "site_name: Bench\nsite_url: https://help.bench.example/\n"


def _pip(venv: str, *packages: str) -> Callable[[], None]:
    def install() -> None:
        python = PLACE / venv / "bin" / "python"
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", str(PLACE / venv)], check=True)
        if not all((PLACE / venv / f".{package}").exists() for package in packages):
            command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages]
            subprocess.run(command, check=True, capture_output=True)
            for package in packages:
                (PLACE / venv / f".{package}").touch()

    return install


def _prepare_mkdocs(theme: str) -> Callable[[Path, Path], None]:
    def prepare(corpus: Path, folder: Path) -> None:
        shutil.copytree(corpus / "docs", folder / "docs")
        languages = "".join(
            f"        - {{locale: {code}, name: {code}, build: true{', default: true' if not place else ''}}}\n"
            for place, code in enumerate(LANGUAGES)
        )
        (folder / "mkdocs.yml").write_text(
            f"{_SITE}theme: {{name: {theme}, features: [navigation.prune, navigation.indexes]}}\n"
            f"plugins:\n  - search\n  - i18n:\n      docs_structure: suffix\n      languages:\n{languages}"
            f"{_MKDOCS_EXTENSIONS}",
            "utf-8",
        )

    return prepare


def _prepare_zensical(corpus: Path, folder: Path) -> None:
    """One project with a folder a language: Zensical has no languages of its own."""
    by_language(corpus, lambda code, path: folder / "docs" / code / path)
    config = f"{_SITE}theme: {{name: material, features: [navigation.prune]}}\n{_MKDOCS_EXTENSIONS}"
    (folder / "mkdocs.yml").write_text(config, "utf-8")


def _said_by(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _python_version(venv: str, package: str) -> Callable[[], str]:
    asked = f"import importlib.metadata as m; print(m.version({package!r}))"
    return lambda: f"{package} {_said_by(str(PLACE / venv / 'bin/python'), '-c', asked)}"


def _mkdocs(name: str, venv: str, package: str, theme: str) -> Peer:
    program = str(PLACE / venv / "bin/mkdocs")
    install, version = _pip(venv, package, "mkdocs-static-i18n"), _python_version(venv, package)
    commands = [[program, "build", "--quiet"]]
    return Peer(name, install, PLACE, _prepare_mkdocs(theme), commands, version, "site")


# --- Node: Starlight, Docusaurus; Pagefind ---


def _npm(folder: Path, *packages: str) -> Callable[[], None]:
    def install() -> None:
        wanted = json.dumps({"private": True, "type": "module", "description": " ".join(packages)})
        told = folder / "package.json"
        if (folder / ".installed").exists() and (folder / ".installed").read_text("utf-8") == wanted:
            return
        folder.mkdir(parents=True, exist_ok=True)
        told.write_text(wanted, "utf-8")
        npm = str(Path(sys.executable).parent / "npm")
        command = [npm, "install", "--no-audit", "--no-fund", "--silent", "--ignore-scripts", *packages]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        (folder / ".installed").write_text(wanted, "utf-8")

    return install


NPM = PLACE / "npm"
install_pagefind = _npm(NPM, "pagefind@1.6.0")


def _npm_version(folder: Path, *packages: str) -> Callable[[], str]:
    def version() -> str:
        files = [folder / "node_modules" / package / "package.json" for package in packages]
        found = [json.loads(file.read_text("utf-8"))["version"] for file in files]
        return ", ".join(f"{package} {one}" for package, one in zip(packages, found, strict=True))

    return version


def _pagefind(out: str) -> list[str]:
    return [str(PAGEFIND), "--site", out, "--quiet"]


_NODE = str(Path(sys.executable).parent / "node")
STARLIGHT, DOCUSAURUS = PLACE / "starlight", PLACE / "docusaurus"
_STARLIGHT_CONFIG = """\
import { defineConfig } from "astro/config";
import starlight from "@astrojs/starlight";
export default defineConfig({
  site: "https://help.bench.example",
  integrations: [starlight({
    title: "Bench", defaultLocale: "root",
    locales: {
      root: { label: "English", lang: "en" }, vi: { label: "vi", lang: "vi" }, ms: { label: "ms", lang: "ms" },
    },
    sidebar: [{ label: "Start", link: "/" }],
  })],
});
"""
_STARLIGHT_CONTENT = """\
import { defineCollection } from "astro:content";
import { docsLoader } from "@astrojs/starlight/loaders";
import { docsSchema } from "@astrojs/starlight/schema";
export const collections = { docs: defineCollection({ loader: docsLoader(), schema: docsSchema() }) };
"""
_DOCUSAURUS_CONFIG = """\
export default {
  title: "Bench", url: "https://help.bench.example", baseUrl: "/", onBrokenLinks: "ignore",
  markdown: { format: "md", hooks: { onBrokenMarkdownLinks: "ignore" } },
  future: { v4: true, faster: true },
  i18n: { defaultLocale: "en", locales: ["en", "vi", "ms"] },
  presets: [["classic", { docs: { routeBasePath: "/", sidebarPath: false }, blog: false, pages: false }]],
};
"""


def _prepare_starlight(corpus: Path, folder: Path) -> None:
    pages = folder / "src/content/docs"
    by_language(corpus, lambda code, path: (pages if code == LANGUAGES[0] else pages / code) / path)
    for path in pages.rglob("index.md"):
        path.write_text(f"---\ntitle: Help\n---\n{path.read_text('utf-8')}", "utf-8")
    (folder / "src/content.config.ts").write_text(_STARLIGHT_CONTENT, "utf-8")
    (folder / "astro.config.mjs").write_text(_STARLIGHT_CONFIG, "utf-8")
    package = {"private": True, "type": "module", "dependencies": {"astro": "*", "@astrojs/starlight": "*"}}
    (folder / "package.json").write_text(json.dumps(package), "utf-8")  # Astro bundles only what it names


def _prepare_docusaurus(corpus: Path, folder: Path) -> None:
    def target(code: str, path: Path) -> Path:
        if code == LANGUAGES[0]:
            return folder / "docs" / path
        return folder / "i18n" / code / "docusaurus-plugin-content-docs/current" / path

    by_language(corpus, target)
    (folder / "docusaurus.config.mjs").write_text(_DOCUSAURUS_CONFIG, "utf-8")
    (folder / "package.json").write_text('{"private": true}', "utf-8")


# --- Hugo ---

_HUGO_PAGE = """\
<!doctype html><html lang="{{ .Site.Language.Lang }}"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><header><a href="{{ .Site.Home.RelPermalink }}">{{ .Site.Title }}</a>
<nav>{{ range .Site.Sections }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}</nav></header>
<main><h1>{{ .Title }}</h1>{{ .TableOfContents }}{{ .Content }}
{{ range .Translations }}<a href="{{ .RelPermalink }}">{{ .Language.Lang }}</a> {{ end }}
{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</main></body></html>
"""
_HUGO_LIST = _HUGO_PAGE.replace(
    "{{ .TableOfContents }}", '{{ range .Pages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}'
)


def _prepare_hugo(corpus: Path, folder: Path) -> None:
    shutil.copytree(corpus / "docs", folder / "content")
    for path in sorted((folder / "content").glob("index*.md")):
        path.rename(path.with_name(f"_{path.name}"))  # else Hugo takes the whole site for one page's attachments
    languages = "\n".join(f"  {code}:\n    weight: {place}" for place, code in enumerate(LANGUAGES, 1))
    (folder / "config.yaml").write_text(
        f"baseURL: https://help.bench.example/\ntitle: Bench\ndefaultContentLanguage: en\nlanguages:\n{languages}\n"
        "disableKinds: [taxonomy, term, RSS]\n",
        "utf-8",
    )
    layouts = folder / "layouts" / "_default"
    layouts.mkdir(parents=True)
    (layouts / "single.html").write_text(_HUGO_PAGE, "utf-8")
    (layouts / "list.html").write_text(_HUGO_LIST, "utf-8")


def _install_hugo() -> None:
    if not shutil.which("hugo"):
        raise OSError("no program `hugo`; Debian has it: apt-get install hugo")
    install_pagefind()


def _install_docusaurus() -> None:
    install_pagefind()
    packages = ("core", "preset-classic", "faster")
    _npm(DOCUSAURUS, *(f"@docusaurus/{package}@3.10" for package in packages), "react@19", "react-dom@19")()


def _hugo_version() -> str:
    return f"{' '.join(_said_by('hugo', 'version').split()[:2])}, {_npm_version(NPM, 'pagefind')()}"


PEERS = {
    peer.name: peer
    for peer in (
        Peer(FAIR, _install_hugo, PLACE, _prepare_hugo, [["hugo", "--quiet"], _pagefind("public")], _hugo_version,
             "public", f"content/{_ARTICLE}"),
        _mkdocs("mkdocs", "venv", "mkdocs-material", "material"),
        _mkdocs("materialx", "venv-materialx", "mkdocs-materialx", "materialx"),
        Peer("zensical", _pip("venv-zensical", "zensical"), PLACE, _prepare_zensical,
             [[str(PLACE / "venv-zensical/bin/zensical"), "build"]], _python_version("venv-zensical", "zensical"),
             "site", f"docs/en/{_ARTICLE}", "en/faq/article-00003/index.html"),
        Peer("starlight", _npm(STARLIGHT, "astro@7", "@astrojs/starlight@0.42"), STARLIGHT, _prepare_starlight,
             [[_NODE, str(STARLIGHT / "node_modules/astro/bin/astro.mjs"), "build"]],
             _npm_version(STARLIGHT, "@astrojs/starlight", "astro"), "dist", f"src/content/docs/{_ARTICLE}"),
        Peer("docusaurus", _install_docusaurus, DOCUSAURUS, _prepare_docusaurus,
             [[_NODE, str(DOCUSAURUS / "node_modules/@docusaurus/core/bin/docusaurus.mjs"), "build"],
              _pagefind("build")],
             _npm_version(DOCUSAURUS, "@docusaurus/core"), "build"),
    )
}  # fmt: skip
"""By name; the fair one first."""
