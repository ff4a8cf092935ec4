"""Files as shops have them are published without a word, and stop where an internal number stands in them."""

from __future__ import annotations

import base64
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kb.audit.audit import audit_folder
from kb.website.build.editions import build_editions
from tests.audit.shop_files import MADE
from tests.conftest import MINIMAL_CONFIG, WriteProject

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HARMLESS, PLANTED = "Quilt from Hoi An 2026", "Call 0987 612 354 at night"
INSIDE = "---\ntitle: Who to ask at night\n---\nThe night line is 0987 612 354, for the team alone.\n"
PICTURE = """async (kind) => {
    const canvas = Object.assign(document.createElement("canvas"), {width: 320, height: 240});
    const brush = canvas.getContext("2d");
    for (let x = 0; x < 320; x += 4) {
        brush.fillStyle = `hsl(${x * 7 % 360} 80% ${x % 90}%)`;
        brush.fillRect(x, x % 97, 60, 60);
    }
    return canvas.toDataURL(kind).split(",")[1];
}"""


def shop(write_project: WriteProject, files: dict[str, bytes]) -> Path:
    """A project that links all of `files`."""
    links = "\n".join(f"- [{name}](../assets/{name})" for name in files)
    return write_project({
        "mkdocs.yml": MINIMAL_CONFIG,
        "docs/faq/files.md": f"---\ntitle: All files\n---\nTake them.\n\n{links}\n",
        "agents/procedures/night.md": INSIDE,
        **{f"docs/assets/{name}": data for name, data in files.items()},
    })  # fmt: skip


def judged(root: Path) -> tuple[bool, list[tuple[str, str]]]:
    """Whether the public edition was published, and (code, message) of what the audit said."""
    (report,) = build_editions(root, ["public"], root / "site", today=date(2026, 11, 21))
    return report.is_published, [(one.code, one.message) for one in report.problems if one.code.startswith("KB91")]


def test_typical_files_are_published_without_a_word(write_project: WriteProject) -> None:
    assert judged(shop(write_project, {name: make(HARMLESS) for name, make in MADE.items()})) == (True, [])


def test_each_of_them_stops_with_an_internal_number_in_it(write_project: WriteProject) -> None:
    root = shop(write_project, {})
    (root / "site").mkdir()
    for name, make in MADE.items():
        (root / "site" / name).write_bytes(make(PLANTED))
    problems = audit_folder(root / "site", root, shown_as="site").problems
    assert {one.code for one in problems} == {"KB910"}
    assert [name for name in MADE if not any(f"site/{name}," in one.message for one in problems)] == []


def _of_browser(browser: Browser, note: str) -> dict[str, bytes]:
    """A printed page, and pictures, all made by Chromium."""
    page = browser.new_page()
    try:
        pictures = {kind: page.evaluate(PICTURE, f"image/{kind}") for kind in ("png", "jpeg", "webp")}
        shown = "".join(f'<img src="data:image/{kind};base64,{data}">' for kind, data in pictures.items())
        page.set_content(
            f"<title>Sizes</title><h1>Đổi trả, Größen, żółć</h1><p>{note}</p>{shown}<table><tr><td>S<td>92</table>"
        )
        printed = page.pdf()
    finally:
        page.close()
    return {"sizes.pdf": printed, **{f"hero.{kind}": base64.b64decode(data) for kind, data in pictures.items()}}


def test_what_a_browser_prints_and_draws_is_read(browser: Browser, write_project: WriteProject) -> None:
    assert judged(shop(write_project, _of_browser(browser, HARMLESS))) == (True, [])
    is_published, found = judged(shop(write_project, _of_browser(browser, PLANTED)))
    assert not is_published
    assert [code for code, message in found if "sizes.pdf" in message] == ["KB910"]
