"""Which ground of a reference frame is taken for open water."""

import numpy as np
import pytest

from doab.model.protocol import OPTICAL_BANDS
from doab.model.scene.open_water import open_water

GROUND = {  # green, near infrared
    "clear lake": (0.05, 0.01),
    "turbid river": (0.14, 0.07),
    "wheat": (0.06, 0.40),
    "bare soil": (0.11, 0.20),
    "wet peat": (0.03, 0.04),
    "snow": (0.90, 0.70),
}


def frame(bands=("B03", "B08")):
    """Return values, valid pixels and bands of a reference frame with one row of the kinds of `GROUND`."""
    values = np.zeros((len(OPTICAL_BANDS), 1, len(GROUND)), np.float32)
    for number, band in enumerate(("B03", "B08")):
        values[OPTICAL_BANDS.index(band), 0] = [reflectance[number] for reflectance in GROUND.values()]
    return values, np.ones((1, len(GROUND)), bool), np.isin(OPTICAL_BANDS, bands)


def test_lakes_and_rivers_are_water_and_land_and_snow_are_not():
    water = open_water(*frame())[0]
    assert [name for name, wet in zip(GROUND, water, strict=True) if wet] == ["clear lake", "turbid river"]


@pytest.mark.parametrize("bands", [("B03",), ("B08",), ("B02", "B04")])
def test_without_green_or_infrared_there_is_none(bands):
    assert not open_water(*frame(bands)).any()


def test_ground_that_the_frame_does_not_show_is_none():
    values, valid, bands = frame()
    assert not open_water(values, ~valid, bands).any()
