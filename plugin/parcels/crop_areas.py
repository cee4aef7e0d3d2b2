"""The area of each crop in a result: of the parcels with that crop, and expected from the probabilities of all."""

from __future__ import annotations

import contextlib
import json
import math
import sqlite3
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Optional, Union

from ...model.crops import known_crops
from ...model.outputs.sqlite_address import sqlite_address
from ..text import tr
from .crop_names import crop_name

TABLE = "parcels"
COLUMNS = ("EC_hcat_c", "crop", "conf", "area_ha", "probs")
OTHER = "#c9c9c9"

ParcelRow = tuple[Optional[str], Optional[str], Optional[float], Optional[float], Union[str, dict, None]]


@dataclass(frozen=True)
class CropCount:
    """One crop in a result: HCAT code, a label in the user's language, colour.

    ``parcels``, ``hectares`` and the mean ``confidence`` (0 to 1; None where no parcel has one) are those of the
    parcels that carry the crop.
    ``expected`` hectares come from the probabilities of all parcels, whatever crop they carry; ``deviation`` is their
    standard deviation, with parcels taken as independent of each other. Some crops are expected without any parcel.
    """

    code: str
    label: str
    colour: str
    parcels: int
    hectares: float
    confidence: float | None
    expected: float
    deviation: float


@dataclass(frozen=True)
class CropAreas:
    """The crops of a result, the largest area first, and the confidences of its parcels in ascending order."""

    crops: tuple[CropCount, ...] = ()
    confidences: tuple[float, ...] = ()

    def count_below(self, confidence: float) -> int:
        """Return the number of parcels with a lower confidence (0 to 1)."""
        return bisect_left(self.confidences, confidence)


def count_crops(path: Path) -> tuple[CropCount, ...]:
    """Return the crops in a result's GeoPackage, read by SQLite on any thread."""
    with contextlib.closing(sqlite3.connect(sqlite_address(path.resolve(), "ro"), uri=True)) as database:
        return compute_crop_areas(database.execute(f'SELECT {", ".join(COLUMNS)} FROM "{TABLE}"')).crops  # nosec B608


def compute_crop_areas(rows: Iterable[ParcelRow]) -> CropAreas:
    """Sum the areas of parcels, each given by the values of `COLUMNS`.

    The crop of a parcel has probability 1 where there are no probabilities, or where it is not the likeliest one: then
    the analyst set it.
    """
    parcels: Counter[str] = Counter()
    hectares: defaultdict[str, float] = defaultdict(float)
    confidences_of: defaultdict[str, list[float]] = defaultdict(list)
    expected: defaultdict[str, float] = defaultdict(float)
    variance: defaultdict[str, float] = defaultdict(float)
    classes = known_crops()
    codes = {crop.label: crop.code for crop in classes}
    labels = {crop.code: crop.label for crop in classes}
    confidences: list[float] = []
    for code, label, confidence, area, probabilities in rows:
        code, label, area = code or "", label or "", area or 0.0
        label = label or labels.get(code, code)
        codes.setdefault(label, code)
        labels.setdefault(code, label)
        parcels[code] += 1
        hectares[code] += area
        if confidence is not None:
            confidences_of[code].append(confidence)
            confidences.append(confidence)
        for crop, probability in _distribution(label, probabilities).items():
            expected[crop] += area * probability
            variance[crop] += area * area * probability * (1 - probability)
    totals = {code: [0.0, 0.0] for code in parcels}
    for label in expected:
        code = codes.get(label, label)
        labels.setdefault(code, label)
        totals.setdefault(code, [0.0, 0.0])
        totals[code][0] += expected[label]
        totals[code][1] += variance[label]
    colours = {crop.code: crop.colour for crop in classes}
    crops = [
        CropCount(
            code,
            crop_name(labels[code]) or code or tr("Unknown crop"),
            colours.get(code, OTHER),
            parcels[code],
            hectares[code],
            fmean(confidences_of[code]) if confidences_of[code] else None,
            total,
            math.sqrt(max(total_variance, 0.0)),
        )
        for code, (total, total_variance) in totals.items()
        if parcels[code] or total > 0
    ]
    crops.sort(key=lambda crop: (-crop.hectares, -crop.expected, crop.code))
    return CropAreas(tuple(crops), tuple(sorted(confidences)))


def probabilities_of(column: str | dict | None) -> dict[str, float]:
    """Return the column ``probs`` by label; drivers with a JSON type, such as GeoJSON, read it as a dictionary."""
    try:
        values = column if isinstance(column, dict) else json.loads(column or "{}")
        return {str(label): float(probability) for label, probability in values.items()}
    except (ValueError, TypeError, AttributeError):  # the column may have been edited
        return {}


def _distribution(label: str, probabilities: str | dict | None) -> dict[str, float]:
    """Return the probabilities of a parcel's crops by label."""
    values = probabilities_of(probabilities)
    return values if values and values.get(label, 0.0) >= max(values.values()) else {label: 1.0}
