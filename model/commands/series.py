"""``doab series``: what the images of a map show of one parcel through time, and what its crops usually look like."""

from __future__ import annotations

import argparse
import dataclasses
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ..events import Reporter
from ..protocol import EXIT_BAD_INPUT, EXIT_DONE, Cancelled, InputError, Series, SeriesRequest, dumps, loads
from ..text import tr

if TYPE_CHECKING:
    from ..scene.parcel_time_series import Images

EXIT_BROKEN = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``doab series``."""
    parser.add_argument(
        "--request",
        metavar="FILE",
        required=True,
        help="JSON: scene, reference, outline (GeoJSON), crs, crops (HCAT codes)",
    )


def run(options: argparse.Namespace) -> int:
    """Print the series as JSON."""
    from ..scene.parcel_time_series import Images

    with Images() as images:
        print(dumps(series_of(read_request(options.request), images, lambda: None)))
    return EXIT_DONE


class KeptImages:
    """The images that were read last, until they are let go."""

    def __init__(self) -> None:
        self._images: Images | None = None

    def __call__(self) -> Images:
        """Return them; nothing is imported before the first time."""
        from ..scene.parcel_time_series import Images

        self._images = self._images or Images()
        return self._images

    def let_go(self) -> None:
        """Close them: Windows deletes and moves no file that is open."""
        if self._images is not None:
            self._images.close()


def attempt(path: str, reporter: Reporter, kept: KeptImages) -> int:
    """Answer the request in a file with a "done" that carries the series; return the exit code.

    Whatever goes wrong is told to ``reporter``, but for `Cancelled`, which is left to the caller.
    """
    try:
        series = series_of(read_request(path), kept(), reporter.check)
    except InputError as error:
        reporter.fail(str(error))
        return EXIT_BAD_INPUT
    except Cancelled:
        raise
    except Exception as error:
        reporter.fail(tr("The parcel could not be read: {}").format(str(error) or type(error).__name__))
        traceback.print_exc()
        return EXIT_BROKEN
    reporter.done(series=dataclasses.asdict(series))
    return EXIT_DONE


def read_request(path: str) -> SeriesRequest:
    """Read a request; raise `InputError` where it is none."""
    try:
        return loads(SeriesRequest, Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(tr("The request {} cannot be read: {}.").format(path, error.strerror)) from error


def series_of(request: SeriesRequest, images: Images, check: Callable[[], None]) -> Series:
    """Return the readings of a parcel with the typical curves of the crops asked for."""
    from ..scene.parcel_time_series import read_series
    from ..simulation.reference_curves import harvest_year, reference_curves

    series, latitude = read_series(request, images, check)
    year = harvest_year(request.reference, max(a.date for a in request.scene.acquisitions))
    curves = {code: reference_curves(code, latitude, year) for code in request.crops}
    return dataclasses.replace(series, typical={code: found for code, found in curves.items() if found})
