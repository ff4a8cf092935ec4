"""`kb import` of each helpdesk in a shop that `kb init` just made in other languages: no error, and twice the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.cli.running import call_kb
from tests.importers.conftest import snapshot
from tests.importers.helpdesk_exports import (
    GORGIAS_CATEGORY,
    INTERCOM_COLLECTION,
    freshdesk_article,
    freshdesk_folder,
    freshdesk_reply,
    gorgias_article,
    gorgias_macro,
    help_scout_article,
    help_scout_collection,
    intercom_article,
    intercom_list,
    intercom_macro,
)

IMPORTS: tuple[tuple[str, tuple[object, ...], tuple[str, ...]], ...] = (
    ("intercom", (intercom_list(intercom_article(), intercom_macro()), [INTERCOM_COLLECTION]), ()),
    ("freshdesk", ([freshdesk_article(), freshdesk_reply()], [freshdesk_folder()]), ("--language", "vi")),
    ("helpscout", ([help_scout_article()], [help_scout_collection()]), ("--language", "ms")),
    ("gorgias", ({"data": [gorgias_macro(language="de")]}, [gorgias_article(), GORGIAS_CATEGORY]), ()),
)


def test_every_helpdesk_comes_into_a_new_shop(tmp_path: Path, write_export: Callable[..., Path]) -> None:
    languages = ("--languages", "de,vi,ms", "--markets", "DE,VN,MY", "--currency", "EUR")
    assert call_kb(tmp_path, "init", "shop", "--name", "Blumen", *languages).returncode == 0
    shop = tmp_path / "shop"
    before = set(snapshot(shop))
    commands = []
    for system, values, options in IMPORTS:
        files = [str(write_export(value, f"{system}{number}.json")) for number, value in enumerate(values)]
        commands.append(("import", system, *files, *options))
    for command in commands:
        done = call_kb(shop, *command)
        assert done.returncode == 0, done.stderr.decode()
    after = snapshot(shop)
    assert {path for path in after.keys() - before if path.endswith(".md")} == {
        "docs/faq/bestellung-verfolgen.md",
        "docs/faq/theo-doi-don-hang.vi.md",
        "docs/faq/jejak-pesanan.ms.md",
        "docs/faq/widerruf.md",
        "agents/scripts/order-status-update.md",
        "agents/scripts/xin-chao.vi.md",
        "agents/scripts/order-status-inquiry.md",
    }
    for command in commands:
        assert call_kb(shop, *command).returncode == 0
    assert snapshot(shop) == after
    assert call_kb(shop, "check").returncode == 0
