"""A parcel apart from the border of the drawn area is the same whichever area was drawn."""

import dataclasses
import json

import fiona
import numpy as np
import pytest
import shapely
import shapely.affinity
import shapely.ops

from doab.model.mapping.map_scene import map_scene
from doab.model.mapping.planning import prepare
from doab.model.protocol import Area, Exclusion, Job
from doab.model.reporter import Reporter

HEIGHT, WIDTH = 130, 170
WEST, NORTH = 500_000, 5_600_000
SOUTH, EAST = NORTH - 10 * HEIGHT, WEST + 10 * WIDTH
SCENE = shapely.box(WEST, SOUTH, EAST, NORTH)
APART = 30.0  # metres: an outline follows the probabilities and labels within 20 m
CUTS = {
    "across": [(WEST + 713, SOUTH), (WEST + 713, NORTH)],
    "down": [(WEST, SOUTH + 470), (EAST, SOUTH + 470)],
    "diagonal": [(WEST + 333, SOUTH), (WEST + 1_177, NORTH)],
}


@pytest.fixture
def case(landscape, scene, predictor, tmp_path, monkeypatch):
    """Return a job and a predictor of a landscape with noise, in which seeds beyond a cut matter inside."""
    for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / "cache"))
    truth = landscape(HEIGHT, WIDTH, 90)
    noise = np.random.default_rng(5).normal(0, 0.15, (3, 2 * HEIGHT, 2 * WIDTH))
    for name, more in zip(("field", "border", "core"), noise, strict=True):
        setattr(truth, name, np.clip(getattr(truth, name) + more, 0, 1).astype(np.float32))
    return Job(scene(HEIGHT, WIDTH), str(tmp_path / "parcels.gpkg"), "2019-06-01"), predictor(truth)


def mapped(job, predictor, polygon=None, **settings) -> dict:
    """Return the attributes of each parcel of an area but its number, by its outline."""
    if polygon is not None:
        is_box = polygon.equals(polygon.envelope)
        outline = "" if is_box else json.dumps(shapely.geometry.mapping(polygon))
        job = dataclasses.replace(job, area=Area(polygon.bounds, "EPSG:32631", outline), overwrite=True)
    map_scene(job, predictor, Reporter(), **settings)
    with fiona.open(job.out, layer="parcels") as layer:
        return {shapely.geometry.shape(row.geometry).normalize(): {**row.properties, "parcel_id": 0} for row in layer}


def sides_of(cut: list) -> list[shapely.Polygon]:
    """Return what lies on either side of a cut, also beyond the scene."""
    beyond = shapely.affinity.scale(shapely.LineString(cut), 2, 2)
    return list(shapely.ops.split(shapely.buffer(SCENE, 300, join_style="mitre"), beyond).geoms)


def inside(parcels: dict, polygon: shapely.Polygon, cut: list) -> dict:
    """Return the parcels in a polygon that lie apart from the cut."""
    line = shapely.LineString(cut)
    return {one: row for one, row in parcels.items() if one.within(polygon) and one.distance(line) > APART}


@pytest.mark.parametrize("blocks", [{"halo": 60}, {"block": 90, "halo": 60}])
@pytest.mark.parametrize("cut", CUTS.values(), ids=CUTS)
def test_parcels_off_the_cut_are_those_of_the_whole_scene(case, cut, blocks):
    job, predictor = case
    whole = mapped(dataclasses.replace(job, overwrite=True), predictor, **blocks)
    for side in sides_of(cut):
        expected = inside(whole, side, cut)
        assert len(expected) > 10 and inside(mapped(job, predictor, side, **blocks), side, cut) == expected


CUT = [(WEST + 850, SOUTH), (WEST + 850, NORTH)]  # 50 m beyond the line between the fields


@pytest.fixture
def two_fields(case, described):
    """Return a job and a predictor that sees two fields without a border between them, and what lies west of `CUT`."""
    job, predictor = case
    parcels = np.zeros((2 * HEIGHT, 2 * WIDTH), np.int32)
    parcels[40:200, 40:160] = 1
    parcels[40:200, 160:300] = 2
    predictor.landscape = described(parcels)
    predictor.landscape.border[:] = 0
    return dataclasses.replace(job, overwrite=True), predictor, min(sides_of(CUT), key=lambda side: side.bounds)


@pytest.mark.parametrize(("halo", "same"), [(60, True), (0, False)])
def test_a_field_that_goes_on_beyond_the_area_is_told_from_its_neighbour_by_the_halo(two_fields, halo, same):
    job, predictor, west = two_fields
    expected = inside(mapped(job, predictor), west, CUT)
    assert len(expected) == 1 and (inside(mapped(job, predictor, west, halo=halo), west, CUT) == expected) is same


def test_a_field_too_small_inside_the_area_is_no_parcel_but_ends_its_neighbour_as_before(two_fields):
    job, predictor, west = two_fields
    job = dataclasses.replace(job, min_area=5.0)  # of the second field 4 ha are inside
    whole, parcels = mapped(job, predictor), mapped(job, predictor, west, halo=60)
    assert len(whole) == 2 and len(parcels) == 1 and parcels == inside(whole, west, CUT)


def test_parcels_end_at_the_border_of_the_area(case):
    job, predictor = case
    triangle = shapely.Polygon([(WEST + 205, SOUTH + 211), (EAST - 317, SOUTH + 402), (WEST + 604, NORTH - 109)])
    parcels = mapped(job, predictor, triangle, halo=60)
    assert parcels and all(one.within(shapely.buffer(triangle, 1e-6)) for one in parcels)
    assert sum(one.distance(triangle.boundary) < 1e-6 for one in parcels) > 5, "what the border crosses is cut there"
    box = shapely.box(WEST + 300, SOUTH + 300, WEST + 800, SOUTH + 700)
    parcels = mapped(job, predictor, box, halo=60)
    assert shapely.total_bounds(list(parcels)).tolist() == list(box.bounds)


def test_ground_that_is_left_out_beside_the_area_divides_parcels_as_in_the_whole_scene(case, tmp_path):
    job, predictor = case
    path, cut = tmp_path / "wood.gpkg", CUTS["across"]
    with fiona.open(
        path, "w", driver="GPKG", crs="EPSG:32631", schema={"geometry": "Polygon", "properties": {}}
    ) as file:
        wood = shapely.box(WEST + 700, SOUTH + 200, WEST + 900, NORTH - 200)
        file.write({"geometry": shapely.geometry.mapping(wood), "properties": {}})
    job = dataclasses.replace(job, exclude=Exclusion(str(path)), overwrite=True)
    whole = mapped(job, predictor, halo=60)
    west, east = sorted(sides_of(cut), key=lambda side: side.bounds)
    for side in (west, east):
        expected = inside(whole, side, cut)
        assert len(expected) > 5 and inside(mapped(job, predictor, side, halo=60), side, cut) == expected


def test_the_halo_of_a_small_area_is_bounded_and_ends_with_the_frame(case):
    job, _ = case
    corner = Area((WEST + 10, NORTH - 30, WEST + 30, NORTH - 10), "EPSG:32631")
    plan = prepare(dataclasses.replace(job, area=corner), Reporter(), 40)
    window = plan.surroundings
    assert (window.row_off, window.col_off, window.height, window.width) == (0, 0, 43, 43)
    assert len(plan.tiles(48)) == len(plan.tiling(48).tiles(window)) < len(plan.tiling(48).tiles())
