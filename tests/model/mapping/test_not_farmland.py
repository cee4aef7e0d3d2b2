"""The ground that is no parcel: together with the parcels it covers what the reference frame shows."""

import dataclasses
import json
from pathlib import Path

import fiona
import numpy as np
import pytest
import rasterio
import shapely

from doab.model.commands.area_argument import parse_area
from doab.model.datatypes import WatershedSettings
from doab.model.declared_parcels import read_declared
from doab.model.evaluation.matching.parcel_map import read_parcel_map
from doab.model.export.fiboa import write_fiboa
from doab.model.mapping.map_scene import map_scene
from doab.model.mapping.not_farmland import NotFarmland
from doab.model.protocol import Area, Exclusion, Job
from doab.model.reporter import Reporter

HEIGHT, WIDTH = 120, 150
WEST, NORTH = 500_000, 5_600_000
WOOD = shapely.box(WEST + 200, NORTH - 800, WEST + 700, NORTH - 300)


@pytest.fixture
def case(landscape, scene, predictor, tmp_path):
    """Return a job and a predictor for a landscape of some fifty parcels, a fifth of which is no field."""
    truth = landscape(HEIGHT, WIDTH, 60)
    return Job(scene(HEIGHT, WIDTH), str(tmp_path / "parcels.gpkg"), overwrite=True), predictor(truth)


@pytest.fixture
def wood(tmp_path) -> Exclusion:
    """A wood of 25 ha that lies over several parcels."""
    path = tmp_path / "woods.gpkg"
    with fiona.open(
        path, "w", driver="GPKG", crs="EPSG:32631", schema={"geometry": "Polygon", "properties": {}}
    ) as file:
        file.write({"geometry": shapely.geometry.mapping(WOOD), "properties": {}})
    return Exclusion(str(path))


def read(path, layer):
    with fiona.open(path, layer=layer) as source:
        features = list(source)
    shapes = np.array([shapely.geometry.shape(feature.geometry) for feature in features])
    return shapes, [feature.properties for feature in features]


def test_it_lies_beside_the_parcels_which_programs_open_first(case):
    job, predictor = case
    map_scene(job, predictor, Reporter())
    assert fiona.listlayers(job.out) == ["parcels", "not_farmland", "parcel_embeddings"]
    with fiona.open(job.out) as first:
        assert first.name == "parcels" and "crop" in first.schema["properties"]
    with fiona.open(job.out, layer="not_farmland") as layer:
        assert layer.tags()["bundle"] == "truth 1.0"


def test_whoever_names_no_layer_reads_the_parcels(case, tmp_path):
    job, predictor = case
    summary = map_scene(job, predictor, Reporter())
    assert len(read_declared(job.out).polygons) == summary.parcels
    assert len(read_parcel_map(Path(job.out), predictor.crops).parcels.polygons) == summary.parcels
    assert write_fiboa(Path(job.out), None, tmp_path / "parcels.parquet", "parcels") == (summary.parcels, 0)
    assert parse_area(job.out).bounds == tuple(shapely.total_bounds(read(job.out, "parcels")[0]))


def test_it_is_what_the_parcels_leave_and_shares_their_outlines(case):
    job, predictor = case
    summary = map_scene(job, predictor, Reporter())
    parcels, _ = read(job.out, "parcels")
    shapes, rows = read(job.out, "not_farmland")
    none = np.count_nonzero(predictor.landscape.parcels == 0) * 25
    assert shapely.area(shapes).sum() == pytest.approx(none, rel=0.05)
    assert shapely.is_valid(shapes).all() and (shapely.area(shapes) > 500).all()
    assert shapely.intersection(shapely.union_all(parcels), shapely.union_all(shapes)).area < 1e-3 * none
    assert {row["reason"] for row in rows} == {"network"} and all(row["prob"] > 0.95 for row in rows)
    assert sum(row["area_ha"] for row in rows) == pytest.approx(summary.not_farmland, abs=0.06)
    for shape, row in zip(shapes, rows, strict=True):
        assert row["area_ha"] == pytest.approx(shape.area / 1e4, abs=1e-4)


def test_open_water_is_no_parcel_whatever_the_network_says(case):
    job, predictor = case
    map_scene(job, predictor, Reporter())
    before, _ = read(job.out, "parcels")
    for acquisition in job.scene.acquisitions:
        with rasterio.open(acquisition.bands["B08"].path, "r+") as image:
            values = image.read(3)
            values[30:80, 40:90] = 1  # dark in the infrared, where green is 41 to 90
            image.write(values, 3)
    map_scene(job, predictor, Reporter())
    lake = shapely.buffer(shapely.box(WEST + 400, NORTH - 800, WEST + 900, NORTH - 300), -10)
    assert shapely.intersection(shapely.union_all(before), lake).area > 0.5 * lake.area
    assert not shapely.intersects(read(job.out, "parcels")[0], lake).any()
    assert shapely.union_all(read(job.out, "not_farmland")[0]).intersection(lake).area > 0.99 * lake.area


