"""Strategies: texts that a careless writer, a broken program or an attacker could have written."""

from __future__ import annotations

import json
from typing import Any

import yaml
from hypothesis import strategies as st

LETTERS = st.characters(exclude_categories=["Cs"])
ODD_WORDS = (
    "", " ", "\t", "\n", "\u00a0", "\u200b", "\u202e", "\ufeff", "\u0000", "\u0007", "\u001b[31m", "\u2028", "\u0085",
    "null", "~", "yes", "No", "0", "-1", "1e999", ".nan", "0x1F", "0o17", "1_000", "٣", "１２", "2026-11-21",
    "2026-02-30",
    "0001-01-01", "9999-12-31", "٢٠٢٦-١١-٢١", "08:00", "24:00", "2٣:0٠", "99:99-99:99", "Fri 16:00",
    "{{ fact.days }}",
    "{{ fact.days.VN }}", "{{ link.faq/one }}", "{{ link.../../x }}", "{{ order_id }}", "{{{{", "}}", "{% raw %}",
    "../../etc/passwd", "faq/one", "/", "//", "a/../b", "C:\\x", "javascript:alert(1)", "https://[::1", "mailto:",
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "]]>", "<!--", "-->", "&#0;", "&#x110000;",
    "🇻🇳👩‍👩‍👧", "ẢẤ̂̂̂",
    "Đ", "İ", "ß", "ﬀ", "Ǆ", "قيمة", "%00", "%s%n", "${jndi:x}", "9" * 5000, "a" * 3000,
)  # fmt: skip
MARKDOWN_PIECES = (
    "# ", "## ", "###### ", "=\n", "---\n", "***\n", "> ", "- ", "1. ", "* ", "    ", "\t", "\n", "\n\n",
    "```", "~~~",
    "```tree\n", "```quiz\n", "`", "``", "**", "_", "~~", "[a](b)", "[", "](", ")", "![", "[a]: b\n", "[^1]",
    "[^1]: x\n",
    "<div>", "</div>", "<svg", "<a href=", '"', "'", "<!--", "-->", "<![CDATA[", "<?", "<!x", "&amp", "&#x",
    "|", "|-|-|\n",
    "!!! note\n    ", '??? "x"\n', "{: #id .c }", "{#x}", "*[x]: y\n", "Term\n: d\n", "\\", "\\\n", "http://x",
    "a@b.c", "word ",
    "## variant: vip\n", "## channel: sms\n", "## variant:\n", "{{ fact.days }}", "{{ link.faq/one }}",
    "{{ order_id }}",
    "{{", "}}", "Đổi trả ", "<h2 id=x>", "<input>", "</", "<", ">", "&", "\u2028", "\x0c", "\r", "\x1a", "\ufeff",
)  # fmt: skip


def runs(pieces: tuple[str, ...], most: int = 1_500) -> st.SearchStrategy[str]:
    """One piece over and over: what makes a careless pattern slow."""
    return st.builds(
        lambda piece, times, end: piece * times + end, st.sampled_from(pieces), st.integers(2, most), words
    )


words = st.one_of(st.sampled_from(ODD_WORDS), st.text(LETTERS, max_size=40))
markdown = st.one_of(
    st.lists(st.one_of(st.sampled_from(MARKDOWN_PIECES), words), max_size=30).map("".join),
    runs(MARKDOWN_PIECES),
    st.text(LETTERS, max_size=200),
)


def damaged(text: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A text, or the same with a few characters replaced, put in or cut out."""
    change = st.tuples(st.integers(0, 5_000), st.integers(0, 8), words)

    def damage(text: str, changes: list[tuple[int, int, str]]) -> str:
        for place, length, instead in changes:
            at = place % (len(text) + 1)
            text = text[:at] + instead + text[at + length :]
        return text

    return st.one_of(text, st.builds(damage, text, st.lists(change, min_size=1, max_size=4)))


scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.floats(),
    st.dates(),
    words,
    st.text(LETTERS, max_size=12),
)


def values(keys: tuple[str, ...] = ()) -> st.SearchStrategy[Any]:
    """Anything that YAML or JSON can hold; mappings often have `keys`."""
    names = st.one_of(st.sampled_from(keys), words) if keys else words
    return st.recursive(
        scalars,
        lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(names, inner, max_size=4)),
        max_leaves=12,
    )


def mappings(known: dict[str, list[object]], inner: tuple[str, ...] = ()) -> st.SearchStrategy[dict[str, Any]]:
    """Known keys with a right value, a wrong one, or none; and now and then a key that nobody knows."""
    entries = {
        key: st.one_of(st.sampled_from(right), st.sampled_from(right), values(inner)) for key, right in known.items()
    }
    strange = st.dictionaries(words, values(inner), max_size=1)
    return st.builds(lambda one, two: {**two, **one}, st.fixed_dictionaries({}, optional=entries), strange)


def as_yaml(value: object) -> str:
    """YAML as a program writes it."""
    return str(yaml.safe_dump(value, allow_unicode=True, sort_keys=False))


def as_json(value: object) -> str:
    """JSON; a date becomes its text."""
    return json.dumps(value, ensure_ascii=False, default=str)


RAW_YAML = (
    "a: b", "- ", "? ", ": ", "&a ", "*a", "!!str ", "!!binary ", "!!python/object:os.system ", "!<x> ",
    "|\n  ", ">-\n  ",
    "{", "}", "[", "]", ",", "#", "%YAML 1.2\n", "---\n", "...\n", "<<: ", "'", '"', "\\x", "\t", "\n", "  ",
    "@", "`", "\x07",
    "title: ", "? [a, b]\n: c\n", "{a: {b: {c: ", "- - - - ", "key: |2\n", "=: ", "~: ", "yes: ",
)  # fmt: skip
raw_yaml = st.one_of(
    st.lists(st.one_of(st.sampled_from(RAW_YAML), words), max_size=25).map("".join), runs(RAW_YAML, 400)
)
"""Text that is YAML by accident at most."""
