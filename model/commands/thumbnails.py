"""``doab thumbnails``: small pictures of Sentinel-2 dates, each reported as soon as it is written."""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path

from ..protocol import EXIT_DONE, ThumbnailsRequest
from ..reporter import Control, JsonLines
from .handlers import write_thumbnails
from .request_file import read_request_file
from .worker_state import WorkerState


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``doab thumbnails``."""
    parser.add_argument("--request", metavar="FILE", required=True, help="JSON: acquisitions, size (pixels)")
    parser.add_argument(
        "--out",
        metavar="FOLDER",
        required=True,
        type=Path,
        help="where the PNG files go; those of an earlier call are used again",
    )


def run(options: argparse.Namespace) -> int:
    """Write the pictures and print an event for each: date, path, note."""
    request = read_request_file(ThumbnailsRequest, options.request)
    request = dataclasses.replace(request, folder=str(options.out))
    write_thumbnails(request, JsonLines(Control()), WorkerState())
    return EXIT_DONE
