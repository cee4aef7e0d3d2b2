"""The geometry of label rasters."""

import numpy as np

from doab.model.label_geometry import depth, rim

PARCELS = np.zeros((12, 12), np.int32)
PARCELS[2:10, 1:6] = 1
PARCELS[2:10, 6:11] = 2


def test_the_rim_runs_along_both_sides_of_a_shared_edge_but_not_along_the_image():
    border = rim(PARCELS) & (PARCELS > 0)
    assert border[5, 5] and border[5, 6] and border[2, 3]
    assert not border[5, 3] and not border[0, 0]
    assert not rim(np.ones((4, 4), np.int32)).any()


def test_depth_is_zero_on_the_border_and_one_in_the_middle_of_each_parcel():
    inside = depth(PARCELS)
    assert inside[5, 5] == 0 and inside[0, 0] == 0
    assert inside[2:10, 1:6].max() == inside[2:10, 6:11].max() == 1
