"""The option ``--overwrite``, which every command has that writes files."""

from __future__ import annotations

import argparse
import sys


def add_overwrite_argument(parser: argparse.ArgumentParser) -> None:
    """Add the option ``--overwrite``."""
    parser.add_argument(
        "--overwrite",
        action="store_true",
        help="replace an older output of Doab; files of others and inputs are never replaced",
    )


def warn(text: str) -> None:
    """Print what happened to the outputs of earlier runs on standard error."""
    print(f"doab: {text}", file=sys.stderr, flush=True)
