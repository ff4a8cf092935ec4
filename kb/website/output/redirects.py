"""Old addresses that keep working: `redirect_from` → rules for hosts, and pages for hosts without rules."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from kb.content.urls import relative_url, slug_of
from kb.editions.generated_pages import made_addresses
from kb.editions.selection import Edition


@dataclass(frozen=True, slots=True)
class RedirectRule:
    """One old address and where it leads, both from the site's root without a slash in front."""

    old: str
    """Ends with a slash, or with a file name."""
    new: str
    title: str
    language: str


def redirects_of(edition: Edition) -> tuple[RedirectRule, ...]:
    """Every redirect of an edition, sorted: of a page in the default language, in every language that shows it."""
    found: dict[str, RedirectRule] = {}
    shown = (*edition.pages.values(), *edition.versions.values())
    taken = {page.url for page in shown} | set(_made_urls(edition))
    for page in edition.pages.values():
        dated = [slug_of(page.document.dated_id)] if page.document.dated_id else []  # as it was, or will be, linked
        for written in (*page.document.redirect_from, *dated):
            for old in _addresses(written, "" if page.language == edition.options.default_language else page.language):
                if old not in taken:
                    found.setdefault(old, RedirectRule(old, page.url, page.document.title, page.language))
    for page in edition.pages.values():
        original = edition.pages.get((page.id, edition.options.default_language))
        for written in original.document.redirect_from if original else ():
            for old in _addresses(written, "" if page.language == edition.options.default_language else page.language):
                if old not in taken:
                    found.setdefault(old, RedirectRule(old, page.url, page.document.title, page.language))
    return tuple(found[old] for old in sorted(found))


def _made_urls(edition: Edition) -> Iterator[str]:
    for prefix in ("", *(f"{language}/" for language in edition.options.other_languages)):
        yield from (f"{prefix}{made}/" if made else prefix for made in made_addresses(edition))


def _addresses(written: str, prefix: str) -> Iterator[str]:
    """An old address as it was written, and as `kb` would have made it of an id."""
    plain = written.strip("/")
    before = f"{prefix}/" if prefix and not plain.startswith(f"{prefix}/") else ""
    if plain.endswith((".html", ".htm")):
        yield before + plain
        return
    for old in dict.fromkeys((plain, slug_of(plain))):
        if old:
            yield f"{before}{old}/"


def redirect_rules(redirects: tuple[RedirectRule, ...], base: str = "/") -> str:
    """The file `_redirects` of Cloudflare Pages and Netlify, for a site below the path `base` of its host."""
    return "".join(f"{quote(base + one.old)} {quote(base + one.new)} 301\n" for one in redirects)


def write_stubs(redirects: tuple[RedirectRule, ...], site: Path, *, site_url: str, policy: str) -> None:
    """A page at each old address that leads on: for hosts that read no `_redirects`."""
    for one in redirects:
        target = site / one.old / "index.html" if one.old.endswith("/") else site / one.old
        if target.resolve().is_relative_to(site.resolve()) and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(_stub(one, site_url, policy), encoding="utf-8", newline="\n")


def _stub(one: RedirectRule, site_url: str, policy: str) -> str:
    there = quote(relative_url(one.new, one.old))
    canonical = (
        f'<link rel="canonical" href="{html.escape(site_url.rstrip("/") + "/" + quote(one.new))}">\n'
        if site_url
        else ""
    )
    title = html.escape(one.title)
    return (
        f'<!doctype html>\n<html lang="{html.escape(one.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{html.escape(policy)}">\n'
        f'<meta name="viewport" content="width=device-width,initial-scale=1">\n<title>{title}</title>\n{canonical}'
        f'<meta http-equiv="refresh" content="0; url={there}">\n</head>\n'
        f'<body>\n<main>\n<h1>{title}</h1>\n<p><a href="{there}">{title}</a></p>\n</main>\n</body>\n</html>\n'
    )
