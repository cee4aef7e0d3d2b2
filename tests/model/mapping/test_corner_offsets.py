"""Corners of outlines between pixels."""

import numpy as np
import pytest
import shapely
from rasterio.transform import Affine

from doab.model.mapping.corner_offsets import LARGEST, STEPS, corner_offsets
from doab.model.mapping.polygons import trace_window

SIDE = 60
INNER = slice(8, -8)  # away from the rim, where corners stay
ROWS, COLS = np.mgrid[:SIDE, :SIDE] + 0.5


def divided(slope: float, intercept: float) -> np.ndarray:
    """Two regions on either side of the line y = intercept + slope x."""
    return np.where(intercept + slope * COLS > ROWS, 1, 2).astype(np.int32)


def no_border(labels: np.ndarray) -> np.ndarray:
    return np.zeros(labels.shape, np.float32)


def corners_between(labels: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """The moved corners [N, 2] (x, y) at which two regions meet, away from the rim."""
    meet = np.zeros(offsets.shape[:2], bool)
    meet[1:-1, 1:-1] = np.ptp([labels[:-1, :-1], labels[1:, :-1], labels[:-1, 1:], labels[1:, 1:]], axis=0) > 0
    meet[:, :8] = meet[:, -8:] = False
    rows, cols = np.nonzero(meet)
    return np.stack([cols, rows], 1) + offsets[rows, cols]


@pytest.mark.parametrize(("slope", "intercept"), [(0, 9), (0.3, 9.1), (0.7, 9.2), (1, 9.5)])
def test_corners_lie_on_the_line_that_divides_the_regions(slope, intercept):
    labels = divided(slope, intercept)
    x, y = corners_between(labels, corner_offsets(labels, no_border(labels))).T
    distance = np.abs(y - intercept - slope * x) / np.hypot(1, slope)
    assert distance.max() < 0.25 and distance.mean() < 0.1
    x, y = corners_between(labels, np.zeros((SIDE + 1, SIDE + 1, 2))).T
    assert slope == 0 or np.mean(np.abs(y - intercept - slope * x) / np.hypot(1, slope)) > 0.15


@pytest.mark.parametrize(("row", "side"), [(29, -1), (30, 1)])
def test_corners_move_towards_the_pixels_that_are_likely_to_be_border(row, side):
    labels = divided(0, 30)
    border = no_border(labels)
    border[row] = 0.9
    offsets = corner_offsets(labels, border)[30, INNER]
    assert (side * offsets[:, 1] > 0.2).all() and not offsets[:, 0].any()


def test_where_three_regions_or_two_diagonal_ones_meet_the_corner_stays():
    labels = divided(0, 30)
    labels[30:, 30:] = 3
    assert not corner_offsets(labels, no_border(labels))[30, 30].any()
    crossing = np.kron(np.array([[1, 2], [2, 1]], np.int32), np.ones((30, 30), np.int32))
    assert not corner_offsets(crossing, no_border(crossing))[30, 30].any()


def test_corners_on_the_rim_stay():
    labels = divided(0.7, 9)
    offsets = corner_offsets(labels, no_border(labels))
    for rim in (offsets[0], offsets[-1], offsets[:, 0], offsets[:, -1]):
        assert not rim.any()


def test_offsets_are_binary_fractions_below_half_a_pixel_and_the_same_in_any_window():
    generator = np.random.default_rng(5)
    labels = generator.integers(0, 4, (SIDE, SIDE)).astype(np.int32)
    border = generator.random((SIDE, SIDE)).astype(np.float32)
    whole = corner_offsets(labels, border)
    assert np.abs(whole).max() <= LARGEST < 0.5 and not (whole * STEPS % 1).any() and whole.any()
    part = corner_offsets(labels[10:50, 6:], border[10:50, 6:])
    np.testing.assert_array_equal(part[8:-8, 8:-8], whole[18:43, 14:-8])


def test_neighbours_share_moved_corners_even_among_single_pixels():
    generator = np.random.default_rng(6)
    labels = generator.integers(0, 3, (SIDE, SIDE)).astype(np.int32)
    border = generator.random((SIDE, SIDE)).astype(np.float32)
    _, shapes = trace_window(labels, corner_offsets(labels, border), Affine.identity(), 1.0)
    assert shapely.is_valid(shapes).all() and shapely.coverage_is_valid(shapes)


def test_one_region_has_no_corner_to_move():
    assert not corner_offsets(np.ones((5, 7), np.int32), np.zeros((5, 7), np.float32)).any()
