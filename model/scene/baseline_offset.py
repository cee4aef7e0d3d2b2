"""Whether plain Sentinel-2 files hold the values of processing baseline 04.00, where nothing but the values can tell.

From 25 January 2022 on ESA adds 1000 to what it stores. Some archives take it off again, and a band file that was
copied out of its product says nothing of it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

import numpy as np
import rasterio
from rasterio.errors import RasterioError

from ..protocol import Acquisition, Problem
from ..text import tr
from .units import ADDED, COUNTS, peek

SINCE = "2022-01-25"
TELLING = ("B02", "B03", "B04")  # in these, something in nearly every clear image is darker than 0.1
DARKEST = 1  # percentile; a few pixels may be damaged


def tell_shifted(acquisitions: Sequence[Acquisition]) -> tuple[list[Acquisition], list[Problem]]:
    """Take the offset off counts that were assumed to have none, and say where the values cannot tell.

    One image may be all cloud; so these acquisitions have the offset if none of them has darker values than it allows.
    """
    asked = [a for a in acquisitions if a.sensor == "S2" and a.date >= SINCE and _assumed(a)]
    telling = [a for a in asked if set(TELLING) & set(a.bands)]
    shifted = {a.key for a in asked} if telling and all(_is_bright(a) for a in telling) else set()
    told = [_shifted(a) if a.key in shifted else a for a in acquisitions]
    if telling or not asked:
        return told, []
    paths = [next(iter(a.bands.values())).path for a in asked]
    text = tr(
        "From January 2022 on, Sentinel-2 images are stored with 1000 added. Without a blue, green or red band"
        " the values do not tell whether that was taken off here; it is assumed that it was. Say what the values"
        " are, or add such a band."
    )
    return told, [Problem(paths[0], text, "unit", tuple(paths[1:]))]


def _assumed(acquisition: Acquisition) -> bool:
    counts = (acquisition.scale, acquisition.offset) == COUNTS["counts"]
    return counts and acquisition.evidence.get("scale", "").startswith("assumed")


def _shifted(acquisition: Acquisition) -> Acquisition:
    scale, offset = COUNTS["shifted"]
    evidence = {**acquisition.evidence, "scale": "no value is under 1000: processing baseline 04.00 or later"}
    return dataclasses.replace(acquisition, scale=scale, offset=offset, evidence=evidence)


def _is_bright(acquisition: Acquisition) -> bool:
    """Say whether even the darkest values are as large as what is added. A file without any says nothing."""
    values = _values(acquisition.bands[band] for band in TELLING if band in acquisition.bands)
    return not values.size or bool(np.percentile(values, DARKEST) >= ADDED)


def _values(bands: Iterable) -> np.ndarray:
    """Return some values of the first of ``bands`` that can be read."""
    for band in bands:
        try:
            with rasterio.open(band.path) as dataset:
                return peek(dataset, band.index)
        except (RasterioError, IndexError):
            continue
    return np.zeros(0)
