"""A shop whose internal content has a unique word in every place that can hold one."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

CONFIG = """\
site_name: Planted shop
site_url: https://help.planted.example/
theme: {name: material}
# {option_comment}
plugins:
  - kb:
      default_language: en
      languages: {en: {name: English, markets: [VN, MY]}, vi: {name: Tiếng Việt, markets: [VN]}}
      markets:
        VN: {currency: VND, name: {en: Vietnam, vi: Việt Nam}}
        MY: {currency: MYR, name: {en: Malaysia, vi: Malaysia}}
      topics:
        returns:
          team: {option_team}
          name: {en: Returns, vi: Đổi trả}
      variants: [vip]
markdown_extensions: [admonition, attr_list, tables, footnotes, pymdownx.superfences]
"""

PUBLIC = {
    "docs/faq/returns.md": "---\ntitle: How to return\ntopic: returns\nquestions: [can I return it]\n---\n"
    "Send it back within {{ fact.return_days }}.\n\n![A parcel](box.svg)\n",
    "docs/faq/returns.vi.md": "---\ntitle: Cách trả hàng\n---\nGửi lại trong {{ fact.return_days }}.\n",
    "docs/faq/box.svg": '<svg xmlns="http://www.w3.org/2000/svg"><title>A box</title><path d="M0 0h9v9z"/></svg>',
    "docs/policies/refunds.md": "---\ntitle: Refunds\ntopic: returns\n---\n## When\nMoney arrives within a week.\n",
    "facts.yml": "return_days: {about: Days to return, unit: days, value: 7}\n",
}

PROCEDURE = """\
---
# {field_comment}
title: Refund {title} ladder
summary: About {summary}
answer: In short {answer}
questions:
  - may I {question}
topic: returns
stage: return
related: [faq/returns, procedures/{related}]
redirect_from: [procedures/{redirect}]
owner: {owner}
reviewed_on: 2026-11-01
review_every_days: 90
changes:
  - {on: 2026-11-01, what: "Raised {change_what}", why: "Because {change_why}"}
time: "08:00"
role: {role}
---
# Heading {heading}

First {paragraph} in a paragraph, **bold {bold}**, `code {code}`.

- item {item}
    - nested {nested}

1. step {step}

> quoted {quote}

| Column {table_head} | Other |
| --- | --- |
| {table_cell} | x |

![alt {alt}](img/{image_file}.png "tip {image_tip}")

