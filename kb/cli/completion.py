"""`kb completion`: lets the shell complete commands, options and the project's own names with the Tab key."""

from __future__ import annotations

import argparse

from kb.cli.command import DONE, Command

SHELLS = ("bash", "zsh", "fish")
HOW = {
    "bash": 'eval "$(kb completion bash)"      # in ~/.bashrc',
    "zsh": 'eval "$(kb completion zsh)"        # in ~/.zshrc, after compinit',
    "fish": "kb completion fish | source       # in ~/.config/fish/config.fish",
}
"""Shell → the line that switches it on."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=SHELLS, help="your shell; the line to put into its start-up file is printed")
    parser.epilog = "Put this into the start-up file: " + "; ".join(HOW.values()) + "."


def _run(arguments: argparse.Namespace) -> int:
    from argcomplete.shell_integration import shellcode

    print(f"# {HOW[arguments.shell]}")
    print(shellcode(["kb"], shell=arguments.shell))
    return DONE


COMMAND = Command("completion", "print what lets bash, zsh or fish complete commands with Tab", _add_arguments, _run)
