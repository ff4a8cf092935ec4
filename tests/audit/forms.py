"""Internal text written in every promised way, and the places of a public folder where it may stand."""

from __future__ import annotations

import base64
import codecs
import gzip
import json
import re
import unicodedata
import zlib
from collections.abc import Callable
from html.entities import codepoint2name
from string import ascii_lowercase
from urllib.parse import quote

from tests.audit.packers import pdf_attachment, pdf_title, sfnt, woff2
from tests.audit.packers import zipped as zipped_files
from tests.audit.planted import jpeg, png, zipped

SENTENCE = "Offer the quiet refund only when a buyer mentions small claims court"
TONED = "Đừng nói với khách rằng kho Bình Dương đang kẹt hàng"
PHONE, ACCOUNT, AMOUNT = "0912 345 678", "1903 5678 9012", "740.000"
FILES = {
    "docs/faq/returns.md": "---\ntitle: How to return\n---\nOffer a refund. The buyer mentions it only in chat, "
    "within hours.\n",
    "docs/faq/returns.vi.md": "---\ntitle: Trả hàng\n---\nNói với khách hàng rằng kho đang mở.\n",
    "facts.yml": "return_days: {about: x, unit: days, value: 7}\n",
    "agents/procedures/quiet-refund.md": "---\ntitle: Quiet refund\nowner: Lê Hà\n---\n# Quiet refund\n\n"
    f"{SENTENCE}.\n\n{TONED}.\n\n"
    f"Carrier contact: Mr Tuan, {PHONE}, ha.le@ncc.vn, bank account {ACCOUNT}, code 4471. Ask Minh Khoa for more.\n\n"
    f"In Kuala Lumpur call +60 3-2345 6781. Nobody gives over {AMOUNT} ₫. See https://wiki.ncc.vn/ops and tiers.xlsx,\n"
    "or write in #kho-hcm. The desk is 8731 2295.\n\nSee ops.ncc.vn, or ask for fee.csv there. "
    "In May 2025 it was a lot.\n\n"
    "From 24.12.2025 on we pay 863,500.00 and no more.\n\n24 of us go in\n\n1 2 3 4 5 6\n\nSay 123456 to us. "
    "The stemmer is old.\n",
    "agents/procedures/vip-sla.md": "---\ntitle: Zj q\n---\nZj k\n",
    "agents/files/sổ-ca.txt": "zj k\n",
    "agents/facts.yml": "goodwill_limit: {about: Most we give, unit: money, markets: {VN: 345000, MY: 1234}}\n"
    "late_limit: {about: Late, unit: days, value: 12}\n"
    "call_limit: {about: Call, unit: hours, value: 5}\n",
}

CONFIG = """\
site_name: Forms
site_url: https://help.forms.example/
theme: {name: material}
plugins:
  - kb:
      default_language: en
      languages: {en: {name: English, markets: [VN, MY]}, vi: {name: Tiếng Việt, markets: [VN]}}
      markets: {VN: {currency: VND, name: {en: Vietnam, vi: Việt Nam}}, MY: {currency: MYR, name: {en: M, vi: M}}}
      topics: {returns: {team: Returns desk, name: {en: Returns, vi: Đổi trả}}}
"""


def parts(text: str, size: int = 2) -> str:
    """Every word cut after `size` letters by \\0."""
    return " ".join(word[:size] + "\0" + word[size:] for word in text.split())


def cut(sign: str) -> Callable[[str], str]:
    return lambda text: parts(text).replace("\0", sign)


def joined(sign: str) -> Callable[[str], str]:
    return lambda text: sign.join(text.split())


def each(form: str) -> Callable[[str], str]:
    """Every character by its code: `&#{0:d};`."""
    return lambda text: "".join(form.format(ord(char)) for char in text)


def each_byte(form: str, between: str = "") -> Callable[[str], str]:
    return lambda text: between.join(form.format(byte) for byte in text.encode())


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def wide_js(text: str) -> str:
    units = text.encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02X}" for at in range(0, len(units), 2))


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def tones_apart(text: str) -> str:
    """Vietnamese as Windows-1258 has it: letters with their hooks and roofs, tones as signs of their own."""
    return unicodedata.normalize(
        "NFC", re.sub("([\u0300\u0301\u0303\u0309\u0323])", "\0\\1", unicodedata.normalize("NFD", text))
    ).replace("\0", "")


