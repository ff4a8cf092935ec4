"""`kb verify` of a live host that does something to the files on their way: what it did is said precisely."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.cli import main
from kb.website.output.manifest import sha256, write_manifest
from kb.website.verify.host_changes import explain
from tests.cli.hostile_host import Handler, host

PAGE = (
    b'<!doctype html>\n<html lang="de">\n<head>\n<title>R\xc3\xbcckgabe</title>\n'
    b'<script src="../assets/app.js" defer></script>\n<script type="application/ld+json">{"a": 1}</script>\n</head>\n'
    b'<body>\n  <!-- kb -->\n  <p class="a" id="b">Schicken Sie es uns.</p>\n</body>\n</html>\n'
)
BEACON = b'<script defer src="https://static.cloudflareinsights.com/beacon.min.js?token=x"></script>'
INLINE = b"<script>(function(){window.x=1})();</script>"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "public"
    files = {"index.html": PAGE, "faq/rueckgabe/index.html": PAGE + b"<!-- 2 -->\n", "404.html": b"Nichts hier.\n",
             "assets/app.js": b"let a = 1;\nlet b = 2;\n", "_headers": b"/*\n"}  # fmt: skip
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    write_manifest(folder)
    return folder


def _send(handler: Handler, site: Path, change: Callable[[str, bytes], bytes]) -> None:
    """The site as a host serves it, each file changed by `change`."""
    path = handler.path.lstrip("/")
    name = f"{path}index.html" if path == "" or path.endswith("/") else path
    is_there = (site / name).is_file() and not name.startswith("_")
    data = (site / (name if is_there else "404.html")).read_bytes()
    is_changed = is_there and name != "SHA256SUMS"
    handler.reply(change(name, data) if is_changed else data, 200 if is_there else 404)


def _pages(change: Callable[[bytes], bytes]) -> Callable[[str, bytes], bytes]:
    return lambda name, data: change(data) if name.endswith("index.html") else data


MINIFIED = (
    b"<!doctype html><html lang=de><head><title>R\xc3\xbcckgabe</title>"
    b'<script defer src=../assets/app.js></script><script type=application/ld+json>{"a": 1}</script></head>'
    b"<body><p id=b class=a>Schicken Sie es uns.</body></html>"
)
CHANGES: dict[str, tuple[str, Callable[[str, bytes], bytes]]] = {
    "a script at the end": (
        r"index.html: the host put in the script https://static.cloudflareinsights.com/beacon.min.js; nothing else",
        _pages(lambda page: page.replace(b"</body>", BEACON + b"</body>")),
    ),
    "a script on a line of its own": (
        r"index.html: the host put in an inline script; nothing else differs",
        _pages(lambda page: page.replace(b"</body>", INLINE + b"\n</body>")),
    ),
    "two scripts": (
        r"index.html: the host put in an inline script, the script /cdn-cgi/x.js; nothing else differs",
        _pages(
            lambda page: page.replace(b"<title>", INLINE + b"<title>").replace(
                b"</body>", b"<SCRIPT SRC='/cdn-cgi/x.js'></SCRIPT ></body>"
            )
        ),
    ),
    "a script and other words": (
        r"index.html: it holds an inline script$",
        _pages(lambda page: page.replace(b"</body>", b"<p>Ad</p>" + INLINE + b"</body>")),
    ),
    "hidden addresses": (
        r"index.html: Cloudflare hides e-mail addresses in it",
        _pages(lambda page: page.replace(b"uns.", b'<a href="/cdn-cgi/l/email-protection#ab">x</a>')),
    ),
    "ends of lines": (r"app.js: the ends of its lines were changed", lambda _, data: data.replace(b"\n", b"\r\n")),
    "a mark before it": (r"app.js: a byte order mark was put before it", lambda _, data: b"\xef\xbb\xbf" + data),
    "the last line's end": (r"app.js: the end of its last line was changed", lambda _, data: data.rstrip()),
    "nothing at all": (r"app.js: it is empty$", lambda _, data: b""),
    "another file": (
        r"app.js: it is 404.html$",
        lambda name, data: b"Nichts hier.\n" if name.endswith("js") else data,
    ),
    "other words": (r"changed  assets/app.js$", lambda _, data: data.replace(b"1", b"7")),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_a_host_did_is_told_without_the_files_as_they_were_built(
    name: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line, change = CHANGES[name]
    with host(lambda handler: _send(handler, site, change)) as server:
        assert main(["verify", server.address]) == 1
    out = capsys.readouterr().out
    assert re.search(line, out, re.MULTILINE), out


WITH_BUILD: dict[str, tuple[str, Callable[[str, bytes], bytes]]] = {
    "minified": (
        r"changed  index.html: only white space, comments, quotes and end tags differ",
        _pages(lambda page: MINIFIED),
    ),
    "a banner": (
        r"changed  index.html: the host put 16 bytes into line 11: <div>Shop</div>; nothing else differs",
        _pages(lambda page: page.replace(b"</body>", b"<div>Shop</div>\n</body>")),
    ),
    "cut short": (r"changed  assets/app.js: it ends after 14 of 22 bytes", lambda _, data: data[:14]),
    "other words": (r"changed  assets/app.js: it differs from line 2 on", lambda _, data: data.replace(b"2", b"77;")),
}


@pytest.mark.parametrize("name", WITH_BUILD)
def test_with_the_build_at_hand_more_can_be_told(name: str, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line, change = WITH_BUILD[name]
    with host(lambda handler: _send(handler, site, change)) as server:
        assert main(["verify", server.address, "--manifest", str(site / "SHA256SUMS")]) == 1
    out = capsys.readouterr().out
    assert re.search(line, out, re.MULTILINE), out


def _only(path: str, answer: Callable[[Handler], object], site: Path) -> Callable[[Handler], object]:
    return lambda handler: answer(handler) if handler.path == path else _send(handler, site, lambda _, data: data)


ANSWERS: dict[str, tuple[str, Callable[[Handler], object]]] = {
    "gone": (r"^missing  assets/app.js$", lambda handler: handler.reply(b"", 404)),
    "gone for good": (r"^missing  assets/app.js$", lambda handler: handler.reply(b"", 410)),
    "not there yet": (r"^unread   assets/app.js: the host answers 503$", lambda handler: handler.reply(b"", 503)),
    "for members": (r"^unread   assets/app.js: the host answers 401: it asks", lambda handler: handler.reply(b"", 401)),
    "for others": (r"^unread   assets/app.js: the host answers 403: ", lambda handler: handler.reply(b"", 403)),
    "asked too often": (r"answers 429: it was asked too often", lambda handler: handler.reply(b"", 429)),
    "no change": (r"^unread   assets/app.js: the host answers 204$", lambda handler: handler.reply(b"", 204)),
    "a page for all": (
        r"^changed  assets/app.js: it is 404.html$",
        lambda handler: handler.reply(b"Nichts hier.\n"),
    ),
    "a sign-in": (
        r"^changed  assets/app.js: it is index.html",
        lambda handler: handler.reply(b"", 302, Location="/"),
    ),
    "a redirect within": (
        r"^unread   assets/app.js: the host answers 404|^missing  assets/app.js",
        lambda handler: handler.reply(b"", 302, Location="/login?next=x"),
    ),
    "another host": (
        r"^unread   assets/app.js: leads to another host, www.hilfe.example: if that one is yours, verify it$",
        lambda handler: handler.reply(b"", 301, Location="https://www.hilfe.example/assets/app.js"),
    ),
    "another port": (
        r"^unread   assets/app.js: leads to another port of this host",
        lambda handler: handler.reply(b"", 301, Location="https://127.0.0.1:1/assets/app.js"),
    ),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_that_is_no_file_is_told_as_what_it_is(
    name: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line, answer = ANSWERS[name]
    with host(_only("/assets/app.js", answer, site)) as server:
        assert main(["verify", server.address]) == 1
    out = capsys.readouterr().out
    assert re.search(line, out, re.MULTILINE) and len(out.splitlines()) == 1, out


def test_a_redirect_to_another_page_of_the_host_is_named(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def answer(handler: Handler) -> object:
        if handler.path == "/assets/app.js":
            return handler.reply(b"", 302, Location="/login?next=/assets/app.js")
        return handler.reply(b"Sign in") if handler.path.startswith("/login") else _send(handler, site, lambda _, d: d)

    with host(answer) as server:
        assert main(["verify", server.address]) == 1
    assert capsys.readouterr().out == "changed  assets/app.js: a redirect leads to /login\n"


def test_one_page_for_every_address_is_told_as_missing_files(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A host of single-page applications answers 200 to everything."""
    (site / "assets/app.js").unlink()

    def answer(handler: Handler) -> object:
        is_there = (site / handler.path.lstrip("/")).is_file()
        return handler.reply(b"<div id=app>") if not is_there else _send(handler, site, lambda _, data: data)

    with host(answer) as server:
        assert main(["verify", server.address]) == 1
        made_up = [path for path, _ in server.asked if re.fullmatch(r"/[0-9a-f]{24}/", path)]
    lines = capsys.readouterr().out.splitlines()
    assert "changed  assets/app.js: missing: the host sends the page that it sends for every unknown address" in lines
    assert len(made_up) == 1


