"""The command `kb`: the only place that prints, reads the clock and the environment, and exits."""

from kb.cli.main import main

__all__ = ["main"]
