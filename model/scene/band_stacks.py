"""The order of bands in files without band names: from the files of a virtual raster, or from number and values."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import numpy as np

from ..protocol import OPTICAL_BANDS, RADAR_BANDS

FINE = 15.0  # metres; stacks of 11 bands hold B08 at 10 m and B8A at 20 m
_VISIBLE = OPTICAL_BANDS[:7]  # B02 to B08
# The orders that are usual, by number of bands; the values tell which one it is.
STACKS: dict[int, tuple[tuple[str, ...], ...]] = {
    4: (("B02", "B03", "B04", "B08"), ("B04", "B03", "B02", "B08")),
    10: (OPTICAL_BANDS, (*_VISIBLE, "B11", "B12", "B8A")),
    11: (("B01", *_VISIBLE, "B09", "B11", "B12"), ("B01", *_VISIBLE[:6], "B8A", "B09", "B11", "B12")),
    12: (("B01", *_VISIBLE, "B8A", "B09", "B11", "B12"), ("B01", *_VISIBLE, "B09", "B11", "B12", "B8A")),
    13: (
        ("B01", *_VISIBLE, "B8A", "B09", "B10", "B11", "B12"),
        ("B01", *_VISIBLE, "B09", "B10", "B11", "B12", "B8A"),
    ),
}
GREEN_SHARE = 0.1  # of the ground with the highest NDVI, on which bands are compared
LEAST_NDVI = 0.25  # on it, below which nothing grows and the order cannot be told
FLAT = 1.05  # the brightest band is at most so many times as bright as the darkest: thick cloud
WATER = 0.1  # NDVI under which ground may be water, which is blue
SAME, DARK = 0.75, 0.2  # B8A is at least so much of B08 and the reverse; B10 at most so much of B08


def guess_stack(count: int, pixel: float, read_values: Callable[[], np.ndarray], sensor: str) -> tuple[str, ...]:
    """Return the names of ``count`` bands that have none, in order; empty where number and values do not tell them.

    ``pixel`` is their size in metres, ``read_values`` returns values [count, n] at the same pixels.

    One band of radar may be either, of two VV is the brighter one. Optical bands must behave as leaves do where it is
    greenest: near infrared over red, B08 like B8A and over B11, B11 over B12, B10 nearly black. Where nothing is green
    they must rise as soil does.
    """
    if sensor == "S1":
        return _radar_order(read_values()) if count == 2 else ()
    candidates = STACKS.get(count, ())
    if count == 11:
        candidates = candidates[:1] if pixel < FINE else candidates[1:]
    values = read_values() if candidates else np.zeros((0, 0))
    if not values.size:
        return candidates[0] if candidates else ()
    fitting = [stack for stack in candidates if _fits(dict(zip(stack, values, strict=True)))]
    return fitting[0] if fitting else ()


def _radar_order(values: np.ndarray) -> tuple[str, ...]:
    """Return the order of two radar bands [2, n]: on land VV is several decibels over VH. SNAP writes VH first."""
    is_reversed = values.size > 0 and np.median(values[0]) < np.median(values[1])
    return RADAR_BANDS[::-1] if is_reversed else RADAR_BANDS


def _fits(values: dict[str, np.ndarray]) -> bool:
    """Return whether bands [n] by name behave as those of leaves do, where something is green."""
    infrared = values.get("B08", values.get("B8A", np.zeros(0)))
    ndvi = (infrared - values["B04"]) / np.maximum(np.abs(infrared + values["B04"]), 1e-6)
    green = ndvi >= np.quantile(ndvi, 1 - GREEN_SHARE)
    if np.median(ndvi[green]) < LEAST_NDVI:
        return _is_bare(values)
    level = {band: float(np.median(one[green])) for band, one in values.items()}
    near = level.get("B08", level.get("B8A", 0.0))
    land = ndvi > WATER
    checks = [level["B04"] < near, level["B03"] < near, values["B02"][land].mean() <= values["B04"][land].mean()]
    if {"B08", "B8A"} <= level.keys():
        checks.append(min(level["B08"], level["B8A"]) > SAME * max(level["B08"], level["B8A"]))
    if {"B11", "B12"} <= level.keys():
        checks += [level["B12"] < level["B11"], level["B11"] < near]
    if "B10" in level:
        checks.append(level["B10"] < DARK * near)
    return all(checks)


def _is_bare(values: dict[str, np.ndarray]) -> bool:
    """Return whether bands [n] by name rise from blue to the near infrared as those of soil do, or are as one."""
    level = {band: float(np.median(one)) for band, one in values.items()}
    if max(level.values()) < FLAT * min(level.values()):
        return True
    near = level.get("B08", level.get("B8A", 0.0))
    rising = level["B02"] < level["B03"] < level["B04"] < 1.3 * near
    return rising and ("B11" not in level or 0.4 * near < level["B11"] < 3 * near)


def source_names(path: str) -> dict[int, str]:
    """Return the name of the file behind each band of a virtual raster, where each band has one."""
    text = Path(path).read_text(encoding="utf-8", errors="replace")
    names = {}
    for index, band in enumerate(re.findall(r"<VRTRasterBand\b.*?</VRTRasterBand>", text, re.DOTALL), 1):
        files = re.findall(r"<SourceFilename\b[^>]*>(.*?)</SourceFilename>", band, re.DOTALL)
        if len(set(files)) == 1:
            names[index] = PurePosixPath(files[0].strip().replace("\\", "/")).stem
    return names
