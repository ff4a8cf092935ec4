"""Where commands get a passphrase from: asked for, or a variable; never an argument, which others can read."""

from __future__ import annotations

import getpass
import os
import sys

from kb.cli.command import UsageError

PASSPHRASE_VARIABLE = "KB_PASSPHRASE"


def given_passphrase(name: str, *, otherwise: str) -> tuple[str, bool]:
    """The passphrase of `name`, and whether somebody typed it just now.

    Raises `UsageError` if there is nobody to ask; `otherwise` says what else to do, before the variable's name.
    """
    given = os.environ.get(PASSPHRASE_VARIABLE)
    if given:
        return given, False
    if not sys.stdin.isatty():
        raise UsageError(f"no terminal to ask for the passphrase: {otherwise}set {PASSPHRASE_VARIABLE}")
    return getpass.getpass(f"Passphrase for {name}: "), True
