"""Every command through its door, as its users run it: the first day of a shop that `kb init` made."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from kb.cli.main import COMMANDS
from tests.cli.running import FIXED, call_kb, names_below, run_kb, said

EXPORT = {"articles": [{
    "id": 7, "title": "Can I pay by bank transfer?", "body": "<p>Yes, <b>by</b> bank transfer.</p>", "locale": "en-us",
    "draft": False, "user_segment_id": None, "label_names": [], "section_id": 1,
}]}  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new shop with its two editions built: what all these tests begin with."""
    folder = tmp_path_factory.mktemp("day")
    made = run_kb(folder, "init", "corner-shop", "--shop", "Corner Shop")
    assert made.returncode == 0, said(made)
    assert "corner-shop is ready. Next: cd corner-shop && kb build" in said(made)
    done = run_kb(folder / "corner-shop", "build")
    assert done.returncode == 0, said(done)
    return folder / "corner-shop"


@pytest.fixture
def shop(built: Path, tmp_path: Path) -> Path:
    """The same, to be changed."""
    return Path(shutil.copytree(built, tmp_path / "shop"))


def answers(root: Path, *arguments: str, code: int = 0) -> str:
    """What the command prints to standard output; it must end with `code`."""
    done = call_kb(root, *arguments)
    assert done.returncode == code, said(done)
    return done.stdout.decode()


def test_init_makes_a_shop_without_an_error_and_build_publishes_both_editions(built: Path) -> None:
    assert (built / "site/agents/index.html").is_file()
    assert "Corner Shop" in (built / "site/public/index.html").read_text("utf-8")


def test_languages_and_markets_are_listed_and_one_more_does_not_stop_a_strict_shop(shop: Path) -> None:
    assert "ms  Bahasa Melayu  MY" in answers(shop, "languages")
    assert "MY  MYR  en, ms" in answers(shop, "markets")
    assert "left to do" in answers(shop, "languages", "add", "de")
    answers(shop, "check", "--strict")


def test_new_makes_a_draft_that_the_public_edition_lacks(shop: Path) -> None:
    path = answers(shop, "new", "faq", "Can I pay in instalments?").strip()
    assert path == "docs/faq/can-i-pay-in-instalments.md"
    assert "draft: true" in (shop / path).read_text("utf-8")
    assert "instalments" not in answers(shop, "export")


def test_check_names_a_problem_by_path_and_line_and_ends_with_1(shop: Path) -> None:
    assert call_kb(shop, "check").returncode == 0
    (shop / "docs/faq/wrong.md").write_text("# Wrong\n\nWithin {{ fact.no_such_fact }}.\n", "utf-8")
    done = call_kb(shop, "check")
    assert done.returncode == 1
    assert re.search(r"^docs/faq/wrong\.md:3: error KB301 .*no_such_fact.* \(.+\)$", said(done), re.MULTILINE)


