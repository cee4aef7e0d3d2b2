"""One mapping run from a job to a GeoPackage."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

from ..constants import HECTARE
from ..datatypes import Predictor
from ..disk_cache import MEGABYTE, Cache, default_folder
from ..outputs.target_checks import check_space
from ..protocol import Job, MapSummary
from ..reporter import Reporter
from ..text import tr
from .confidence_cache import ConfidenceCache
from .frame_choice import choose_reference
from .geopackage import open_result
from .planning import Plan, prepare
from .preview_writer import PreviewWriter
from .probability_rasters import ProbabilityRasters
from .progress import Progress
from .tile_mapper import TileMapper
from .token_cache import TokenCache
from .vectorize import ParcelVectorizer

READING = 0.9  # fraction of the run that is over when everything was read
PACKAGE = 16.0  # bytes of a GeoPackage for each pixel of 10 m; a simulated scene of 256 × 256 pixels took 6.5
HIDDEN = 0.01  # share of the area without ground in the reference frame from which on the run warns


def map_scene(
    job: Job, predictor: Predictor, reporter: Reporter, plan: Plan | None = None, cache_folder: Path | None = None
) -> MapSummary:
    """Map the parcels of a job and write its GeoPackage; where the run is ended early, those that are finished.

    Raises `InputError` where nothing can be mapped and `Cancelled` when asked to stop; both leave no file behind and
    an older result in place. ``plan`` is what `prepare` returned for the same job. Tokens are cached in
    ``cache_folder``, the user's where none is given.
    """
    start = time.monotonic()
    plan = plan or prepare(job, reporter)
    progress = Progress(plan.tiles(predictor.tile))
    with open_result(job, reporter.warn) as (result, folder):
        window = plan.window
        rasters = ProbabilityRasters(
            folder, window.height, window.width, len(predictor.crops), window.row_off, window.col_off
        )
        package = round(PACKAGE * window.height * window.width)
        check_space(folder, rasters.bytes + (0 if job.scratch else package))
        check_space(result.file.parent, package)
        rasters.create()
        reporter.stage(tr("Reading images and looking for fields"))
        with Cache(cache_folder or default_folder(), job.cache * MEGABYTE, reporter.warn) as cache:
            encoder, temporal = predictor.encoder_fingerprint, predictor.temporal_fingerprint
            tokens = TokenCache(cache, encoder, temporal, plan.scene, plan.frame, predictor.tile)
            confidences = ConfidenceCache(cache, predictor.fingerprint, plan.scene, job.area)
            plan = choose_reference(plan, predictor, tokens, confidences, progress, reporter)
            vectorizer = ParcelVectorizer(
                rasters, plan.grid, plan.area_of_interest, plan.reference.date, predictor, job.min_area, job.simplify
            )
            previews = PreviewWriter(job.previews, vectorizer, reporter)
            TileMapper(plan, predictor, rasters, tokens, progress, reporter).map_tiles(previews, READING)
        content = vectorizer.write_result(result.file, progress.missing, reporter, READING)
    crops = content.crops
    _warn(job, plan, progress, crops, reporter)
    return MapSummary(
        out=str(result.path),
        parcels=crops.total(),
        crops=dict(crops.most_common()),
        reference=plan.reference.date,
        reason=plan.reason,
        bundle=predictor.name,
        seconds=round(time.monotonic() - start, 1),
        tiles=len(progress.tiles),
        side=predictor.tile,
        finished=len(progress.mapped),
        encoded=progress.encoded,
        not_farmland=round(content.not_farmland, 1),
    )


def _warn(job: Job, plan: Plan, progress: Progress, crops: Counter[str], reporter: Reporter) -> None:
    """Warn of tiles that were not mapped, of ground that the reference frame does not show, and of an empty result."""
    tiles, finished, reference = len(progress.tiles), len(progress.mapped), plan.reference.date
    if finished < tiles:
        reporter.warn(tr("The run was stopped early: {} of {} tiles were mapped.").format(finished, tiles))
    if progress.hidden > HIDDEN * progress.pixels:
        hidden, area = (pixels * plan.grid.resolution**2 / HECTARE for pixels in (progress.hidden, progress.pixels))
        reporter.warn(
            tr(
                "The reference frame of {} shows no ground in {:.1f} of {:.1f} ha: it is cloudy or empty there, and no "
                "parcel was mapped. Another reference frame may show it."
            ).format(reference, hidden, area)
        )
    if not crops:
        reporter.warn(
            tr(
                "No parcel of {:g} ha or more was found. Try another reference frame than {}, or a smaller minimum "
                "area."
            ).format(job.min_area, reference)
        )
