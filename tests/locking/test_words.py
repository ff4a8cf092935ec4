"""The sign-in page speaks every language that the interface speaks, whole."""

from __future__ import annotations

import re
from importlib.resources import files

BROWSER = files("kb.locking") / "browser"
LANGUAGES = {file.name.removesuffix(".yml") for file in files("kb.ui_strings").iterdir() if file.name.endswith(".yml")}


def words() -> dict[str, dict[str, str]]:
    text = (BROWSER / "words.js").read_text("utf-8")
    blocks = re.findall(r"^  (\w+): \{\n(.*?)^  \},$", text, re.MULTILINE | re.DOTALL)
    return {code: dict(re.findall(r'^    (\w+): "(.+)",$', block, re.MULTILINE)) for code, block in blocks}


def test_every_language_of_the_interface_has_every_sentence() -> None:
    said = words()
    assert set(said) == LANGUAGES
    for code, own in said.items():
        assert own.keys() == said["en"].keys()
        same = {key for key, text in own.items() if text == said["en"][key]}
        assert code == "en" or same <= {"name", "passphrase"}, (code, same)


def test_what_stands_in_the_page_itself_is_there_in_every_language() -> None:
    page = (BROWSER / "sign-in.html").read_text("utf-8")
    assert set(re.findall(r'data-language="(\w+)"', page)) == LANGUAGES
    broken = re.search(r'<section id="broken".*?</section>', page, re.DOTALL)
    assert broken and set(re.findall(r'<p lang="(\w+)"', broken[0])) == LANGUAGES
    assert set(re.findall(r'<p lang="(\w+)"', (BROWSER / "not-found.html").read_text("utf-8"))) == LANGUAGES
