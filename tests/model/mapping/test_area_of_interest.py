"""The true shape of an area: which pixels and tiles lie in it."""

import json

import numpy as np
import pytest
import shapely
from rasterio.transform import from_origin
from rasterio.warp import transform
from rasterio.windows import Window

from doab.model.mapping.area_of_interest import parse_area_of_interest
from doab.model.protocol import Area, InputError
from doab.model.scene.grid import Grid

GRID = Grid("EPSG:32631", from_origin(500_000, 5_600_000, 10, 10), 20, 10)
BOUNDS = (500_000, 5_599_900, 500_200, 5_600_000)


def area(*rings, crs="EPSG:32631", kind="MultiPolygon") -> Area:
    polygons = [[[*ring, ring[0]]] for ring in rings]
    return Area(BOUNDS, crs, json.dumps({"type": kind, "coordinates": polygons}))


TRIANGLE = [(500_000, 5_600_000), (500_100, 5_600_000), (500_000, 5_599_900)]
SQUARE = [(500_050, 5_599_950), (500_100, 5_599_950), (500_100, 5_600_000), (500_050, 5_600_000)]


def test_a_rectangle_has_no_outline():
    assert (
        parse_area_of_interest(None, GRID.crs) is None
        and parse_area_of_interest(Area(BOUNDS, GRID.crs), GRID.crs) is None
    )


def test_pixels_count_inside_and_in_a_margin_of_two_pixels():
    inside = parse_area_of_interest(area(SQUARE), GRID.crs).mask(GRID)
    assert inside[:5, 3:12].all() and inside[6, 5:10].all()
    assert not inside[8:].any() and not inside[:, 13:].any() and not inside[:, :3].any()


def test_features_that_overlap_or_lie_apart_are_all_inside():
    far = [(x + 100, y) for x, y in SQUARE]
    area_of_interest = parse_area_of_interest(area(TRIANGLE, SQUARE, far), GRID.crs)
    assert area_of_interest.area_in(GRID) == pytest.approx(5_000 + 1_250 + 2_500)


def test_parcels_are_cut_exactly_at_the_outline():
    area_of_interest = parse_area_of_interest(area(SQUARE), GRID.crs)
    west = np.array([500_060, 500_040, 500_120])
    whole, crossing, beyond = shapely.box(west, 5_599_960, west + np.array([10, 20, 10]), 5_599_970)
    u = shapely.Polygon(
        [
            (500_040, 5_599_955),
            (500_060, 5_599_955),
            (500_060, 5_599_960),
            (500_045, 5_599_960),
            (500_045, 5_599_965),
            (500_055, 5_599_965),
            (500_055, 5_599_970),
            (500_040, 5_599_970),
        ]
    )
    parts = area_of_interest.clip(np.array([whole, crossing, beyond, u]))
    assert parts[0] == whole and parts[1].equals(shapely.box(500_050, 5_599_960, 500_060, 5_599_970))
    assert parts[2] is None
    assert parts[3].equals(shapely.box(500_050, 5_599_955, 500_060, 5_599_960)), "the larger of two"
    assert (
        area_of_interest.clip(np.array([crossing]), 99)[0]
        and area_of_interest.clip(np.array([crossing]), 101)[0] is None
    )


def test_a_part_of_the_grid_is_touched_or_not():
    area_of_interest = parse_area_of_interest(area(TRIANGLE), GRID.crs)
    corner = GRID.window(Window(0, 0, 5, 5))
    assert area_of_interest.intersects(corner)
    assert not area_of_interest.intersects(GRID.window(Window(6, 6, 4, 4)))
    assert area_of_interest.area_in(GRID) == pytest.approx(5_000) and area_of_interest.area_in(corner) == 2_500


def test_another_crs_is_transformed():
    degrees = list(zip(*transform("EPSG:32631", "EPSG:4326", *zip(*SQUARE, strict=True)), strict=True))
    polygon = parse_area_of_interest(area(degrees, crs="EPSG:4326"), GRID.crs).polygon
    assert polygon.symmetric_difference(parse_area_of_interest(area(SQUARE), GRID.crs).polygon).area < 1


def test_a_bow_tie_is_what_it_encloses():
    tie = [(500_000, 5_600_000), (500_100, 5_599_900), (500_100, 5_600_000), (500_000, 5_599_900)]
    area_of_interest = parse_area_of_interest(area(tie), GRID.crs)
    assert area_of_interest.area_in(GRID) == pytest.approx(5_000)
    assert not shapely.contains_xy(area_of_interest.polygon, 500_050, 5_599_990)


@pytest.mark.parametrize("text", ["no", "{}", '{"type": "Point", "coordinates": [1, 2]}', '{"type": "Polygon"}'])
def test_what_is_no_polygon_is_refused(text):
    with pytest.raises(InputError, match="outline"):
        parse_area_of_interest(Area(BOUNDS, GRID.crs, text), GRID.crs)


def test_an_unknown_crs_is_refused():
    with pytest.raises(InputError, match="not understood"):
        parse_area_of_interest(area(SQUARE, crs="nonsense"), GRID.crs)
