"""``doab series``: one parcel of a map in all its acquisitions, with reference curves of crops."""

from __future__ import annotations

import argparse

from ..protocol import EXIT_DONE, ParcelTimeSeriesRequest, dumps
from ..reporter import Reporter
from .handlers import read_parcel_time_series
from .request_file import read_request_file
from .worker_state import WorkerState


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``doab series``."""
    parser.add_argument(
        "--request",
        metavar="FILE",
        required=True,
        help="JSON: scene, reference, outline (GeoJSON), crs, crops (HCAT codes)",
    )


def run(options: argparse.Namespace) -> int:
    """Print the time series as JSON."""
    request, state = read_request_file(ParcelTimeSeriesRequest, options.request), WorkerState()
    try:
        print(dumps(read_parcel_time_series(request, Reporter(), state)))
    finally:
        state.images.close()
    return EXIT_DONE
