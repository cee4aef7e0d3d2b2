"""``doab map``: field parcels from files named on the command line, or from a job that QGIS wrote."""

from __future__ import annotations

import argparse
import dataclasses
import signal
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ..events import JsonLines, Reporter, Terminal
from ..protocol import EXIT_BAD_INPUT, EXIT_DONE, Area, Cancelled, InputError, Job, Scene, loads
from ..protocol.choices import DEVICES
from ..text import tr
from .sources import add_source_arguments, sources_from

if TYPE_CHECKING:
    from ..mapping.map_scene import Summary

EXIT_BROKEN = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``doab map``."""
    add_source_arguments(parser)
    parser.add_argument("--reference", metavar="DATE", default="auto", help="date of the reference frame, or auto")
    parser.add_argument(
        "--area",
        metavar="LAYER_OR_BOUNDS",
        help="only map this rectangle: a vector or raster file, or west,south,east,north[,EPSG:code] "
        "(--area=-1.5,43,… where it begins with a minus)",
    )
    parser.add_argument("--bundle", metavar="PATH", default=Job.bundle, help="folder or zip of another trained model")
    parser.add_argument("--device", choices=DEVICES, default=Job.device)
    parser.add_argument("--min-area", metavar="HA", type=float, default=Job.min_area, help="smallest parcel, hectares")
    parser.add_argument("--simplify", metavar="M", type=float, default=Job.simplify, help="tolerance in metres, or 0")
    parser.add_argument(
        "--cache", metavar="MB", type=int, default=Job.cache, help="tokens kept for later runs at most, or 0"
    )
    parser.add_argument("--out", metavar="GPKG", help="the GeoPackage to write")
    parser.add_argument("--job", metavar="JSON", help="a job file, instead of all the options above")
    parser.add_argument("--events", action="store_true", help="tell progress as JSON lines")


def run(options: argparse.Namespace) -> int:
    """Map parcels; return the exit code. `Cancelled` is left to the caller."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    reporter = JsonLines() if options.events else Terminal()
    code, summary = attempt(lambda: read_job(options.job) if options.job else _job_from(options), reporter, _load)
    if summary and not options.events:
        _print(summary)
    return code


def attempt(request: Callable[[], Job], reporter: Reporter, load: Callable) -> tuple[int, Summary | None]:
    """Map the job that ``request`` returns; return the exit code and, where it went well, what was made.

    ``load`` returns the predictor of a job. Whatever goes wrong is told to ``reporter``, but for `Cancelled`, which is
    left to the caller.
    """
    try:
        summary = _map(request, reporter, load)
    except InputError as error:
        reporter.fail(str(error))
        return EXIT_BAD_INPUT, None
    except (Cancelled, KeyboardInterrupt):
        raise
    except Exception as error:
        text = tr("Mapping stopped at an error that Doab did not foresee: {}")
        reporter.fail(text.format(str(error) or type(error).__name__))
        traceback.print_exc()
        return EXIT_BROKEN, None
    reporter.done(**dataclasses.asdict(summary))
    return EXIT_DONE, summary


def _map(request: Callable[[], Job], reporter: Reporter, load: Callable) -> Summary:
    from ..mapping.map_scene import map_scene
    from ..mapping.planning import prepare

    reporter.stage(tr("Looking at the images"))
    job = request()
    if job.min_area < 0 or job.simplify < 0:
        raise InputError(tr("The minimum area and the simplification cannot be negative."))
    if job.cache < 0:
        raise InputError(tr("The size of the cache cannot be negative; 0 keeps nothing."))
    plan = prepare(job, reporter)
    for problem in job.scene.problems:
        reporter.warn(f"{problem.path}: {problem.text}")
    reporter.check()
    reporter.stage(tr("Loading the model"))
    predictor = load(job)
    reporter.check()
    return map_scene(job, predictor, reporter, plan)


def _load(job: Job):
    from ..network.predictor import load_predictor

    return load_predictor(job.bundle, job.device)


def read_job(path: str) -> Job:
    """Read a job file; raise `InputError` where it is none."""
    try:
        return loads(Job, Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(tr("The job file {} cannot be read: {}.").format(path, error.strerror)) from error


def _job_from(options: argparse.Namespace) -> Job:
    from ..scene.discovery import discover

    if not options.s2:
        raise InputError(tr("Name the Sentinel-2 images with --s2 (files, folders or SAFE products)."))
    if not options.out:
        raise InputError(tr("Name the GeoPackage to write with --out."))
    scene = discover(sources_from(options))
    return Job(
        scene=scene,
        out=options.out,
        reference=options.reference,
        area=_area(options.area, scene, options.reference) if options.area else None,
        bundle=options.bundle,
        device=options.device,
        min_area=options.min_area,
        simplify=options.simplify,
        cache=options.cache,
    )


def _area(text: str, scene: Scene, reference: str) -> Area | None:
    """Understand ``--area``; bounds without a CRS are in that of the reference frame, or of the first date."""
    from ..scene.grid import reference_grid

    area, optical = parse_area(text), scene.of("S2")
    if area.crs or not optical:
        return area
    frame = next((a for a in optical if a.date == reference), optical[0])
    return dataclasses.replace(area, crs=reference_grid(scene, frame).crs)


def parse_area(text: str) -> Area:
    """Understand "west,south,east,north[,EPSG:code]" or a file whose extent is meant; no code leaves no CRS."""
    if Path(text).exists():
        return _extent(text)
    parts = [part.strip() for part in text.split(",")]
    try:
        west, south, east, north = map(float, parts[:4])
    except ValueError as error:
        raise InputError(
            tr(
                "The area {!r} is neither a file nor west,south,east,north[,EPSG:code]. Check the path or the numbers."
            ).format(text)
        ) from error
    if not (west < east and south < north):
        raise InputError(
            tr("The area {!r} is empty: west must be less than east, and south less than north.").format(text)
        )
    return Area((west, south, east, north), ",".join(parts[4:]))


def _extent(path: str) -> Area:
    import fiona
    import rasterio
    from fiona.errors import FionaError
    from rasterio.errors import RasterioError

    try:
        with fiona.open(path) as layer:
            bounds, crs = layer.bounds, layer.crs_wkt
    except (FionaError, ValueError):
        try:
            with rasterio.open(path) as raster:
                bounds, crs = tuple(raster.bounds), raster.crs.to_wkt() if raster.crs else ""
        except RasterioError as error:
            text = tr("The area {} is neither a vector nor a raster file that can be read.")
            raise InputError(text.format(path)) from error
    if not crs:
        raise InputError(tr("The area {} has no coordinate reference system. Assign one and try again.").format(path))
    return Area(tuple(float(b) for b in bounds), crs)


def _print(summary) -> None:
    """Tell a person at a terminal what was found."""
    width = max((len(label) for label in summary.crops), default=0)
    for label, count in summary.crops.items():
        print(f"{label:<{width}}  {count:>7}")
    parcels = "1 parcel" if summary.parcels == 1 else f"{summary.parcels} parcels"
    print(f"{parcels} in {summary.out} (reference frame {summary.reference}, {summary.seconds:.0f} s)")
