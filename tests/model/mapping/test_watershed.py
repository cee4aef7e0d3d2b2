"""Probability rasters to instances."""

import numpy as np
from scipy.ndimage import label

from doab.model.datatypes import WatershedSettings
from doab.model.mapping.watershed import watershed_segments

SETTINGS = WatershedSettings()


def two_fields(saddle=0.2):
    """Two 20 × 20 fields side by side, with a valley of the given depth of core between them."""
    ramp = np.minimum(np.arange(20) + 1, 20 - np.arange(20)) / 10
    bump = np.minimum.outer(ramp, ramp)
    core = np.zeros((30, 50), np.float32)
    core[5:25, 5:25] = core[5:25, 25:45] = bump
    core = np.maximum(core, saddle * (core > 0))
    field = (core > 0).astype(np.float32)
    border = np.zeros_like(core)
    border[5:25, 24:26] = 1
    return field, border, core


def test_two_touching_fields_become_two_parcels_of_equal_size():
    labels = watershed_segments(*two_fields(), SETTINGS)
    assert labels.dtype == np.int32
    assert [np.count_nonzero(labels == k) for k in (0, 1, 2)] == [1500 - 800, 400, 400]
    assert labels[15, 10] == 1 and labels[15, 40] == 2


def test_a_saddle_shallower_than_h_does_not_split():
    field, border, core = two_fields()
    labels = watershed_segments(field, np.zeros_like(border), np.maximum(core, 0.9 * field), SETTINGS)
    assert labels.max() == 1


def test_two_equally_high_tops_of_one_field_are_one_parcel():
    field, border, core = np.ones((20, 40)), np.zeros((20, 40)), np.full((20, 40), 0.8)
    core[8:12, 8:12] = core[8:12, 28:32] = 0.9
    assert watershed_segments(field, border, core, SETTINGS).max() == 1


def test_uncertain_segments_are_left_out_whole():
    field, border, core = two_fields()
    field[:, 25:] *= 0.6
    assert watershed_segments(field, border, core, WatershedSettings(0.4)).max() == 2
    labels = watershed_segments(field, border, core, WatershedSettings(0.4, certain=0.75))
    assert labels.max() == 1 and labels[15, 10] == 1 and labels[15, 40] == 0


def test_uncertain_edges_belong_to_a_segment_that_is_certain_as_a_whole():
    field, border, core = two_fields()
    field[5:25, 5] = 0.5
    assert watershed_segments(field, border, core, WatershedSettings(0.4, certain=0.75))[15, 5] == 1


def test_no_field_gives_no_parcel():
    empty = np.zeros((16, 16), np.float32)
    assert not watershed_segments(empty, empty, empty, SETTINGS).any()


def test_specks_are_dropped_and_the_rest_numbered_in_reading_order():
    field = np.zeros((40, 40), np.float32)
    field[2:4, 30] = 1
    field[5:15, 20:30] = 1
    field[8:30, 2:12] = 1
    labels = watershed_segments(field, np.zeros_like(field), field * 0.5, SETTINGS)
    assert labels[2, 30] == 0
    assert labels[6, 25] == 1 and labels[20, 5] == 2 and labels.max() == 2


def test_parcels_are_connected_and_the_result_is_repeatable():
    noise = np.random.default_rng(3).random((3, 96, 96)).astype(np.float32)
    labels = watershed_segments(*noise, WatershedSettings(field=0.3, h=0.05))
    assert np.array_equal(labels, watershed_segments(*noise, WatershedSettings(field=0.3, h=0.05)))
    assert all(label(labels == k)[1] == 1 for k in range(1, labels.max() + 1))
