"""The choice of the reference frame by the network: sample tiles are mapped from the best frames, the surest is taken.

Frames and sample are those of the whole scene, so that what is found does not depend on where the area lies.
Only the spatial stream runs for each frame. What was encoded for the sample tiles stays in the token cache for the run.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..constants import FINE
from ..datatypes import Predictor, TemporalMaps
from ..protocol import Acquisition, InputError
from ..reporter import Reporter
from ..scene.grid import reference_grid
from ..scene.reference_frame import add_map_confidence, propose_for_area, rank_frames, showing_dates
from ..scene.scene_reader import SceneReader
from .confidence_cache import ConfidenceCache
from .planning import Plan
from .progress import Progress
from .scene_sample import sample_tiles
from .temporal_blocks import TemporalBlocks
from .tiling import Tile
from .token_cache import TokenCache
from .workers import Workers, in_batches

FRAMES = 4  # the best by score, which are compared


@dataclass(frozen=True)
class SampleMap:
    """The map of one sample tile from one frame, all [H, W].

    ``crop`` is the probability of the likeliest crop and ``field`` that of lying in a field; ``valid`` where the frame
    shows ground.
    """

    crop: np.ndarray
    field: np.ndarray
    valid: np.ndarray


def choose_reference(
    plan: Plan,
    predictor: Predictor,
    tokens: TokenCache,
    cached: ConfidenceCache,
    progress: Progress,
    reporter: Reporter,
) -> Plan:
    """Return the plan with that of the best frames whose map of sample tiles is the surest, and with the reason.

    The plan is returned as it is where its reference frame was the analyst's choice or where there is no other on the
    same grid. Raises `Cancelled`.
    """
    candidates = _candidates(plan)
    if len(candidates) < 2 or not showing_dates(plan.area_frames).intersection(candidates):
        return plan
    confidences = cached.load(candidates)
    if len(confidences) < len(candidates):
        best = dataclasses.replace(plan, reference=next(iter(candidates.values())))  # whether it shows the area or not
        temporal_maps = _encode_samples(best, predictor, tokens, progress, reporter)
        maps = {}
        for date in candidates:
            reporter.check()
            if reporter.enough():
                return plan
            maps[date] = _map_samples(plan, predictor, date, temporal_maps)
        confidences = compare_confidence(maps)
        cached.save(confidences)
    frames = add_map_confidence(plan.frames, confidences)
    date, reason = propose_for_area(frames, plan.area_frames, plan.frame.centre()[0])
    if date not in candidates:
        return plan
    return dataclasses.replace(plan, reference=candidates[date], frames=frames, reason=reason)


def compare_confidence(maps: Mapping[str, Sequence[SampleMap]]) -> dict[str, float]:
    """Return the confidence (0 to 1) of the maps of the same tiles from several frames, by ISO date.

    It is the mean probability of the likeliest crop over the pixels that a frame shows, weighted by the probability of
    lying in a field. That is the mean of all frames, because each alone sees fields wherever it is hazy. A frame that
    shows nothing has confidence 0.
    """
    sums = dict.fromkeys(maps, 0.0)
    weights = dict.fromkeys(maps, 0.0)
    for tiles in zip(*maps.values(), strict=True):
        shown = np.sum([one.valid for one in tiles], 0)
        field = np.sum([one.field * one.valid for one in tiles], 0) / np.maximum(shown, 1)
        for date, one in zip(maps, tiles, strict=True):
            sums[date] += float((one.crop * field)[one.valid].sum())
            weights[date] += float(field[one.valid].sum())
    return {date: sums[date] / weights[date] if weights[date] else 0.0 for date in maps}


def _candidates(plan: Plan) -> dict[str, Acquisition]:
    """Return by date the best frames of the scene on the plan's grid, so that they share the tiles and their tokens."""
    optical = {a.date: a for a in plan.scene.of("S2")}
    ranked = [optical[frame.date] for frame in rank_frames(plan.frames, plan.frame.centre()[0])]
    candidates: dict[str, Acquisition] = {}
    for acquisition in ranked:
        if len(candidates) == FRAMES:
            break
        try:
            same = reference_grid(plan.scene, acquisition) == plan.frame
        except InputError:
            same = False
        if same:
            candidates[acquisition.date] = acquisition
    return candidates


def _encode_samples(
    plan: Plan, predictor: Predictor, tokens: TokenCache, progress: Progress, reporter: Reporter
) -> dict[Tile, TemporalMaps]:
    """Return the output of the temporal stream in the sample tiles, encoding what is not cached."""
    temporal_maps: dict[Tile, TemporalMaps] = {}
    with SceneReader(plan.scene, plan.frame, plan.reference.date) as reader, Workers(predictor) as workers:
        tiles = sample_tiles(plan, predictor.tile, reader)
        blocks = TemporalBlocks(reader, predictor, tokens, workers, [tiles])
        for tile in tiles:
            progress.encoded += blocks.load([tile], reporter)
            if blocks.stopped:
                return {}
            temporal_maps[tile] = blocks.of_tile(tile)
        blocks.hand_over()
    return temporal_maps


def _map_samples(
    plan: Plan, predictor: Predictor, date: str, temporal_maps: Mapping[Tile, TemporalMaps]
) -> list[SampleMap]:
    """Return the maps of the sample tiles from the frame of ``date``."""
    maps = []
    with SceneReader(plan.scene, plan.frame, date) as reader, Workers(predictor) as workers:
        tiles = ((reader.read(tile.window, keys=()), maps_of_tile) for tile, maps_of_tile in temporal_maps.items())
        for batch, predictions in workers.compute(predictor.predict, in_batches(tiles, predictor.tile_batch)):
            for (sample, _), prediction in zip(batch, predictions, strict=True):
                height, width = sample.reference_valid.shape
                field = prediction.field.reshape(height, FINE, width, FINE).mean((1, 3))
                maps.append(SampleMap(prediction.crop.max(0), field, sample.reference_valid))
    return maps
