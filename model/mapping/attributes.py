"""What is known of each parcel: its crop, how sure that is, and how clear its outline."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
import shapely

from ..crops import Crop
from .blend import FINE, Evidence
from .labels import rim
from .polygons import Chunk

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
        "probs": "str",
    },
}


@dataclass(frozen=True)
class Measures:
    """Means over parcels' pixels, in the order of the parcels: ``crop`` [n, K] probabilities that sum to one,
    ``border`` [n] mean border evidence along the outline (0 to 1), ``clear`` [n] clear Sentinel-2 dates."""

    crop: np.ndarray
    border: np.ndarray
    clear: np.ndarray


def measure(chunk: Chunk, evidence: Evidence) -> Measures:
    """Average the evidence over each parcel of a chunk."""
    place = np.zeros(int(chunk.labels.max()) + 1, np.int64)
    place[chunk.numbers] = np.arange(1, chunk.numbers.size + 1)
    owner = place[chunk.labels]
    crop, clear = _coarse_means(owner, chunk, evidence)
    border = evidence.read("border", chunk.rows, chunk.cols)
    edge = rim(chunk.labels)
    length = np.bincount(owner[edge], minlength=chunk.numbers.size + 1)
    total = np.bincount(owner[edge], border[edge], chunk.numbers.size + 1)
    quality = np.clip(total / np.maximum(length, 1), 0, 1)
    return Measures(crop / np.maximum(crop.sum(1, keepdims=True), 1e-6), quality[1:], clear)


def _coarse_means(owner: np.ndarray, chunk: Chunk, evidence: Evidence) -> tuple[np.ndarray, np.ndarray]:
    """Mean crop probabilities [n, K] and clear dates [n]: each 5 m pixel takes the value of its 10 m pixel."""
    rows, cols = (slice(s.start // FINE, -(-s.stop // FINE)) for s in (chunk.rows, chunk.cols))
    grid_row = np.arange(chunk.rows.start, chunk.rows.stop) // FINE - rows.start
    grid_col = np.arange(chunk.cols.start, chunk.cols.stop) // FINE - cols.start
    width = cols.stop - cols.start
    inside = owner > 0
    # How many pixels of which parcel fall into which grid pixel: counted once, used for every class.
    pixel = (grid_row[:, None] * width + grid_col)[inside]
    pair, count = np.unique(owner[inside] * ((rows.stop - rows.start) * width) + pixel, return_counts=True)
    parcel, pixel = np.divmod(pair, (rows.stop - rows.start) * width)
    size = np.bincount(parcel, count, chunk.numbers.size + 1)[1:]

    def mean(values: np.ndarray) -> np.ndarray:
        return np.bincount(parcel, count * values.ravel()[pixel], chunk.numbers.size + 1)[1:] / size

    crop = np.stack([mean(layer) for layer in evidence.read("crop", rows, cols)], 1)
    return crop, mean(evidence.read("n_clear", rows, cols))


def records(chunk: Chunk, measures: Measures, crops: tuple[Crop, ...], reference: str) -> list[dict]:
    """Return a chunk's parcels as features for fiona, in the order of `SCHEMA`; ``reference`` is an ISO date."""
    hectares = shapely.area(chunk.polygons) / 10_000
    return [
        {
            "type": "Feature",
            "geometry": shapely.geometry.mapping(polygon),
            "properties": {
                "parcel_id": int(number),
                **_crop_fields(measures.crop[i], crops),
                "bound_q": _rounded(measures.border[i]),
                "area_ha": _rounded(hectares[i]),
                "n_clear": round(float(measures.clear[i])),
                "ref_date": reference,
                "probs": json.dumps(
                    {crop.label: _rounded(p) for crop, p in zip(crops, measures.crop[i], strict=True)},
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
    fields = {"EC_hcat_c": best.code, "EC_hcat_n": best.name, "crop": best.label, "conf": None,
              "crop2": None, "conf2": None, "crop3": None, "conf3": None}
    for suffix, k in zip(("", "2", "3"), ranked, strict=False):
        fields[f"crop{suffix}"], fields[f"conf{suffix}"] = crops[k].label, _rounded(probabilities[k])
    return fields


def _rounded(value: float) -> float:
    return round(float(value), 4)
