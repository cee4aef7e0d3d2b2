"""``doab simulate``: write a simulated scene as a user would have it."""

from __future__ import annotations

import argparse

from ..protocol import EXIT_DONE, InputError
from ..text import tr
from .overwrite_argument import add_overwrite_argument, warn

FIRST_YEAR, LAST_YEAR = 1900, 2200
OUTPUTS = ("S1_*.tif", "S2_*.tif", "DEM.tif", "parcels_truth.gpkg")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--out", required=True, metavar="FOLDER", help="where the files go")
    add_overwrite_argument(parser)
    parser.add_argument("--seed", type=int, default=1, help="another seed gives another place (default: 1)")
    parser.add_argument("--size", type=int, default=256, metavar="PX", help="side in pixels of 10 m (default: 256)")
    parser.add_argument("--year", type=int, default=2023, help="the year of harvest (default: 2023)")
    parser.add_argument(
        "--geometry", action="append", default=[], metavar="LAYER", help="take field shapes from this; may be repeated"
    )
    parser.add_argument("--hard", action="store_true", help="small fields, weak edges and missing labels")
    parser.add_argument("--parted", type=float, default=0.0, metavar="SHARE", help="of larger fields: in parts")


def run(options: argparse.Namespace) -> int:
    """Write the scene and say what is there."""
    from ..outputs.transaction import staged_folder
    from ..simulation.scene_files import write_scene

    if not FIRST_YEAR <= options.year <= LAST_YEAR:
        raise InputError(tr("The year {} is not between {} and {}.").format(options.year, FIRST_YEAR, LAST_YEAR))
    with staged_folder(options.out, OUTPUTS, options.overwrite, options.geometry, warn) as folder:
        files = write_scene(
            folder, options.seed, options.size, options.year, options.geometry, options.hard, options.parted
        )
    print(f"{len(files)} files of a simulated scene (seed {options.seed}) in {options.out}")
    return EXIT_DONE
