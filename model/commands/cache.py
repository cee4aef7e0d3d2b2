"""``doab cache``: where tokens are kept for later runs, how many there are, and how to get rid of them."""

from __future__ import annotations

import argparse
import sys

from ..disk_cache import MEGABYTE, Cache, default_folder
from ..protocol import EXIT_DONE, InputError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``doab cache``."""
    parser.add_argument("--clear", action="store_true", help="throw everything out")


def run(options: argparse.Namespace) -> int:
    """Print folder, entries and size, after throwing everything out where that is asked for; return the exit code."""
    troubles: list[str] = []
    with Cache(default_folder(), sys.maxsize, troubles.append) as cache:
        if options.clear:
            cache.clear()
        entries, size = cache.state()
    if troubles:
        raise InputError(troubles[0])
    print(f"folder   {default_folder()}")
    print(f"entries  {entries}")
    print(f"size     {size / MEGABYTE:.1f} MB")
    return EXIT_DONE
