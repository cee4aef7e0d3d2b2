"""Targets from label rasters."""

import numpy as np

from doab.model.scene.sample import Labels
from doab.model.training.targets import border_of, depth_of, targets_of

PARCELS = np.zeros((12, 12), np.int32)
PARCELS[2:10, 1:6] = 1
PARCELS[2:10, 6:11] = 2


def test_the_border_runs_along_both_sides_of_a_shared_edge_but_not_along_the_image():
    border = border_of(PARCELS)
    assert border[5, 5] and border[5, 6] and border[2, 3]
    assert not border[5, 3] and not border[0, 0]
    assert not border_of(np.ones((4, 4), np.int32)).any()


def test_depth_is_zero_on_the_border_and_one_in_the_middle_of_each_parcel():
    depth = depth_of(PARCELS)
    assert depth[5, 5] == 0 and depth[0, 0] == 0
    assert depth[2:10, 1:6].max() == depth[2:10, 6:11].max() == 1


def test_mixed_pixels_have_no_crop():
    labels = Labels(PARCELS, np.array([-1, 4, -1]), np.zeros_like(PARCELS, bool))
    crop = targets_of(labels).crop
    assert crop[2, 1] == 4  # wholly parcel 1
    assert crop[2, 0] == -1  # half outside
    assert crop[2, 4] == -1  # parcel 2, whose crop is unknown
