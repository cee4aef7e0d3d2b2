"""``doab map``: field parcels from files named on the command line, or from a job file."""

from __future__ import annotations

import argparse
import dataclasses

from ..protocol import (
    Area,
    Exclusion,
    InputError,
    Job,
    MapRequest,
    MapSummary,
    Result,
    Scene,
    describe_contributions,
    loads,
)
from ..protocol.choices import DEVICES
from ..remote_files import disk_path
from ..reporter import JsonLines, Reporter, Terminal
from ..text import tr
from ..text_files import read_text
from .area_argument import parse_area
from .cluster_arguments import add_cluster_arguments
from .dispatch import answer
from .layer_argument import parse_parcel_layer
from .overwrite_argument import add_overwrite_argument
from .sources import add_season_argument, add_source_arguments, sources_from
from .worker_state import WorkerState


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``doab map``."""
    add_source_arguments(parser)
    add_season_argument(parser)
    parser.add_argument("--reference", metavar="DATE", default="auto", help="date of the reference frame, or auto")
    parser.add_argument(
        "--area",
        metavar="LAYER_OR_BOUNDS",
        help="only map this rectangle: a vector (FILE[:LAYER]) or raster file, or west,south,east,north[,EPSG:code] "
        "(--area=-1.5,43,… where it begins with a minus)",
    )
    parser.add_argument("--exclude", metavar="FILE", help="leave out ground: a raster, or a layer of polygons")
    parser.add_argument(
        "--exclude-values",
        metavar="N,N,…",
        help="the values of that raster to leave out, such as 10,50,80 (default: all but 0 and nodata)",
    )
    parser.add_argument("--exclude-layer", metavar="NAME", default="", help="the layer of polygons in that file")
    parser.add_argument(
        "--parcels",
        metavar="FILE[:LAYER]",
        help="your own parcels: their outlines and columns are kept, and each gets its crop",
    )
    parser.add_argument(
        "--like", metavar="GPKG", default=Job.like, help="an earlier result: map with its reference frame and priors"
    )
    parser.add_argument("--bundle", metavar="PATH", default=Job.bundle, help="folder or zip of another trained model")
    parser.add_argument("--anywhere", action="store_true", help="use a regional bundle also where it was not made for")
    parser.add_argument("--device", choices=DEVICES, default=Job.device)
    parser.add_argument("--min-area", metavar="HA", type=float, default=Job.min_area, help="smallest parcel, hectares")
    parser.add_argument("--simplify", metavar="M", type=float, default=Job.simplify, help="tolerance in metres, or 0")
    parser.add_argument(
        "--cache", metavar="MB", type=int, default=Job.cache, help="tokens kept for later runs at most, or 0"
    )
    parser.add_argument("--out", metavar="GPKG", help="the GeoPackage to write")
    add_overwrite_argument(parser)
    add_cluster_arguments(parser)
    parser.add_argument("--job", metavar="JSON", help="a job file, instead of all the options above")
    parser.add_argument("--events", action="store_true", help="report progress as JSON lines")


def run(options: argparse.Namespace) -> int:
    """Map parcels; return the exit code. `Cancelled` is left to the caller."""
    reporter: Reporter = JsonLines() if options.events else _MapTerminal()
    return answer(lambda: MapRequest(_job_from(options, reporter)), reporter, WorkerState())


class _MapTerminal(Terminal):
    """A progress bar, and the counts of the crops on standard output once the run is done."""

    def done(self, result: Result | None) -> None:
        super().done(result)
        if isinstance(result, MapSummary):
            _print_summary(result)


def _job_from(options: argparse.Namespace, reporter: Reporter) -> Job:
    """Return the job of a job file, or of the other options; raise `InputError` where they describe none."""
    from ..mapping.geopackage import check_writable
    from ..outputs.target_checks import check_target
    from ..scene.discovery import discover
    from ..scene.season import parse_season

    if options.job:
        job = _read_job(options.job)
        return dataclasses.replace(job, overwrite=job.overwrite or options.overwrite)
    reporter.stage(tr("Looking at the images"))
    if not options.s2:
        raise InputError(tr("Name the Sentinel-2 images with --s2 (files, folders or SAFE products)."))
    if not options.out:
        raise InputError(tr("Name the GeoPackage to write with --out."))
    out = disk_path(options.out)
    check_writable(out)
    parcels = parse_parcel_layer(options.parcels).path if options.parcels else ""
    others = [*options.s2, *(options.s1 or []), options.dem, options.area, options.exclude, parcels]
    check_target(out, options.overwrite, filter(None, others))
    parse_season(options.season)
    scene = discover(sources_from(options))
    return Job(
        scene=scene,
        out=out,
        reference=options.reference,
        area=_area(options.area, scene, options.reference) if options.area else None,
        bundle=options.bundle,
        device=options.device,
        min_area=options.min_area,
        simplify=options.simplify,
        cache=options.cache,
        exclude=_exclusion(options),
        overwrite=options.overwrite,
        like=options.like,
        cluster=options.cluster,
        runs=options.runs,
        dataset=options.geoparquet,
        season=options.season,
        anywhere=options.anywhere,
        parcels=parse_parcel_layer(options.parcels) if options.parcels else None,
    )


def _exclusion(options: argparse.Namespace) -> Exclusion | None:
    """Return the ground to leave out; raise `InputError` where the options do not go together."""
    if not options.exclude:
        if options.exclude_values or options.exclude_layer:
            raise InputError(tr("Name the file with the ground to leave out with --exclude."))
        return None
    try:
        values = tuple(int(text) for text in (options.exclude_values or "").split(",") if text.strip())
    except ValueError as error:
        text = tr("The values to leave out, {!r}, are no whole numbers. Write them as 10,50,80.")
        raise InputError(text.format(options.exclude_values)) from error
    return Exclusion(options.exclude, options.exclude_layer, values)


def _area(text: str, scene: Scene, reference: str) -> Area | None:
    """Return the area of ``--area``; bounds without a CRS are in that of the reference frame, or of the first date."""
    from ..scene.grid import reference_grid

    area, optical = parse_area(text), scene.of("S2")
    if area.crs or not optical:
        return area
    frame = next((a for a in optical if a.date == reference), optical[0])
    return dataclasses.replace(area, crs=reference_grid(scene, frame).crs)


def _read_job(path: str) -> Job:
    return loads(Job, read_text(path))


def _print_summary(summary: MapSummary) -> None:
    width = max((len(label) for label in summary.crops), default=0)
    for label, count in summary.crops.items():
        print(f"{label:<{width}}  {count:>7}")
    parcels = "1 parcel" if summary.parcels == 1 else f"{summary.parcels} parcels"
    print(f"{parcels} in {summary.out} (reference frame {summary.reference}, {summary.seconds:.0f} s)")
    if summary.reason:
        print(f"Reference frame: {summary.reason}")
    for line in describe_contributions(summary.contributions):
        print(line)
    if summary.not_farmland:
        print(f"{summary.not_farmland:.1f} ha are no farmland (layer not_farmland)")
    if summary.resumed:
        print(f"{summary.resumed} of {summary.blocks} blocks were finished before")
