"""The folder of the installed package."""

from pathlib import Path

PACKAGE = Path(__file__).parent.parent
"""The folder `kb`."""