def test_serve_shows_a_page_until_it_is_interrupted(shop: Path) -> None:
    command = [sys.executable, "-m", "kb", "serve", "--port", "0"]
    with subprocess.Popen(
        command, cwd=shop, env={**os.environ, **FIXED}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as serving:
        assert serving.stdout is not None
        try:
            address = next(found[0] for line in serving.stdout if (found := re.search(r"http://\S+", line)))
            with urllib.request.urlopen(f"{address}faq/track-order/", timeout=300) as page:
                assert b"Where is my order?" in page.read()
        finally:
            serving.send_signal(signal.SIGINT)
        assert serving.wait(timeout=300) == 0


def test_audit_passes_what_was_built_and_refuses_internal_text_in_it(shop: Path) -> None:
    assert call_kb(shop, "audit").returncode == 0
    internal = (shop / "agents/procedures/morning-messages.md").read_text("utf-8")
    (shop / "site/public/note.txt").write_text(internal, "utf-8")
    done = call_kb(shop, "audit")
    assert done.returncode == 1
    assert "stands in site/public/note.txt, byte" in said(done)


def test_verify_tells_a_changed_file_of_what_was_built(shop: Path) -> None:
    assert call_kb(shop, "verify", "site/public").returncode == 0
    (shop / "site/public/faq/track-order/index.html").write_text("gone", "utf-8")
    done = call_kb(shop, "verify", "site/public")
    assert done.returncode == 1
    assert "faq/track-order/index.html" in said(done)


def test_hosting_prints_settings_for_a_server(built: Path) -> None:
    assert "server {" in answers(built, "hosting", "nginx")


def test_search_finds_the_page_that_answers_in_each_language(built: Path) -> None:
    for language, query in (
        ("en", "where is my parcel"),
        ("vi", "don hang cua toi dau roi"),
        ("ms", "di mana pesanan saya"),
    ):
        rows = json.loads(answers(built, "search", query, "--lang", language, "--json"))
        assert rows[0]["id"] == "faq/track-order", query
        assert rows[0].keys() == {
            "id", "language", "title", "url", "passage", "score", "confidence", "certainty",
        }  # fmt: skip


def test_suggest_offers_what_answers_a_message(built: Path) -> None:
    found = json.loads(answers(built, "suggest", "where is my parcel?", "--json"))
    assert found["language"] == "en"
    assert found["answers"][0]["id"] == "faq/track-order"


def test_reply_prints_a_script_as_a_channel_carries_it(built: Path) -> None:
    asked = ("reply", "delivery-delay", "--channel", "email", "--set", "customer_name=Mai", "--set", "order_id=A-17")
    text = answers(built, *asked)
    assert "Mai" in text and "A-17" in text and "{{" not in text
    assert "to fill: order_id" in said(call_kb(built, *asked[:-2]))


def test_translations_lists_and_accepts(shop: Path) -> None:
    page = shop / "docs/faq/track-order.md"
    page.write_text(page.read_text("utf-8") + "\nOne sentence more.\n", "utf-8")
    assert "outdated" in answers(shop, "translations")
    answers(shop, "translations", "--accept", "docs/faq/track-order.vi.md")
    rows = answers(shop, "translations").splitlines()
    row = next(row for row in rows if row.startswith("faq/track-order"))
    assert row.split() == ["faq/track-order", "up-to-date", "outdated"]


def test_facts_says_where_a_fact_is_used(built: Path) -> None:
    assert "docs/policies/returns.md" in answers(built, "facts", "return_days")


def test_redirects_keep_the_address_of_a_page_that_git_renamed(shop: Path) -> None:
    def git(*arguments: str) -> None:
        named = ["git", "-c", "user.name=x", "-c", "user.email=x@example.com", *arguments]
        subprocess.run(named, cwd=shop, check=True, capture_output=True)

    for command in (["init"], ["add", "docs", "mkdocs.yml"], ["commit", "-m", "one"]):
        git(*command)
    for suffix in ("", ".vi", ".ms"):
        git("mv", f"docs/faq/track-order{suffix}.md", f"docs/faq/where-is-it{suffix}.md")
    git("commit", "-m", "two")
    assert "faq/track-order → faq/where-is-it" in answers(shop, "redirects")
    told = json.loads(answers(shop, "redirects", "--json"))
    assert told["written"] == told["refused"] == []
    assert {"faq/track-order"} <= {one["old"] for one in told["redirects"]}
    answers(shop, "redirects", "--write")
    assert "faq/track-order" in (shop / "docs/faq/where-is-it.md").read_text("utf-8")


def test_import_brings_an_article(shop: Path) -> None:
    (shop / "export.json").write_text(json.dumps(EXPORT), "utf-8")
    done = call_kb(shop, "import", "zendesk", "export.json")
    assert done.returncode == 0, said(done)
    assert "Yes, **by** bank transfer." in (shop / "docs/faq/can-i-pay-by-bank-transfer.md").read_text("utf-8")


def test_export_writes_a_line_for_every_article(built: Path) -> None:
    rows = [json.loads(line) for line in answers(built, "export").splitlines()]
    assert rows[0]["format"] == "kb-export"
    assert {"faq/track-order", "policies/returns"} <= {row.get("id") for row in rows}


def test_evaluate_measures_search(tmp_path: Path) -> None:
    (tmp_path / "qrels").mkdir()
    (tmp_path / "corpus.jsonl").write_text('{"_id": "a", "title": "Return an item", "text": "Seven days."}\n', "utf-8")
    (tmp_path / "queries.jsonl").write_text('{"_id": "1", "text": "return item"}\n', "utf-8")
    (tmp_path / "qrels/test.tsv").write_text("query-id\tcorpus-id\tscore\n1\ta\t1\n", "utf-8")
    assert json.loads(answers(tmp_path, "evaluate", ".", "--json"))["hit@1"] == 1


def test_evaluate_asks_the_questions_of_the_project(built: Path) -> None:
    told = json.loads(answers(built, "evaluate", "--json"))
    assert told["languages"].keys() == {"en", "vi", "ms"}
    assert told["languages"]["en"]["questions"] > told["languages"]["en"]["pages_without_questions"] == 0
    assert {problem["severity"] for problem in told["problems"]} <= {"hint"}
    assert "en: questions" in answers(built, "evaluate")


def test_insights_redact_shows_what_would_be_kept_and_stores_nothing(shop: Path) -> None:
    message = "Chào shop, em là Mai, sđt 0912 345 678, giá 250.000đ"
    (shop / "message.txt").write_text(message, "utf-8")
    before = names_below(shop)
    done = call_kb(shop, "insights", "redact", "message.txt")
    assert done.stdout.decode() == "Chào shop, em là [name], sđt [phone], giá 250.000đ\n"
    assert "2 personal details taken out" in said(done) and names_below(shop) == before
    assert run_kb(shop, "insights", "redact", stdin=message.encode()).stdout == done.stdout
    assert (shop / "message.txt").read_text("utf-8") == message
    (shop / "insights").mkdir()
    (shop / "insights/redaction.yml").write_text("keep: ['+84912345678']\n", "utf-8")
    assert "sđt 0912 345 678" in answers(shop, "insights", "redact", "message.txt")
    (shop / "insights/redaction.yml").write_text("keep: 5\n", "utf-8")
    assert "insights/redaction.yml:1: keep is “5”" in said(call_kb(shop, "insights", "redact", "message.txt"))
    (shop / "insights/redaction.yml").unlink()
    (shop / "message.txt").write_bytes(b"a\nb\xff")
    assert "message.txt:2: is not UTF-8" in said(call_kb(shop, "insights", "redact", "message.txt"))


def test_insights_reads_what_comes_back(shop: Path) -> None:
    done = call_kb(shop, "insights", "import", "nowhere.csv")
    assert done.returncode == 2
    assert "there is no file nowhere.csv" in said(done)


def test_receive_listens_where_it_can(shop: Path) -> None:
    options = ("--origin", "https://help.shop.example", "--out", "events.ndjson")
    done = run_kb(shop, "receive", *options, "--listen", "192.0.2.1:8090")
    assert done.returncode == 2
    assert "cannot listen on 192.0.2.1:8090" in said(done)


def test_usage_puts_the_counts_of_desks_together(shop: Path) -> None:
    counts = {"format": "kb-desk-counts", "version": 1, "id": "a", "made": "2026-11-20T08:00:00Z",
              "days": {"2026-11-17": {"taken": {"scripts/delivery-delay": 3}}}}  # fmt: skip
    (shop / "mai.json").write_text(json.dumps(counts), "utf-8")
    text = answers(shop, "usage", "mai.json")
    assert "1 machine, 1 export" in text and "3  scripts/delivery-delay  The parcel is late" in text
    (shop / "wrong.json").write_text("hello", "utf-8")
    assert "wrong.json:1: error is no JSON" in said(call_kb(shop, "usage", "mai.json", "wrong.json"))


def test_questions_proposes_wordings_and_writes_what_is_accepted(shop: Path) -> None:
    for page in ("faq/track-order", "docs/faq/track-order.vi.md", "Where is my order?"):
        told = json.loads(answers(shop, "questions", page, "--json"))
        assert told["id"] == "faq/track-order" and told["written"] == []
        assert told["language"] == ("vi" if page.endswith("vi.md") else "en")
    (shop / "asked.txt").write_text("return policy for my order\n", "utf-8")
    asked = ("questions", "faq/track-order", "--all", "--asked", "asked.txt", "--limit", "500")
    before = (shop / "docs/faq/track-order.md").read_bytes()
    assert "questions:" in answers(shop, *asked)
    assert (shop / "docs/faq/track-order.md").read_bytes() == before
    assert "1 question added" in answers(shop, *asked, "--accept", "return policy for my order")
    assert "return policy for my order" in (shop / "docs/faq/track-order.md").read_text("utf-8")


def test_keys_are_made_listed_and_removed(shop: Path) -> None:
    assert "Passphrase of mai" in answers(shop, "keys", "add", "mai", "--generate")
    assert answers(shop, "keys", "list").startswith("mai  since ")
    answers(shop, "keys", "remove", "mai")
    assert "mai" not in answers(shop, "keys", "list")


def test_schema_describes_the_fields(built: Path) -> None:
    assert "title: text." in answers(built, "schema")
    assert json.loads(answers(built, "schema", "--json"))["$defs"]


def test_manual_is_served_until_it_is_interrupted(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kb", "manual", "--no-browser", "KB301"]
    with subprocess.Popen(
        command, cwd=tmp_path, env={**os.environ, **FIXED}, stdout=subprocess.PIPE, text=True
    ) as shown:
        assert shown.stdout is not None
        try:
            address = next(found[0] for line in shown.stdout if (found := re.search(r"http://[^\s]+[^\s.]", line)))
            assert address.endswith("#kb301-unknown-fact")
            with urllib.request.urlopen(address, timeout=300) as page:
                assert b'id="kb301-unknown-fact"' in page.read()
        finally:
            shown.send_signal(signal.SIGINT)
        assert "Stopped." in shown.stdout.read()
        assert shown.wait(timeout=300) == 0


def test_completion_prints_what_a_shell_reads(tmp_path: Path) -> None:
    for shell in ("bash", "zsh", "fish"):
        assert "kb" in answers(tmp_path, "completion", shell)


def test_insights_are_imported_mapped_and_forgotten(shop: Path) -> None:
    header = "date,shop,channel,measure,value"
    (shop / "numbers.csv").write_text(f"{header}\n2026-11-02,S,shopee,response_rate,96%\n", "utf-8")
    assert "numbers.csv: 1 measure" in answers(shop, "insights", "import", "numbers.csv")
    assert "nothing to do" in answers(shop, "insights", "import", "numbers.csv")
    assert "Forgotten: 1 import, 1 row" in answers(shop, "insights", "forget", "numbers.csv")
    (shop / "orders.csv").write_text("Order no,Order date,State\nA1,2026-11-02,paid\n", "utf-8")
    assert "insights/mappings/orders.yml proposed" in answers(shop, "insights", "map", "orders.csv")
    assert "1 order" in answers(shop, "insights", "import", "orders.csv")


def test_insights_samples_are_invented_for_the_shop(shop: Path) -> None:
    options = ("--weeks", "1", "--until", "2026-11-22", "--today", "2026-11-27")
    text = answers(shop, "insights", "sample", "insights/inbox", *options)
    assert "files written to insights/inbox: 2026-11-16 to 2026-11-22, all of it invented" in text
    assert "nothing to do" in answers(shop, "insights", "sample", "insights/inbox", *options)


def test_every_command_has_a_test_here() -> None:
    written = Path(__file__).read_text("utf-8")
    assert not [command for command in COMMANDS if f'"{command}"' not in written]
