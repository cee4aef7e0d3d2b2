"""The offset of processing baseline 04.00 in Sentinel-2 files, told date by date from the darkest values.

From 25 January 2022 on ESA adds 1000 to the stored counts, also to those of earlier images that are processed anew.
Some archives subtract it again, and a band file that was copied out of its product has no metadata about it.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

import numpy as np

from ..protocol import Acquisition, Problem, Provenance
from ..text import tr
from .file_memory import Dependencies, kept_while_unchanged
from .raster_access import UnreadableRasterError, open_dataset, reading
from .raster_samples import sample_values
from .units import REFLECTANCE_ENCODINGS

FIRST_DATE = "2022-01-25"
DARKEST = 1  # percentile; a few pixels may be damaged
LOW = 850  # counts: with the offset, reflectance below -0.015, which there is not
HIGH = 1500  # counts: in all bands only under cloud, with the offset or without
TESTED = ("B04", "B02", "B12", "B03", "B11")  # the darkest bands of ground with plants, and those that see through haze
NEGATIVE = -0.02  # median reflectance of a visible band, which there is not
HARMONISED = re.compile(r"harmoni[sz]ed", re.IGNORECASE)


def correct_baseline_offset(acquisitions: Sequence[Acquisition]) -> tuple[list[Acquisition], list[Problem]]:
    """Return the acquisitions with the offset where their values include it, and problems where that is not sure.

    Each date is judged by the darkest of its bands: under `LOW` there is no offset, from there to `HIGH` there is one,
    and beyond all is cloud, where the other dates decide. Dates before `FIRST_DATE` have one only if no other of these
    is low. An offset of the metadata that makes the ground darker than black was taken off before.
    """
    kept = [_without_repeated_offset(a) for a in acquisitions]
    undecided = [a for a in kept if a.sensor == "S2" and _is_assumed(a) and not HARMONISED.search(_names(a))]
    early, late = ([a for a in undecided if (a.date >= FIRST_DATE) == is_late] for is_late in (False, True))
    darkest: dict[str, float] = {}
    shifted: set[str] = set()
    problems: list[Problem] = []
    for group in (early, late):
        for acquisition in group:
            darkest[acquisition.key] = _darkest(acquisition)
            if group is early and darkest[acquisition.key] < LOW:
                break  # the others need not be read
        low = [a for a in group if darkest.get(a.key, np.inf) < LOW]
        high = [a for a in group if LOW <= darkest.get(a.key, np.inf) <= HIGH]
        if group is early and (low or len(high) < 2):
            continue
        rest = [a for a in group if darkest[a.key] > HIGH]
        shifted |= {a.key for a in high + (rest if len(high) > len(low) else [])}
        if group is late and rest and not (low or high):
            problems.append(_undecidable(rest))
        if low and high:
            problems.append(_mixture(high, low))
    return [_with_offset(a) if a.key in shifted else a for a in kept], problems


def _undecidable(group: Sequence[Acquisition]) -> Problem:
    text = tr(
        "From January 2022 on, Sentinel-2 images are stored with 1000 added. The values do not tell whether that was"
        " taken off here; it is assumed that it was. Say what the values are."
    )
    paths = [a.paths[0] for a in group]
    return Problem(paths[0], text, "unit", tuple(paths[1:]))


def _mixture(shifted: Sequence[Acquisition], others: Sequence[Acquisition]) -> Problem:
    text = tr(
        "{} of {} Sentinel-2 dates since January 2022 are stored with 1000 added (first: {}), the others without it"
        " (first: {}), by their darkest values. If that is wrong, say what the values are."
    )
    paths = [a.paths[0] for a in shifted]
    filled = text.format(len(shifted), len(shifted) + len(others), shifted[0].date, others[0].date)
    return Problem(paths[0], filled, "unit", tuple(paths[1:]))


def _sampled(acquisition: Acquisition) -> Dependencies:
    """Return what samples of an acquisition's stored values depend on."""
    return repr(acquisition.bands), acquisition.paths


def _names(acquisition: Acquisition) -> str:
    return " ".join((acquisition.name, *acquisition.paths))


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


def _without_repeated_offset(acquisition: Acquisition) -> Acquisition:
    """Return an acquisition without the offset of its metadata where that makes the ground darker than black."""
    provenance = acquisition.provenance.get("scale")
    if acquisition.sensor != "S2" or acquisition.offset >= 0 or provenance is None or provenance.source == "user":
        return acquisition
    if _visible_median(acquisition) * acquisition.scale + acquisition.offset >= NEGATIVE:
        return acquisition
    source = Provenance("values", "with the offset of the metadata reflectance is negative: it was taken off before")
    return dataclasses.replace(acquisition, offset=0.0, provenance={**acquisition.provenance, "scale": source})


@kept_while_unchanged(_sampled)
def _visible_median(acquisition: Acquisition) -> float:
    """Return the lowest median of the visible bands, infinity where none can be read."""
    samples = (_sample(acquisition, band) for band in ("B02", "B03", "B04"))
    return min((float(np.median(values)) for values in samples if values.size), default=np.inf)


@kept_while_unchanged(_sampled)
def _darkest(acquisition: Acquisition) -> float:
    """Return the lowest of the dark ends of the bands, infinity where there is no band that tells."""
    bands = [band for band in TESTED if band in acquisition.bands][:3]
    samples = (_sample(acquisition, band) for band in bands)
    return min((float(np.percentile(values, DARKEST)) for values in samples if values.size), default=np.inf)


def _sample(acquisition: Acquisition, band: str) -> np.ndarray:
    """Return values of a band [n], empty where it lacks or cannot be read."""
    source = acquisition.bands.get(band)
    if source is None:
        return np.zeros(0)
    try:
        with open_dataset(source.path) as dataset, reading(source.path):
            return sample_values(dataset, source.index)
    except UnreadableRasterError:
        return np.zeros(0)
