"""The area of each crop in a result, as the parcels' crops say it and as their probabilities let one expect."""

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
from ..text import tr
from .crop_names import crop_name

TABLE = "parcels"
COLUMNS = ("EC_hcat_c", "crop", "conf", "area_ha", "probs")
OTHER = "#c9c9c9"

Row = tuple[Optional[str], Optional[str], Optional[float], Optional[float], Union[str, dict, None]]


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
class Areas:
    """What a result holds: its crops, the most area first, and the confidences of its parcels in rising order."""

    crops: tuple[CropCount, ...] = ()
    confidences: tuple[float, ...] = ()

    def under(self, least: float) -> int:
        """Return how many parcels have a confidence under ``least`` (0 to 1)."""
        return bisect_left(self.confidences, least)


def count_crops(path: Path) -> tuple[CropCount, ...]:
    """Count the crops in a result's GeoPackage. That is SQLite, so any thread may ask."""
    with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
        return tally(database.execute(f'SELECT {", ".join(COLUMNS)} FROM "{TABLE}"')).crops  # nosec B608


def tally(rows: Iterable[Row]) -> Areas:
    """Count parcels, each given by the values of `COLUMNS`.

    A parcel counts as certain where it has no probabilities, or where its crop is not the likeliest of them: then
    somebody who knew better chose it.
    """
    parcels, hectares = Counter(), Counter()
    sure: defaultdict[str, list[float]] = defaultdict(list)
    expected, variance = Counter(), Counter()
    known = known_crops()
    codes = {crop.label: crop.code for crop in known}
    labels = {crop.code: crop.label for crop in known}
    confidences: list[float] = []
    for code, label, confidence, area, probabilities in rows:
        code, label, area = code or "", label or "", area or 0.0
        label = label or labels.get(code, code)
        codes.setdefault(label, code)
        labels.setdefault(code, label)
        parcels[code] += 1
        hectares[code] += area
        if confidence is not None:
            sure[code].append(confidence)
            confidences.append(confidence)
        for crop, share in _distribution(label, probabilities).items():
            expected[crop] += area * share
            variance[crop] += area * area * share * (1 - share)
    totals = {code: [0.0, 0.0] for code in parcels}
    for label in expected:
        code = codes.get(label, label)
        labels.setdefault(code, label)
        totals.setdefault(code, [0.0, 0.0])
        totals[code][0] += expected[label]
        totals[code][1] += variance[label]
    colours = {crop.code: crop.colour for crop in known}
    crops = [
        CropCount(
            code,
            crop_name(labels[code]) or code or tr("Unknown crop"),
            colours.get(code, OTHER),
            parcels[code],
            hectares[code],
            fmean(sure[code]) if sure[code] else None,
            total,
            math.sqrt(max(spread, 0.0)),
        )
        for code, (total, spread) in totals.items()
        if parcels[code] or total > 0
    ]
    crops.sort(key=lambda crop: (-crop.hectares, -crop.expected, crop.code))
    return Areas(tuple(crops), tuple(sorted(confidences)))


def probabilities_of(column: str | dict | None) -> dict[str, float]:
    """Read the column ``probs``; formats that know JSON, such as GeoJSON, give it back as a dictionary."""
    try:
        found = column if isinstance(column, dict) else json.loads(column or "{}")
        return {str(label): float(share) for label, share in found.items()}
    except (ValueError, TypeError, AttributeError):  # an analyst may have written anything into the column
        return {}


def _distribution(label: str, probabilities: str | dict | None) -> dict[str, float]:
    """Return the shares of a parcel's crops by label."""
    shares = probabilities_of(probabilities)
    return shares if shares and shares.get(label, 0.0) >= max(shares.values()) else {label: 1.0}
