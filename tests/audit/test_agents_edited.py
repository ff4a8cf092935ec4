"""After an edit of agents' Markdown nothing published is read again, unless it could say what is new: then all is."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from kb.audit.audit import Audit, AuditReport, audit_folder
from kb.audit.cache import MOST_PARTS, Cache, load_cache, load_said
from kb.audit.matching.matchers import HashMatcher, SignatureMatcher
from kb.audit.matching.recorder import FEW, Recorder, could_have
from kb.audit.matching.signatures import Signatures, make_signatures
from kb.audit.scan_files import scan_files
from tests.audit.attacks import attacks, internal, piece, signatures_of
from tests.audit.test_warm_and_cold import KEY, SHOP, TEXTS, write
from tests.conftest import WriteProject

NEW = "The blue forms lie beside window eleven until Thursday"
NEWER = "Nobody answers lamp questions during inventory weeks"
PHONE = "Call 0283 822 1177 for it"
DOCUMENTS = ("agents/scripts/a.md", "agents/procedures/a.md", "agents/notes/faq/a.md", "agents/training/a.md")
NOTHING = HashMatcher(frozenset(), frozenset(), frozenset(), frozenset())


def page(text: str, *fields: str) -> str:
    return "\n".join(("---", "title: Some page", *fields, "---", "", f"{text}.", ""))


def shop(write_project: WriteProject, files: dict[str, str]) -> tuple[Path, Cache]:
    """A shop whose last audit found nothing."""
    root = write_project({**SHOP, **files})
    cache = Cache(root, KEY)
    assert audited(root, cache).problems == ()
    return root, cache


def audited(root: Path, cache: Cache) -> AuditReport:
    """What an audit with the `cache` says, which is what one without says, too."""
    report = Audit(root, cache, trusts_stamps=True).judge(root / "site", shown_as="site")
    assert report.problems == audit_folder(root / "site", root, shown_as="site").problems
    return report


def codes(report: AuditReport) -> list[str]:
    return [one.code for one in report.problems]


@pytest.mark.parametrize("path", DOCUMENTS)
def test_what_no_published_file_says_is_clear_without_reading_any(path: str, write_project: WriteProject) -> None:
    root, cache = shop(write_project, {path: page(TEXTS[1]), "site/a.html": f"<p>{TEXTS[0]}</p>"})
    for text in (NEW, f"{NEW}. {NEWER}", NEWER):
        write(root / path, page(text))
        report = audited(root, cache)
        assert (report.problems, report.files - report.reused) == ((), 0)
    write(root / path.replace("a.md", "another.md"), page(NEW))
    assert audited(root, cache).reused == 2
    (root / path).unlink()
    assert audited(root, cache).reused == 2


@pytest.mark.parametrize("path", DOCUMENTS)
@pytest.mark.parametrize("text", [*TEXTS[:4], "Ask Minh Khoa about it", PHONE, "Read slow-lane-list first"])
def test_what_a_file_said_before_it_was_internal_is_found(path: str, text: str, write_project: WriteProject) -> None:
    root, cache = shop(write_project, {path: page(NEW), "site/a.html": f"<p>{text}</p>"})
    write(root / path, page(f"{text}. {NEW}", "related: [slow-lane-list]"))
    assert codes(audited(root, cache))
    write(root / "site/a.html", "<p>Hello</p>")
    assert audited(root, cache).problems == ()


def test_what_became_internal_is_looked_for_in_what_changes_later(write_project: WriteProject) -> None:
    root, cache = shop(write_project, {DOCUMENTS[0]: page(NEW)})
    write(root / DOCUMENTS[0], page(NEWER))
    assert audited(root, cache).reused == 1
    write(root / "site/a.html", f"<p>{NEWER}</p>")
    assert codes(audited(root, cache)) == ["KB910"]


def test_what_a_changed_file_says_is_known_when_it_becomes_internal(write_project: WriteProject) -> None:
    root, cache = shop(write_project, {DOCUMENTS[0]: page(NEW)})
    write(root / "site/a.html", f"<p>{NEWER}</p>")
    report = audited(root, cache)
    assert (report.problems, report.reused) == ((), 1)
    write(root / DOCUMENTS[0], page(NEWER))
    assert codes(audited(root, cache)) == ["KB910"]


def test_one_edit_of_both_a_public_and_an_internal_source(write_project: WriteProject) -> None:
    root, cache = shop(write_project, {DOCUMENTS[1]: page(NEW), "docs/faq/b.md": page("Hello you")})
    write(root / DOCUMENTS[1], page(NEWER))
    write(root / "docs/faq/b.md", page("Goodbye you"))
    write(root / "site/a.html", "<p>Goodbye you</p>")
    report = audited(root, cache)
    assert (report.problems, report.files - report.reused) == ((), 1)
    for path in (DOCUMENTS[1], "docs/faq/b.md"):
        write(root / path, page(TEXTS[1]))
    write(root / "site/a.html", f"<p>{TEXTS[1]}</p>")
    assert codes(audited(root, cache)) == ["KB916"]


def test_a_sentence_of_a_script_and_a_page_is_a_copy_once_it_is_in_a_procedure(write_project: WriteProject) -> None:
    files = {DOCUMENTS[0]: page(NEW), "docs/faq/b.md": page(NEW), "site/a.html": f"<p>{NEW}</p>"}
    root, cache = shop(write_project, {**files, DOCUMENTS[1]: page(NEWER)})
    write(root / DOCUMENTS[0], page(f"{NEW}. Tell them so"))
    assert audited(root, cache).reused == 2
    write(root / DOCUMENTS[1], page(NEW))
    assert codes(audited(root, cache)) == ["KB916"]


@pytest.mark.parametrize("path", ["docs/faq/b.md", DOCUMENTS[1]])
def test_who_takes_back_that_a_text_may_be_public_is_told_of_the_copy(path: str, write_project: WriteProject) -> None:
    files = {"docs/faq/b.md": page(NEW), DOCUMENTS[1]: page(NEW), "site/a.html": f"<p>{NEW}</p>"}
    root, cache = shop(write_project, {**files, path: page(NEW, "also_public: true")})
    write(root / path, page(NEW))
    assert codes(audited(root, cache)) == ["KB916"]


def test_of_the_list_of_hashes_only_lines_that_are_right_are_passed_over(write_project: WriteProject) -> None:
    page_html = "<p>Hello</p>"
    right = f"{hashlib.sha256(page_html.encode()).hexdigest()}  a.html\n"
    root, cache = shop(write_project, {DOCUMENTS[1]: page(NEW), "site/a.html": page_html, "site/SHA256SUMS": right})
    for line in (f"# {NEW}\n", f"{NEW}  a.html\n", right.replace("a.html", f"{NEW}.html")):
        write(root / "site/SHA256SUMS", right + line)
        (problem,) = audited(root, cache).problems
        assert problem.message.endswith(f"site/SHA256SUMS, byte {len(right) + line.index('beside')}")
    write(root / "site/SHA256SUMS", right)
    assert audited(root, cache).problems == ()


def test_a_whole_file_that_was_published_before_it_was_internal_is_found(write_project: WriteProject) -> None:
    text = "k l m n k l m n.\n" * 3
    root, cache = shop(write_project, {"site/a.txt": text})
    write(root / "agents/notes/faq/a.md", text)
    assert codes(audited(root, cache)) == ["KB913"]


@pytest.mark.parametrize("spoil", [b"", b"\0\0\0", None])
def test_what_files_say_is_not_believed_unless_it_is_as_it_was_kept(
    spoil: bytes | None, write_project: WriteProject
) -> None:
    root, cache = shop(write_project, {DOCUMENTS[0]: page(NEW), "site/a.html": f"<p>{NEWER}</p>"})
    (name,) = load_cache(cache).said
    if spoil is None:
        (cache.folder / name).unlink()
    else:
        (cache.folder / name).write_bytes(spoil)
    write(root / DOCUMENTS[0], page("Something else altogether"))
    assert audited(root, cache).reused == 0
    write(root / DOCUMENTS[0], page(NEWER))
    assert codes(audited(root, cache)) == ["KB910"]


def test_after_many_edits_what_files_say_is_put_together_and_lacks_nothing(write_project: WriteProject) -> None:
    root, cache = shop(write_project, {DOCUMENTS[0]: page(NEW), "site/a.html": f"<p>{NEWER}</p>"})
    for number in range(MOST_PARTS + 3):
        write(root / "site/b.html", f"<p>{number} {TEXTS[0] if number == 7 else 'Hello'}</p>")
        Audit(root, cache, trusts_stamps=True).judge(root / "site")
    cached = load_cache(cache)
    assert len(cached.said) < 10
    assert len(list(cache.folder.iterdir())) == len(cached.said) + 2
    for text in (NEWER, TEXTS[0]):
        assert could_have(load_said(cache, cached) or b"", make_signatures([piece(text)], {}))
    write(root / DOCUMENTS[0], page("Something else altogether"))
    assert audited(root, cache).reused == 3


def test_whatever_is_found_in_an_attack_is_known_to_be_said() -> None:
    signatures = signatures_of(internal())
    asked = 0
    for attack in attacks():
        contents = {**attack.beside, attack.name: attack.data}
        hits, _ = scan_files(SignatureMatcher(signatures), contents, [*contents], [*contents], lambda name, data: False)
        recorder = Recorder(NOTHING)
        assert not scan_files(recorder, contents, [*contents], [*contents], lambda name, data: False)[0]
        assert all(could_have(recorder.said, signatures.only([key])) for key in hits), attack.what
        asked += len(hits)
        assert not could_have(recorder.said, only_words(["porcelainesque lighthousekeeping"])), attack.what
    assert asked > 1000


@pytest.mark.parametrize("text", [NEWER, "Ask Minh Khoa about it", "lighthousekeeping"])
def test_many_signatures_are_asked_for_together(text: str) -> None:
    recorder = Recorder(NOTHING)
    scan_files(recorder, {"a.html": f"<p>{text}</p>".encode()}, ["a.html"], ["a.html"], lambda name, data: False)
    others = [f"{'porcelain' + chr(97 + number // 26) + chr(97 + number % 26)}" for number in range(2 * FEW)]
    assert not could_have(recorder.said, only_words(others))
    assert could_have(recorder.said, only_words([*others, text]))


def only_words(texts: Sequence[str]) -> Signatures:
    return make_signatures([piece(text) for text in texts], {})