[label {link_label}](https://example.com/{link_target} "tip {link_tip}")

[ref][r]

[r]: https://example.com/{reference} "ref {reference_title}"

<!-- hidden {comment} -->

<div class="{html_class}" title="{html_title}" data-note="{html_data}">raw {html_text}</div>

!!! warning "Box {box_title}"
    Inside {box_text}.

```yaml title="{fence_title}"
key: {fence_text}  # {fence_comment}
```

Footnote[^1].

[^1]: Note {footnote}

```tree
start: one
steps:
  one:
    ask: Did they {tree_ask}?
    choices:
      Yes {tree_choice}: {tree_step}
      No: done
  {tree_step}:
    answer: Then {tree_answer}.
  done:
    contact: true
```

Broken [link](missing-{broken_link}.md) and {{ fact.unknown_{unknown_fact} }} and {: #{anchor} }
"""

TRAINING = """\
---
title: Training
---
```quiz
ask: What is {quiz_ask}?
right: "{quiz_right}"
wrong: ["{quiz_wrong}"]
why: "{quiz_why}"
```
"""

SCRIPT = """\
---
title: Reply
channels: [livechat, sms]
placeholders:
  order_{placeholder}: {type: text, example: "{placeholder_example}", required: true}
images: [img/{script_image}.png]
---
Hello {script_text}, order {{ order_{placeholder} }}, limit {{ fact.limit_{fact_name} }}.

## variant: vip
Dear {variant}.

## channel: sms
Short {channel_text}.
"""

FACTS = """\
# {fact_comment}
limit_{fact_name}: {about: "Why {fact_about}", unit: text, value: "ask {fact_value} first"}
"""

FILES = {
    "agents/procedures/refund-{file_name}.md": PROCEDURE,
    "agents/procedures/refund-{file_name}.vi.md": "---\ntitle: Bậc {vi_title} hoàn\n---\nĐoạn {vi_text} tiếng Việt.\n",
    "agents/training/start.md": TRAINING,
    "agents/scripts/reply.md": SCRIPT,
    "agents/scripts/reply.vi.md": "---\ntitle: Trả lời\n---\nChào {vi_script}.\n\n"
    "## variant: vip\nKính {vi_variant}.\n",
    "agents/notes/faq/returns.md": "---\ntitle: Note {note_title}\n---\nSay {note_text}.\n",
    "agents/secret-{folder}/page.md": "---\ntitle: Other\n---\nOther {other_page}.\n",
    "agents/procedures/broken.md": "---\ntitle: x: y\n{broken_yaml}: [\n---\nBody {broken_body}.\n",
    "agents/procedures/late.md": "---\ntitle: Late\ndraft: true\n---\nNot yet {internal_draft}.\n",
    "agents/.hidden/{hidden_name}.txt": "kept {hidden_text}\n",
    "agents/files/prices.csv": "sku,{csv_column}\n1,{csv_cell}\n",
    "agents/files/drawing.svg": '<svg xmlns="http://www.w3.org/2000/svg"><desc>{svg_desc}</desc><text>{svg_text}</text></svg>',
    "agents/files/data.json": '{"key": "{json_value}"}',
    "agents/facts.yml": FACTS,
    "docs/faq/upcoming.md": "---\ntitle: Soon {draft_title}\ndraft: true\n---\nSoon {draft_text}.\n",
    "mkdocs.yml": CONFIG,
}
BINARY = {
    "agents/files/{png_name}.png": "png_text png_packed",
    "agents/scripts/img/{script_image}.png": "script_png",
    "agents/files/photo.jpg": "jpeg_exif jpeg_wide jpeg_comment",
    "agents/files/form.pdf": "pdf_text pdf_packed",
    "agents/files/pack.zip": "zip_member zip_text",
}


def _names() -> list[str]:
    import re

    texts = " ".join([*FILES, *FILES.values(), *BINARY])
    found = set(re.findall(r"\{([a-z]+(?:_[a-z]+)*)\}", texts)) - {"on"}
    return sorted(found | {name for names in BINARY.values() for name in names.split()})


def _word(number: int) -> str:
    """A word that no language and no program has."""
    return "zarq" + "".join("bcdfghjklm"[int(digit)] + "u" for digit in f"{number:02}") + "x"


MARKS = {name: _word(number) for number, name in enumerate(_names())}
"""Place → the word planted there."""


def fill(text: str) -> str:
    for name, word in MARKS.items():
        text = text.replace("{" + name + "}", word)
    return text


def png(text: str, packed: str) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
        + chunk(b"tEXt", b"Comment\0" + text.encode())
        + chunk(b"zTXt", b"Description\0\0" + zlib.compress(packed.encode()))
        + chunk(b"IDAT", zlib.compress(b"\0\0"))
        + chunk(b"IEND", b"")
    )


def jpeg(exif: str, wide: str, comment: str) -> bytes:
    tiff = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x0e\0\x02" + struct.pack(">II", len(exif) + 1, 26) + b"\0" * 4
    body = tiff + exif.encode() + b"\0" + wide.encode("utf-16-le") + b"\0\0"
    note = comment.encode()
    return (
        b"\xff\xd8\xff\xe1" + struct.pack(">H", len(body) + 2) + body
        + b"\xff\xfe" + struct.pack(">H", len(note) + 2) + note + b"\xff\xda\0\x02\x11\x22\xff\xd9"
    )  # fmt: skip


def pdf(text: str, packed: str) -> bytes:
    stream = zlib.compress(f"BT ({packed[:4]}) Tj ({packed[4:]}) Tj ET".encode())
    return b"%PDF-1.4\n1 0 obj <</Title (" + text.encode() + b")>>\nstream\n" + stream + b"\nendstream\n%%EOF"


def zipped(name: str, text: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(f"{name}.txt"), text)
    return held.getvalue()


def planted_project() -> dict[str, str | bytes]:
    """Path → content of the whole shop."""
    files: dict[str, str | bytes] = dict(PUBLIC)
    files |= {fill(path): fill(text) for path, text in FILES.items()}
    m = MARKS
    files |= {
        f"agents/files/{m['png_name']}.png": png(m["png_text"], m["png_packed"]),
        f"agents/scripts/img/{m['script_image']}.png": png(m["script_png"], "x"),
        "agents/files/photo.jpg": jpeg(m["jpeg_exif"], m["jpeg_wide"], m["jpeg_comment"]),
        "agents/files/form.pdf": pdf(m["pdf_text"], m["pdf_packed"]),
        "agents/files/pack.zip": zipped(m["zip_member"], m["zip_text"]),
    }
    return files