def bold(text: str) -> str:
    """The letters of ASCII as Unicode has them for mathematics, behind its first 65,536 characters."""
    return "".join(chr(ord(c) - ord("a") + 0x1D41A) if c in ascii_lowercase else c for c in text.lower())


Form = Callable[[str], str]
TEXT_FORMS: dict[str, Form] = {
    "as it is": str,
    "capitals": str.upper,
    "small": str.lower,
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "full width": full_width,
    "no tones": lambda text: (
        re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFD", text)).replace("đ", "d").replace("Đ", "D")
    ),
    "lines": joined("\n"),
    "blanks that do not break": joined("\xa0"),
    "narrow blanks": joined("\u202f"),
    "long dashes": joined("—"),
    "curly quotes": joined("” “"),
    "bold letters of mathematics, \\u": lambda text: wide_js(bold(text)),
    **{
        f"U+{code:04X} in words": cut(chr(code))
        for code in (
            0xAD,
            0x34F,
            0x61C,
            0x115F,
            0x180B,
            0x180E,
            0x200B,
            0x200C,
            0x200D,
            0x200E,
            0x202A,
            0x202C,
            0x202E,
            0x2060,
            0x2061,
            0x2063,
            0x2064,
            0x2066,
            0x206A,
            0x3164,
            0xFE00,
            0xFE0F,
            0xFEFF,
            0xFFA0,
            0xFFF9,
            0xE0020,
            0xE0041,
            0xE0100,
        )
    },
    **{
        f"U+{code:04X} for blanks": joined(chr(code)) for code in (0xAD, 0x200B, 0x2060, 0x2063, 0x180E, 0xFEFF, 0x3164)
    },
    "accents over all letters": lambda text: "".join(char + "\u0332" if char.isalpha() else char for char in text),
    "<wbr> in words": cut("<wbr>"),
    "<b> in words": lambda text: " ".join(f"{word[:1]}<b>{word[1:2]}</b>{word[2:]}" for word in text.split()),
    "<span> with class in words": cut('<span class="x"></span>'),
    "<wbr/> in words": cut("<wbr/>"),
    "two tags in words": cut("<i></i>"),
    "comments in words": cut("<!-- x -->"),
    "comments with tags in words": cut("<!-- <b> -->"),
    "custom elements in words": cut("<x-a></x-a>"),
    "tags of drawings in words": cut("</tspan><tspan>"),
    "instructions in words": cut("<?x?>"),
    "a sign within an attribute in words": cut('<b title="a>b"></b>'),
    "signs around every letter": lambda text: "".join(char + "\u0489" if char.isalpha() else char for char in text),
    "letters in circles": lambda text: "".join(
        chr(0x24D0 + ord(c) - ord("a")) if c in ascii_lowercase else c for c in unicodedata.normalize("NFD", text)
    ),
    "&shy; in words": cut("&shy;"),
    "&#8203; in words": cut("&#8203;"),
    "&ZeroWidthSpace; in words": cut("&ZeroWidthSpace;"),
    "decimal entities": each("&#{0:d};"),
    "decimal entities with zeros": each("&#{0:09d};"),
    "decimal entities, no semicolon": each("&#{0:d}"),
    "hexadecimal entities": each("&#x{0:x};"),
    "hexadecimal entities with zeros": each("&#X{0:08X};"),
    "named entities": lambda text: "".join(f"&{n};" if (n := codepoint2name.get(ord(c))) else c for c in text),
    "entities twice": lambda text: each("&#{0:d};")(text).replace("&", "&amp;"),
    "\\u": wide_js,
    "\\u{}": each("\\u{{{0:x}}}"),
    "\\u{} with zeros": each("\\u{{{0:08x}}}"),
    "\\U": each("\\U{0:08x}"),
    "\\x": each_byte("\\x{0:02x}"),
    "\\u twice": lambda text: wide_js(text).replace("\\", "\\\\"),
    "escapes of styles": each("\\{0:x} "),
    "escapes of styles with zeros": each("\\{0:06x}"),
    "octal escapes": each_byte("\\{0:03o}"),
    "percent": quote,
    "percent, all": each_byte("%{0:02x}"),
    "percent twice": lambda text: quote(quote(text)),
    "percent three times": lambda text: quote(quote(quote(text))),
    "%u": each("%u{0:04x}"),
    "plus signs": joined("+"),
    "plus signs and a digit": lambda text: "https://wa.me/60123?text=" + "+".join(text.split()) + "+1",
    "slashes and a digit": lambda text: "/".join(text.split()) + "/1",
    "hyphens": joined("-"),
    "underscores": joined("_"),
    "dots": joined("."),
    "percent-coded blanks": joined("%20"),
    "base64": lambda text: b64(text.encode()),
    "base64, no padding": lambda text: b64(text.encode()).rstrip("="),
    "base64 for addresses": lambda text: base64.urlsafe_b64encode(text.encode()).decode(),
    "base64 in lines": lambda text: base64.encodebytes(f"It is said that {text}. And more after it.".encode()).decode(),
    "base64 twice": lambda text: b64(b64(text.encode()).encode()),
    "base64 of gzip": lambda text: b64(gzip.compress(text.encode())),
    "base64 of zlib": lambda text: b64(zlib.compress(text.encode())),
    "base64 of deflate": lambda text: b64(deflate(text.encode())),
    "base64 of UTF-16": lambda text: b64(text.encode("utf-16-le")),
    "data address": lambda text: f"data:text/plain;base64,{b64(text.encode())}",
    "base32": lambda text: base64.b32encode(text.encode()).decode(),
    "base32, small, no padding": lambda text: base64.b32encode(text.encode()).decode().lower().rstrip("="),
    "hexadecimal": lambda text: text.encode().hex(),
    "hexadecimal capitals": lambda text: text.encode().hex().upper(),
    "hexadecimal with blanks": each_byte("{0:02x}", " "),
    "hexadecimal with colons": each_byte("{0:02x}", ":"),
    "hexadecimal numbers": each_byte("0x{0:02x}", ", "),
    "hexadecimal of zlib": lambda text: zlib.compress(text.encode()).hex(),
    "codes": lambda text: str([ord(char) for char in text]),
    "codes, close": lambda text: "[" + ",".join(str(ord(char)) for char in text) + "]",
    "codes of bytes": lambda text: str([*text.encode()]),
    "octal codes": each_byte("{0:03o}", " "),
    "U+": lambda text: " ".join(f"U+{ord(char):04X}" for char in text),
    "quoted-printable": lambda text: each_byte("={0:02X}")(text),
    "quoted-printable in lines": lambda text: re.sub("(.{20})", "\\1=\n", text).replace("Đ", "=C4=90"),
    "UTF-7": lambda text: codecs.encode(text, "utf-7").decode(),
}
QUOTED_FORMS: dict[str, Form] = {
    "Rich Text Format": lambda text: "".join(c if c.isascii() else f"\\u{ord(c)}?" for c in text),
    "base85": lambda text: base64.b85encode(text.encode()).decode(),
    "Ascii85": lambda text: base64.a85encode(text.encode()).decode(),
    "Ascii85 with its frame": lambda text: base64.a85encode(text.encode(), adobe=True).decode(),
}
"""Forms with signs of their own that mean something else within tags: in text files alone."""
BYTE_FORMS: dict[str, Callable[[str], bytes]] = {
    "UTF-8 with its mark": lambda text: text.encode("utf-8-sig"),
    "Rich Text Format, bytes": lambda text: "".join(
        c if c.isascii() else f"\\'{c.encode('cp1258').hex()}" for c in tones_apart(text)
    ).encode(),
    "UTF-16 with its mark": lambda text: text.encode("utf-16"),
    "UTF-16, big end first": lambda text: text.encode("utf-16-be"),
    "UTF-16, little end first": lambda text: text.encode("utf-16-le"),
    "full width in UTF-16, big end first": lambda text: ("\ufeff" + full_width(text)).encode("utf-16-be"),
    "full width in UTF-16, little end first": lambda text: ("\ufeff" + full_width(text)).encode("utf-16-le"),
    "UTF-32 with its mark": lambda text: text.encode("utf-32"),
    "UTF-32, big end first": lambda text: text.encode("utf-32-be"),
    "UTF-32, little end first": lambda text: text.encode("utf-32-le"),
    "Windows-1258": lambda text: unicodedata.normalize("NFC", text).encode("cp1258", "ignore"),
    "Windows-1252": lambda text: unicodedata.normalize("NFC", text.replace("Đ", "D")).encode("cp1252", "ignore"),
    "bold letters of mathematics in UTF-32": lambda text: bold(text).encode("utf-32-le"),
    "gzip": lambda text: gzip.compress(text.encode()),
}
PLACES: dict[str, Callable[[str], tuple[str, bytes]]] = {
    "a page": lambda text: ("faq/a/index.html", f"<!doctype html>\n<p>Offer a refund.</p>\n<p>{text}</p>\n".encode()),
    "a page in one line": lambda text: ("m.html", f"<main><p>{'Send it. ' * 300}</p><p>{text}</p></main>".encode()),
    "a text file": lambda text: ("assets/a.txt", text.encode()),
    "an attribute": lambda text: ("b.html", f"<p data-x='{text}'>Refund</p>".encode()),
    "a comment": lambda text: ("c.html", f"<p>Refund</p><!-- {text} -->".encode()),
    "JSON": lambda text: ("search/d.json", json.dumps({"docs": [{"text": text}]}).encode()),
    "a script": lambda text: ("assets/e.js", f"const a=1;let t='{text}';f(t)".encode()),
    "a style sheet": lambda text: ("assets/f.css", f".a::after{{content:'{text}'}}".encode()),
    "a drawing": lambda text: ("g.svg", f"<svg xmlns='http://www.w3.org/2000/svg'><text>{text}</text></svg>".encode()),
    "a sitemap": lambda text: (
        "sitemap.xml",
        f"<urlset><url><loc>https://x.example/{text}</loc></url></urlset>".encode(),
    ),
    "an address": lambda text: ("h.html", f"<a href='/s?q={text}'>Refund</a>".encode()),
    "a zip": lambda text: ("i.zip", zipped("x", text)),
    "a picture's note": lambda text: ("j.jpg", jpeg("x", "x", text)),
    "a PNG's packed note": lambda text: ("k.png", png("x", text)),
    "a map of a script": lambda text: (
        "n.js.map",
        json.dumps({"version": 3, "sources": ["n.js"], "sourcesContent": [f"// {text}\nf()"], "names": []}).encode(),
    ),
    "a font's name": lambda text: ("o.ttf", sfnt({b"head": bytes(54), b"name": text.encode("utf-16-be")})),
    "a font's notes": lambda text: ("p.woff2", woff2(b"x", metadata=f"<metadata>{text}</metadata>".encode())),
    "a PDF": lambda text: ("q.pdf", pdf_title(text.encode())),
    "a file within a PDF": lambda text: ("r.pdf", pdf_attachment(text.encode())),
    "a sheet": lambda text: (
        "s.xlsx",
        zipped_files({"[Content_Types].xml": b"<Types/>", "xl/s.xml": f"<sst><si><t>{text}</t></si></sst>".encode()}),
    ),
    "a file behind gzip": lambda text: ("l.gz", gzip.compress(text.encode())),
}
PIECES: dict[str, tuple[str, ...]] = {
    PHONE: (
        PHONE,
        "0912345678",
        "0912.345.678",
        "0912-345-678",
        "09 12 34 56 78",
        "0 9 1 2 3 4 5 6 7 8",
        "(0912) 345 678",
        "+84 912 345 678",
        "+84 912-345-678",
        "+84912345678",
        "0084912345678",
        "84912345678",
        "+84 (0)912 345 678",
        "tel:+84-912-345-678",
        "https://wa.me/84912345678",
        "0912\xa0345\xa0678",
        "0912\u202f345\u202f678",
        "0912\u200b345\u200b678",
        "0912 - 345 - 678",
        "0912/345/678",
        "0912_345_678",
        "0912·345·678",
        "0912–345–678",
        "0912<b>345</b>678",
        "<span>0912</span> <span>345</span> <span>678</span>",
        "０９１２ ３４５ ６７８",
        "٠٩١٢٣٤٥٦٧٨",
        "⓪⑨①② ③④⑤ ⑥⑦⑧",
        "០៩១២ ៣៤៥ ៦៧៨",
        "🯰🯹🯱🯲🯳🯴🯵🯶🯷🯸",
        "0️⃣9️⃣1️⃣2️⃣ 3️⃣4️⃣5️⃣ 6️⃣7️⃣8️⃣",
        "&#48;&#57;12345678",
        "0912%20345%20678",
        "MDkxMjM0NTY3OA==",
        "tel0912345678x",
        "091 2345678",
        "0912345 678",
    ),
    ACCOUNT: (
        ACCOUNT,
        "190356789012",
        "1903-5678-9012",
        "190 356 789 012",
        "1903.5678.9012",
        "19 03 56 78 90 12",
        "1903567 89012",
        "VN1903 5678 9012",
        "STK:190356789012",
        "1903 5678<wbr>9012",
    ),
    AMOUNT: (
        AMOUNT,
        "740000",
        "740,000",
        "740 000",
        "740'000",
        "740\xa0000",
        "740.000đ",
        "740,000.00",
        "VND740000",
        "740.000,00 ₫",
        "7,40,000",
        "[740000]",
        '{"limit":740000}',
        "740<span>.</span>000",
        "limit=740000;",
        "x>740000?1:0",
    ),
    "+60 3-2345 6781": (
        "+60 3-2345 6781",
        "(03) 2345 6781",
        "03-23456781",
        "0323456781",
        "60323456781",
        "03 2345 6781",
        "(03)2345-6781",
    ),
    "8731 2295": ("8731 2295", "87312295", "8731-2295", "+65 8731 2295", "6587312295", "8731.2295"),
    "ha.le@ncc.vn": (
        "ha.le@ncc.vn",
        "HA.LE@NCC.VN",
        "mailto:ha.le@ncc.vn",
        "ha.le&#64;ncc.vn",
        "ha.le%40ncc.vn",
        "<b>ha.le</b>@ncc.vn",
        "aGEubGVAbmNjLnZu",
        "ha.le\u200b@ncc.vn",
        "ha.le&commat;ncc.vn",
        "68612e6c65406e63632e766e",
    ),
    "code 4471": ("code 4471", "Code: 4471", "CODE=4471", "code%204471", "code&nbsp;4471", "code-4471"),
    "Minh Khoa": ("Minh Khoa", "MINH KHOA", "minh.khoa", "minh_khoa", "Minh&nbsp;Khoa", "Minh%20Khoa", "minh-khoa.jpg"),
    "Mr Tuan": ("Mr Tuan", "Mr. Tuan", "mr tuan"),
    "Lê Hà": ("Lê Hà", "Le Ha", "LÊ HÀ", "le.ha", "L\u00ea H\u00e0", "Le\u0302 Ha\u0300", "L&ecirc; H&agrave;"),
    "wiki.ncc.vn/ops": ("wiki.ncc.vn", "https://wiki.ncc.vn/", "wiki&#46;ncc&#46;vn", "//wiki.ncc.vn/x"),
    "tiers.xlsx": ("tiers.xlsx", "Tiers.XLSX", "/files/tiers.xlsx"),
    "#kho-hcm": ("#kho-hcm", "kho-hcm", "kho_hcm"),
    "345.000 ₫": ("345.000 ₫", "345000", "345,000", "345 000 VND", "345.000đ"),
    "ops.ncc.vn": ("ops.ncc.vn", "OPS.NCC.VN", "ops&period;ncc&period;vn"),
    "fee.csv": ("fee.csv", "/fee.csv", "Fee.CSV"),
    "863,500.00": ("863,500.00", "863500", "863.500", "863 500 VND"),
    "24 of us go in": ("24 of us go in", "24\nOF us<b> go </b>in"),
    "vip-sla": ("vip-sla", "/vip-sla/", "VIP-SLA.html"),
    "sổ-ca": ("sổ-ca", "so-ca", "SỔ-CA", "s%E1%BB%95-ca"),
    "12 days": ("12 days", "12&nbsp;days", "12-days"),
    "RM1,234": ("RM1,234", "RM1234", "RM 1,234.00", "MYR 1234"),
}
"""What stands in agents/ → how the public folder has it."""
NUMBERS_IN_DATA: dict[str, str] = {
    "a drawing": "<svg><path d='M740 000L09 12 34 56.79c1903 5678 901 3 740.0001 7400001 1740000'/></svg>",
    "a style sheet": ".a{width:740.5px;z-index:74000;margin:0 9 1 2px}.b{color:#740000aa}",
    "a hash": "sha384-0a740000f9b1e345000aa 5f0912345678901234567890abcdef0123456789abcdef",
    "a list of numbers": "[7,40,0,0,0,12,345,678,1,903,56789,12,91,23,4567,9]",
    "dates and times": "2026-11-26T09:12:34.567Z 26/11/2026 07:40:00 09:12",
    "longer numbers": "17400000 7400001 09123456789 19035678901 190356789013 1.740.000 740.000.000 0.740000",
    "other codes": "code 4472, 4471 px, x4471, 44710",
    "parts of names": "Minh said: Khoa. Le said Ha. Mr. Tan",
    "years and dates": "May 2025 24.12.2025 24/12/2025 24122025",
    "numbers of nobody": "123456 1 2 3 4 5 6",
    "a number behind what no country has": "77787312295 1287312295",
    "a value of one digit": "We answer within 5 hours.",
    "short values": "19 days 12 hours 2 days RM12,345 RM1,23",
}
"""What is no leak, next to the numbers of `FILES`."""
