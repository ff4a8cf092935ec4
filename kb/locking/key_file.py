"""The key file as text: one closed form, read strictly, so that a broken file never lets anyone in or out."""

from __future__ import annotations

import base64
import binascii
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from kb.locking.keys import (
    AGENT_NAME,
    LEAST_ITERATIONS,
    MOST_ITERATIONS,
    POINT_BYTES,
    PRIVATE_KEY_BYTES,
    SALT_BYTES,
    AgentKey,
    KeyFile,
    encode_bytes,
)
from kb.source.problem import Problem, Rule, Severity

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

KEY_FILE_FORMAT, KDF = "kb-keys 1", "PBKDF2-SHA-256"
_MOST_BYTES = 4_000_000
_OLD_MARK = "for_tests_only"
"""Earlier versions let files with it ask for fewer rounds. It is read, means nothing, and is never written."""

NO_KEYS = Rule(
    "KB931",
    "no-keys",
    Severity.ERROR,
    what="There is no key file, or nobody in it.",
    why="A locked edition that nobody can open is of no use, and an unlocked one must not be published.",
    example="kb build --edition agents --lock",
    hint="give somebody a key: kb keys add NAME --generate",
)
BROKEN_KEYS = Rule(
    "KB932",
    "broken-key-file",
    Severity.ERROR,
    what="The key file is not what `kb keys` writes.",
    why="Guessing what it meant could let the wrong people in.",
    example='{"format": "kb-keys 1", "agents": "lan"}',
    hint="restore the file from its history, or delete it and give the keys out anew: kb keys add NAME --generate",
)
FEW_ITERATIONS = Rule(
    "KB933",
    "few-iterations",
    Severity.ERROR,
    what="The key file asks for fewer rounds of PBKDF2 than OWASP names.",
    why="Anyone can download the release and guess the passphrase, so much faster. The sign-in page refuses it too.",
    example='"iterations": 1000',
    hint="give the agent a new key: kb keys rotate NAME --generate",
)
RULES = (NO_KEYS, BROKEN_KEYS, FEW_ITERATIONS)


class _Broken(Exception):
    """Part of the file is not what it must be; the message says which."""


def parse_keys(text: str, *, path: str) -> tuple[KeyFile | None, tuple[Problem, ...]]:
    """The key file that `text` holds; None and a problem where it holds something else.

    Keys of too few rounds are errors too. The file is given nevertheless: `kb keys` must replace them.
    """
    try:
        keys = _keys(json.loads(text))
    except _Broken as error:
        return None, (BROKEN_KEYS.at(path, 1, str(error)),)
    except json.JSONDecodeError as error:
        return None, (BROKEN_KEYS.at(path, error.lineno, f"not JSON: {error.msg}"),)
    except (ValueError, RecursionError):
        return None, (BROKEN_KEYS.at(path, 1, "not JSON that can be read"),)
    return keys, find_weak_keys(keys, path=path, lines=text.splitlines())


def find_weak_keys(keys: KeyFile, *, path: str, lines: Sequence[str] = ()) -> tuple[Problem, ...]:
    """A problem for each agent whose key has fewer rounds than may be published; `lines` are the file's."""
    return tuple(
        FEW_ITERATIONS.at(
            path,
            next((number for number, line in enumerate(lines, 1) if f'"{agent.name}"' in line), 1),
            f"the key of {agent.name} has {agent.iterations:,} rounds, fewer than {LEAST_ITERATIONS:,}",
        )
        for agent in keys.agents
        if agent.iterations < LEAST_ITERATIONS
    )


def keys_text(keys: KeyFile) -> str:
    """The file as JSON, agents by name; the same keys give the same text."""
    rows = [
        {
            "name": agent.name,
            "added_on": agent.added_on.isoformat(),
            "iterations": agent.iterations,
            "salt": encode_bytes(agent.salt),
            "public_key": encode_bytes(agent.public_key),
            "private_key": encode_bytes(agent.private_key),
        }
        for agent in keys.agents
    ]
    return json.dumps({"format": KEY_FILE_FORMAT, "kdf": KDF, "agents": rows}, indent=2) + "\n"


