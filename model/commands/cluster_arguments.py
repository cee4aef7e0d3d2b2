"""The options of ``doab map`` for large runs: who maps the blocks, where they are kept, and a dataset of parcels."""

from __future__ import annotations

import argparse

from ..protocol import Job


def add_cluster_arguments(parser: argparse.ArgumentParser) -> None:
    """Add ``--cluster``, ``--runs`` and ``--geoparquet``."""
    parser.add_argument(
        "--cluster",
        metavar="ADDRESS",
        default=Job.cluster,
        help="have Dask map the blocks: local[:N] for N processes, or tcp://HOST:PORT of a scheduler",
    )
    parser.add_argument(
        "--runs", metavar="FOLDER", default=Job.runs, help="where unfinished runs are kept; workers have to share it"
    )
    parser.add_argument(
        "--geoparquet",
        metavar="FOLDER_OR_URL",
        default=Job.dataset,
        help="write parcels as GeoParquet, too, a file a block, into a folder or to a store such as s3://BUCKET/FOLDER",
    )
