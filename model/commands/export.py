"""``doab export``: parcels as GeoParquet after the fiboa specification."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..protocol import EXIT_DONE, InputError
from ..text import tr

ENDINGS = (".parquet", ".geoparquet")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``doab export``."""
    parser.add_argument("parcels", type=Path, metavar="FILE", help="a vector file, such as the GeoPackage of a map")
    parser.add_argument("--layer", metavar="NAME", help="one of several layers in the file")
    parser.add_argument("--out", type=Path, required=True, metavar="PARQUET", help="the file to write (.parquet)")
    parser.add_argument("--collection", metavar="NAME", help="identifier of the whole; the name of --out where absent")


def run(options: argparse.Namespace) -> int:
    """Write the file, telling the fraction that is done a line at a time; return the exit code."""
    from ..export.fiboa import write_fiboa

    if options.out.suffix.lower() not in ENDINGS:
        raise InputError(
            tr(
                "The result is GeoParquet, but {} does not end in .parquet. Give another name; QGIS writes "
                "the other formats."
            ).format(options.out.name)
        )
    if not options.out.parent.is_dir():
        text = tr("The folder {} does not exist. Create it or write the file elsewhere.")
        raise InputError(text.format(options.out.parent))
    written, bare = write_fiboa(
        options.parcels,
        options.layer,
        options.out,
        options.collection or options.out.stem,
        lambda fraction: print(f"{fraction:.3f}", flush=True),
    )
    parcels = "1 parcel" if written == 1 else f"{written} parcels"
    print(f"{parcels} in {options.out}" + (f", {bare} without an outline left out" if bare else ""))
    return EXIT_DONE