def test_ground_that_is_left_out_has_no_parcels_and_says_so(case, wood):
    job, predictor = case
    map_scene(job, predictor, Reporter())
    before, _ = read(job.out, "parcels")
    map_scene(dataclasses.replace(job, exclude=wood), predictor, Reporter())
    parcels, _ = read(job.out, "parcels")
    shapes, rows = read(job.out, "not_farmland")
    inside = shapely.buffer(WOOD, -10)
    assert shapely.intersects(before, inside).any() and not shapely.intersects(parcels, inside).any()
    cut = before[shapely.crosses(before, WOOD.exterior) | shapely.overlaps(before, WOOD)]
    assert len(cut) and shapely.area(shapely.difference(cut, WOOD)).max() > 10_000, "parcels reach over its edge"
    left_out = shapely.union_all(shapes[[row["reason"] == "left out" for row in rows]])
    assert left_out.symmetric_difference(WOOD).area < 0.03 * WOOD.area
    assert {row["prob"] for row in rows if row["reason"] == "left out"} == {None}
    whole = shapely.union_all([*parcels, *shapes])
    assert whole.area == pytest.approx(HEIGHT * WIDTH * 100, rel=0.03)


def test_nothing_is_said_of_ground_that_the_reference_frame_does_not_show(case, wood):
    job, predictor = case
    image = next(a for a in job.scene.acquisitions if a.date == "2019-06-01").bands["B02"].path
    with rasterio.open(image, "r+") as file:
        file.write(np.zeros((3, 60, WIDTH), np.uint16), window=((0, 60), (0, WIDTH)))
    map_scene(dataclasses.replace(job, reference="2019-06-01", exclude=wood), predictor, Reporter())
    shapes, rows = read(job.out, "not_farmland")
    assert shapely.total_bounds(shapes)[3] <= NORTH - 590
    left_out = shapes[[row["reason"] == "left out" for row in rows]]
    assert shapely.area(left_out).sum() == pytest.approx(500 * 200, rel=0.05)


def test_tiles_that_are_left_out_as_a_whole_are_ground_that_is_left_out(case, wood, tmp_path):
    job, predictor = case
    with fiona.open(wood.path, "a") as file:
        half = shapely.box(WEST, NORTH - 10 * HEIGHT, WEST + 750, NORTH)
        file.write({"geometry": shapely.geometry.mapping(half), "properties": {}})
    map_scene(job, predictor, Reporter())
    whole, predictor.calls = predictor.calls, 0
    summary = map_scene(dataclasses.replace(job, exclude=wood), predictor, Reporter())
    assert predictor.calls == summary.tiles < whole
    shapes, rows = read(job.out, "not_farmland")
    left_out = shapely.union_all(shapes[[row["reason"] == "left out" for row in rows]])
    assert left_out.symmetric_difference(half).area < 0.01 * half.area


def test_it_ends_at_the_outline_of_the_area_in_as_many_parts_as_that_takes(case):
    job, predictor = case
    teeth = [(x, y + 40 * (i % 2)) for i, x in enumerate(range(WEST, WEST + 1500, 50)) for y in (NORTH - 620,)]
    ring = [*teeth, (WEST + 1450, NORTH - 1100), (WEST, NORTH - 1100), teeth[0]]
    outline = json.dumps({"type": "Polygon", "coordinates": [ring]})
    area = Area((WEST, NORTH - 1200, WEST + 1500, NORTH - 500), "EPSG:32631", outline)
    map_scene(dataclasses.replace(job, area=area), predictor, Reporter())
    shapes, _ = read(job.out, "not_farmland")
    polygon = shapely.Polygon(ring)
    assert len(shapes) and (shapely.area(shapely.difference(shapes, polygon)) < 1e-6).all()
    parcels, _ = read(job.out, "parcels")
    assert shapely.union_all([*shapes, *parcels]).area == pytest.approx(polygon.area, rel=0.03)


def test_a_run_that_is_ended_early_says_nothing_of_the_tiles_that_are_missing(case):
    job, predictor = case
    map_scene(job, predictor, Reporter())
    everything = shapely.union_all(read(job.out, "not_farmland")[0])

    class Enough(Reporter):
        tiles = 12

        def enough(self):
            self.tiles -= 1
            return self.tiles < 0

    map_scene(job, predictor, Enough())
    part = shapely.union_all(read(job.out, "not_farmland")[0])
    assert 0 < part.area < 0.8 * everything.area
    assert part.difference(shapely.buffer(everything, 3)).area < 1e-3 * part.area


def test_squares_cut_connected_ground_without_gap_or_overlap(landscape, stitched):
    truth = landscape(HEIGHT, WIDTH, 60)
    rasters = truth.rasters()
    rasters.arrays["ground"][:] = 1
    labels = stitched(truth, WatershedSettings(), 40)
    ground = NotFarmland(labels, rasters.read, rasterio.transform.from_origin(WEST, NORTH, 5, 5), None)

    def shapes(chunk):
        parts = [part for part, _ in ground.features(0.0, 5.0, chunk)]
        return np.array([shapely.geometry.shape(feature["geometry"]) for part in parts for feature in part])

    whole, squares = shapes(1024), shapes(64)
    assert len(squares) > len(whole)
    union = shapely.union_all(squares)
    assert shapely.area(squares).sum() == pytest.approx(union.area, rel=1e-4)
    assert union.symmetric_difference(shapely.union_all(whole)).area < 0.01 * union.area
