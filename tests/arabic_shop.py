"""A shop that reads from right to left: what `kb init` writes for Arabic and English, and texts of its own."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from kb.importers.common.choices import Choices
from kb.importers.scaffold.starter import create_project
from tests.conftest import TODAY

TREE = """\
---
title: أين طردي؟
summary: خطوات قصيرة لمعرفة مكان الطرد
topic: delivery
answer: افتح صفحة التتبع واكتب رقم الطلب SS-2048.
questions: [أين طلبي, لم يصل الطرد]
---
## قبل أن تبدأ

جهّز رقم الطلب ورقم الهاتف ‎+971 4 123 4567.

```tree
start: shows
steps:
  shows:
    ask: ماذا تقول صفحة التتبع؟
    choices:
      تم التسليم: neighbours
      في الطريق: wait
  neighbours:
    ask: هل سألت الجيران والحارس؟
    choices: {نعم: lost, ليس بعد: ask_them}
  wait:
    answer: انتظر 3 أيام أخرى، ثم اكتب لنا.
  lost:
    answer: سنبحث عنه معك.
    contact: true
  ask_them:
    answer: اسألهم أولاً، فمعظم الطرود تظهر هناك.
```

## بعد ذلك

يصل الطرد بين 09:00 و18:00.

### في العطلة

يتأخر يوماً واحداً.

## إذا تأخر الطرد

اكتب إلى help@shop.example.

## ملاحظة أخيرة

[كيف تعيد المنتج](../policies/returns.md)
"""
PICTURES = """\
---
title: كيف تغلّف المنتج؟
summary: صور وجدول
topic: returns
---
انظر إلى الصور.

![صندوق مفتوح](../img/box.png)

نص بين الصور.

![رسم للقياس](../img/measure.svg)

![صندوق مغلق](../img/closed.png){ width=400 }

![فيلم التغليف](../img/pack.mp4 "هكذا يغلّف المنتج.")

## الأسعار

| المنطقة | الوزن | السعر | الوقت | الهاتف | ملاحظات طويلة عن التوصيل |
|---|---|---|:---:|---|---|
| دبي | حتى 5 كغ | 20 درهم | 1–2 يوم | +971 4 123 4567 | لا توصيل يوم الجمعة |
| أبو ظبي | حتى 5 كغ | 25 درهم | 2–3 أيام | +971 2 765 4321 | التوصيل مساءً فقط |
| DIFC | XL | AED 9 | 2 h | – | GATE 4 |
"""


def picture(width: int, height: int) -> bytes:
    """A grey PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress((b"\0" + b"\xaa" * width) * height)
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12 5"><rect width="12" height="5" fill="#9cb"/>'
    '<rect x="1" y="1" width="3" height="3" fill="#356"/></svg>'
)


def write_arabic_shop(root: Path) -> None:
    """The project, into the new folder `root`."""
    report = create_project(
        root,
        today=TODAY,
        choices=Choices(
            name="سوق الورد", languages=("ar", "en"), markets=("AE",), currencies={"AE": "AED"}, timezone="Asia/Dubai"
        ),
    )
    assert not report.refused, report.refused
    texts: dict[str, str | bytes] = {
        "guides/where.md": TREE,
        "faq/pack.md": PICTURES,
        "img/box.png": picture(1600, 900),
        "img/closed.png": picture(1200, 800),
        "img/measure.svg": SVG,
        "img/pack.mp4": b"",
    }
    for name, text in texts.items():
        path = root / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
