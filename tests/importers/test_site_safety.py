"""Bad and hostile folders: a report, never a traceback, never a byte outside the new project."""

# ruff: noqa: E501  (other systems' files, readable as they are)

from __future__ import annotations

import json
import os
import tempfile
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.importers.sites.import_site import import_site
from tests.importers.conftest import load, snapshot

Make = Callable[..., Path]


@pytest.mark.parametrize("inside", ["mine.txt", ".hidden", "docs/a.md"])
def test_a_folder_that_is_not_empty_is_refused_and_left_alone(inside: str, make_source: Make, tmp_path: Path) -> None:
    target = tmp_path / "new"
    (target / inside).parent.mkdir(parents=True)
    (target / inside).write_text("mine")
    report = import_site(make_source({"a.md": "A"}), target)
    assert "is not empty" in report.refused
    assert snapshot(target) == {inside: b"mine"}


def test_a_file_or_a_dead_link_in_place_of_the_folder_is_refused(make_source: Make, tmp_path: Path) -> None:
    source = make_source({"a.md": "A"})
    (tmp_path / "file").write_text("x")
    (tmp_path / "dead").symlink_to(tmp_path / "nowhere" / "at-all")
    assert "is a file" in import_site(source, tmp_path / "file").refused
    assert "symbolic link to nothing" in import_site(source, tmp_path / "dead").refused
    assert not (tmp_path / "nowhere").exists()


def test_a_source_without_pages_or_that_is_no_folder_is_refused(make_source: Make, tmp_path: Path) -> None:
    source = make_source({"a.html": "<p>"})
    assert "holds no Markdown file" in import_site(source, tmp_path / "new").refused
    assert "is no folder" in import_site(source / "a.html", tmp_path / "new").refused
    assert not (tmp_path / "new").exists()


def test_links_out_of_the_source_are_refused_and_links_inside_become_files(make_source: Make, tmp_path: Path) -> None:
    source = make_source({"a.md": "A", "real/b.md": "B"})
    (tmp_path / "secret.md").write_text("secret words")
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets/c.md").write_text("secret words")
    (source / "out.md").symlink_to(tmp_path / "secret.md")
    (source / "folder").symlink_to(tmp_path / "secrets")
    (source / "inside.md").symlink_to(source / "real/b.md")
    (source / "dead.md").symlink_to(source / "nothing.md")
    os.mkfifo(source / "pipe.md")
    report = import_site(source, tmp_path / "new")
    assert not any(b"secret" in data for data in snapshot(tmp_path / "new").values())
    assert (tmp_path / "new/docs/inside.md").read_text() == "B"
    found = {finding.path for finding in report.findings if "link" in finding.message or "readable" in finding.message}
    assert found == {"out.md", "folder", "dead.md", "pipe.md"}


def test_every_encoding_becomes_utf_8_and_says_so(make_source: Make, tmp_path: Path) -> None:
    text = "# Đổi trả hàng\n\nBạn được đổi trong bảy ngày.\n"
    encoded = b"".join(map(_as_windows_1258, text))
    files = {
        "utf8.md": text,
        "bom.md": b"\xef\xbb\xbf" + text.encode(),
        "le.md": text.encode("utf-16"),
        "be.md": b"\xfe\xff" + text.encode("utf-16-be"),
        "bare.md": "Plain words in UTF-16\n".encode("utf-16-le"),
        "win.md": encoded,
        "nul.md": b"# A\0B\n",
        "broken.md": b"\x81\xfe\xff\xfe text",
        "utf32.md": text.encode("utf-32"),
    }
    report = import_site(make_source(files), tmp_path / "new")
    new = tmp_path / "new/docs"
    for name in ("utf8", "bom", "le", "be", "win", "utf32"):
        assert unicodedata.normalize("NFC", (new / f"{name}.md").read_text("utf-8")) == text, name
    assert (new / "bare.md").read_text("utf-8") == "Plain words in UTF-16\n"
    assert (new / "nul.md").read_text("utf-8") == "# AB\n"
    assert {finding.path for finding in report.findings if finding.group == "encoding"} == set(files) - {"utf8.md"}
    assert [problem for problem in load(tmp_path / "new").problems if problem.is_error] == []