@pytest.mark.parametrize(
    "body",
    [b"<script" * 290_000, b"<script></script" * 130_000, b"<!--" * 500_000, b"<script>x</script>" * 110_000,
     b"<" * 2_000_000, b"\r\n" * 1_000_000, b"<script src=" * 160_000, b"\xff\x00" * 1_000_000],
)  # fmt: skip
def test_no_page_of_a_host_makes_the_explanation_long(body: bytes) -> None:
    """Nor stalls it: what is quadratic here takes hours."""
    for original in (None, PAGE, body[:-1]):
        expected = sha256(PAGE if original is None else original)
        assert len(explain("index.html", body, expected, original)) < 600


def test_a_host_can_tell_nothing_secret_back(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def answer(handler: Handler) -> object:
        if "/assets/app.js" in handler.path:
            return handler.reply(b"", 302, Location="http://hunter2.example/tok3n")
        path, _, handler.path = handler.path, handler.path, handler.path.partition("?")[0]
        if path.startswith("/hunter2"):
            return handler.reply(b"x")
        return _send(handler, site, lambda _, data: data)

    with host(answer) as server:
        place = server.address.replace("://", "://owner:hunter2@") + "?key=tok3n"
        assert main(["verify", place]) == 1
    told = capsys.readouterr()
    assert "hunter2" not in told.out + told.err and "tok3n" not in told.out + told.err
    assert "leads to another host\n" in told.out
