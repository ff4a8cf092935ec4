"""The key file and passphrases: what is accepted, what is refused and why, and the command `kb keys`."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.cli.main import main
from kb.locking.key_file import BROKEN_KEYS, KEY_FILE_FORMAT, keys_text, load_keys, parse_keys, write_keys
from kb.locking.keys import ITERATIONS, KeyFile
from kb.locking.passphrases import find_weakness, generate_passphrase
from kb.locking.sayings import without_sayings
from kb.locking.wrapping import unwrap_secret
from tests.conftest import ROOT
from tests.locking.desk import OTHER_PASSPHRASE, PASSPHRASE, agent_of, keys_of

KEYS = keys_of("lan", "mai")
ROWS = json.loads(keys_text(KEYS))


def test_a_key_file_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "kb-keys.json"
    write_keys(path, KEYS)
    assert load_keys(path) == (KEYS, ())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["kb-keys.json"]


def test_neither_passphrase_nor_open_private_key_is_in_the_key_file() -> None:
    text = keys_text(KEYS)
    assert PASSPHRASE not in text
    agent = KEYS.agents[0]
    assert b"\x06\x07*\x86H\xce=\x02\x01" not in agent.private_key  # how PKCS #8 names elliptic curve keys


def test_agents_stand_sorted_so_that_a_change_is_a_small_difference() -> None:
    first, second = (agent_of(name) for name in ("lan", "mai"))
    assert keys_text(KeyFile().with_agent(second).with_agent(first)) == keys_text(
        KeyFile().with_agent(first).with_agent(second)
    )


def _changed(change: Callable[[dict[str, object], dict[str, object]], object]) -> str:
    rows = json.loads(keys_text(KEYS))
    change(rows, rows["agents"][0])
    return json.dumps(rows)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{",
        '"' + KEY_FILE_FORMAT + '"',
        "[" * 100_000,
        '{"format": "kb-keys 1"}',
        _changed(lambda rows, _: rows.update(format="kb-keys 2")),
        _changed(lambda rows, _: rows.update(kdf="MD5")),
        _changed(lambda rows, _: rows.update(more=1)),
        _changed(lambda rows, _: rows.update(agents={})),
        _changed(lambda rows, _: rows.update(for_tests_only="yes")),
        _changed(lambda _, agent: agent.update(iterations=0)),
        _changed(lambda _, agent: agent.update(iterations=10_000_001)),
        _changed(lambda rows, agent: rows.update(agents=[agent, agent])),
        _changed(lambda _, agent: agent.update(iterations=True)),
        _changed(lambda _, agent: agent.update(iterations=10**30)),
        _changed(lambda _, agent: agent.update(name="Lan Anh")),
        _changed(lambda _, agent: agent.update(name="lan\n")),
        _changed(lambda _, agent: agent.update(added_on="yesterday")),
        _changed(lambda _, agent: agent.update(salt="AAAA")),
        _changed(lambda _, agent: agent.update(salt=None)),
        _changed(lambda _, agent: agent.update(public_key="A" * 88)),
        _changed(lambda _, agent: agent.update(private_key="é")),
    ],
)
def test_a_broken_key_file_is_a_problem_and_lets_nobody_in(text: str) -> None:
    keys, problems = parse_keys(text, path="kb-keys.json")
    assert keys is None
    assert [problem.code for problem in problems] == [BROKEN_KEYS.code]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from([*ROWS, *ROWS["agents"][0], "x"]) | st.text(), inner)
    ),
    max_leaves=20,
)


@given(
    st.one_of(
        st.text(),
        JSON.map(json.dumps),
        st.builds(
            lambda key, value: json.dumps({**ROWS, "agents": [{**ROWS["agents"][0], key: value}]}),
            st.sampled_from([*ROWS["agents"][0], "more"]),
            JSON,
        ),
    )
)
def test_no_key_file_raises_and_only_whole_ones_are_taken(text: str) -> None:
    keys, problems = parse_keys(text, path="kb-keys.json")
    assert (keys is None) == any(problem.code == BROKEN_KEYS.code for problem in problems)
    assert all(problem.is_error for problem in problems)


@given(st.binary(max_size=300))
def test_no_bytes_in_a_key_files_place_raise(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "bytes.json"
    path.write_bytes(data)
    assert load_keys(path)[0] is None


@pytest.mark.parametrize(
    "passphrase",
    [
        "",
        "short",
        "matkhau123456",
        "password1234",
        "iloveyou forever 2026",
        "anh yêu em nhiều lắm",
        "xin chào việt nam",
        "selamat pagi malaysia",
        "shopeeshopeeshopee",
        "aaaaaaaaaaaaaaaaaaaa",
        "20262026202620262026",
        "sen & serai agents 2026",
        "lan lan lan lan lan",
        "x" * 257,
        " " * 40,
    ],
)
def test_a_weak_passphrase_is_refused_with_a_reason(passphrase: str) -> None:
    assert find_weakness(passphrase, words=("lan", "Sen & Serai"))


@pytest.mark.parametrize(
    "passphrase",
    [
        OTHER_PASSPHRASE,
        "quả chuối xanh trên bàn",
        "velvet lantern orbit mango thistle",
        "W7#kQ9!mZ2@vX4p",
        "có công mài sắt kẹo dừa tím bay qua mái ngói",
        "sudu biru lompat atas almari kayu",
    ],
)
def test_a_strong_passphrase_is_taken(passphrase: str) -> None:
    assert find_weakness(passphrase, words=("lan", "Sen & Serai")) is None


SAYINGS = (
    "có công mài sắt có ngày nên kim",
    "CO CONG MAI SAT CO NGAY NEN KIM",
    "cócông màisắt cóngày nênkim 2026",
    "co-cong.mai_sat!co+ngay/nen kim",
    "c0 c0ng mai sat c0 ngay nen kim",
    "kim nên ngày có sắt mài công có",
    "trăm năm trong cõi người ta",
    "bầu ơi thương lấy bí cùng",
    "mot cay lam chang nen non",
    "correct horse battery staple",
    "Correct-Horse-Battery-Staple-1987",
    "c0rrect h0rse b@ttery st4ple",
    "staple battery horse correct",
    "negaraku tanah tumpahnya darahku",
    "rakyat hidup bersatu dan maju",
    "pisang emas dibawa belayar",
    "kalau ada sumur di ladang",
    "sedikit demi sedikit lama lama menjadi bukit",
    "indonesia tanah airku tanah tumpah darahku",
    "a stitch in time saves nine",
    "all that glitters is not gold!!",
    "oh say can you see by the dawn's early light",
    "wer andern eine grube gräbt fällt selbst hinein",
    "allons enfants de la patrie",
    "más vale pájaro en mano que ciento volando",
)


@pytest.mark.parametrize("passphrase", SAYINGS)
def test_sayings_verses_and_songs_are_refused_however_they_are_written(passphrase: str) -> None:
    assert "saying" in (find_weakness(passphrase) or "")
    assert (find_weakness(passphrase) or "").index("--generate") < (find_weakness(passphrase) or "").index("words")


def test_every_saying_of_the_list_is_refused() -> None:
    """Each is known from its first word to its last, so it is worth what a saying is, which the others show."""
    lines = files("kb.locking").joinpath("sayings.txt").read_text(encoding="utf-8").splitlines()
    sayings = [line for line in lines if not line.startswith("#")]
    assert len(set(sayings)) == len(sayings) > 300
    assert [one for one in sayings if "" not in without_sayings(one)] == []
    assert [one for one in sayings[::20] if not find_weakness(one)] == []


def test_generated_passphrases_are_strong_and_never_alike() -> None:
    made = {generate_passphrase() for _ in range(50)}
    assert len(made) == 50
    assert not any(find_weakness(one) for one in made)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "mkdocs.yml").write_text("site_name: Sen & Serai\nplugins: [kb]\n")
    for folder in ("docs", "agents"):
        (tmp_path / folder).mkdir()
    monkeypatch.setenv("KB_PASSPHRASE", OTHER_PASSPHRASE)
    return tmp_path


def _keys(project: Path, *arguments: str) -> int:
    return main(["-C", str(project), "keys", *arguments])


def test_keys_are_added_rotated_listed_and_removed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _keys(project, "add", "Lan") == 0
    first = load_keys(project / "kb-keys.json")[0]
    assert first is not None
    assert [(agent.name, agent.iterations) for agent in first.agents] == [("lan", ITERATIONS)]
    assert _keys(project, "rotate", "lan", "--generate") == 0
    second = load_keys(project / "kb-keys.json")[0]
    assert second is not None
    assert second.agents[0].public_key != first.agents[0].public_key
    assert _keys(project, "list") == 0
    assert "lan  since" in capsys.readouterr().out
    assert _keys(project, "remove", "lan") == 0
    assert load_keys(project / "kb-keys.json")[0] == KeyFile()


def test_the_command_never_writes_the_passphrase_and_never_takes_one_as_an_argument(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _keys(project, "add", "lan")
    printed = capsys.readouterr()
    assert OTHER_PASSPHRASE not in printed.out + printed.err + (project / "kb-keys.json").read_text()
    assert _keys(project, "add", "mai", OTHER_PASSPHRASE) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["add", "Lan Anh"], "not a name"),
        (["add", "../lan"], "not a name"),
        (["rotate", "lan"], "no key"),
        (["add", "lan", "--keys", "docs/keys.json"], "docs"),
        (["add", "lan", "--keys", "agents/keys.json"], "agents"),
        (["add", "lan", "--keys", "site/agents/keys.json"], "site"),
        (["add", "lan", "--keys", "./agents/../docs/k"], "docs"),
        (["add", "lan", "--keys", "nowhere/keys.json"], "not a folder"),
    ],
)
def test_wrong_use_is_refused_and_writes_nothing(
    project: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _keys(project, *arguments) == 2
    assert said in capsys.readouterr().err
    assert not [path for path in project.rglob("*") if "k" in path.suffix or path.name.endswith(".json")]


def test_a_key_file_reached_through_a_link_into_the_site_is_refused(project: Path) -> None:
    (project / "elsewhere").symlink_to(project / "docs")
    assert _keys(project, "add", "lan", "--keys", "elsewhere/keys.json") == 2


def test_a_weak_passphrase_and_a_missing_one_are_said(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KB_PASSPHRASE", "matkhau123456")
    assert _keys(project, "add", "lan") == 2
    said = capsys.readouterr().err
    assert "too weak: about 10^" in said
    assert "--generate" in said
    monkeypatch.delenv("KB_PASSPHRASE")
    assert _keys(project, "add", "lan") == 2
    assert "no terminal" in capsys.readouterr().err


def test_a_broken_key_file_stops_the_command_and_stays_as_it_is(project: Path) -> None:
    (project / "kb-keys.json").write_text("{}")
    for arguments in (["add", "lan"], ["list"], ["remove", "lan"]):
        assert _keys(project, *arguments) == 1
    assert (project / "kb-keys.json").read_text() == "{}"


def test_a_locked_build_without_keys_is_refused_before_anything_is_built(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["-C", str(project), "build", "--edition", "agents", "--lock"]) == 1
    assert "KB931" in capsys.readouterr().err
    assert main(["-C", str(project), "build", "--edition", "public", "--lock"]) == 2
    assert not (project / "site").exists()


@pytest.mark.parametrize("text", ["[" * 100_000, '{"release": ' * 50_000, "", "[]", "1"])
def test_a_release_description_that_somebody_changed_is_said_to_be_none(text: str) -> None:
    with pytest.raises(ValueError):
        unwrap_secret(text, "lan", "a passphrase")


def test_agents_added_at_once_are_all_there(project: Path) -> None:
    names = ("lan", "mai", "siti")
    adding = [
        subprocess.Popen([sys.executable, "-m", "kb", "-C", str(project), "keys", "add", name, "--generate"], cwd=ROOT,
                         stdout=subprocess.DEVNULL)
        for name in names
    ]  # fmt: skip
    assert [process.wait() for process in adding] == [0, 0, 0]
    keys, problems = load_keys(project / "kb-keys.json")
    assert keys is not None
    assert ([agent.name for agent in keys.agents], problems) == (list(names), ())
    assert [path.name for path in project.iterdir() if "keys" in path.name] == ["kb-keys.json"]


def test_weak_keys_are_told_by_every_command_and_mended_by_rotate(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = (replace(agent, iterations=1000) for agent in KEYS.agents)
    write_keys(project / "kb-keys.json", KeyFile(tuple(few)))
    for arguments in (["list"], ["add", "siti", "--generate"], ["rotate", "lan", "--generate"]):
        assert _keys(project, *arguments) == 1
        assert "KB933" in capsys.readouterr().err
    assert _keys(project, "rotate", "mai", "--generate") == 0
    assert load_keys(project / "kb-keys.json")[1] == ()


def test_the_last_agent_may_go_and_what_follows_is_said(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_keys(project / "kb-keys.json", keys_of("lan"))
    assert _keys(project, "remove", "lan") == 0
    assert "Nobody has a key now" in capsys.readouterr().out


def test_a_key_file_behind_a_link_stays_behind_it(project: Path) -> None:
    write_keys(project / "real.json", keys_of("lan"))
    (project / "kb-keys.json").symlink_to("real.json")
    assert _keys(project, "remove", "lan") == 0
    assert (project / "kb-keys.json").is_symlink()
    assert load_keys(project / "real.json")[0] == KeyFile()
