"""Targets from label rasters."""

import numpy as np

from doab.model.datatypes import Labels
from doab.model.training.targets import create_targets

PARCELS = np.zeros((12, 12), np.int32)
PARCELS[2:10, 1:6] = 1
PARCELS[2:10, 6:11] = 2


def test_mixed_pixels_have_no_crop():
    labels = Labels(PARCELS, np.array([-1, 4, -1]), np.zeros_like(PARCELS, bool))
    crop = create_targets(labels).crop
    assert crop[2, 1] == 4  # wholly parcel 1
    assert crop[2, 0] == -1  # half outside
    assert crop[2, 4] == -1  # parcel 2, whose crop is unknown
