"""What is known of each parcel: its crop, how sure that is, and how clear its outline."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
import shapely

from ..crops import Crop
from .label_geometry import rim
from .polygons import Chunk
from .probability_rasters import FINE, ProbabilityRasters
from .stitching import Labels

SCHEMA = {
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
        "probs": "str",
    },
}


STRIP = 512  # rows of 5 m that are surveyed together
RIM = 0.01  # what a pixel at the rim of a field counts, one in its heart counting 1


@dataclass(frozen=True)
class Survey:
    """Means over the pixels of all parcels of a scene, by number: ``crop`` [N, K] probabilities that sum to one, where
    pixels count the more the deeper they lie inside, ``clear`` [N] clear Sentinel-2 dates."""

    crop: np.ndarray
    clear: np.ndarray


def survey(labels: Labels, evidence: ProbabilityRasters, strip: int = STRIP) -> Survey:
    """Take the means of the evidence over each parcel; memory grows with parcels, not with pixels."""
    count, (height, width) = len(labels.sizes), labels.shape
    crop, clear = np.zeros((count, evidence.classes)), np.zeros(count)
    for top in range(0, height, strip):
        rows, cols = slice(top, min(top + strip, height)), slice(0, width)
        window = labels.read(rows, cols)
        coarse = (slice(rows.start // FINE, -(-rows.stop // FINE)), slice(0, -(-width // FINE)))
        # How many 5 m pixels of which parcel fall into which 10 m pixel, and how deep inside they lie: found once, used
        # for every class. What is seen at the rim of a field is half its neighbour.
        row, col = np.nonzero(window)
        across = coarse[1].stop
        size = across * (coarse[0].stop - coarse[0].start)
        pixel = row // FINE * across + col // FINE
        pair, owner, times = np.unique(
            window[row, col].astype(np.int64) * size + pixel, return_inverse=True, return_counts=True
        )
        depth = np.bincount(owner, RIM + evidence.read("core", rows, cols)[row, col], len(pair))
        parcel, pixel = np.divmod(pair, size)
        numbers, place = np.unique(parcel, return_inverse=True)

        def sums(values: np.ndarray, weights: np.ndarray, place=place, pixel=pixel) -> np.ndarray:
            return np.bincount(place, weights * values.ravel()[pixel])

        if numbers.size:
            crop[numbers - 1] += np.stack([sums(layer, depth) for layer in evidence.read("crop", *coarse)], 1)
            clear[numbers - 1] += sums(evidence.read("n_clear", *coarse), times)
    return Survey(crop / np.maximum(crop.sum(1, keepdims=True), 1e-6), clear / np.maximum(labels.sizes, 1))


def boundary_quality(chunk: Chunk, evidence: ProbabilityRasters) -> np.ndarray:
    """Return the mean border evidence (0 to 1) along the outline of each parcel of a chunk [n]."""
    place = np.zeros(int(chunk.labels.max()) + 1, np.int64)
    place[chunk.numbers] = np.arange(1, chunk.numbers.size + 1)
    owner = place[chunk.labels]
    border = evidence.read("border", chunk.rows, chunk.cols)
    edge = rim(chunk.labels)
    length = np.bincount(owner[edge], minlength=chunk.numbers.size + 1)
    total = np.bincount(owner[edge], border[edge], chunk.numbers.size + 1)
    return np.clip(total / np.maximum(length, 1), 0, 1)[1:]


def records(chunk: Chunk, known: Survey, outline: np.ndarray, crops: tuple[Crop, ...], reference: str) -> list[dict]:
    """Return a chunk's parcels as features for fiona, in the order of `SCHEMA`.

    ``outline`` [n] is their `boundary_quality`, ``reference`` an ISO date.
    """
    hectares = shapely.area(chunk.polygons) / 10_000
    return [
        {
            "type": "Feature",
            "geometry": shapely.geometry.mapping(polygon),
            "properties": {
                "parcel_id": int(number),
                **_crop_fields(known.crop[number - 1], crops),
                "bound_q": _rounded(outline[i]),
                "area_ha": _rounded(hectares[i]),
                "n_clear": round(float(known.clear[number - 1])),
                "ref_date": reference,
                "decided": "model",
                "edited": None,
                "probs": json.dumps(
                    {crop.label: _rounded(p) for crop, p in zip(crops, known.crop[number - 1], strict=True)},
                    ensure_ascii=False,
                ),
            },
        }
        for i, (number, polygon) in enumerate(zip(chunk.numbers, chunk.polygons, strict=True))
    ]


def _crop_fields(probabilities: np.ndarray, crops: tuple[Crop, ...]) -> dict:
    """The likeliest crop with its codes, and the next two where there are as many classes."""
    ranked = np.argsort(-probabilities, kind="stable")[:3]
    best = crops[ranked[0]]
    fields = {
        "EC_hcat_c": best.code,
        "EC_hcat_n": best.name,
        "crop": best.label,
        "conf": None,
        "crop2": None,
        "conf2": None,
        "crop3": None,
        "conf3": None,
    }
    for suffix, k in zip(("", "2", "3"), ranked, strict=False):
        fields[f"crop{suffix}"], fields[f"conf{suffix}"] = crops[k].label, _rounded(probabilities[k])
    return fields


def _rounded(value: float) -> float:
    return round(float(value), 4)
