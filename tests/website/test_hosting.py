"""What hosts are told: headers, redirects, limits; nginx itself answers where it is installed."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote

import html5lib
import pytest

from kb.project.options import Options
from kb.website.output.hosting import hashed_folders, lasting, write_hosting_files
from kb.website.output.security_headers import content_security_policy
from kb.website.output.server_configs import Place, caddy_settings, nginx_settings
from kb.workspace.workspace import open_workspace
from tests.browser_setup import find_nginx
from tests.conftest import MINIMAL_CONFIG, TODAY, WriteProject
from tests.needed import skip_or_fail

CONFIG = MINIMAL_CONFIG.replace(
    "site_name: Test shop", "site_name: Test shop\nsite_url: https://help.test.example/"
) + ("      frame_ancestors: [https://app.chatwoot.com]\n      feedback_url: https://feedback.test.example/say?x=1\n")
FILES = {
    "mkdocs.yml": CONFIG,
    "docs/faq/new.md": "---\ntitle: New & <better>\n"
    "redirect_from: [faq/old, 'hc/articles/77-Old Name', old.html]\n---\nText.\n",
    "docs/faq/new.vi.md": "---\ntitle: Mới\nredirect_from: [faq/cu]\n---\nChữ.\n",
    "docs/faq/only.md": "---\ntitle: Only\nredirect_from: [faq/was-only]\n---\nText.\n",
    "agents/scripts/kept.md": "---\ntitle: Kept\nredirect_from: [scripts/secret-old]\n---\nHello.\n",
}
NGINX = find_nginx()


def finished(root: Path, edition: str, tmp_path: Path) -> Path:
    staged = tmp_path / f"staged-{edition}"
    (staged / "faq" / "new").mkdir(parents=True)
    (staged / "faq" / "new" / "index.html").write_text("<h1>New</h1>")
    (staged / "index.html").write_text("<h1>Home</h1>")
    (staged / "404.html").write_text("<h1>Nothing here</h1>")
    (staged / "assets" / "kb").mkdir(parents=True)
    (staged / "assets" / "kb" / "kb.0123456789.js").write_text("1")
    problems = write_hosting_files(open_workspace(root, edition, today=TODAY), staged)  # type: ignore[arg-type]
    assert problems == ()
    return staged


def rules_of(text: str) -> dict[str, dict[str, str]]:
    """`_headers` as its hosts describe it: an address, then indented headers."""
    rules: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        if line.startswith("/"):
            rules[line] = {}
        else:
            name, value = line.strip().split(": ", 1)
            rules[list(rules)[-1]][name] = value
    return rules


def test_public_headers_name_no_helpdesk_and_let_feedback_through(write_project: WriteProject, tmp_path: Path) -> None:
    rules = rules_of((finished(write_project(FILES), "public", tmp_path) / "_headers").read_text())
    policy = rules["/*"]["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "chatwoot" not in policy
    assert "connect-src 'self' https://feedback.test.example;" in policy
    assert "unsafe" not in policy
    assert rules["/*"]["X-Content-Type-Options"] == "nosniff"
    assert {"Referrer-Policy", "Permissions-Policy"} <= rules["/*"].keys()
    assert "X-Robots-Tag" not in rules["/*"]
    assert rules["/assets/kb/*"] == {"Cache-Control": "public, max-age=31536000, immutable"}


def test_agents_headers_name_the_helpdesks_and_keep_search_engines_out(
    write_project: WriteProject, tmp_path: Path
) -> None:
    rules = rules_of((finished(write_project(FILES), "agents", tmp_path) / "_headers").read_text())
    assert rules["/*"]["Content-Security-Policy"].endswith("frame-ancestors 'self' https://app.chatwoot.com")
    assert "feedback" not in rules["/*"]["Content-Security-Policy"]
    assert rules["/*"]["X-Robots-Tag"] == "noindex, nofollow"
    assert rules["/*"]["Referrer-Policy"] == "no-referrer"


def test_frame_ancestors_is_never_in_the_meta_element() -> None:
    options = Options(frame_ancestors=("https://desk.example",))
    assert "frame-ancestors" not in content_security_policy(options, "agents", as_header=False)


def test_a_folder_is_cached_for_good_only_when_every_name_in_it_has_a_hash() -> None:
    files = ["assets/a/x.0123456789.js", "assets/a/y.js", "assets/b/x.0123456789.css", "assets/b/c/y-abcdef0123.css",
             "search/en/texts-0123456789-1.json"]  # fmt: skip
    assert hashed_folders(files) == ["assets/b"]


def test_the_files_of_an_index_last_and_the_worker_that_names_them_is_asked_for_again() -> None:
    files = ["assets/kb/x.0123456789.js", "search/en/core-0123456789.json", "search/en/terms-0-bclvk.json",
             "search/en/terms-1-sc3kf.json", "search/en/first.json", "faq/terms-x/index.html"]  # fmt: skip
    assert lasting(files) == ["assets/kb/", "search/en/core-", "search/en/terms-"]


def test_old_addresses_lead_on_in_every_language(write_project: WriteProject, tmp_path: Path) -> None:
    staged = finished(write_project(FILES), "public", tmp_path)
    assert (staged / "_redirects").read_text().splitlines() == [
        "/faq/old/ /faq/new/ 301",
        "/faq/was-only/ /faq/only/ 301",
        "/hc/articles/77-Old%20Name/ /faq/new/ 301",
        "/hc/articles/77-old-name/ /faq/new/ 301",
        "/old.html /faq/new/ 301",
        "/vi/faq/cu/ /vi/faq/new/ 301",
        "/vi/faq/old/ /vi/faq/new/ 301",
        "/vi/faq/was-only/ /vi/faq/only/ 301",
        "/vi/hc/articles/77-Old%20Name/ /vi/faq/new/ 301",
        "/vi/hc/articles/77-old-name/ /vi/faq/new/ 301",
        "/vi/old.html /vi/faq/new/ 301",
    ]
    assert "secret-old" not in (staged / "_redirects").read_text()


@pytest.mark.parametrize(("old", "there"), [("faq/old/index.html", "../../faq/new/"), ("old.html", "faq/new/"),
                                            ("vi/faq/cu/index.html", "../../../vi/faq/new/")])  # fmt: skip
def test_a_page_at_an_old_address_leads_on_without_scripts(
    old: str, there: str, write_project: WriteProject, tmp_path: Path
) -> None:
    staged = finished(write_project(FILES), "public", tmp_path)
    parser = html5lib.HTMLParser(namespaceHTMLElements=False, strict=True)
    page = parser.parse((staged / old).read_text("utf-8"))
    metas = {meta.get("http-equiv"): meta.get("content") for meta in page.iter("meta")}
    assert metas["refresh"] == f"0; url={there}"
    assert "default-src 'self'" in metas["Content-Security-Policy"]
    (canonical,) = (link.get("href") for link in page.iter("link"))
    assert canonical == "https://help.test.example/" + re.sub(r"^(\.\./)*", "", there)
    assert [link.get("href") for link in page.iter("a")] == [there]
    assert list(page.iter("script")) == list(page.iter("style")) == []


def test_a_shops_own_rules_are_kept(write_project: WriteProject, tmp_path: Path) -> None:
    root = write_project(FILES)
    staged = tmp_path / "staged"
    staged.mkdir()
    (staged / "_redirects").write_text("/shop https://shop.example/ 302")
    (staged / "_headers").write_text("/x\n  X-Own: yes\n")
    write_hosting_files(open_workspace(root, "public", today=TODAY), staged)
    assert (staged / "_redirects").read_text().startswith("/shop https://shop.example/ 302\n/faq/old/ ")
    assert (staged / "_headers").read_text().endswith("/x\n  X-Own: yes\n")


def test_what_goes_beyond_a_hosts_limits_is_a_problem(write_project: WriteProject, tmp_path: Path) -> None:
    root = write_project(FILES)
    staged = tmp_path / "staged"
    staged.mkdir()
    (staged / "_redirects").write_text("".join(f"/a{n} /b 301\n" for n in range(2_000)))
    (staged / "_headers").write_text("".join(f"/a{n}\n  X-A: b\n" for n in range(100)) + f"  X-B: {'x' * 2_000}\n")
    for number in range(20_000):
        (staged / f"{number}").touch()
    found = [str(problem) for problem in write_hosting_files(open_workspace(root, "public", today=TODAY), staged)]
    assert all("KB921" in problem for problem in found)
    assert [re.sub(r".*KB921 [\d,]+ ([a-z]+).*", r"\1", problem) for problem in found] == [
        "rules", "characters", "redirects", "files"]  # fmt: skip


@contextlib.contextmanager
def serving(root: Path, tmp_path: Path, *options: str) -> Iterator[int]:
    """The real nginx with the settings that `kb hosting nginx` prints; its port."""
    if NGINX is None:
        skip_or_fail("nginx is not installed: `make browser` does so on Debian, for root")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "kb", "-C", str(root), "hosting", "nginx", "--host", "localhost",
               "--listen", f"127.0.0.1:{port}", *options]  # fmt: skip
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    (tmp_path / "site.conf").write_text(printed)
    temporary = "".join(f"{kind}_temp_path {tmp_path}/{kind};\n" for kind in
                        ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))  # fmt: skip
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid;\nerror_log {tmp_path}/error.log;\nevents {{}}\nhttp {{\ninclude /etc/nginx/mime.types;\n"
        f"access_log off;\n{temporary}include {tmp_path}/site.conf;\n}}\n"
    )
    tmp_path.chmod(0o755)
    for folder in (*tmp_path.parents, *(path for path in tmp_path.rglob("*") if path.is_dir())):
        if folder.is_relative_to("/tmp") and folder != Path("/tmp"):
            folder.chmod(folder.stat().st_mode | 0o055)
    run = [NGINX, "-p", str(tmp_path), "-e", str(tmp_path / "error.log"), "-c", str(tmp_path / "nginx.conf")]
    subprocess.run(run, check=True, capture_output=True)  # returns once the port is open
    try:
        yield port
    finally:
        subprocess.run([*run, "-s", "stop"], check=True, capture_output=True)


@pytest.fixture(params=["", "hilfe/", "hilfe & mehr/tür/"])
def nginx(request: pytest.FixtureRequest, write_project: WriteProject, tmp_path: Path) -> Iterator[tuple[int, str]]:
    """A port of nginx, and the path below which it serves the public edition: that of `site_url`."""
    config = CONFIG.replace("test.example/\n", f"test.example/{quote(request.param)}\n", 1)
    root = write_project({**FILES, "mkdocs.yml": config})
    staged = finished(root, "public", tmp_path)
    with serving(root, tmp_path, "--site", str(staged)) as port:
        yield port, quote(f"/{request.param}")


def ask(port: int, path: str) -> tuple[int, dict[str, str], str]:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=300)) as connection:
        connection.request("GET", path, headers={"Connection": "close"})
        with connection.getresponse() as answer:
            return answer.status, dict(answer.getheaders()), answer.read().decode()


def test_nginx_serves_pages_with_every_header(nginx: tuple[int, str]) -> None:
    port, base = nginx
    for path in (base, f"{base}faq/new/", f"{base}missing/"):
        _, headers, _ = ask(port, path)
        assert headers["Content-Security-Policy"].endswith("frame-ancestors 'self'"), path
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert headers["Cache-Control"] == "no-cache"
    assert ask(port, f"{base}faq/new/")[::2] == (200, "<h1>New</h1>")
    assert ask(port, base)[::2] == (200, "<h1>Home</h1>")


def test_nginx_caches_hashed_files_shows_the_404_page_and_hides_the_hosts_files(nginx: tuple[int, str]) -> None:
    port, base = nginx
    lasting_file = ask(port, f"{base}assets/kb/kb.0123456789.js")[1]
    assert lasting_file["Cache-Control"] == "public, max-age=31536000, immutable"
    for missing in ("missing/", "missing", "assets/", "assets/kb/", "faq/new/x.html", "_headers", "_redirects"):
        assert ask(port, base + missing)[::2] == (404, "<h1>Nothing here</h1>"), missing


def test_nginx_leads_from_old_addresses_and_from_those_without_the_last_slash(nginx: tuple[int, str]) -> None:
    port, base = nginx
    for asked, there in (
        ("faq/old/", "faq/new/"),
        ("faq/old", "faq/new/"),
        ("hc/articles/77-Old%20Name/", "faq/new/"),
        ("hc/articles/77-old-name", "faq/new/"),
        ("old.html", "faq/new/"),
        ("vi/faq/cu/", "vi/faq/new/"),
        ("faq/new", "faq/new/"),
        ("faq/new?from=mail", "faq/new/?from=mail"),
    ):
        status, headers, _ = ask(port, base + asked)
        assert (status, unquote(headers.get("Location", ""))) == (301, unquote(base + there)), asked


def test_nginx_leaves_the_other_pages_of_the_host_alone(write_project: WriteProject, tmp_path: Path) -> None:
    root = write_project({**FILES, "mkdocs.yml": CONFIG.replace("test.example/\n", "test.example/hilfe/\n", 1)})
    with serving(root, tmp_path, "--site", str(finished(root, "public", tmp_path))) as port:
        status, headers, _ = ask(port, "/hilfe")
        assert (status, headers["Location"]) == (301, "/hilfe/")
        status, headers, text = ask(port, "/faq/new/")
        assert status == 404 and "Content-Security-Policy" not in headers and "Nothing here" not in text


def publish(project: Path, server: Path) -> subprocess.CompletedProcess[str]:
    """Run the script that `kb hosting publish` prints, on this computer."""
    command = [sys.executable, "-m", "kb", "hosting", "publish", "--root", str(server)]
    script = subprocess.run(command, cwd=project, capture_output=True, text=True, check=True).stdout
    return subprocess.run(["sh", "-s"], cwd=project, input=script, capture_output=True, text=True)


def lay(site: Path, text: str) -> None:
    """A built edition of one page, with its list of hashes."""
    site.mkdir(parents=True, exist_ok=True)
    (site / "index.html").write_text(text)
    (site / "SHA256SUMS").write_text(f"{hashlib.sha256(text.encode()).hexdigest()}  index.html\n")


def test_releases_are_published_by_exchange_and_the_oldest_go(write_project: WriteProject, tmp_path: Path) -> None:
    root, server = write_project(FILES), tmp_path / "the server"
    for number in range(8):
        lay(root / "site/public", f"release {number}")
        done = publish(root, server)
        assert done.returncode == 0, done.stderr
        assert (server / "current").is_symlink()
        assert (server / "current/index.html").read_text() == f"release {number}"
    kept = sorted((one / "index.html").read_text() for one in (server / "releases").iterdir())
    assert kept == [f"release {number}" for number in range(2, 8)]


def test_a_release_that_is_not_whole_is_not_shown(write_project: WriteProject, tmp_path: Path) -> None:
    root, server = write_project(FILES), tmp_path / "server"
    lay(root / "site/public", "old")
    assert publish(root, server).returncode == 0
    lay(root / "site/public", "new")
    (root / "site/public/index.html").write_text("half of n")
    assert publish(root, server).returncode != 0
    assert (server / "current/index.html").read_text() == "old"


def test_agents_are_published_locked_or_not_at_all(write_project: WriteProject, tmp_path: Path) -> None:
    root = write_project(FILES)
    lay(root / "site/agents", "in the clear")
    command = [sys.executable, "-m", "kb", "hosting", "publish", "--edition", "agents", "--root", str(tmp_path / "s")]
    printed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    assert "Warning" in printed.stderr
    done = subprocess.run(["sh", "-s"], cwd=root, input=printed.stdout, capture_output=True, text=True)
    assert done.returncode == 1 and "not locked" in done.stderr
    assert not (tmp_path / "s").exists()


def test_host_path_and_place_come_from_the_settings(write_project: WriteProject) -> None:
    root = write_project({**FILES, "mkdocs.yml": CONFIG.replace("help.test.example/", "bücher.example/hilfe/")})
    command = [sys.executable, "-m", "kb", "-C", str(root), "hosting", "nginx", "--json"]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert (found["host"], found["base"], found["folder"]) == ("xn--bcher-kva.example", "/hilfe/", "/srv/help/current")
    assert {"old": "/hilfe/faq/old/", "new": "/hilfe/faq/new/"} in found["redirects"]
    assert "server_name xn--bcher-kva.example;" in found["text"]
    assert "alias /srv/help/current/;" in found["text"]
    assert str(root) not in found["text"]


def test_files_of_hosts_name_the_path_of_the_site(write_project: WriteProject, tmp_path: Path) -> None:
    root = write_project({**FILES, "mkdocs.yml": CONFIG.replace("test.example/\n", "test.example/hilfe/\n", 1)})
    staged = finished(root, "public", tmp_path)
    assert "/hilfe/faq/old/ /hilfe/faq/new/ 301" in (staged / "_redirects").read_text().splitlines()
    assert list(rules_of((staged / "_headers").read_text())) == ["/hilfe/*", "/hilfe/assets/kb/*"]
    agents = finished(root, "agents", tmp_path)
    assert "/*" in rules_of((agents / "_headers").read_text())


def test_both_samples_carry_the_same_headers() -> None:
    options = Options(frame_ancestors=("https://desk.example",))
    place = Place("/srv/x", "x.example")
    nginx, caddy = nginx_settings(options, "agents", place), caddy_settings(options, "agents", place)
    for name, value in re.findall(r'add_header (\S+) "(.*)" always;', nginx):
        assert f'{name} "{value}"' in caddy
    assert "https://desk.example" in caddy
