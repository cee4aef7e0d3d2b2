"""Detection of the offset of processing baseline 04.00 in plain Sentinel-2 files, from the values.

From 25 January 2022 on ESA adds 1000 to the stored counts. Some archives subtract it again, and a band file that was
copied out of its product has no metadata about it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

import numpy as np

from ..protocol import Acquisition, BandSource, Problem, Provenance
from ..text import tr
from .raster_access import UnreadableRasterError, open_dataset, reading
from .units import BASELINE_OFFSET, REFLECTANCE_ENCODINGS, sample_values

FIRST_DATE = "2022-01-25"
VISIBLE_BANDS = ("B02", "B03", "B04")  # nearly every clear image has reflectance below 0.1 in these
DARKEST = 1  # percentile; a few pixels may be damaged


def correct_baseline_offset(acquisitions: Sequence[Acquisition]) -> tuple[list[Acquisition], list[Problem]]:
    """Return the acquisitions with the offset where assumed counts include it, and a problem where it is undecidable.

    Single images may be all cloud. Therefore all undecided acquisitions get the offset if none of them has values below
    it, and none gets it otherwise.
    """
    undecided = [a for a in acquisitions if a.sensor == "S2" and a.date >= FIRST_DATE and _is_assumed(a)]
    testable = [a for a in undecided if set(VISIBLE_BANDS) & set(a.bands)]
    shifted = {a.key for a in undecided} if testable and all(_is_bright(a) for a in testable) else set()
    corrected = [_with_offset(a) if a.key in shifted else a for a in acquisitions]
    if testable or not undecided:
        return corrected, []
    paths = [next(iter(a.bands.values())).path for a in undecided]
    text = tr(
        "From January 2022 on, Sentinel-2 images are stored with 1000 added. Without a blue, green or red band"
        " the values do not tell whether that was taken off here; it is assumed that it was. Say what the values"
        " are, or add such a band."
    )
    return corrected, [Problem(paths[0], text, "unit", tuple(paths[1:]))]


def _is_assumed(acquisition: Acquisition) -> bool:
    """Return whether the values were assumed to be counts without the offset."""
    encoding = acquisition.scale, acquisition.offset
    provenance = acquisition.provenance.get("scale")
    return encoding == REFLECTANCE_ENCODINGS["counts"] and provenance is not None and provenance.is_assumed


def _with_offset(acquisition: Acquisition) -> Acquisition:
    scale, offset = REFLECTANCE_ENCODINGS["shifted"]
    source = Provenance("values", "no value is under 1000: processing baseline 04.00 or later")
    provenance = {**acquisition.provenance, "scale": source}
    return dataclasses.replace(acquisition, scale=scale, offset=offset, provenance=provenance)


def _is_bright(acquisition: Acquisition) -> bool:
    """Return whether even the darkest values reach the offset, or the acquisition has no values."""
    values = _sample(acquisition.bands[band] for band in VISIBLE_BANDS if band in acquisition.bands)
    return not values.size or bool(np.percentile(values, DARKEST) >= BASELINE_OFFSET)


def _sample(bands: Iterable[BandSource]) -> np.ndarray:
    """Return values of the first of ``bands`` that can be read [n], empty where none can."""
    for band in bands:
        try:
            with open_dataset(band.path) as dataset, reading(band.path):
                return sample_values(dataset, band.index)
        except UnreadableRasterError:
            continue
    return np.zeros(0)
