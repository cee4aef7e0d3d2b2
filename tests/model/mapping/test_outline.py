"""The true shape of an area: which pixels and tiles lie in it."""

import json

import numpy as np
import pytest
from rasterio.transform import from_origin
from rasterio.warp import transform

from doab.model.job import Area, InputError
from doab.model.mapping.outline import outline_of
from doab.model.scene.grid import Grid

GRID = Grid("EPSG:32631", from_origin(500_000, 5_600_000, 10, 10), 20, 10)
BOUNDS = (500_000, 5_599_900, 500_200, 5_600_000)


def area(*rings, crs="EPSG:32631", kind="MultiPolygon") -> Area:
    polygons = [[[*ring, ring[0]]] for ring in rings]
    return Area(BOUNDS, crs, json.dumps({"type": kind, "coordinates": polygons}))


TRIANGLE = [(500_000, 5_600_000), (500_100, 5_600_000), (500_000, 5_599_900)]
SQUARE = [(500_050, 5_599_950), (500_100, 5_599_950), (500_100, 5_600_000), (500_050, 5_600_000)]


def test_a_rectangle_has_no_outline():
    assert outline_of(None, GRID.crs) is None and outline_of(Area(BOUNDS, GRID.crs), GRID.crs) is None


def test_pixels_count_where_their_centre_lies_inside():
    inside = outline_of(area(TRIANGLE), GRID.crs).inside(GRID)
    rows, cols = np.mgrid[:10, :20]
    assert (inside[:, :10] == (rows + cols < 9)[:, :10]).sum() >= 90, "but for the diagonal itself"
    assert not inside[:, 10:].any()


def test_features_that_overlap_or_lie_apart_are_all_inside():
    far = [(x + 100, y) for x, y in SQUARE]
    inside = outline_of(area(TRIANGLE, SQUARE, far), GRID.crs).inside(GRID)
    assert inside[:5, 5:10].all() and inside[:5, 15:20].all() and not inside[:, 10:15].any()


def test_a_part_of_the_grid_is_touched_or_not():
    outline = outline_of(area(TRIANGLE), GRID.crs)
    assert outline.touches(GRID.window(0, 0, 5, 5)) and not outline.touches(GRID.window(6, 6, 4, 4))
    assert outline.area_in(GRID) == pytest.approx(5_000) and outline.area_in(GRID.window(0, 0, 5, 5)) == 2_500


def test_another_crs_is_transformed():
    degrees = list(zip(*transform("EPSG:32631", "EPSG:4326", *zip(*SQUARE, strict=True)), strict=True))
    inside = outline_of(area(degrees, crs="EPSG:4326"), GRID.crs).inside(GRID)
    assert inside.sum() == 25 and inside[:5, 5:10].all()


def test_a_bow_tie_is_what_it_encloses():
    tie = [(500_000, 5_600_000), (500_100, 5_599_900), (500_100, 5_600_000), (500_000, 5_599_900)]
    inside = outline_of(area(tie), GRID.crs).inside(GRID)
    assert inside[5, 0] and inside[5, 9] and not inside[0, 5] and not inside[9, 5]


@pytest.mark.parametrize("text", ["no", "{}", '{"type": "Point", "coordinates": [1, 2]}', '{"type": "Polygon"}'])
def test_what_is_no_polygon_is_refused(text):
    with pytest.raises(InputError, match="outline"):
        outline_of(Area(BOUNDS, GRID.crs, text), GRID.crs)


def test_an_unknown_crs_is_refused():
    with pytest.raises(InputError, match="not understood"):
        outline_of(area(SQUARE, crs="nonsense"), GRID.crs)
