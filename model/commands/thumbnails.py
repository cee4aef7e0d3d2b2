"""``doab thumbnails``: small pictures of Sentinel-2 dates, told one by one as they are finished."""

from __future__ import annotations

import argparse
import dataclasses
import json
from pathlib import Path

from ..protocol import EXIT_DONE, InputError, ThumbnailRequest, loads
from ..text import tr


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--request", metavar="FILE", required=True, help="JSON: acquisitions, size (pixels)")
    parser.add_argument(
        "--out",
        metavar="FOLDER",
        required=True,
        type=Path,
        help="where the PNG files go; those of an earlier call are used again",
    )


def run(options: argparse.Namespace) -> int:
    """Make the pictures and print a JSON line for each: date, path, note."""
    from ..scene.thumbnails import make_thumbnails

    try:
        request = loads(ThumbnailRequest, Path(options.request).read_text(encoding="utf-8"))
    except OSError as error:
        text = tr("The request {} cannot be read: {}.")
        raise InputError(text.format(options.request, error.strerror)) from error
    if not options.out.is_dir():
        raise InputError(tr("The folder {} does not exist. Create it or give another one.").format(options.out))
    for thumbnail in make_thumbnails(request, options.out):
        event = {"event": "thumbnail", **dataclasses.asdict(thumbnail)}
        print(json.dumps(event, ensure_ascii=False), flush=True)
    return EXIT_DONE
