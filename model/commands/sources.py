"""The options that name images, shared by the commands that read them."""

from __future__ import annotations

import argparse

from ..protocol import Job, Source
from ..remote_files import is_url, path_of


def add_source_arguments(parser: argparse._ActionsContainer) -> None:
    """Add ``--s2``, ``--s1`` (files, folders or SAFE products) and ``--dem`` (one file), by path or URL."""
    for option, summary in (
        ("--s2", "Sentinel-2: files, folders or SAFE products, by path or URL"),
        ("--s1", "Sentinel-1: files or folders, by path or URL, in dB or linear"),
    ):
        parser.add_argument(option, metavar="PATH", nargs="+", action="extend", default=[], help=summary)
    parser.add_argument("--dem", metavar="PATH", help="digital elevation model in metres, in any CRS")


def add_season_argument(parser: argparse._ActionsContainer) -> None:
    """Add ``--season``; `scene.season.part_seasons` says what it takes."""
    summary = "leave out dates outside: the year of the harvest, FIRST/LAST date, or all (default: several are parted)"
    parser.add_argument("--season", metavar="YEAR", default=Job.season, help=summary)


def source_at(path: str, role: str = "auto") -> Source:
    """Return the source at a path or URL that the user gave; raise `InputError` where nothing reads that URL."""
    return Source(path_of(path) if is_url(path) else path, role)


def sources_from(options: argparse.Namespace) -> list[Source]:
    """Return the sources that the options of `add_source_arguments` name, with the roles they imply.

    Raises `InputError` as `source_at` does.
    """
    sources = [source_at(path, "s2") for path in options.s2] + [source_at(path, "s1") for path in options.s1]
    return sources + ([source_at(options.dem, "dem")] if options.dem else [])
