"""Payloads of our own: text that becomes markup or a script wherever somebody forgot that it is text.

Each leaves `window.hit` behind where it runs, or an element of the class `attack` where it is taken for markup.
"""

from __future__ import annotations

RUN = "window.hit=1"
SCRIPTS = (
    f"<script>{RUN}</script>",
    f"<ScRiPt >{RUN}</sCrIpT>",
    f"</script><script>{RUN}</script>",
    f"</textarea><script>{RUN}</script>",
    f"</title><script>{RUN}</script>",
    f"</style><script>{RUN}</script>",
    f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    f"--><script>{RUN}</script><!--",
    f"]]><script>{RUN}</script><![CDATA[",
    f'<script src="data:text/javascript,{RUN}"></script>',
    f'<img class=attack src=x onerror="{RUN}">',
    f"<img class=attack src=x onerror={RUN}//",
    f"<img/class=attack/src=x/onerror={RUN}>",
    "<IMG CLASS=attack SRC=x ONERROR=&#119;indow.hit=1>",
    f'"><img class=attack src=x onerror="{RUN}">',
    f"'><img class=attack src=x onerror='{RUN}'>",
    f"`><img class=attack src=x onerror=`{RUN}`>",
    f'" autofocus onfocus="{RUN}" class="attack',
    f"' autofocus onfocus='{RUN}' class='attack",
    f'" onmouseover="{RUN}" class="attack" style="position:fixed;inset:0',
    f'" onanimationstart="{RUN}" style="animation:spin 1s',
    f'<svg class=attack onload="{RUN}">',
    f"<svg class=attack><script>{RUN}</script></svg>",
    f"<svg class=attack><animate onbegin={RUN} attributeName=x></svg>",
    f"<math class=attack><mtext><img src=x onerror={RUN}></mtext></math>",
    f'<details class=attack open ontoggle="{RUN}"><summary>x</summary></details>',
    f'<video class=attack><source onerror="{RUN}"></video>',
    f'<iframe class=attack srcdoc="<script>parent.{RUN}</script>"></iframe>',
    f'<iframe class=attack src="javascript:parent.{RUN}"></iframe>',
    f'<object class=attack data="javascript:{RUN}"></object>',
    f'<a class=attack href="javascript:{RUN}">click</a>',
    f'<a class=attack href="java\tscript:{RUN}">click</a>',
    f"[click](javascript:{RUN})",
    f"![x](x\"onerror=\"{RUN})",
    f'<form class=attack action="javascript:{RUN}"><button>go</button></form>',
    f'<meta class=attack http-equiv="refresh" content="0;url=javascript:{RUN}">',
    f'<base class=attack href="javascript:{RUN}//">',
    f"<noscript><p class=attack title=\"</noscript><img src=x onerror={RUN}>\">",
    f"<template class=attack><script>{RUN}</script></template>",
    f"&lt;img class=attack src=x onerror={RUN}&gt;",
    f"\\u003cimg class=attack src=x onerror={RUN}\\u003e",
    f"%3Cimg%20class%3Dattack%20src%3Dx%20onerror%3D{RUN}%3E",
    f"{{{{constructor.constructor('{RUN}')()}}}}",
    f"${{{RUN}}}",
    f"';{RUN};//",
    f'";{RUN};//',
    f"\\';{RUN};//",
    f"javascript:{RUN}",
    f"＜img class=attack src=x onerror={RUN}＞",
)  # fmt: skip
"""For every place that holds one line of text."""

NAUGHTY = (
    "", " ", "\t", "undefined", "null", "NaN", "true", "-0", "1e309", "0x10", "[object Object]", "__proto__",
    "constructor",
    "toString", "hasOwnProperty", "../../../etc/passwd", "%00", "%n%s%d", "\\", "\\\\", "//", "?q=", "#",
    "&q=a&q=b", "+",
    "*", "(", "[", "{", "^", "$", ".*", "(a+)+$", "'", '"', "''", "`", ";", "--", "\u0001\u0002\u001f\u007f",
    "\u00a0\u2003",
    "\u200b\u200d\ufeff", "\u202eRTL override", "\u2066isolate\u2069", "ẓ̶̛a̸̡͝l̵̨͘g̵͓̿o̶͔͐", "Å Å", "İIıi",
    "ﬀ ﬁ ﬂ", "ǅ ǆ", "ẞß",
    "Đ Ð đ ð", "hoà hòa hoả", "مرحبا بكم", "ข้อความ", "漢字かな交じり", "한글", "🇻🇳🏳️‍🌈👩‍👩‍👧‍👦", "\U000e0041", "\ud83d",
    "x" * 5_000,
    "word " * 2_000, "\n".join(["line"] * 50), "a\u0301" * 200, "<", ">", "&", "&amp;", "<>", "</", "<!--",
    "{{", "{%",
)  # fmt: skip
"""What breaks programs without being an attack."""
