"""Judging what was read: every rule about more than one field of one file."""

from kb.checks.judge import check_edition, check_library, without_repeats

__all__ = ["check_edition", "check_library", "without_repeats"]
