"""The command line: ``doab COMMAND``. Each command is a module of `commands`, imported only when it is called."""

from __future__ import annotations

import argparse
import importlib
import os
import sys

from .protocol import EXIT_BAD_INPUT, EXIT_CANCELLED, Cancelled, InputError

COMMANDS = {
    "map": "map field parcels from Sentinel-1, Sentinel-2 and a DEM",
    "inspect": "recognise a scene in files and propose a reference frame",
    "cache": "show or empty the cache of tokens that later runs use",
    "simulate": "write a simulated scene as a user would have it",
    "series": "read one parcel in all images of a map",
    "thumbnails": "make small pictures of Sentinel-2 dates, for the choice of a reference frame",
    "export": "write parcels as GeoParquet after the fiboa specification",
    "device": "list the devices of this computer that can compute",
    "serve": "answer one request after the other, kept ready by QGIS",
    "pretrain": "pre-train the compact encoder on scenes and time series, without labels",
    "probe": "measure how much crop information an encoder's tokens hold",
    "signatures": "fit the crop signatures that simulation draws from to labelled parcels",
    "evaluate": "score maps against declared parcels, or a bundle on painted scenes",
    "train": "train a bundle on simulated and on labelled scenes",
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit code (0 done, 2 bad input, 130 cancelled)."""
    parser = argparse.ArgumentParser(prog="doab", description="Field parcels with crops and confidence.")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    arguments = sys.argv[1:] if arguments is None else arguments
    for name, summary in COMMANDS.items():
        subparser = subparsers.add_parser(name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.")
        if name in arguments[:1]:
            module = importlib.import_module(f".commands.{name}", __package__)
            module.add_arguments(subparser)
            subparser.set_defaults(run=module.run)
    options = parser.parse_args(arguments)
    # PyTorch's threads sleep while they wait for each other: QGIS and other programs need the processor, too.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    try:
        code: int = options.run(options)
        return code
    except InputError as error:
        print(f"doab: {error}", file=sys.stderr)
        return EXIT_BAD_INPUT
    except (Cancelled, KeyboardInterrupt):
        print("doab: cancelled", file=sys.stderr)
        return EXIT_CANCELLED
