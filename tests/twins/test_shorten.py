"""Scripts in fewer bytes do what they did."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kb.browser_code.bundle import PACKAGE, bundle
from kb.browser_code.shorten import KEYWORDS, modules_in, script_of, short_names, shorten, tokens_of, uses_in
from tests.twins.node import find_node
from tests.twins.test_complete import DOORS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PROGRAMS = [
    "let best = 0;\nif (best === 0) {\n  best = 2;\n}\nswitch (best) {\n  case 2: {\n    best = 3;\n    break;\n  }\n}"
    "\nconst make = (best) => ({ best, worst: { best } });\nsay(best, make(4), best ? { best } : best);",
    "const parts = { first: 1, second: { third: 3 } };\nconst { first, second: { third = 4, fourth = first } } = parts;"
    "\nfor (const { first } of [{ first: 5 }]) say(first);\nsay(third, fourth, first, [{ first }, third].length);",
    "const given = (limit, { size = limit, shown: other = size } = {}) => [limit, size, other];\nsay(given(2));\n"
    "async function later({ limit }) {\n  return { ...{ limit }, size: limit };\n}\nlater({ limit: 7 }).then(say);",
    "const amount = 4;\nconst text = `${amount} of ${[amount].map((amount) => `<${amount}>`).join()} amount`;\n"
    "say(text);",
    "const limit = 3;\nconst given = { limit, other: limit };\nsay(given, given.limit);",
    "function take({ size = 2, ...others }, [first, second = size]) {\n  return { size, others, first, second };\n}\n"
    "say(take({ more: 1 }, [5]));",
    "class Store {\n  constructor(kept) {\n    this.kept = kept;\n  }\n  get(kept) {\n    return this.kept + kept;\n  }"
    "\n  async later() {\n    return this.get(1);\n  }\n}\nsay(new Store(2).get(3));\nnew Store(1).later().then(say);",
    "const total = 12;\nconst half = 2;\nsay(total / half / 3, /total [/] \"half/.test('total / \"half'));",
    "const name = 'name';\nconst known = { [name]: name, 'half': name };\nsay(known, 'name' in known, `\\\\${name}$`);",
    "let counter = 1;\ncounter++;\nsay(counter + +counter, counter - -counter, counter ? counter : 0);",
    "const isOdd = (number) => number % 2 === 1;\nconst { length } = [1];\nsay([1, 2].filter(isOdd), length);",
    "function* each(values) {\n  for (const value of values) yield value;\n}\nsay([...each('ab')]);",
    "let result;\ntry {\n  throw new Error('result');\n} catch (problem) {\n  result = problem?.message ?? 'none';\n}\n"
    "say(result);\nswitch (result) {\n  case 'result': {\n    const result = 2;\n    say(result);\n  }\n}",
    "const walk = (tree, depth = 0) => tree.length ? walk(tree[0], depth + 1) : depth;\nsay(walk([[[]]]));",
    "const outer = 1; // outer /* not */\n/* outer */ say(outer);\nconst address = 'https://outer/';\nsay(address);",
]


def run(script: str) -> str:
    say = "const say = (...said) => console.log(JSON.stringify(said));\nself = globalThis;\n"
    done = subprocess.run([find_node(), "-e", say + script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + script
    return done.stdout


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_shorter_script_says_the_same(program: str, tmp_path: Path) -> None:
    (tmp_path / "given.js").write_text(
        "const SECRET = 40;\n/** Gives more. */\nexport function addTo(number) {\n  return number + SECRET;\n}\n",
        "utf-8",
    )
    door = tmp_path / "door.js"
    door.write_text(f'import {{ addTo }} from "./given.js";\nsay(addTo(2));\n{program}\n', encoding="utf-8")
    script = bundle(door)
    assert run(shorten(script)) == run(script) != ""
    assert "SECRET" not in shorten(script) and "addTo" not in shorten(script)


@pytest.mark.parametrize("door", DOORS)
def test_our_scripts_are_read_whole_and_can_be_run(door: str) -> None:
    script = bundle(PACKAGE / door)
    read = "".join(token.space + token.text for token in tokens_of(script))
    assert read == script.rstrip()
    short = script_of(PACKAGE / door)
    done = subprocess.run([find_node(), "--check", "-"], input=short, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(short) < len(script)


def test_no_name_is_taken_from_the_browser(browser: Browser) -> None:
    names: set[str] = set()
    for door in DOORS:
        parts = [list(tokens_of(part)) for part in modules_in(bundle(PACKAGE / door))]
        names |= set(short_names(parts, [uses_in(part) for part in parts]))
    page = browser.new_page()
    taken = page.evaluate("(names) => names.filter((name) => name in window)", sorted(names))
    page.close()
    assert names
    assert not taken, ", ".join(taken)


def test_a_script_that_cannot_be_read_is_refused() -> None:
    for text in ("const a = 'open;\n", "const a = `open;\n"):
        with pytest.raises(ValueError, match="cannot read"):
            shorten(text)
    assert not KEYWORDS & set(re.findall(r"\w+", "amount limit"))
