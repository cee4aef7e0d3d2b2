"""The attributes of each parcel: crop with probabilities, boundary quality, area and number of clear dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from ..adaptation.crop_columns import crop_columns, probabilities_as_text, rounded
from ..constants import FINE, HECTARE
from ..crops import Crop
from ..label_geometry import rim
from .block_grid import Rectangle
from .polygons import Chunk
from .probability_rasters import ProbabilityRasters

SCHEMA: dict[str, Any] = {
    "geometry": "Polygon",
    "properties": {
        "parcel_id": "int32",
        "EC_hcat_c": "str:10",
        "EC_hcat_n": "str:80",
        "crop": "str:80",
        "conf": "float",
        "bound_q": "float",
        "crop2": "str:80",
        "conf2": "float",
        "crop3": "str:80",
        "conf3": "float",
        "area_ha": "float",
        "n_clear": "int32",
        "ref_date": "str:10",
        "decided": "str:10",
        "edited": "str:20",
        "unlike": "float",
        "probs": "str",
    },
}


STRIP = 512  # rows of 5 m that are summed together
RIM = 0.01  # weight of a pixel at the rim of a field; that of the innermost is 1


@dataclass(frozen=True)
class PieceSums:
    """Sums over the pixels of all pieces of a block, by number, which add up to those of parcels.

    ``crop`` [P, K] are probabilities, where a pixel's weight grows with its depth inside; ``clear`` [P] are clear
    Sentinel-2 dates.
    """

    crop: np.ndarray
    clear: np.ndarray

    def __add__(self, other: PieceSums) -> PieceSums:
        """Return the sums over the pixels of both."""
        return PieceSums(self.crop + other.crop, self.clear + other.clear)


@dataclass(frozen=True)
class ParcelMeans:
    """Means over the pixels of all parcels of a scene, by number.

    ``crop`` [N, K] are probabilities that sum to one, where a pixel's weight grows with its depth inside; ``clear``
    [N] are clear Sentinel-2 dates, ``unlike`` [N] is that of `RefinedParcels`.
    """

    crop: np.ndarray
    clear: np.ndarray
    unlike: np.ndarray | None = None


def sum_over_pieces(
    labels: np.ndarray, count: int, rasters: ProbabilityRasters, inner: Rectangle | None = None, strip: int = STRIP
) -> PieceSums:
    """Return the sums of the rasters over each of ``count`` pieces.

    ``labels`` [2H, 2W] are the pieces in the rectangle ``inner`` of the rasters (10 m), in all of them by default.
    """
    (down, right) = (0, 0) if inner is None else (inner[0].start, inner[1].start)
    height, width = labels.shape
    crop, clear = np.zeros((count, rasters.classes)), np.zeros(count)
    for top in range(0, height, strip):
        window = labels[top : top + strip]
        bottom = top + window.shape[0]
        coarse = (
            slice(down + top // FINE, down - (-bottom // FINE)),
            slice(right, right - (-width // FINE)),
        )
        depths = rasters.read(
            "core",
            slice(FINE * down + top, FINE * down + bottom),
            slice(FINE * right, FINE * right + width),
        )
        # How many 5 m pixels of which piece fall into which 10 m pixel, and how deep inside they lie: computed once
        # for all classes. A 10 m pixel at the rim of a field shows its neighbour, too.
        row, col = np.nonzero(window)
        across = coarse[1].stop - coarse[1].start
        size = across * (coarse[0].stop - coarse[0].start)
        pixel = row // FINE * across + col // FINE
        pair, owner, times = np.unique(
            window[row, col].astype(np.int64) * size + pixel, return_inverse=True, return_counts=True
        )
        depth = np.bincount(owner, RIM + depths[row, col], len(pair))
        piece, pixel = np.divmod(pair, size)
        numbers, index = np.unique(piece, return_inverse=True)
        if numbers.size:
            classes = [_sums(index, pixel, layer, depth) for layer in rasters.read("crop", *coarse)]
            crop[numbers - 1] += np.stack(classes, 1)
            clear[numbers - 1] += _sums(index, pixel, rasters.read("n_clear", *coarse), times)
    return PieceSums(crop, clear)


def parcel_means(
    sums: Sequence[PieceSums], parcels: Sequence[np.ndarray], sizes: np.ndarray, classes: int
) -> ParcelMeans:
    """Return the means over parcels of ``sizes`` [N] pixels, from the sums over the pieces of some blocks.

    ``parcels`` holds for each block the number of the parcel that each of its pieces [P] belongs to, 0 for none.
    """
    crop, clear = np.zeros((len(sizes) + 1, classes)), np.zeros(len(sizes) + 1)
    for one, parcel in zip(sums, parcels, strict=True):
        np.add.at(crop, parcel, one.crop)
        np.add.at(clear, parcel, one.clear)
    crop, clear = crop[1:], clear[1:]
    return ParcelMeans(crop / np.maximum(crop.sum(1, keepdims=True), 1e-6), clear / np.maximum(sizes, 1))


def _sums(index: np.ndarray, pixel: np.ndarray, values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return by ``index`` [n] the weighted sums of ``values`` at the flat pixels ``pixel`` [n]."""
    return np.bincount(index, weights * values.ravel()[pixel])


def boundary_quality(chunk: Chunk) -> np.ndarray:
    """Return the mean border probability (0 to 1) along the outline of each parcel of a chunk [n]."""
    index = np.zeros(int(chunk.labels.max()) + 1, np.int64)
    index[chunk.numbers] = np.arange(1, chunk.numbers.size + 1)
    owner = index[chunk.labels]
    edge = rim(chunk.labels)
    length = np.bincount(owner[edge], minlength=chunk.numbers.size + 1)
    total = np.bincount(owner[edge], chunk.border[edge], chunk.numbers.size + 1)
    return np.clip(total / np.maximum(length, 1), 0, 1)[1:]


def parcel_features(
    chunk: Chunk, means: ParcelMeans, quality: np.ndarray, crops: tuple[Crop, ...], reference: str
) -> list[dict]:
    """Return a chunk's parcels as features for fiona, in the order of `SCHEMA`.

    ``quality`` [n] is their `boundary_quality`, ``reference`` an ISO date.
    """
    hectares = shapely.area(chunk.polygons) / HECTARE
    return [
        {
            "type": "Feature",
            "geometry": shapely.geometry.mapping(polygon),
            "properties": parcel_attributes(int(number), means, quality[i], hectares[i], crops, reference),
        }
        for i, (number, polygon) in enumerate(zip(chunk.numbers, chunk.polygons, strict=True))
    ]


def parcel_attributes(
    number: int, means: ParcelMeans, quality: float, hectares: float, crops: tuple[Crop, ...], reference: str
) -> dict:
    """Return the columns of `SCHEMA` of the parcel with a number, counted from 1; the others as `parcel_features`."""
    probabilities = means.crop[number - 1]
    return {
        "parcel_id": number,
        **crop_columns(probabilities, crops),
        "bound_q": rounded(quality),
        "area_ha": rounded(hectares),
        "n_clear": round(float(means.clear[number - 1])),
        "ref_date": reference,
        "decided": "model",
        "edited": None,
        "unlike": None if means.unlike is None else _known(means.unlike[number - 1]),
        "probs": probabilities_as_text(probabilities, crops),
    }


def _known(share: float) -> float | None:
    return rounded(share) if np.isfinite(share) else None
