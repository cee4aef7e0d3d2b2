"""``doab export``: parcels as GeoParquet after the fiboa specification."""

from __future__ import annotations

import argparse

from ..protocol import EXIT_DONE, ExportRequest
from ..reporter import Terminal
from .handlers import export_parcels
from .overwrite_argument import add_overwrite_argument
from .worker_state import WorkerState


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``doab export``."""
    parser.add_argument("parcels", metavar="FILE", help="a vector file, such as the GeoPackage of a map")
    parser.add_argument("--layer", metavar="NAME", default="", help="one of several layers in the file")
    parser.add_argument("--out", required=True, metavar="PARQUET", help="the file to write (.parquet)")
    add_overwrite_argument(parser)
    parser.add_argument(
        "--collection", metavar="NAME", default="", help="identifier of the whole; the name of --out where absent"
    )


def run(options: argparse.Namespace) -> int:
    """Write the file with a progress bar on standard error; return the exit code."""
    request = ExportRequest(options.parcels, options.out, options.layer, options.collection, options.overwrite)
    with Terminal() as terminal:
        summary = export_parcels(request, terminal, WorkerState())
    parcels = "1 parcel" if summary.parcels == 1 else f"{summary.parcels} parcels"
    left_out = f", {summary.without_outline} without an outline left out" if summary.without_outline else ""
    print(f"{parcels} in {options.out}{left_out}")
    return EXIT_DONE
