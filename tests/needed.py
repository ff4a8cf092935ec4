"""What tests do if a program outside this repository is missing."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

CI = "KB_TESTS_IN_CI"
"""Set by tests/conftest.py if `CI` is: the builds of tests must not see `CI` itself."""


def skip_or_fail(reason: str) -> NoReturn:
    """Skip the test; in continuous integration, where `make browser` installs everything, fail it."""
    if os.environ.get(CI):
        pytest.fail(reason)
    pytest.skip(reason)
