"""The command line: ``doab COMMAND``. Each command is a module of `commands`, imported only when it is called."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import sys

from .outputs.scratch_folders import remove_all_scratch
from .protocol import EXIT_BAD_INPUT, EXIT_CANCELLED, EXIT_DONE, Cancelled, InputError
from .stopping import discard_closed_output, output_closed, shielded, stop_on_signals

COMMANDS = {
    "map": "map field parcels from Sentinel-1, Sentinel-2 and a DEM",
    "inspect": "recognise a scene in files and propose a reference frame",
    "adapt": "learn a region from labelled parcels of a map, or say which to label",
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
    """Run one command; return the exit code (0 done, 2 bad input, 130 cancelled, by whatever signal)."""
    with stop_on_signals(ends=arguments is None):
        try:
            code = _run(arguments)
        except InputError as error:
            code = _end(str(error), EXIT_BAD_INPUT)
        except (Cancelled, KeyboardInterrupt):
            code = _end("cancelled", EXIT_CANCELLED)
        except OSError as error:
            if not output_closed(error):
                raise
            code = EXIT_CANCELLED
        finally:
            with shielded():
                remove_all_scratch()
        closed = discard_closed_output()
        return EXIT_CANCELLED if closed and code == EXIT_DONE else code


def _run(arguments: list[str] | None) -> int:
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
    code: int = options.run(options)
    return code


def _end(text: str, code: int) -> int:
    """Say why a command ended, where somebody can read it; return the exit code."""
    with contextlib.suppress(OSError):
        print(f"doab: {text}", file=sys.stderr)
    return code
