"""``doab cache``: folder and size of the token cache and of unfinished runs, and how to empty both."""

from __future__ import annotations

import argparse
import sys

from ..disk_cache import MEGABYTE, Cache, default_folder
from ..protocol import EXIT_DONE, InputError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``doab cache``."""
    parser.add_argument("--clear", action="store_true", help="throw everything out")


def run(options: argparse.Namespace) -> int:
    """Print folder, entries and sizes, after emptying the cache where the option says so; return the exit code."""
    from ..mapping.run_folder import RUNS, remove_runs, unfinished_runs

    problems: list[str] = []
    with Cache(default_folder(), sys.maxsize, problems.append) as cache:
        if options.clear:
            cache.clear()
        entries, size = cache.state()
    if problems:
        raise InputError(problems[0])
    if options.clear:
        remove_runs(default_folder() / RUNS)
    runs, left = unfinished_runs(default_folder() / RUNS)
    print(f"folder   {default_folder()}")
    print(f"entries  {entries}")
    print(f"size     {size / MEGABYTE:.1f} MB")
    print(f"runs     {runs} unfinished, {left / MEGABYTE:.1f} MB")
    return EXIT_DONE
