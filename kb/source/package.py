"""Where the files of the installed package lie."""

from pathlib import Path

PACKAGE = Path(__file__).parent.parent
"""The folder `kb`."""
