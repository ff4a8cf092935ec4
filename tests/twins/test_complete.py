"""No twin is left out, nothing that both sides need is typed twice, and the browser's modules keep to their forms."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from kb.browser_code.bundle import PACKAGE, bundle, modules_of

RUNNER = Path(__file__).with_name("runner.mjs")
MODULES = sorted(PACKAGE.glob("*/browser/*.js"))
ASKED_BY = {
    "applied by every search": {
        "bisect", "rarities", "shardName", "hashAt", "valueOf", "damaged", "unpackTerms", "unpackTitle", "complete",
        "repair", "scoreDocuments", "choosePassage", "find", "expandToken", "wordsOf", "queryTerms", "readToken",
        "size", "stemmer", "readWord", "charClass", "findWords", "joined", "mayJoin", "joinWords", "splitsOf",
        "pairsOf", "commonestSplit", "withoutRepeats", "keyTerms", "mayBeKeys", "readKeys", "typedWords", "stemOf",
        "plainSigns", "restoreTones", "weigh",
    },
    "applied by every reply": {
        "closeGaps", "holesIn", "holesInAddress", "fillBlocks", "newWriting", "writeText", "writeHtml", "blockText",
        "inlinesText", "isLast", "linkText", "resolveLink", "choosePart", "measure", "permitsHost", "maskUntoned",
        "undisguised",
    },
    "applied by every suggestion": {
        "suggest", "asJson", "amountOf", "ask", "certaintyOf", "impactIn", "judge", "mayAnswer", "nearest",
        "openQuestions", "chosenShares", "tellingInTitles", "learnableWords", "phraseFinder", "phraseHearer",
        "spokenWords", "strengthened", "tellingWords", "titleAt", "weighTurns",
    },
    "applied by every paste": {
        "plain", "readLines", "afterColons", "nameAsWritten", "said", "areApart", "isShop", "isCustomer", "isNameLike",
        "sidesOf", "transcriptOf", "readStamped", "readNamed", "headOf", "speakersOf", "isTimeFirst", "startsOf",
        "readBlocks", "readMail", "withoutSignature", "withoutCards", "readCard", "channelOfNumbers",
    },
    "asked in a browser by tests/insights/test_desk_classes.py": {"openLookUp"},
    "applied by every desk that tests/locking opens": {
        "findFault", "isRelease", "openAgentKey", "openRelease", "partName", "unseal", "unpack", "normaliseName",
        "makeTabKey",
    },
}  # fmt: skip
"""Functions that the runner does not call by name, and through what the differential tests reach them."""
ONE_SIDED = {"writeTurns", "findFirst"}
"""Only the browser has these."""


def twins() -> Iterator[tuple[Path, Path]]:
    """Each module of the browser with the Python module that it must agree with."""
    for module in MODULES:
        stage = module.parent.parent
        found = [*stage.glob(f"{module.stem}.py"), *stage.glob(f"*/{module.stem}.py")]
        if found:
            yield module, found[0]


def exports(module: Path) -> set[str]:
    return set(re.findall(r"^export (?:async )?function (\w+)", module.read_text("utf-8"), re.MULTILINE))


def test_every_function_of_a_twin_is_compared() -> None:
    runner = RUNNER.read_text("utf-8")
    called = {
        name for names in re.findall(r"^import \{ ([^}]+) \}", runner, re.MULTILINE) for name in names.split(", ")
    }
    reached = called | {name for names in ASKED_BY.values() for name in names} | ONE_SIDED
    assert len(list(twins())) >= 20
    missing = [f"{module.parent.parent.name}: {name}" for module, _ in twins() for name in exports(module) - reached]
    assert missing == []


LITERAL = re.compile(r"[0-9\"'`/\[{-]|new (?:Set|Map|RegExp)\([\"'`/\[]")
"""What begins a number, a text, a pattern or a table that is typed in JavaScript."""
OTHERS = {"ITERATIONS"}
"""What only looks the same: how many rounds a new key gets may rise, while the fewest that are taken stay."""
LITERALS = (ast.Constant, ast.Tuple, ast.Dict, ast.Set, ast.List)


def constants(source: Path) -> Mapping[str, str]:
    """Name → literal of what a module of either language sets once and for all."""
    text = source.read_text("utf-8")
    if source.suffix == ".js":
        rows = re.findall(r"^(?:export )?const (\w+) = (.+?);", text, re.MULTILINE)
        return {
            name: value for name, value in rows if re.match(r"[0-9\"'`/\[{-]|new (?:Set|Map|RegExp)\([\"'`/\[]", value)
        }
    found = {}
    for node in ast.parse(text).body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        value = getattr(node, "value", None)
        pairs = [(target, value)]
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            pairs = list(zip(target.elts, value.elts, strict=True))
        for name, one in pairs:
            inner = one.args[0] if isinstance(one, ast.Call) and one.args else one
            if isinstance(name, ast.Name) and isinstance(inner, LITERALS):
                found[name.id.lstrip("_")] = ast.unparse(inner)
    return found


@pytest.mark.parametrize("pair", [*twins()], ids=lambda pair: f"{pair[0].parent.parent.name}/{pair[0].stem}")
def test_no_number_table_or_pattern_is_typed_in_both(pair: tuple[Path, Path]) -> None:
    browser, python = ({name: one for name, one in constants(path).items() if name not in OTHERS} for path in pair)
    assert browser.keys() & python.keys() == set()
    shared = pair[1].parent / "shared" / f"{pair[1].stem}.json"
    values = set(map(repr, json.loads(shared.read_text("utf-8")).values())) if shared.is_file() else set()
    trivial = {"0", "1", "2", "100"}
    assert (set(browser.values()) | set(python.values())) & (values - trivial) == set()


def test_what_is_shared_is_read_by_both() -> None:
    for data in PACKAGE.glob("*/shared/*.json"):
        readers = [path for path in PACKAGE.glob("*/browser/*.js") if f"shared/{data.name}" in path.read_text("utf-8")]
        stage = data.parent.parent.name
        loads = f'shared_data("{stage}", "{data.stem}")'
        python = [path for path in (PACKAGE / stage).rglob("*.py") if loads in path.read_text("utf-8")]
        assert readers and python, data
        text = "".join(path.read_text("utf-8") for path in (*readers, *python))
        unused = [name for name in json.loads(data.read_text("utf-8")) if not re.search(rf"\b{name}\b", text)]
        assert unused == [], data


def test_every_exported_function_says_what_it_does() -> None:
    bare = []
    for path in sorted(PACKAGE.rglob("*.js")):
        text = path.read_text("utf-8")
        bare += [
            f"{path.name}: {match[1]}"
            for match in re.finditer(r"^export (?:async )?(?:function|class) (\w+)", text, re.MULTILINE)
            if not text[: match.start()].endswith("*/\n")
        ]
    assert bare == []


DOORS = (
    "website/preview/live.js",
    *(f"desk/page/{name}.js" for name in ("page", "early", "answering", "worker")),
    *(f"locking/browser/{name}.js" for name in ("bar", "find", "sign-in", "whole", "worker")),
    *(f"website/theme/assets/kb/{name}.js" for name in ("kb", "kb-head", "news", "search-worker", "tools")),
)  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
def test_a_script_has_no_import_and_is_the_same_each_time(door: str) -> None:
    script = bundle(PACKAGE / door)
    bundle.cache_clear()
    assert bundle(PACKAGE / door) == script
    assert not re.search(r"^\s*(import|export)\b", script, re.MULTILINE)


def test_every_module_is_part_of_a_script() -> None:
    needed = {path for door in DOORS for path in modules_of(PACKAGE / door)}
    modules = {*PACKAGE.glob("*/browser/*.js"), *PACKAGE.glob("*/page/*.js"), *PACKAGE.glob("browser_code/*.js")}
    assert modules - needed == set()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('import thing from "./other.js";', "does not know"),
        ('import { a as b } from "./other.js";', "does not know"),
        ("export default 1;", "does not know"),
        ("export { a };", "does not know"),
        ("const a = `\n  b`;", "several lines"),
        ('import { a } from "./door.js";', "imports itself"),
    ],
)
def test_other_forms_of_modules_are_refused(text: str, fault: str, tmp_path: Path) -> None:
    door = tmp_path / "door.js"
    door.write_text(f"{text}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=fault):
        bundle(door)


def test_modules_keep_their_own_names_and_comments_go(tmp_path: Path) -> None:
    (tmp_path / "n.json").write_text('{ "n": 40 }', encoding="utf-8")
    (tmp_path / "a.js").write_text(
        '// what a is\nimport N from "./n.json" with { type: "json" };\nconst own = N.n;\n'
        "/** Gives it. */\nexport function give() {\n  return own;\n}\n",
        encoding="utf-8",
    )
    (tmp_path / "door.js").write_text(
        'import { give } from "./a.js";\nconst own = 2;\nself.found = give() + own;\n', encoding="utf-8"
    )
    assert bundle(tmp_path / "door.js") == (
        '"use strict";\n{\nconst $0={"n":40};\nconst $1=(()=>{\nconst N=$0;\nconst own = N.n;\n'
        "function give() {\nreturn own;\n}\nreturn{give}})();\n"
        "const{give}=$1;\nconst own = 2;\nself.found = give() + own;\n}\n"
    )
