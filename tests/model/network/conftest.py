"""A sample and a network small enough for any machine."""

import dataclasses

import numpy as np
import pytest
import torch

from doab.model.datatypes import Sample
from doab.model.network.two_stream import TwoStream


@pytest.fixture(autouse=True)
def same_weights_every_time():
    torch.manual_seed(0)


@pytest.fixture
def sample():
    """Three optical and two radar dates of 32 × 32 pixels."""
    rng = np.random.default_rng(0)
    t, s, side = 3, 2, 32
    return Sample(
        reference=rng.random((10, side, side), np.float32) * 0.4,
        reference_valid=np.ones((side, side), bool),
        reference_bands=np.ones(10, bool),
        reference_day=737000,
        optical=rng.random((t, 10, side, side), np.float32) * 0.4,
        optical_valid=np.ones((t, side, side), bool),
        optical_bands=np.ones((t, 10), bool),
        optical_days=np.array([736950, 737000, 737050]),
        radar=rng.random((s, 2, side, side), np.float32) * -20,
        radar_valid=np.ones((s, side, side), bool),
        radar_bands=np.ones((s, 2), bool),
        radar_days=np.array([736960, 737010]),
        terrain=np.full((2, side, side), 3, np.float32),
        terrain_valid=np.ones((side, side), bool),
        latitude=50.9,
        longitude=4.0,
    )


@pytest.fixture
def without():
    """Return a function that empties parts of a sample: "radar", "optical" or "terrain"."""

    def strip(sample, part):
        if part == "terrain":
            blank = np.zeros_like(sample.terrain_valid)
            return dataclasses.replace(sample, terrain=np.zeros_like(sample.terrain), terrain_valid=blank)
        names = [f"{part}{suffix}" for suffix in ("", "_valid", "_bands", "_days")]
        return dataclasses.replace(sample, **{name: getattr(sample, name)[:0] for name in names})

    return strip


@pytest.fixture
def network():
    return TwoStream(classes=3, token_width=64).eval()