def load_keys(path: Path, *, shown: str = "") -> tuple[KeyFile | None, tuple[Problem, ...]]:
    """Read the key file; `shown` is its path in problems. A missing file is a problem too."""
    shown = shown or path.name
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None, (NO_KEYS.at(shown, 1, "there is no key file"),)
    except OSError as error:
        return None, (BROKEN_KEYS.at(shown, 1, f"cannot be read: {error.strerror}"),)
    if len(data) > _MOST_BYTES:
        return None, (BROKEN_KEYS.at(shown, 1, f"{len(data)} bytes are too many"),)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None, (BROKEN_KEYS.at(shown, 1, "not UTF-8"),)
    return parse_keys(text, path=shown)


@contextmanager
def alone_with(path: Path) -> Iterator[None]:
    """Keep other processes from changing the key file meanwhile: two that add an agent must not lose one.

    The folder is locked, which leaves no file behind. Where a system has no such lock, nothing is waited for.
    """
    if fcntl is None:
        yield
        return
    folder = os.open(path.resolve().parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def write_keys(path: Path, keys: KeyFile) -> None:
    """Replace the key file in one step, readable by its owner alone; a link stays one."""
    path = path.resolve()
    fresh = path.with_name(f".{path.name}.new-{os.getpid()}")
    try:
        with os.fdopen(
            os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8", newline="\n"
        ) as file:
            fresh.chmod(0o600)
            file.write(keys_text(keys))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def find_published_place(path: Path, folders: Iterable[Path]) -> Path | None:
    """The first of `folders` that `path` lies in, links followed; None where it lies in none of them."""
    real = path.resolve()
    return next((folder for folder in folders if real.is_relative_to(folder.resolve())), None)


def _keys(value: object) -> KeyFile:
    row = _row(value, {"format", "kdf", "agents"}, "the file", may={_OLD_MARK})
    if row["format"] != KEY_FILE_FORMAT or row["kdf"] != KDF:
        raise _Broken(f"the format is not {KEY_FILE_FORMAT!r} with {KDF}")
    if type(row.get(_OLD_MARK, False)) is not bool:
        raise _Broken(f"{_OLD_MARK} is neither true nor false")
    if not isinstance(row["agents"], list):
        raise _Broken("agents is not a list")
    agents = tuple(_agent(item, f"agent {number}") for number, item in enumerate(row["agents"], 1))
    names = [agent.name for agent in agents]
    if len(set(names)) < len(names):
        raise _Broken("two agents have one name")
    return KeyFile(tuple(sorted(agents, key=lambda agent: agent.name)))


def _agent(value: object, where: str) -> AgentKey:
    row = _row(value, {"name", "added_on", "iterations", "salt", "public_key", "private_key"}, where)
    if not isinstance(row["name"], str) or not AGENT_NAME.match(row["name"]):
        raise _Broken(f"{where}: the name is not plain small letters and digits")
    iterations = row["iterations"]
    if type(iterations) is not int or not 1 <= iterations <= MOST_ITERATIONS:
        raise _Broken(f"{where}: the iterations are not a number between {LEAST_ITERATIONS} and {MOST_ITERATIONS}")
    try:
        added_on = date.fromisoformat(str(row["added_on"]))
    except ValueError:
        raise _Broken(f"{where}: added_on is not a date") from None
    salt, point, private = (_bytes(row[key], f"{where}: {key}") for key in ("salt", "public_key", "private_key"))
    if len(salt) != SALT_BYTES or len(private) not in PRIVATE_KEY_BYTES or len(point) != POINT_BYTES:
        raise _Broken(f"{where}: a key has the wrong length")
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError:
        raise _Broken(f"{where}: public_key is not a point of P-256") from None
    return AgentKey(row["name"], added_on, iterations, salt, point, private)


def _row(value: object, must: set[str], where: str, *, may: Iterable[str] = ()) -> dict[str, Any]:
    if not isinstance(value, dict) or not must <= set(value) <= must | set(may):
        raise _Broken(f"{where} does not hold {', '.join(sorted(must))} and nothing else")
    return value


def _bytes(value: object, where: str) -> bytes:
    try:
        return base64.b64decode(value if isinstance(value, str) else "?", validate=True)
    except (binascii.Error, ValueError):
        raise _Broken(f"{where} is not base64") from None
