"""A fixed sample of a scene's tiles: what holds for the whole scene is settled on it, wherever the area lies."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..constants import FINE, HECTARE
from ..datatypes import Predictor
from ..disk_cache import Cache
from ..scene.fingerprint import fingerprint
from ..scene.scene_reader import SceneReader
from .attributes import sum_over_pieces
from .embedding_raster import EmbeddingRaster, parcel_embeddings
from .planning import Plan
from .probability_rasters import GEOMETRY, ProbabilityRasters
from .scene_calibration import SceneCalibration, calibrate_scene
from .tile_store import MappedTile
from .tiling import BlendingWeights, Tile, Tiling
from .watershed import watershed_segments

FORMAT = 3  # raise it when the sample, its segments or what is known of them are determined in another way
SAMPLES = 8  # tiles
SHOWN = 0.5  # share of a tile that the reference frame has to show
SMALLEST = 0.1  # hectares of a segment that counts
STEPS = (0.7548776662466927, 0.5698402909980532)  # of the R2 sequence, which fills a square evenly (Roberts 2018)


def spread_tiles(tiling: Tiling, count: int) -> list[Tile]:
    """Return ``count`` tiles that are spread evenly over the frame, all where there are no more.

    The first of a larger number are those of a smaller one.
    """
    tiles = tiling.tiles()
    if len(tiles) <= count:
        return tiles
    rows, cols = (sorted({getattr(tile, name) for tile in tiles}) for name in ("row", "col"))
    spread: dict[tuple[int, int], Tile] = {}
    index = 0
    while len(spread) < count:
        down, across = ((0.5 + index * step) % 1 for step in STEPS)
        at = rows[int(down * len(rows))], cols[int(across * len(cols))]
        spread.setdefault(at, Tile(*at, tiles[0].side))
        index += 1
    return list(spread.values())


def sample_tiles(plan: Plan, side: int, reader: SceneReader) -> list[Tile]:
    """Return the sample of a scene: `SAMPLES` tiles spread over the frame in which the frame of ``reader`` is clear.

    Of twice as many they are the first of which it shows `SHOWN` or more, then those of which it shows most.
    """
    shown: dict[Tile, float] = {}
    for tile in spread_tiles(plan.tiling(side), 2 * SAMPLES):
        shown[tile] = float(reader.read(tile.window, keys=()).reference_valid.mean())
        if sum(share >= SHOWN for share in shown.values()) == SAMPLES:
            break
    ranked = sorted((tile for tile in shown if shown[tile] > 0), key=lambda tile: -min(shown[tile], SHOWN))
    return ranked[:SAMPLES]


@dataclass(frozen=True)
class Segments:
    """Mean crop ``probabilities`` [N, K] of some segments under uniform priors, and ``embeddings`` [N, d] float16."""

    probabilities: np.ndarray
    embeddings: np.ndarray


def segment_tiles(mapped: Sequence[MappedTile], predictor: Predictor, resolution: float) -> Segments:
    """Return the segments in some tiles of a predictor.

    ``resolution`` is the side of a pixel in metres. Segments of less than `SMALLEST` hectares do not count.
    """
    probabilities, embeddings = [np.empty((0, len(predictor.crops)))], []
    for one in mapped:
        if one.prediction is None or one.token_map is None:
            continue
        classes, height, width = one.prediction.crop.shape
        rasters = ProbabilityRasters(height, width, classes)
        visible = np.repeat(np.repeat(one.visible, FINE, 0), FINE, 1)
        for name in GEOMETRY:
            rasters.arrays[name][:] = getattr(one.prediction, name) * visible
        rasters.arrays["crop"][:] = one.prediction.crop
        field, border, core = (rasters.read(name, slice(None), slice(None)) for name in GEOMETRY)
        labels = watershed_segments(field, border, core, predictor.watershed_settings)
        sizes = np.bincount(labels.ravel())[1:]
        crop = sum_over_pieces(labels, len(sizes), rasters).crop
        token_maps, weights = EmbeddingRaster(height, width, 0, 0), np.ones(FINE * height)
        token_maps.add(Tile(0, 0, height), BlendingWeights(weights, weights), one.token_map)
        sums = token_maps.sum_over_pieces(labels, len(sizes), rasters, (slice(0, height), slice(0, width)))
        large = sizes * (resolution / FINE) ** 2 >= SMALLEST * HECTARE
        probabilities.append(crop[large] / np.maximum(crop[large].sum(1, keepdims=True), 1e-6))
        embeddings.append(parcel_embeddings([sums], [np.arange(1, len(sizes) + 1)], len(sizes))[large])
    known = [part for part in embeddings if len(part)]
    return Segments(np.concatenate(probabilities), np.concatenate(known) if known else np.empty((0, 0), np.float16))


class SceneSample:
    """The sample of the scene of ``plan`` from its reference frame; what was found in it is kept between runs."""

    def __init__(self, cache: Cache, plan: Plan, predictor: Predictor) -> None:
        self._cache, self._plan, self._predictor = cache, plan, predictor
        scene = plan.scene
        images = sorted(fingerprint(a, scene.elevation) for a in (*scene.of("S2"), *scene.of("S1")))
        facts = FORMAT, predictor.fingerprint, predictor.watershed_settings, images, plan.reference.key, plan.frame
        digest = hashlib.sha256(f"sample of a scene {facts}".encode()).digest()
        self._key = digest if all(images) else None

    def tiles(self) -> list[Tile]:
        """Return its tiles, for which the reference frame is read."""
        with SceneReader(self._plan.scene, self._plan.frame, self._plan.reference.date) as reader:
            return sample_tiles(self._plan, self._predictor.tile, reader)

    def recall_calibration(self) -> SceneCalibration | None:
        """Return the calibration of the scene, None where no run has found it yet."""
        content = self._cache.read([self._key]) if self._key else {}
        if self._key not in content:
            return None
        with np.load(io.BytesIO(content[self._key]), allow_pickle=False) as arrays:
            return calibrate_scene(self._predictor, arrays["probabilities"], arrays["embeddings"])

    def calibration(self, mapped: Sequence[MappedTile], complete: bool) -> SceneCalibration:
        """Return the calibration of the scene, estimated from its ``mapped`` tiles.

        What it rests on is kept for later runs, where it is ``complete``.
        """
        segments = segment_tiles(mapped, self._predictor, self._plan.frame.resolution)
        if self._key and complete:
            content = io.BytesIO()
            np.savez(content, probabilities=segments.probabilities, embeddings=segments.embeddings)
            self._cache.write({self._key: content.getvalue()})
        return calibrate_scene(self._predictor, segments.probabilities, segments.embeddings)
