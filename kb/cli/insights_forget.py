"""`kb insights forget`: raw files and all that came of them, gone for good."""

from __future__ import annotations

import argparse

from kb.cli.command import DONE, Command, UsageError, add_day, from_project, named_day, project_root, start_folder
from kb.cli.insights_project import make_context
from kb.cli.printing import add_json, count_of, print_json


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", metavar="FILE", help="files as they were imported")
    parser.add_argument("--all", dest="everything", action="store_true", help="all that was ever imported")
    add_day(parser, "--before", "everything of earlier days")
    add_json(parser, "print one object: what is gone, and what is left to delete by hand")


def _run(arguments: argparse.Namespace) -> int:
    from kb.insights.store.database import STORE, StoreError, open_store
    from kb.insights.store.forgetting import Forgotten, delete_raw, forget_all, forget_before, forget_imports
    from kb.insights.store.importing import file_hash, path_key

    if sum(map(bool, (arguments.files, arguments.everything, arguments.before))) != 1:
        raise UsageError("say what to forget: files, or --before DAY, or --all")
    root = project_root(arguments)
    done = Forgotten()
    if not (root / STORE).exists() and not arguments.everything and not arguments.files:
        raise UsageError("nothing was imported yet")
    context = make_context(root, arguments)
    shown = {from_project(arguments, name, root): start_folder(arguments) / name for name in arguments.files}
    try:
        with open_store(root) as connection:
            if arguments.everything:
                forget_all(connection, root, done)
            elif day := named_day(arguments.before):
                inbox = {}
                for path in sorted((root / "insights/inbox").rglob("*")):
                    if path.is_file():
                        row = connection.execute(
                            "SELECT id FROM imports WHERE sha256 = ?", (file_hash(path),)
                        ).fetchone()
                        inbox[path] = row[0] if row else None
                mixed = {
                    row[0]
                    for row in connection.execute(
                        "SELECT id FROM imports WHERE first_day < ?1 AND last_day >= ?1", (day.isoformat(),)
                    )
                }
                old = set(forget_before(connection, root, day, done))
                for path, number in inbox.items():
                    name = path.relative_to(root).as_posix()
                    if number in old:
                        delete_raw(root, path, name, done)
                    elif number in mixed:
                        done.outside.append(name)
            else:
                numbers = []
                for name, path in shown.items():
                    sha = file_hash(path) if path.is_file() else ""
                    rows = connection.execute(
                        "SELECT id FROM imports WHERE path_key = ? OR sha256 = ?", (path_key(name, context), sha)
                    ).fetchall()
                    if not rows and not path.is_file():
                        raise UsageError(f"{name} was never imported, and there is no such file")
                    numbers += [row[0] for row in rows]
                forget_imports(connection, root, list(dict.fromkeys(numbers)), done)
                for name, path in shown.items():
                    delete_raw(root, path, name, done)
            connection.execute("VACUUM")
    except StoreError as error:
        raise UsageError(str(error)) from None
    if arguments.json:
        print_json(
            {"imports": done.imports, "rows": done.rows, "files": done.files, "left": done.outside, "data": done.data}
        )
        return DONE
    counts = (count_of(done.imports, "import"), count_of(done.rows, "row"), count_of(len(done.files), "raw file"))
    print(f"Forgotten: {', '.join(counts)}")
    for name in done.outside:
        print(f"  {name} was left (outside insights/inbox, or with later days in it): delete it yourself")
    if done.data:
        print(f"  deleted, as their counts hold no more: {', '.join(done.data)}; make them anew: kb insights report")
    return DONE


ACTION = Command("forget", "delete raw files and all that came of them", _add_arguments, _run)
