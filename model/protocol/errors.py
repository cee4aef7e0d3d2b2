"""Errors that a user can cause, cancellation, and the exit codes of the command line."""

from __future__ import annotations

EXIT_DONE = 0
EXIT_BROKEN = 1
EXIT_BAD_INPUT = 2
EXIT_CANCELLED = 130


class InputError(ValueError):
    """The input cannot be processed as it is; the text names the layer or file and the way out."""


class Cancelled(Exception):  # noqa: N818  (it is no error)
    """The user asked to stop."""
