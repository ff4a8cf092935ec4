"""Icons for tabs and home screens, the web manifest, and what chats are told of a page."""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path
from urllib.parse import urljoin

import lxml.html
import pytest

from kb.website.mkdocs.icon_pictures import ico_icon, png_icon
from tests.sites import Sites
from tests.website.test_look import build, florist, parsed


def pixels(png: bytes) -> tuple[int, list[bytes]]:
    """The side of a picture and its rows of red, green, blue and alpha."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    at, data, size = 8, b"", 0
    while at < len(png):
        length, name = struct.unpack(">I4s", png[at : at + 8])
        chunk = png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0] == zlib.crc32(name + chunk)
        if name == b"IHDR":
            size, height, *kind = struct.unpack(">IIBBBBB", chunk)
            assert (size, kind) == (height, [8, 6, 0, 0, 0])
        data += chunk if name == b"IDAT" else b""
        at += 12 + length
    raw = zlib.decompress(data)
    return size, [raw[y * (size * 4 + 1) + 1 : (y + 1) * (size * 4 + 1)] for y in range(size)]


@pytest.mark.parametrize(("size", "is_round"), [(32, True), (180, False), (512, False)])
def test_a_picture_has_the_colour_behind_and_the_mark_in_front(size: int, is_round: bool) -> None:
    side, rows = pixels(png_icon("#aa2050", "#ffffff", size, is_round=is_round))
    assert side == size

    def at(x: float, y: float) -> str:
        column = int(x * size)
        return rows[int(y * size)][column * 4 : column * 4 + 4].hex()

    assert at(0.5, 0.1) == at(0.5, 0.95) == "aa2050ff" and at(0.5, 0.45) == "ffffffff"
    assert at(0, 0) == ("aa205000" if is_round else "aa2050ff")
    assert {row[3] for row in rows} if is_round else {row[3::4] for row in rows} == {b"\xff" * size}


def test_an_ico_holds_the_small_picture() -> None:
    ico = ico_icon("#aa2050", "#ffffff")
    assert ico[:6] == b"\0\0\1\0\1\0"
    length, start = struct.unpack("<II", ico[14:22])
    assert ico[start : start + length] == png_icon("#aa2050", "#ffffff", 32, is_round=True)


def links(page: lxml.html.HtmlElement, rel: str) -> list[str]:
    return [str(one) for one in page.xpath(f"//link[@rel='{rel}']/@href")]


def test_every_language_has_a_manifest_and_every_icon_is_there(shop: Sites) -> None:
    for locale, home in (("en_US", ""), ("vi_VN", "vi/"), ("ms_MY", "ms/")):
        language = locale[:2]
        address = f"{home}faq/track-order/"
        page = lxml.html.fromstring((shop.public / address / "index.html").read_text("utf-8"))
        named = [*links(page, "icon"), *links(page, "apple-touch-icon")]
        assert len(named) == 4 and all((shop.public / address / one).is_file() for one in named)
        (manifest,) = links(page, "manifest")
        told = json.loads((shop.public / address / manifest).read_text("utf-8"))
        assert (told["lang"], told["short_name"]) == (language, "Sen & Serai") and told["name"]
        base = f"https://shop.example/help/{home}manifest.webmanifest"
        assert urljoin(base, told["start_url"]) == f"https://shop.example/help/{home}"
        assert urljoin(base, told["scope"]) == "https://shop.example/help/"
        for icon in told["icons"]:
            picture = shop.public / home / icon["src"]
            assert icon["sizes"] == "{0}x{0}".format(pixels(picture.read_bytes())[0])
        assert page.xpath("//meta[@name='theme-color']/@content") == ["#ffffff", "#121a19"]
        assert page.xpath("//meta[@property='og:locale']/@content") == [locale]
        assert page.xpath("//meta[@name='twitter:card']/@content") == ["summary"]


def test_a_shop_s_colour_is_that_of_its_icons_and_its_favicon_stands_alone(tmp_path: Path) -> None:
    site = build(florist(tmp_path / "a", "      look: {accent: '#9b1d54'}\n"))
    page = parsed(site, "index.html")
    assert '"#9b1d54"' in (site / links(page, "icon")[2]).read_text("utf-8")
    assert pixels((site / links(page, "apple-touch-icon")[0]).read_bytes())[1][0][:4].hex() == "9b1d54ff"
    own = build(florist(tmp_path / "b", "      look: {favicon: img/logo.svg}\n"))
    page = parsed(own, "index.html")
    assert links(page, "icon") == ["./img/logo.svg"] and not links(page, "manifest")
    assert not (own / "favicon.ico").exists()
