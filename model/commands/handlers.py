"""The handlers of the protocol's requests: each takes (request, reporter, state) and returns the request's result.

Libraries are imported inside the handlers, so that the child process starts at once. Handlers raise `InputError` where
the input cannot be used and `Cancelled` when the user asked to stop.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

from ..outputs.transaction import staged_file
from ..protocol import (
    Devices,
    DevicesRequest,
    Estimate,
    EstimateRequest,
    ExportRequest,
    ExportSummary,
    InputError,
    Inspection,
    InspectRequest,
    MapRequest,
    MapSummary,
    ParcelTimeSeries,
    ParcelTimeSeriesRequest,
    ReadyRequest,
    ThumbnailsRequest,
)
from ..reporter import Reporter
from ..text import tr
from .area_argument import require_crs, require_extent
from .worker_state import WorkerState

MOSTLY_UNLIKE = 0.3  # share of the parcels from which on a run says that they are unlike what the bundle knows
GEOPARQUET_SUFFIXES = (".parquet", ".geoparquet")


def confirm_ready(_request: ReadyRequest, _reporter: Reporter, _state: WorkerState) -> None:
    """Answer that the process takes requests."""


def inspect_sources(request: InspectRequest, reporter: Reporter, _state: WorkerState) -> Inspection:
    """Recognise the scene in the sources, score its dates and propose a reference frame."""
    from ..mapping.confidence_cache import recall_map_confidence
    from ..scene.inspection import inspect, whole_or_part

    if not request.sources:
        raise InputError(tr("Nothing to inspect: give files, folders or SAFE products."))
    if request.area:
        bounds = ",".join(map(repr, request.area.bounds))
        require_extent(request.area, bounds)
        require_crs(request.area, bounds)
    inspection = inspect(request.sources, request.area, request.season, reporter.check)
    whole = inspect(request.sources, None, request.season, reporter.check) if request.area else inspection
    return recall_map_confidence(inspection, whole_or_part(whole, inspection))


def write_thumbnails(request: ThumbnailsRequest, reporter: Reporter, _state: WorkerState) -> None:
    """Write a picture of each date and report it as soon as it is there."""
    from ..scene.thumbnails import make_thumbnails

    folder = Path(request.folder)
    _require_folder(folder)
    for thumbnail in make_thumbnails(request, folder):
        reporter.thumbnail(thumbnail)
        reporter.check()


def _require_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise InputError(tr("The folder {} does not exist. Create it or give another one.").format(folder))


def list_devices(_request: DevicesRequest, _reporter: Reporter, _state: WorkerState) -> Devices:
    """Return the devices on which a small test computation succeeds, the best first."""
    from .device_probe import available_devices

    return available_devices()


def estimate_run(request: EstimateRequest, _reporter: Reporter, _state: WorkerState) -> Estimate:
    """Estimate the size of a mapping run."""
    from ..mapping.estimate import estimate_of

    return estimate_of(request.job)


def map_parcels(request: MapRequest, reporter: Reporter, state: WorkerState) -> MapSummary:
    """Map the parcels of a job and write its GeoPackage; everything that can fail beforehand is checked first."""
    from ..cluster.executor import executor_of
    from ..export.dataset import check_dataset
    from ..mapping.geopackage import check_result
    from ..mapping.map_scene import map_scene, prepare

    job = request.job
    reporter.stage(tr("Looking at the images"))
    job.check()
    for folder in filter(None, (job.scratch, job.previews)):
        _require_folder(Path(folder))
    check_result(job)
    if job.dataset:
        check_dataset(job.dataset, job.overwrite, job.inputs)
    executor = executor_of(job)
    plan = prepare(job, reporter)
    for problem in job.scene.problems:
        reporter.warn(f"{problem.path}: {problem.text}")
    reporter.check()
    reporter.stage(tr("Loading the model"))
    predictor = state.predictors.load(job)
    elsewhere = predictor.refinement.elsewhere(plan.grid.bounds, plan.grid.crs) if predictor.refinement else ""
    if elsewhere and not job.anywhere:
        raise InputError(elsewhere + " " + tr("Take another bundle, or go on with --anywhere."))
    reporter.check()
    summary = map_scene(job, predictor, reporter, plan, executor=executor)
    if summary.unlike >= MOSTLY_UNLIKE:
        text = tr("{:.0f} % of the parcels are unlike what the model {} knows; teach it your region.")
        reporter.warn(text.format(100 * summary.unlike, summary.bundle))
    if summary.softened:
        reporter.warn(summary.softened)
    if job.dataset:
        from .dataset_output import write_result_dataset

        write_result_dataset(job, summary, plan, reporter)
    return summary


def read_parcel_time_series(
    request: ParcelTimeSeriesRequest, reporter: Reporter, state: WorkerState
) -> ParcelTimeSeries:
    """Read a parcel in all acquisitions of its map and add the reference curves of the crops in the request."""
    from ..scene.parcel_time_series import read_series
    from ..simulation.reference_curves import harvest_year, reference_curves

    series, latitude = read_series(request, state.images.get(), reporter.check)
    year = harvest_year(request.reference, max(a.date for a in request.scene.acquisitions))
    curves = {code: reference_curves(code, latitude, year) for code in request.crops}
    return dataclasses.replace(series, reference_curves={code: curve for code, curve in curves.items() if curve})


def export_parcels(request: ExportRequest, reporter: Reporter, _state: WorkerState) -> ExportSummary:
    """Write parcels as GeoParquet."""
    from ..export.fiboa import write_fiboa

    out = Path(request.out)
    if out.suffix.lower() not in GEOPARQUET_SUFFIXES:
        raise InputError(
            tr(
                "The result is GeoParquet, but {} does not end in .parquet. Give another name; QGIS writes "
                "the other formats."
            ).format(out.name)
        )
    collection, layer = request.collection or out.stem, request.layer or None
    with staged_file(out, request.overwrite, [request.parcels], warn=reporter.warn) as staged:
        try:
            counts = write_fiboa(Path(request.parcels), layer, staged.file, collection, reporter.progress)
        except OSError as error:
            raise InputError(tr("{} cannot be written: {}.").format(out, error.strerror or error)) from error
    return ExportSummary(*counts)