def _as_windows_1258(char: str) -> bytes:
    try:
        return char.encode("cp1258")
    except UnicodeEncodeError:
        base, mark = unicodedata.normalize("NFD", char)[:-1], unicodedata.normalize("NFD", char)[-1]
        if mark not in "\u0300\u0301\u0303\u0309\u0323":  # the tone stands inside: ệ is e + dot + circumflex
            parts = unicodedata.normalize("NFD", char)
            base, mark = parts[0] + parts[2:], parts[1]
        return unicodedata.normalize("NFC", base).encode("cp1258") + mark.encode("cp1258")


def test_broken_front_matter_is_kept_as_a_comment_and_the_page_arrives(make_source: Make, tmp_path: Path) -> None:
    files = {
        "a.md": "---\ntitle: Returns: how\nsecret: [x\n---\nBody of a\n",
        "b.md": "+++\ntitle = unquoted\n+++\nBody of b\n",
        "c.md": "---\ntitle: Never closed\n\nBody of c\n",
        "d.md": "---\ntitle: Once\ntitle: Twice\n---\nBody of d\n",
        "e.md": "---\nA rule, then words.\n\n---\n\nBody of e\n",
        "f.md": '{"title": "JSON", "weight": 3}\nBody of f\n',
        "g.md": "---\n- a\n- list\n---\nBody of g\n",
        "h.md": "---\ntitle: 2024-13-45\ndate: 2024-13-45\nx: !!python/object/apply:os.system ['touch /tmp/pwned']\n---\nBody of h\n",
    }
    report = import_site(make_source(files), tmp_path / "new")
    articles = load(tmp_path / "new").library.articles
    assert {id for id, _ in articles} == set("abcdefgh")
    for id, language in articles:
        assert f"Body of {id}" in articles[id, language].body
    text = (tmp_path / "new/docs/a.md").read_text()
    assert "# title: Returns: how\n# secret: [x\n" in text
    assert articles["f", "en"].title == "JSON"
    assert articles["e", "en"].body.startswith("---\nA rule")
    messages = [str(finding) for finding in report.findings]
    assert any(
        message.startswith("a.md:2: front matter: mapping values are not allowed here; kept as a comment")
        for message in messages
    )
    assert any(message.startswith("d.md:3: front matter: “title” stands twice") for message in messages)


def test_configurations_are_read_as_data_and_never_lead_out(make_source: Make, tmp_path: Path) -> None:
    (tmp_path / "outside.md").write_text("outside words")
    config = (
        "site_name: !ENV [HOME, x]\nsite_url: javascript:alert(1)\ndocs_dir: ../\nhooks: [../evil.py]\n"
        "x: !!python/object/apply:os.mkdir ['" + str(tmp_path / "made") + "']\n"
        "nav: &nav\n- ../outside.md\n- *nav\nplugins:\n- search\n- macros: {}\n"
    )
    source = make_source({"mkdocs.yml": config, "docs/a.md": "A", "evil.py": "raise SystemExit"})
    report = import_site(source, tmp_path / "new")
    assert not (tmp_path / "made").exists()
    assert {id for id, _ in load(tmp_path / "new").library.articles} == {"a"}
    written = (tmp_path / "new/mkdocs.yml").read_text()
    assert "evil" not in written and "javascript" not in written and "!!" not in written
    messages = " ".join(map(str, report.findings))
    assert "mkdocs.yml:3" in messages or "names the folder “../” outside the site" in messages
    assert "mkdocs.yml:4: “hooks” is not carried over" in messages


@pytest.mark.parametrize("config", ["{{{", "a: [b", "- just\n- a list\n", "\0", "nav: " + "[" * 2000, "x: &a [*a]", ""])
def test_a_broken_configuration_does_not_stop_the_import(config: str, make_source: Make, tmp_path: Path) -> None:
    report = import_site(make_source({"mkdocs.yml": config, "docs/a.md": "A"}), tmp_path / "new")
    assert report.refused == ""
    assert {id for id, _ in load(tmp_path / "new").library.articles} == {"a"}


def test_references_that_never_end_do_not_end_the_import(make_source: Make, tmp_path: Path) -> None:
    levels = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 9) + "]\n" for n in range(1, 12))
    files = {
        "mkdocs.yml": "site_name: Old\n" + levels + "nav: [*a11]\nplugins: [*a11]\nmarkdown_extensions: [*a11]\n",
        "docs/a.md": f"---\n{levels}---\nBody of a\n",
        "docs/b.md": "---\nx: &x [*x]\ntags: &t [*t, b]\n---\nBody of b\n",
    }
    assert import_site(make_source(files), tmp_path / "new").refused == ""
    assert {id for id, _ in load(tmp_path / "new").library.articles} == {"a", "b"}
    assert (tmp_path / "new/docs/a.md").stat().st_size < 500_000
    ours = "plugins:\n- kb:\n    shop: &s [*s]\n"
    other = tmp_path / "other"
    (other / "docs").mkdir(parents=True)
    (other / "mkdocs.yml").write_text(ours)
    (other / "docs/a.md").write_text("A")
    assert "endless" in import_site(other, tmp_path / "newer").refused


