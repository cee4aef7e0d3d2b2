"""One mapping run from a job to a GeoPackage."""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from pathlib import Path

from ..adaptation.softening import describe_softening
from ..constants import HECTARE
from ..datatypes import Predictor
from ..disk_cache import MEGABYTE, Cache, default_folder
from ..outputs.target_checks import check_space
from ..protocol import InputError, Job, MapSummary
from ..reporter import Reporter
from ..text import tr
from .block_grid import BLOCK, HALO, divide
from .block_mapping import BlockExecutor, BlockMapper, OneByOne
from .confidence_cache import ConfidenceCache
from .contributions import contributions_of
from .earlier_result import read_earlier_result
from .frame_choice import choose_reference
from .geopackage import check_result, open_result
from .given_result import GivenParcelWriter
from .planning import Plan, prepare
from .preview_writer import PreviewWriter
from .progress import Progress
from .run_folder import open_run_folder, run_key, runs_folder
from .scene_calibration import SceneCalibration
from .scene_sample import SceneSample
from .token_cache import TokenCache
from .unused_inputs import warn_of_unused
from .vectorize import ParcelVectorizer

READING = 0.9  # fraction of the run that is over when everything was read
PACKAGE = 16.0  # bytes of a GeoPackage for each pixel of 10 m; a simulated scene of 256 × 256 pixels took 6.5
HIDDEN_SHARE = 0.01  # share of the area without ground in the reference frame from which on the run warns


def map_scene(
    job: Job,
    predictor: Predictor,
    reporter: Reporter,
    plan: Plan | None = None,
    cache_folder: Path | None = None,
    block: int = BLOCK,
    halo: int = HALO,
    executor: BlockExecutor | None = None,
) -> MapSummary:
    """Map the parcels of a job and write its GeoPackage; where the run is ended early, those that are finished.

    Raises `InputError` where nothing can be mapped and `Cancelled` when asked to stop; both leave an older result in
    place, and what is mapped in the run's folder, from which the next run of the same job goes on. ``plan`` is what
    `prepare` returned for the same job. Tokens are cached, and unfinished runs kept, in ``cache_folder``, the user's
    where none is given. Blocks have at most ``block`` pixels a side and a ``halo``, where there is no plan yet;
    ``executor`` has them mapped, in this process where none is given.
    """
    start = time.monotonic()
    plan = plan or prepare(job, reporter, halo)
    calibration = read_earlier_result(job.like).calibration(predictor) if job.like else None
    folder = cache_folder or default_folder()
    progress = Progress(plan.tiles(predictor.tile))
    target = check_result(job)
    with contextlib.ExitStack() as stack:
        cache = stack.enter_context(Cache(folder, job.cache * MEGABYTE, reporter.warn))
        reporter.stage(tr("Reading images and looking for fields"))
        encoder, temporal = predictor.encoder_fingerprint, predictor.temporal_fingerprint
        tokens = TokenCache(cache, encoder, temporal, plan.scene, plan.frame)
        confidences = ConfidenceCache(cache, predictor.fingerprint, plan.scene)
        plan = choose_reference(plan, predictor, tokens, confidences, progress, reporter)
        sample = SceneSample(cache, plan, predictor)
        calibration = calibration or sample.recall_calibration()
        grid = divide((plan.frame.height, plan.frame.width), block, plan.halo, plan.window)
        key = run_key(plan, job.area, predictor, grid)
        scratch = Path(job.scratch) if job.scratch else target.parent
        run_folder = stack.enter_context(open_run_folder(runs_folder(job, folder), key, scratch, reporter))
        tiles = [] if calibration else sample.tiles()
        mapper = BlockMapper(plan, predictor, grid, run_folder, progress, tiles)
        run_folder.describe(job, len(mapper.blocks))
        package = round(PACKAGE * plan.grid.height * plan.grid.width)
        check_space(run_folder.path, mapper.bytes + package)
        check_space(target.parent, package)
        resumed = len(mapper.finished)
        if resumed:
            text = tr("Reading images and looking for fields; {} of {} blocks were finished before")
            reporter.stage(text.format(resumed, len(mapper.blocks)))
        writer = _writer(job, plan, mapper, predictor, calibration)
        previews = PreviewWriter(job.previews, writer.write, reporter)
        (executor or OneByOne()).map_blocks(mapper, tokens, previews, reporter, READING)
        blocks, missing = mapper.collect(), progress.missing
        ground = sum(one.pixels for one in blocks.values()), sum(one.hidden for one in blocks.values())
        if not missing and ground[0] == ground[1]:
            raise InputError(_nothing_visible(plan))
        if calibration is None and not missing:
            mapped = mapper.map_sample(tokens, reporter)
            calibration = sample.calibration(mapped, complete=len(mapped) == len(tiles))
            writer = _writer(job, plan, mapper, predictor, calibration)
        with open_result(job, run_folder.path, reporter.warn) as result:
            content = writer.write_result(result.file, blocks, missing, reporter, READING)
        if not missing:
            run_folder.remove()
    for text in predictor.notices:
        reporter.warn(text)
    crops, contributions = content.crops, contributions_of(plan.scene, blocks.values())
    warn_of_unused(plan, contributions, reporter.warn)
    _warn(job, plan, progress, ground, crops, reporter)
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
        finished=len(progress.tiles) - len(missing),
        encoded=progress.encoded,
        not_farmland=round(content.not_farmland, 1),
        blocks=len(mapper.blocks),
        resumed=resumed,
        unlike=round(content.unlike, 3),
        softened=describe_softening(content.softening, predictor.name),
        contributions=contributions,
    )


def _writer(
    job: Job, plan: Plan, mapper: BlockMapper, predictor: Predictor, calibration: SceneCalibration | None
) -> GivenParcelWriter | ParcelVectorizer:
    """Return what writes the parcels of a run, whose calibration may not be known yet."""
    if plan.parcels:
        return GivenParcelWriter(
            plan, mapper.grid, plan.parcels, mapper, predictor, job.min_area, job.simplify, calibration
        )
    return ParcelVectorizer(plan, mapper.grid, mapper, predictor, job.min_area, job.simplify, calibration)


def _nothing_visible(plan: Plan) -> str:
    text = tr(
        "The reference frame {} shows no clear ground in the area to map: it is empty or cloudy there. "
        "Choose another reference date or another area."
    )
    return text.format(plan.reference.name or plan.reference.key)


def _warn(
    job: Job, plan: Plan, progress: Progress, ground: tuple[int, int], crops: Counter[str], reporter: Reporter
) -> None:
    """Warn of tiles that were not mapped, of ground that the reference frame does not show, and of an empty result.

    ``ground`` counts the pixels that were to be mapped, and those of them that the reference frame does not show.
    """
    tiles, reference = len(progress.tiles), plan.reference.date
    finished = tiles - len(progress.missing)
    if finished < tiles:
        reporter.warn(tr("The run was stopped early: {} of {} tiles were mapped.").format(finished, tiles))
    if plan.parcels:  # of each it is said why it has no crop
        return
    if ground[1] > HIDDEN_SHARE * ground[0]:
        area, hidden = (pixels * plan.grid.resolution**2 / HECTARE for pixels in ground)
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
