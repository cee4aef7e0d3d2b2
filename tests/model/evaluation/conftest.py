"""Small series of parcels for the probe."""

import datetime

import numpy as np
import pytest

from doab.model.training.labelled_time_series import Series


@pytest.fixture
def make_series():
    """Return a maker of twelve monthly steps for crops given by name; ``signal`` says how far apart they are."""

    def make(crop, signal=1.0, location=None, seed=0):
        rng, crop = np.random.default_rng(seed), np.array(crop)
        codes, count = np.unique(crop, return_inverse=True)[1], len(crop)
        optical = 0.2 + 0.02 * rng.standard_normal((count, 12, 10))
        green = np.arange(12) // 4 == codes[:, None] % 3
        optical[..., 6] += 0.2 * signal * green
        days = [datetime.date(2023, month, 15).toordinal() for month in range(1, 13)]
        return Series(
            name="test",
            year=2023,
            optical=optical.astype(np.float32),
            optical_valid=np.ones((count, 12), bool),
            optical_bands=np.ones(10, bool),
            radar=(-12 + rng.standard_normal((count, 12, 2))).astype(np.float32),
            radar_valid=np.ones((count, 12), bool),
            days=np.tile(days, (count, 1)),
            terrain=np.tile(np.float32([200, 3]), (count, 1)),
            terrain_valid=np.ones(count, bool),
            location=np.tile(np.float32([48, 1]), (count, 1)) if location is None else np.asarray(location, np.float32),
            crop=crop,
            key=np.arange(count).astype(str),
        )

    return make
