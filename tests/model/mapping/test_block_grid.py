"""The ground of a run in blocks."""

import numpy as np
import pytest
from rasterio.transform import from_origin
from rasterio.windows import Window

from doab.model.mapping.block_grid import bounds_by_name, divide, fine, touches
from doab.model.mapping.tiling import Tile


@pytest.mark.parametrize("window", [None, Window(13, 40, 70, 21)])
def test_cores_cover_the_area_once_and_halos_reach_over_it_into_the_frame(window):
    grid, frame = divide((100, 130), 30, 8, window), (slice(0, 100), slice(0, 130))
    firsts = (window.row_off, window.col_off) if window else (0, 0)
    count = np.zeros(grid.shape, int)
    for block in grid.blocks():
        count[block.core] += 1
        for core, outer, inner, first, limits in zip(block.core, block.outer, block.inner, firsts, frame, strict=True):
            assert outer.start == max(limits.start - first, core.start - 8)
            assert outer.stop == min(limits.stop - first, core.stop + 8)
            assert (outer.start + inner.start, outer.start + inner.stop) == (core.start, core.stop)
    assert (count == 1).all()


def test_borders_depend_on_the_frame_and_not_on_the_area():
    whole, part = divide((100, 130), 30, 8), divide((100, 130), 30, 8, Window(13, 40, 70, 21))
    borders = [span.start for span in whole.cols]
    assert [span.start + 13 for span in part.cols[1:]] == [x for x in borders if 13 < x < 83]
    assert {span.stop - span.start for span in whole.cols} == {26}, "nearly equal, none larger than asked"


def test_pixels_of_5_m_are_two_of_10_m_and_blocks_are_equal_by_their_position():
    assert fine((slice(3, 5), slice(0, 7))) == (slice(6, 10), slice(0, 14))
    assert divide((40, 40), 20, 4).block(1, 0) == divide((40, 40), 20, 4, Window(5, 5, 20, 30)).block(1, 0)


def test_a_tile_touches_what_it_shares_a_pixel_with():
    window = Window(100, 200, 50, 50)
    core = slice(10, 20), slice(0, 10)
    assert touches(Tile(212, 90, 11), core, window)
    assert not touches(Tile(212, 90, 10), core, window) and not touches(Tile(220, 100, 9), core, window)


def test_bounds_of_blocks_divide_the_ground():
    grid = divide((40, 60), 30, 4)
    bounds = bounds_by_name(grid, from_origin(500_000, 5_600_000, 10, 10))
    assert bounds["0_0"] == (500_000, 5_599_800, 500_300, 5_600_000)
    assert bounds["1_1"] == (500_300, 5_599_600, 500_600, 5_599_800)
