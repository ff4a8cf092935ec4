"""`open_help_centre(edition="public")` in one's own process: it is closed to `agents/`, and the process is not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping

import pytest

from tests.conftest import MINIMAL_CONFIG, ROOT, WriteProject

SECRET = "zebracorn"
FILES = {
    "docs/faq/late.md": "# My parcel is late\nWait three days.\n",
    "docs/index.md": "# Help\nRead.\n",
    "agents/scripts/late.md": f"---\ntitle: Late {SECRET}\n---\nYour {SECRET} parcel is late.\n",
    "agents/facts.yml": "pin: {value: 1234}\n",
    "kb-keys.json": '{"format": "kb-keys 1", "agents": []}',
}
PROGRAM = """
import json, os, sys
root, edition = sys.argv[1:]
opened = []
def listen(event, arguments):
    if event in {"open", "os.listdir", "os.scandir"} and arguments and isinstance(arguments[0], (str, bytes)):
        path = os.path.realpath(os.fsdecode(arguments[0]))
        if path.startswith((root + "/agents", root + "/.kb-cache/agents", root + "/kb-keys.json")):
            opened.append(path)
sys.addaudithook(listen)
from kb import open_help_centre
told = ""
try:
    centre = open_help_centre(root, edition=edition)
    told = repr([centre.search("late parcel"), centre.suggest("my parcel is late"), centre.search("zebracorn")])
except PermissionError as error:
    told = f"closed: {error}"
by_itself = opened[:]
with open(root + "/agents/facts.yml") as file:
    file.read()
print(json.dumps([told, by_itself, sorted(os.listdir(root))]))
"""


def _ask(root: object, edition: str = "public") -> tuple[str, list[str], list[str]]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(root), edition], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    told, opened, names = json.loads(done.stdout)
    return told, opened, names


def test_the_public_edition_opens_nothing_that_agents_alone_may_read(write_project: WriteProject) -> None:
    root = write_project(FILES)
    before = sorted(one.name for one in root.iterdir())
    told, opened, names = _ask(root)
    assert "Wait three days" in told and SECRET not in told
    assert opened == []
    assert names == before, "reading leaves nothing in the project"
    told, opened, _ = _ask(root, "agents")
    assert SECRET in told and opened, "what is asked would be seen"


SNIPPETS = MINIMAL_CONFIG + "markdown_extensions:\n  - pymdownx.snippets: {base_path: [BASE], check_paths: true}\n"
LEADING: dict[str, Mapping[str, str]] = {
    "snippets from the project": {
        "mkdocs.yml": SNIPPETS.replace("BASE", '"."'),
        "docs/faq/late.md": '# My parcel is late\nWait.\n\n--8<-- "agents/scripts/late.md"\n',
    },
    "snippets from a link": {
        "mkdocs.yml": SNIPPETS.replace("BASE", "parts"),
        "docs/faq/late.md": '# My parcel is late\nWait.\n\n--8<-- "late.md"\n',
    },
}


@pytest.mark.parametrize("name", LEADING)
@pytest.mark.parametrize("relative", [False, True])
def test_no_setting_brings_agents_texts_into_it(write_project: WriteProject, name: str, relative: bool) -> None:
    root = write_project({**FILES, **LEADING[name]})
    if "link" in name:
        (root / "parts").symlink_to("agents/scripts" if relative else root / "agents/scripts")
    elif not relative:
        config = root / "mkdocs.yml"
        config.write_text(config.read_text().replace('"."', json.dumps(str(root))))
    told, opened, _ = _ask(root)
    assert (SECRET in told, opened) == (False, []), told


READER = """
import os, subprocess
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
class Reader(Preprocessor):
    def run(self, lines):
        try:
            READ
        except OSError:
            return lines
        return [*lines, text]
class Mine(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(Reader(md), "mine", 1)
makeExtension = Mine
"""


@pytest.mark.parametrize(
    "read",
    [
        "text = open('AGENTS/scripts/late.md').read()",
        "text = os.fdopen(os.open('AGENTS/scripts/late.md', os.O_RDONLY)).read()",
        "text = subprocess.run(['cat', 'AGENTS/scripts/late.md'], capture_output=True, text=True).stdout",
        "text = ' '.join(os.listdir('AGENTS/scripts')) + open('AGENTS/facts.yml').read()",
    ],
)
def test_an_extension_that_reads_agents_texts_and_minds_nothing_is_told(
    write_project: WriteProject, monkeypatch: pytest.MonkeyPatch, read: str
) -> None:
    root = write_project({**FILES, "mkdocs.yml": MINIMAL_CONFIG + "markdown_extensions: [kb_test_mine]\n"})
    library = root / "library"
    library.mkdir()
    (library / "kb_test_mine.py").write_text(READER.replace("READ", read.replace("AGENTS", f"{root}/agents")))
    monkeypatch.setenv("PYTHONPATH", f"{library}{os.pathsep}{ROOT}")
    told, _, _ = _ask(root)
    assert told.startswith("closed: ") and "KB907" in told and "kb_test_mine" in told, told
    assert SECRET not in told


def test_a_link_in_docs_brings_no_agents_text_into_it(write_project: WriteProject) -> None:
    root = write_project(FILES)
    (root / "docs/faq/more.md").symlink_to("../../agents/scripts/late.md")
    told, _, _ = _ask(root)
    assert SECRET not in told, told
