"""What takes part in making the public edition tries to read `agents/`: by hooks, other programs, C, templates."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kb.website.isolation.landlock import landlock_version
from tests.conftest import MINIMAL_CONFIG, ROOT, WriteProject

SECRET = "nightcaptainledger"
OPENED = "KB907"
HOOK = '''\
"""Tries each way, says what it got into the file beside it, and minds nothing."""

import concurrent.futures, ctypes, glob, io, json, mmap, os, shutil, sqlite3, subprocess, sys, tarfile
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
FILE = HERE / "agents" / "procedures" / "quiet.md"
WORD = "agents"[:3]  # so that no argument of a program names the folder


def run(command):
    return subprocess.run(["sh", "-c", command], cwd=HERE, capture_output=True, text=True, errors="replace").stdout


def by_thread():
    with concurrent.futures.ThreadPoolExecutor() as pool:
        return pool.submit(FILE.read_text).result()


def by_fork():
    reading, writing = os.pipe()
    if os.fork() == 0:
        try:
            os.write(writing, FILE.read_bytes())
        finally:
            os._exit(0)
    os.close(writing)
    return os.read(reading, 100_000).decode()


def by_folder():
    folder = os.open(HERE, os.O_RDONLY)
    return os.read(os.open("agents/procedures/quiet.md", os.O_RDONLY, dir_fd=folder), 100_000).decode()


def by_link():
    link = HERE / "docs" / "x.md"
    link.symlink_to(FILE)
    return link.read_text()


def by_known_folder():
    folder, told = HERE / "docs" / "known", []
    folder.mkdir()
    (folder / "quiet.md").write_text("known")
    told.append((folder / "quiet.md").read_text())
    (folder / "quiet.md").unlink()
    folder.rmdir()
    folder.symlink_to(FILE.parent)
    return told + [(folder / "quiet.md").read_text()]


def by_second_name():
    os.link(FILE, HERE / "docs" / "second.txt")
    return (HERE / "docs" / "second.txt").read_text()


def by_moving():
    (HERE / "agents").rename(HERE / "docs" / "moved")
    return (HERE / "docs" / "moved" / "procedures" / "quiet.md").read_text()


def by_mmap():
    with open(FILE, "rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ).read().decode()


def by_c():
    system = ctypes.CDLL(None)
    place = system.open(bytes(FILE), 0)
    data = ctypes.create_string_buffer(100_000)
    system.read(place, data, 99_999) if place >= 0 else None
    return data.value.decode()


def by_table():
    return sqlite3.connect(HERE / "agents" / "t.db").execute("select words from t").fetchall()


def by_table_in_c():
    return run(f"{sys.executable} -c \\"import sqlite3; "
               f"print(sqlite3.connect('{WORD}'+'nts/t.db').execute('select words from t').fetchall())\\"")


def by_tar():
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as tar:
        tar.add(HERE / "agents")
    return data.getvalue().decode("latin-1")


def by_copy():
    shutil.copytree(HERE / "agents", HERE / "docs" / "copied")
    return (HERE / "docs" / "copied" / "procedures" / "quiet.md").read_text()


def by_going_there():
    os.chdir(HERE / "agents")
    return Path("procedures/quiet.md").read_text()


PYTHON = {
    "open": lambda: open(FILE).read(),
    "open, from here": lambda: open(os.path.relpath(FILE)).read(),
    "open, roundabout": lambda: open(HERE / "docs" / ".." / "agents" / "procedures" / "quiet.md").read(),
    "open, bytes": lambda: open(os.fsencode(FILE), "rb").read().decode(),
    "open, to write and read": lambda: open(FILE, "r+").read(),
    "os.open": lambda: os.read(os.open(FILE, os.O_RDONLY), 100_000).decode(),
    "pathlib": lambda: FILE.read_text(),
    "io": lambda: io.FileIO(str(FILE)).read().decode(),
    "io.open_code": lambda: io.open_code(str(FILE)).read().decode(),
    "os.listdir": lambda: os.listdir(HERE / "agents"),
    "os.scandir": lambda: [one.name for one in os.scandir(HERE / "agents" / "procedures")],
    "os.walk": lambda: list(os.walk(HERE / "agents")),
    "glob": lambda: glob.glob(str(HERE / "agents" / "*")),
    "pathlib.rglob": lambda: [str(one) for one in (HERE / "agents").rglob("*.md")],
    "a folder's handle": by_folder,
    "a link": by_link,
    "a folder that became a link": by_known_folder,
    "a second name": by_second_name,
    "moving": by_moving,
    "mmap": by_mmap,
    "a thread": by_thread,
    "a fork": by_fork,
    "a table": by_table,
    "tar": by_tar,
    "copytree": by_copy,
    "copyfile": lambda: Path(shutil.copyfile(FILE, HERE / "docs" / "c.txt")).read_text(),
    "chdir": by_going_there,
    "the built agents' edition": lambda: (HERE / "site" / "agents" / "index.html").read_text(),
    "the agents' cache": lambda: [one.read_bytes() for one in (HERE / ".kb-cache" / "agents").iterdir()],
    "the keys": lambda: (HERE / "kb-keys.json").read_text(),
    "cat": lambda: run("cat agents/procedures/quiet.md"),
    "ls": lambda: run("ls agents/procedures"),
}
OTHERS = {
    "cat, by a pattern": lambda: run(f"cat {WORD}*/procedures/quiet.md"),
    "cat, each file": lambda: run("find . -name 'quiet.*' -exec cat {} +"),
    "grep": lambda: run("grep -r nightcaptain ."),
    "tar, the program": lambda: run("tar cf - . 2>/dev/null | tr -d '\\\\0'"),
    "cp": lambda: run(f"cp -r {WORD}* docs/cp; cat docs/cp/procedures/quiet.md"),
    "ln": lambda: run(f"ln {WORD}*/procedures/quiet.md docs/ln.txt; cat docs/ln.txt"),
    "mv": lambda: run(f"mv {WORD}*/procedures docs/mv; cat docs/mv/quiet.md"),
    "another Python": lambda: run(
        f"{sys.executable} -c \\"print(open('{WORD}'+'nts/procedures/quiet.md').read())\\""
    ),
    "sqlite in another Python": by_table_in_c,
    "by the parent's root": lambda: run(f"cat /proc/$PPID/cwd/{WORD}*/procedures/quiet.md"),
    "a child of a child": lambda: run(f"sh -c 'sh -c \\"cat {WORD}*/procedures/quiet.md\\" &' ; wait"),
    "C": by_c,
}


def tried(ways):
    got = {}
    for name, way in ways.items():
        try:
            got[name] = repr(way())
        except Exception as error:
            got[name] = f"refused: {type(error).__name__}: {error}"
        os.chdir(HERE)
    return got
'''
PAGE_HOOK = """
def on_page_markdown(markdown, page, config, files):
    if "agents" not in Path(config["site_dir"]).parts and not (HERE / "tried.json").exists():
        (HERE / "tried.json").write_text(json.dumps(tried(PYTHON | OTHERS)))
    return markdown