def test_the_source_is_not_changed(make_source: Make, tmp_path: Path) -> None:
    source = make_source({"a_en.md": "---\nx: 1\n---\nA", "a_vi.md": "Bạn được đổi trong bảy ngày.", "img/x.png": b"1"})
    before = snapshot(source)
    import_site(source, tmp_path / "new")
    assert snapshot(source) == before


def test_the_same_source_gives_the_same_project(make_source: Make, tmp_path: Path) -> None:
    source = make_source(
        {f"{folder}/{name}.md": f"---\ntags: [{name}, all]\n---\n{name}" for folder in "ab" for name in ("x", "y")}
    )
    first, second = import_site(source, tmp_path / "one"), import_site(source, tmp_path / "two")
    assert snapshot(tmp_path / "one") == snapshot(tmp_path / "two")
    assert first == second


# fmt: off
SETTINGS = [
    "site_name", "site_url", "docs_dir", "nav", "plugins", "markdown_extensions", "theme", "title", "baseURL",
    "contentDir", "languages", "root", "structure", "book", "defaultContentLanguage", "languageCode", "language",
    "use_directory_urls", "description",
]
# fmt: on
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(["docs", "..", "/", "en", "vi", "a.md", "i18n", "redirects", ""]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["i18n", "redirects", "redirect_maps", "languages", "contentDir", "docs/a.md", "src", "en", "name"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(
    name=st.sampled_from(["mkdocs.yml", "hugo.json", "book.json", "_config.yml", "docs/en/mkdocs.yml"]),
    values=st.dictionaries(st.sampled_from(SETTINGS), VALUES, max_size=5),
)
def test_no_configuration_crashes_the_import(name: str, values: dict[str, object]) -> None:
    with tempfile.TemporaryDirectory() as place:
        source = Path(place, "source")
        (source / "docs/en").mkdir(parents=True)
        (source / name).write_text(json.dumps(values), "utf-8")
        (source / "docs/a.md").write_text("A", "utf-8")
        (source / "docs/en/b.md").write_text("B", "utf-8")
        report = import_site(source, Path(place, "new"))
        left_out = {finding.path for finding in report.findings if "left out" in finding.message}
        assert len({"docs/a.md", "docs/en/b.md"} - left_out) == len(load(Path(place, "new")).library.articles)


NAMES = st.text(alphabet="abcAB._- 'éđবন:*?\"<>|\\\n", min_size=1, max_size=12).filter(
    lambda name: name not in {".", ".."}
)
TEXTS = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")),
    st.text(alphabet="---\ntitle:[]{}|>&*!#+=\"'ab ", max_size=120).map(lambda text: ("---\n" + text).encode()),
    st.text(alphabet="+\n=[]\"'ab #", max_size=120).map(lambda text: ("+++\n" + text + "\n+++\n").encode()),
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.tuples(NAMES, NAMES), TEXTS, min_size=1, max_size=6))
def test_no_folder_crashes_the_import_and_every_page_is_accounted_for(files: dict[tuple[str, str], bytes]) -> None:
    with tempfile.TemporaryDirectory() as place:
        source = Path(place, "source")
        for (folder, name), data in files.items():
            (source / folder).mkdir(parents=True, exist_ok=True)
            (source / folder / f"{name}.md").write_bytes(data)
        report = import_site(source, Path(place, "new"))
        pages = [
            path
            for path in source.rglob("*.md")
            if not any(part.startswith(".") for part in path.relative_to(source).parts)
        ]
        assert report.is_refused == (not pages)
        if pages:
            new = list(Path(place, "new/docs").rglob("*.md"))
            left_out = sum(
                finding.path.endswith(".md")
                and "left out" in finding.message
                and "NUL" not in finding.message
                and "mark" not in finding.message
                for finding in report.findings
            )
            assert len(new) + left_out >= len(pages) - sum(path.name.endswith("SUMMARY.md") for path in pages)
            load(Path(place, "new"))
        assert sorted(path.name for path in Path(place).iterdir()) == ["new", "source"] if pages else True
