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


class Frame:
    """The reference frame of a sample with one row of the kinds of `GROUND`."""

    def __init__(self, bands=("B03", "B08")):
        self.reference_bands = np.isin(OPTICAL_BANDS, bands)
        self.reference = np.zeros((len(OPTICAL_BANDS), 1, len(GROUND)), np.float32)
        for number, band in enumerate(("B03", "B08")):
            self.reference[OPTICAL_BANDS.index(band), 0] = [values[number] for values in GROUND.values()]
        self.reference_valid = np.ones((1, len(GROUND)), bool)


def test_lakes_and_rivers_are_water_and_land_and_snow_are_not():
    assert [name for name, wet in zip(GROUND, open_water(Frame())[0], strict=True) if wet] == [
        "clear lake",
        "turbid river",
    ]


@pytest.mark.parametrize("bands", [("B03",), ("B08",), ("B02", "B04")])
def test_without_green_or_infrared_there_is_none(bands):
    assert not open_water(Frame(bands)).any()


def test_ground_that_the_frame_does_not_show_is_none():
    frame = Frame()
    frame.reference_valid[:] = False
    assert not open_water(frame).any()
