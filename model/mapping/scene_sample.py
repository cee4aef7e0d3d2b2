"""A fixed sample of a scene's tiles: what holds for the whole scene is settled on it, wherever the area lies."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence

import numpy as np

from ..constants import FINE, HECTARE
from ..datatypes import Predictor
from ..disk_cache import Cache
from ..scene.fingerprint import fingerprint
from ..scene.scene_reader import SceneReader
from .attributes import sum_over_pieces
from .class_priors import estimate_class_priors
from .planning import Plan
from .probability_rasters import GEOMETRY, ProbabilityRasters
from .tile_store import MappedTile
from .tiling import Tile, Tiling
from .watershed import watershed_segments

FORMAT = 1  # raise it when the sample, its segments or their probabilities are determined in another way
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


def segment_probabilities(mapped: Sequence[MappedTile], predictor: Predictor, resolution: float) -> np.ndarray:
    """Return the mean crop probabilities [n, K] of the segments in some tiles of a predictor, under uniform priors.

    ``resolution`` is the side of a pixel in metres. Segments of less than `SMALLEST` hectares do not count.
    """
    probabilities = [np.empty((0, len(predictor.crops)))]
    for one in mapped:
        if one.prediction is None:
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
        large = sizes * (resolution / FINE) ** 2 >= SMALLEST * HECTARE
        probabilities.append(crop[large] / np.maximum(crop[large].sum(1, keepdims=True), 1e-6))
    return np.concatenate(probabilities)


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

    def recall_class_priors(self) -> np.ndarray | None:
        """Return the class priors [K] of the scene, None where no run has found them yet."""
        content = self._cache.read([self._key]) if self._key else {}
        if self._key not in content:
            return None
        probabilities = np.load(io.BytesIO(content[self._key]), allow_pickle=False)
        return estimate_class_priors(probabilities, self._predictor.class_priors)

    def class_priors(self, mapped: Sequence[MappedTile], complete: bool) -> np.ndarray:
        """Return the class priors [K] of the scene, estimated from its ``mapped`` tiles.

        What they rest on is kept for later runs, where it is ``complete``.
        """
        probabilities = segment_probabilities(mapped, self._predictor, self._plan.frame.resolution)
        if self._key and complete:
            content = io.BytesIO()
            np.save(content, probabilities)
            self._cache.write({self._key: content.getvalue()})
        return estimate_class_priors(probabilities, self._predictor.class_priors)
