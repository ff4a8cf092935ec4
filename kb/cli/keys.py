"""`kb keys`: who may read the locked agent edition. Passphrases are asked for, never given as arguments."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from kb.cli.command import DONE, PROBLEMS, Command, UsageError, from_project, project_root, read_today
from kb.cli.passphrase import PASSPHRASE_VARIABLE, given_passphrase
from kb.cli.printing import add_json, as_text, count_of, print_json, print_problems, problem_rows, remark
from kb.locking import KEY_FILE
from kb.locking.key_file import alone_with, find_published_place, find_weak_keys, load_keys, write_keys
from kb.locking.keys import AGENT_NAME, KeyFile, make_agent
from kb.locking.passphrases import find_weakness, generate_passphrase, normalise_passphrase
from kb.project.folders import AGENTS, INSIGHTS
from kb.project.project import load_project

_HELP = {
    "add": "give an agent a key",
    "rotate": "give an agent a new key and passphrase in place of the old",
    "remove": "take an agent's key back",
    "list": "who has a key, and since when",
}
_NOBODY = "Nobody has a key now, so no locked build is made until somebody has: kb keys add NAME --generate"
_AFTER = "Build and publish to make it so: kb build --edition agents --lock"


class _BrokenKeyFileError(Exception):
    """Holds the problems to print."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        "kb keys add NAME --generate makes a passphrase that nobody can guess, and is the safe way. Without --generate "
        f"the passphrase is asked for, or taken from {PASSPHRASE_VARIABLE}; it never stands on a command "
        "line, which other users and the shell's history can read."
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, text in _HELP.items():
        action = actions.add_parser(name, help=text, description=text[:1].upper() + text[1:] + ".")
        action.add_argument("--keys", metavar="FILE", default=KEY_FILE, help=f"the key file (default: {KEY_FILE})")
        if name == "list":
            add_json(action, "print one object: the agents, and what is wrong with their keys")
        else:
            action.add_argument("name", metavar="NAME", help="plain small letters, digits and . _ @ + -")
        if name in ("add", "rotate"):
            action.add_argument(
                "--generate", action="store_true", help="the safe way: make a passphrase and print it, once"
            )


def _run(arguments: argparse.Namespace) -> int:
    root = project_root(arguments)
    path = key_path(root, from_project(arguments, arguments.keys, root, default=KEY_FILE))
    try:
        return _ACTIONS[arguments.action](arguments, root, path)
    except _BrokenKeyFileError as error:
        print(error, file=sys.stderr)
        return PROBLEMS


def key_path(root: Path, named: str, out: Path | None = None) -> Path:
    """The key file's place; refused if it would be published: in the content, the theme or a built site.

    `out` is where this build writes, if it is not `site`.
    """
    path = root / named
    project = load_project(root)
    names = {project.docs, project.custom_dir, AGENTS, INSIGHTS, "docs", "overrides", "site"}
    places = [root / name for name in sorted(names - {"", "."})]
    places += [out] if out is not None and out != root else []
    if (place := find_published_place(path, places)) is not None:
        raise UsageError(f"{named} lies in {place.name}/, which is or becomes a site; keep it beside mkdocs.yml")
    if not path.parent.is_dir():
        raise UsageError(f"{path.parent} is not a folder")
    return path


def _load(path: Path) -> KeyFile:
    if not path.exists():
        return KeyFile()
    keys, problems = load_keys(path)
    if keys is None:
        raise _BrokenKeyFileError(as_text(problems))
    return keys


def _end(path: Path, keys: KeyFile) -> int:
    """Say which keys in the file no build takes; the command's exit code."""
    weak = find_weak_keys(keys, path=path.name)
    print_problems(weak)
    return PROBLEMS if weak else DONE


def _give(arguments: argparse.Namespace, root: Path, path: Path) -> int:
    name = arguments.name.strip().lower()
    if not AGENT_NAME.match(name):
        raise UsageError(
            f"{arguments.name!r} is not a name for a key: use small letters without marks, digits and . _ @ + -"
        )
    is_there = _expect(name, arguments.action, _load(path))
    passphrase = generate_passphrase() if arguments.generate else _ask(name, load_project(root).site_name)
    agent = make_agent(name, passphrase, added_on=read_today(arguments))
    with alone_with(path):  # not while somebody types: the file is read once more
        keys = _load(path)
        _expect(name, arguments.action, keys)
        keys = keys.with_agent(agent)
        write_keys(path, keys)
    if arguments.generate:
        print(f"Passphrase of {name}, shown this once: {passphrase}")
    done = "has a new key; the old passphrase ends with the next release" if is_there else "has a key"
    print(f"{name} {done}. {_AFTER}")
    return _end(path, keys)


def _expect(name: str, action: str, keys: KeyFile) -> bool:
    """Whether `name` has a key; raises `UsageError` if `action` does not fit that."""
    is_there = keys.agent(name) is not None
    if is_there != (action == "rotate"):
        raise UsageError(
            f"{name} has a key already; to replace it: kb keys rotate {name} --generate"
            if is_there
            else f"{name} has no key; to give one: kb keys add {name} --generate"
        )
    return is_there


def _ask(name: str, shop: str) -> str:
    """A passphrase that may be used; raises `UsageError` with the reason if it may not."""
    typed, is_typed = given_passphrase(name, otherwise="use --generate, or ")
    if (weakness := find_weakness(typed, words=(name, shop))) is not None:
        raise UsageError(f"this passphrase is too weak: {weakness}")
    if is_typed and normalise_passphrase(getpass.getpass("Once more: ")) != normalise_passphrase(typed):
        raise UsageError("the two do not agree; nothing was changed")
    return typed


def _remove(arguments: argparse.Namespace, root: Path, path: Path) -> int:
    name = arguments.name.strip().lower()
    with alone_with(path):
        keys = _load(path)
        if keys.agent(name) is None:
            raise UsageError(f"{name} has no key; who has one: kb keys list")
        keys = keys.without_agent(name)
        write_keys(path, keys)
    print(f"{name} has no key any more. Until the next release is published, {name} still reads this one. ", end="")
    print(_AFTER if keys.agents else _NOBODY)
    return _end(path, keys)


def _list(arguments: argparse.Namespace, root: Path, path: Path) -> int:
    keys = _load(path)
    width = max((len(agent.name) for agent in keys.agents), default=0)
    if arguments.json:
        print_json(_as_json(path, keys))
        return PROBLEMS if find_weak_keys(keys, path=path.name) else DONE
    for agent in keys.agents:
        print(f"{agent.name:<{width}}  since {agent.added_on}  {agent.iterations:,} rounds")
    remark(arguments, f"{count_of(len(keys.agents), 'agent')} in {arguments.keys}")
    return _end(path, keys)


def _as_json(path: Path, keys: KeyFile) -> dict[str, object]:
    agents = [{"name": one.name, "added_on": str(one.added_on), "iterations": one.iterations} for one in keys.agents]
    return {"agents": agents, "problems": problem_rows(find_weak_keys(keys, path=path.name))}


_ACTIONS: Mapping[str, Callable[[argparse.Namespace, Path, Path], int]] = {
    "add": _give,
    "rotate": _give,
    "remove": _remove,
    "list": _list,
}

COMMAND = Command("keys", "say who may read the locked agent edition: add, remove, rotate, list", _add_arguments, _run)