"""
SHOP = {
    "docs/faq/a.md": "---\ntitle: A\n---\nSome text.\n",
    "agents/procedures/quiet.md": f"---\ntitle: Quiet\n---\nThe {SECRET} is kept by the night captain.\n",
    "hooks/ways.py": HOOK + PAGE_HOOK,
    "mkdocs.yml": f"hooks: [hooks/ways.py]\n{MINIMAL_CONFIG}",
}
IS_LOCKED_BY_KERNEL = landlock_version() > 0
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"}


def _run(root: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=root,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=ENVIRONMENT,
        check=False,
    )


def _kb(root: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return _run(root, "-m", "kb", *command)


def _plant(root: Path) -> None:
    """What a shop has besides: a table, keys, an agents' edition and its cache."""
    import sqlite3

    with sqlite3.connect(root / "agents" / "t.db") as table:
        table.execute("create table t (words text)")
        table.execute("insert into t values (?)", (SECRET,))
    for path in ("site/agents/index.html", ".kb-cache/agents/kept", "kb-keys.json"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(SECRET)


def _judge(got: dict[str, str]) -> None:
    """Nothing was read, and Python's own ways list no names either."""
    assert len(got) > 25
    assert {name: said for name, said in got.items() if SECRET in said} == {}
    assert {name: said for name, said in got.items() if "," not in name and said.startswith("['")} == {}


@pytest.mark.parametrize("command", [("build", "--edition", "public"), ("build",)])
def test_nothing_that_a_hook_does_opens_agents(
    command: tuple[str, ...], write_project: WriteProject, tmp_path: Path
) -> None:
    root = write_project(SHOP)
    _plant(root)
    if command == ("build",):
        (root / "site" / "agents" / "index.html").unlink()  # it was put there by hand
    done = _kb(root, *command)
    got = json.loads((root / "tried.json").read_text())
    if not IS_LOCKED_BY_KERNEL:
        got = {name: said for name, said in got.items() if not said.startswith("'") or name not in _others(root)}
    _judge(got)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    told = re.findall(rf"^hooks/ways\.py:\d+: error {OPENED} .* tried to open (\S+)", done.stderr, re.MULTILINE)
    assert {"agents/procedures/quiet.md", "agents", "agents/t.db", "kb-keys.json"} <= set(told)
    assert not (root / "site" / "public").exists()


def _others(root: Path) -> set[str]:
    listed = _run(root, "-c", "import runpy; print('\\n'.join(runpy.run_path('hooks/ways.py')['OTHERS']))")
    return set(listed.stdout.splitlines())


def test_pythons_own_events_close_agents_where_the_kernel_cannot(write_project: WriteProject) -> None:
    root = write_project(SHOP)
    _plant(root)
    script = (
        "import json, runpy, sys; from pathlib import Path\n"
        "from kb.website.isolation.closed_process import close_process\n"
        "closing = close_process(Path('.'), version=0); ways = runpy.run_path('hooks/ways.py')\n"
        "print(json.dumps([ways['tried'](ways['PYTHON']), len(closing.problems())]))"
    )
    done = _run(root, "-c", script)
    got, count = json.loads(done.stdout.splitlines()[-1])
    _judge(got)
    assert count >= 5


@pytest.mark.skipif(not IS_LOCKED_BY_KERNEL, reason="this system has no Landlock")
def test_a_hook_that_is_loaded_opens_nothing_and_its_failure_is_told(write_project: WriteProject) -> None:
    loading = f"{HOOK}\n(HERE / 'tried.json').write_text(json.dumps(tried(OTHERS)))\nopen(FILE)\n"
    root = write_project({**SHOP, "hooks/ways.py": loading})
    _plant(root)
    done = _kb(root, "build", "--edition", "public")
    assert done.returncode == 1
    assert OPENED in done.stderr
    assert SECRET not in (root / "tried.json").read_text()


def test_mkdocs_itself_opens_nothing_of_agents(write_project: WriteProject) -> None:
    root = write_project(SHOP)
    _plant(root)
    done = _run(root, "-m", "mkdocs", "build", "--site-dir", "out")
    got = json.loads((root / "tried.json").read_text())
    _judge(got if IS_LOCKED_BY_KERNEL else {name: got[name] for name in got.keys() - _others(root)})
    assert done.returncode == 1
    assert f"{OPENED}" in done.stderr


TEMPLATES = {
    "include": "{% include '../agents/procedures/quiet.md' %}",
    "include, roundabout": "{% include 'x/../../agents/procedures/quiet.md' %}",
    "include, absolute": "{% include 'ROOT/agents/procedures/quiet.md' %}",
    "import": "{% import '../agents/procedures/quiet.md' as x %}",
    "a global": "{{ read('agents/procedures/quiet.md') }}",
}
GLOBAL = "def on_env(env, config, files):\n    env.globals['read'] = lambda path: open(path).read()\n    return env\n"


@pytest.mark.parametrize("named", TEMPLATES)
def test_no_template_reads_agents(named: str, write_project: WriteProject, tmp_path: Path) -> None:
    text = TEMPLATES[named].replace("ROOT", tmp_path.as_posix())
    config = MINIMAL_CONFIG.replace("{name: material}", "{name: material, custom_dir: overrides}")
    root = write_project({
        **SHOP,
        "mkdocs.yml": f"hooks: [hooks/ways.py]\n{config}",
        "hooks/ways.py": GLOBAL,
        "overrides/main.html": '{% extends "base.html" %}\n{% block libs %}\n' + text + "\n{% endblock %}\n",
    })  # fmt: skip
    done = _kb(root, "build", "--edition", "public")
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert not (root / "site" / "public").exists()
    if named == "a global":
        assert re.search(rf"^(hooks/ways\.py:2|overrides/main\.html:3): error {OPENED} ", done.stderr, re.MULTILINE)


SNIPPETS = {
    "default": ("pymdownx.snippets", "--8<-- 'agents/procedures/quiet.md'"),
    "unconfined": (
        "{pymdownx.snippets: {base_path: [docs], restrict_base_path: false}}",
        "--8<-- '../agents/procedures/quiet.md'",
    ),
    "b64": ("pymdownx.b64", "![x](../../agents/x.png)"),
}


@pytest.mark.parametrize("named", SNIPPETS)
def test_no_extension_reads_agents(named: str, write_project: WriteProject) -> None:
    extension, text = SNIPPETS[named]
    root = write_project({
        **SHOP,
        "mkdocs.yml": f"markdown_extensions: [{extension}]\n{MINIMAL_CONFIG}",
        "agents/x.png": b"\x89PNG" + SECRET.encode(),
        "docs/faq/a.md": f"---\ntitle: A\n---\n{text}\n",
    })  # fmt: skip
    done = _kb(root, "build", "--edition", "public")
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert f"mkdocs.yml:1: error {OPENED} " in done.stderr or named == "b64"
    assert not (root / "site" / "public").exists()


def test_facts_that_are_a_link_to_agents_are_refused_by_name(write_project: WriteProject) -> None:
    root = write_project({**SHOP, "mkdocs.yml": MINIMAL_CONFIG, "agents/facts.yml": "days: {unit: days, value: 7}\n"})
    (root / "facts.yml").symlink_to("agents/facts.yml")
    done = _kb(root, "build", "--edition", "public")
    assert done.returncode == 1
    assert f"facts.yml:1: error {OPENED} a symbolic link leads to agents/facts.yml " in done.stderr


RIGHTFUL_HOOK = """\
import subprocess, sys, tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent


def on_page_markdown(markdown, page, config, files):
    said = subprocess.run(["echo", "from another program"], capture_output=True, text=True).stdout
    with tempfile.NamedTemporaryFile("w+") as file:
        file.write(said)
        file.seek(0)
        said = file.read()
    (HERE / ".cache" / "kept").write_text(said)
    words = (HERE / ".cache" / "kept").read_text() + (HERE / "facts.txt").read_text()
    return markdown + "\\n\\n" + words + " ".join(sorted(one.name for one in HERE.iterdir() if one.suffix == ".txt"))
"""


@pytest.mark.parametrize("command", [("-m", "kb", "build", "--edition", "public"), ("-m", "mkdocs", "build")])
def test_a_rightful_hook_and_a_rightful_snippet_still_build(
    command: tuple[str, ...], write_project: WriteProject
) -> None:
    snippets = "markdown_extensions: [{pymdownx.snippets: {base_path: [docs/snippets]}}]\nsite_dir: site/public\n"
    root = write_project({
        **SHOP,
        "mkdocs.yml": f"hooks: [hooks/fine.py]\n{snippets}{MINIMAL_CONFIG}",
        "hooks/fine.py": RIGHTFUL_HOOK,
        "facts.txt": "A shop's own list. ",
        "docs/snippets/s.md": "---\ntitle: S\n---\nA rightful snippet.\n",
        "docs/faq/a.md": "---\ntitle: A\n---\n--8<-- 's.md:4'\n",
    })  # fmt: skip
    (root / ".cache").mkdir()
    done = _run(root, *command)
    assert done.returncode == 0, done.stderr
    page = (root / "site" / "public" / "faq" / "a" / "index.html").read_text()
    for words in ("from another program", "A shop's own list. facts.txt", "A rightful snippet."):
        assert words in page


@pytest.mark.skipif(not IS_LOCKED_BY_KERNEL, reason="this system has no Landlock")
def test_an_older_landlock_that_lets_nothing_be_moved_still_builds(write_project: WriteProject) -> None:
    root = write_project({**SHOP, "mkdocs.yml": MINIMAL_CONFIG})
    script = (
        "from datetime import date; from pathlib import Path\n"
        "from kb.website.isolation.closed_process import close_process\n"
        "from kb.website.build.worker_process import stage\n"
        "root = Path('.').resolve(); staged = root / 'new'; staged.mkdir(); close_process(root, version=1)\n"
        "for _ in range(2):\n"
        "    report = stage(root, 'public', staged, strict=False, today=date(2026, 11, 26), live=root / 'live')\n"
        "    print(report.is_whole, [one.code for one in report.problems])"
    )
    done = _run(root, "-c", script)
    assert done.stdout.splitlines() == ["True ['KB601']"] * 2, done.stderr


def test_agents_that_come_to_be_during_a_build_are_closed(write_project: WriteProject) -> None:
    hook = (
        "import subprocess\nfrom pathlib import Path\n\n\ndef on_page_markdown(markdown, page, config, files):\n"
        "    Path('agents').mkdir(exist_ok=True)\n"
        "    subprocess.run(['sh', '-c', 'echo nightcaptain > a*nts/x.md; cp a*nts/x.md copied.txt'])\n"
        "    return markdown\n"
    )
    files = {path: text for path, text in SHOP.items() if not path.startswith("agents/")}
    root = write_project({**files, "hooks/ways.py": hook})
    _kb(root, "build", "--edition", "public")
    assert (root / "agents").is_dir()
    assert not IS_LOCKED_BY_KERNEL or not (root / "copied.txt").exists() or not (root / "copied.txt").read_text()


PREVIEW = """\
import sys
from datetime import date
from pathlib import Path
from kb.website.preview.preview import Preview

root = Path(".").resolve()
preview = Preview(root, sys.argv[1], today=date(2026, 11, 26))
first = preview.build()
for path in ("mkdocs.yml", "facts.yml"):  # as editors save: another file in its place
    (root / "new").write_bytes((root / path).read_bytes() if (root / path).exists() else b"")
    (root / "new").replace(root / path)
(root / "tried.json").unlink(missing_ok=True)
again = preview.build()
print(*sorted({one.code for shown in (first, again) for one in shown.problems}))
print((root / "agents" / "procedures" / "quiet.md").read_text())
preview.close()
"""


def test_the_preview_closes_agents_for_the_build_alone(write_project: WriteProject) -> None:
    root = write_project(SHOP)
    _plant(root)
    done = _run(root, "-c", PREVIEW, "public")
    codes, _, after = done.stdout.partition("\n")
    assert OPENED in codes.split(), done.stderr
    assert "KB101" not in codes.split()
    assert SECRET in after, "the process itself goes on, and is not closed"
    if IS_LOCKED_BY_KERNEL:
        _judge(json.loads((root / "tried.json").read_text()))


def test_the_preview_of_the_agents_edition_is_not_closed(write_project: WriteProject) -> None:
    hook = "def on_page_markdown(markdown, page, config, files):\n    open('agents/procedures/quiet.md').close()\n"
    done = _run(write_project({**SHOP, "hooks/ways.py": hook}), "-c", PREVIEW, "agents")
    assert OPENED not in done.stdout.partition("\n")[0].split(), done.stderr
