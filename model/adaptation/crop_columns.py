"""The columns of a parcel that follow from its crop probabilities."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import numpy as np

from ..crops import Crop

Value = str | float | None


def crop_columns(probabilities: np.ndarray, crops: Sequence[Crop]) -> dict[str, Value]:
    """Return the columns of the likeliest crop with its codes, and of the next two where there are as many classes.

    ``probabilities`` [K] are those of ``crops``.
    """
    ranked = np.argsort(-probabilities, kind="stable")[:3]
    best = crops[ranked[0]]
    columns: dict[str, Value] = {"EC_hcat_c": best.code, "EC_hcat_n": best.name}
    for place in range(3):
        suffix = str(place + 1) if place else ""
        known = place < len(ranked)
        columns[f"crop{suffix}"] = crops[ranked[place]].label if known else None
        columns[f"conf{suffix}"] = rounded(probabilities[ranked[place]]) if known else None
    return columns


def probabilities_as_text(probabilities: np.ndarray, crops: Sequence[Crop]) -> str:
    """Return the column ``probs``: JSON with the probability of each crop by its label."""
    by_label = {crop.label: rounded(p) for crop, p in zip(crops, probabilities, strict=True)}
    return json.dumps(by_label, ensure_ascii=False)


def probabilities_from_text(texts: Sequence[str | None], crops: Sequence[Crop]) -> np.ndarray:
    """Return the probabilities [N, K] of ``crops`` in the columns ``probs`` of N parcels; NaN where there are none."""
    result = np.full((len(texts), len(crops)), np.nan)
    for row, text in enumerate(texts):
        try:
            values = json.loads(text or "{}")
        except ValueError:  # the column may have been edited
            continue
        if isinstance(values, Mapping) and values:
            result[row] = [_number(values.get(crop.label)) for crop in crops]
    return result


def rounded(value: float) -> float:
    """Return a share as it is written."""
    return round(float(value), 4)


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
