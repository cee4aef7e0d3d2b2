"""Bands whose values contradict their names are asked about and not mapped."""

from __future__ import annotations

import numpy as np
import pytest

from doab.model.protocol import OPTICAL_BANDS, Source
from doab.model.scene.band_values import contradicted_bands
from doab.model.scene.inspection import inspect

LEAF = (300, 600, 350, 1000, 2600, 3000, 3200, 3300, 1700, 800)
SOIL = (900, 1200, 1600, 1900, 2100, 2200, 2400, 2500, 3300, 2900)
WATER = (500, 450, 300, 250, 200, 180, 150, 140, 60, 40)
TURBID = (1500, 1900, 1700, 900, 500, 450, 400, 380, 90, 60)
DRY_LEAF = (420, 690, 760, 1100, 2300, 2600, 2700, 2800, 2000, 1100)
SNOW = (8000, 8100, 8000, 7900, 7800, 7700, 7600, 7500, 900, 700)


def image(*grounds):
    """Return counts [10, 16, 16], one stripe for each ground."""
    stripes = [np.tile(np.array(ground)[:, None, None], (1, 16 // len(grounds), 16)) for ground in grounds]
    return np.concatenate(stripes, axis=1).astype(np.uint16)


def exchanged(one, other):
    names = list(OPTICAL_BANDS)
    i, j = names.index(one), names.index(other)
    names[i], names[j] = other, one
    return names


@pytest.mark.parametrize(
    ("one", "other"), [("B04", "B08"), ("B03", "B04"), ("B08", "B11"), ("B11", "B12"), ("B02", "B04")]
)
def test_exchanged_names_are_asked_about_and_not_mapped(write, one, other):
    path = write("S2_20190630.tif", image(LEAF, SOIL), exchanged(one, other))
    (acquisition,) = inspect([Source(path)]).scene.acquisitions
    assert one in acquisition.problem and other in acquisition.problem


def test_what_the_analyst_says_of_the_bands_is_not_doubted(write):
    bands = {band: i for i, band in enumerate(exchanged("B04", "B08"), 1)}
    (acquisition,) = inspect([Source(write("S2_20190630.tif", image(LEAF, SOIL)), bands=bands)]).scene.acquisitions
    assert not acquisition.problem


@pytest.mark.parametrize(
    "grounds", [(LEAF, SOIL), (SOIL,), (WATER,), (SNOW,), (WATER, LEAF), (SNOW, SOIL), (TURBID, LEAF), (DRY_LEAF,)]
)
def test_no_ground_with_right_names_is_doubted(grounds):
    values = image(*grounds) / 10_000
    assert contradicted_bands(values, np.ones(10, bool), np.ones((16, 16), bool)) == ()


def test_what_is_hardly_clear_or_lacks_the_bands_is_not_judged():
    values = image(LEAF, SOIL)[[OPTICAL_BANDS.index(band) for band in exchanged("B04", "B08")]] / 10_000
    assert contradicted_bands(values, np.ones(10, bool), np.ones((16, 16), bool)) == ("B04", "B08")
    assert contradicted_bands(values, np.ones(10, bool), np.eye(16, dtype=bool)) == ()
    assert contradicted_bands(values, np.array([b != "B04" for b in OPTICAL_BANDS]), np.ones((16, 16), bool)) == ()
