"""A run with given parcels: outlines and columns stay, crops are those of each parcel's own mask."""

import contextlib
import dataclasses
import json
import sqlite3

import fiona
import numpy as np
import pytest
import shapely
from pyproj import Transformer

from doab.model.adaptation.embedding_table import read_embeddings
from doab.model.mapping.map_scene import map_scene
from doab.model.protocol import Area, Cancelled, Exclusion, InputError, Job, ParcelLayer
from doab.model.reporter import Reporter

WEST, NORTH = 500_000, 5_600_000
HEIGHT, WIDTH = 100, 130
CROPS = "Winter wheat", "Maize", "Grassland"
STRIPS = np.array([0, 1, 2, 0])  # the crops of four strips of 32 pixels from west to east, 2 pixels at the end none


@pytest.fixture
def case(described, scene, predictor, tmp_path):
    """Return a job and a predictor for four strips of fields."""
    columns = np.minimum(np.arange(2 * WIDTH) // 64, 4)
    number = np.where(columns < 4, np.array([3, 1, 2, 3, 0])[columns], 0)
    truth = described(np.tile(number, (2 * HEIGHT, 1)).astype(np.int32))
    out, runs = str(tmp_path / "out.gpkg"), str(tmp_path / "runs")
    return Job(scene(HEIGHT, WIDTH), out, "2019-06-01", overwrite=True, runs=runs), predictor(truth)


def metres(west, north, east, south):
    """Return a rectangle given in metres from the scene's corner, southwards."""
    return shapely.box(WEST + west, NORTH - south, WEST + east, NORTH - north)


def write(path, shapes, crs="EPSG:32631", columns=None, kind="Polygon", driver="GPKG", layer="fields"):
    """Write a layer of parcels with some columns of their own."""
    columns = columns or {"farm": ("str", [f"farm {i}" for i in range(len(shapes))])}
    schema = {"geometry": kind, "properties": {name: type_ for name, (type_, _) in columns.items()}}
    with fiona.open(path, "w", driver=driver, layer=layer, schema=schema, crs=crs) as file:
        for i, shape in enumerate(shapes):
            values = {name: values[i] for name, (_, values) in columns.items()}
            shape = shapely.multipolygons([shape]) if kind == "MultiPolygon" and shape.geom_type == "Polygon" else shape
            geometry = shape and shapely.geometry.mapping(shape)
            file.write({"type": "Feature", "geometry": geometry, "properties": values})
    return ParcelLayer(str(path))


def read(job):
    with fiona.open(job.out, layer="parcels") as layer:
        features = list(layer)
        shapes = [one.geometry and shapely.geometry.shape(one.geometry) for one in features]
        return layer.crs.to_epsg(), [dict(one.properties) for one in features], shapes


class Warnings(Reporter):
    """Collects warnings, and stops the run after so many checks."""

    def __init__(self, stop_after=10**9, enough_after=10**9):
        self.texts, self.left, self.tiles = [], stop_after, enough_after

    def warn(self, text):
        self.texts.append(text)

    def check(self):
        self.left -= 1
        if self.left < 0:
            raise Cancelled

    def enough(self):
        self.tiles -= 1
        return self.tiles < 0


def test_outlines_stay_to_the_vertex_in_their_own_crs_and_each_parcel_gets_its_crop(case, tmp_path):
    job, predictor = case
    to_degrees = Transformer.from_crs(32631, 4326, always_xy=True)
    shapes = [metres(20, 20, 300, 400), metres(340, 20, 620, 900), metres(660, 500, 900, 777)]
    shapes = [shapely.transform(one, to_degrees.transform, interleaved=False) for one in shapes]
    job = dataclasses.replace(job, parcels=write(tmp_path / "own.gpkg", shapes, "EPSG:4326"))
    summary = map_scene(job, predictor, Reporter())
    epsg, rows, outlines = read(job)
    assert epsg == 4326
    assert all(a.equals_exact(b, 0) for a, b in zip(shapes, outlines, strict=True))
    assert [row["crop"] for row in rows] == list(CROPS)
    assert [row["farm"] for row in rows] == ["farm 0", "farm 1", "farm 2"]
    assert [row["parcel_id"] for row in rows] == [1, 2, 3]
    assert rows[0]["area_ha"] == pytest.approx(28 * 38 / 100, abs=0.01)
    assert all(row["decided"] == "model" and row["n_clear"] == 2 and not row["no_crop"] for row in rows)
    assert json.loads(rows[0]["probs"])["Winter wheat"] == rows[0]["conf"] > 0.5
    assert summary.parcels == 3 and summary.crops == dict.fromkeys(CROPS, 1)


def test_overlapping_parcels_and_multipolygons_are_each_measured_under_their_own_mask(case, tmp_path):
    job, predictor = case
    twice, within = metres(0, 0, 640, 400), metres(40, 40, 280, 360)  # half wheat and half maize; wheat
    parts = shapely.MultiPolygon([metres(660, 0, 760, 100), metres(700, 300, 900, 500)])
    layer = write(tmp_path / "own.gpkg", [twice, within, within, parts], kind="MultiPolygon")
    job = dataclasses.replace(job, parcels=layer)
    map_scene(job, predictor, Reporter())
    _, rows, outlines = read(job)
    assert [row["crop"] for row in rows[1:]] == ["Winter wheat", "Winter wheat", "Grassland"]
    probabilities = json.loads(rows[0]["probs"])
    assert probabilities["Winter wheat"] == pytest.approx(probabilities["Maize"], abs=0.1)
    assert rows[1]["probs"] == rows[2]["probs"]
    assert len(outlines[3].geoms) == 2 and rows[3]["area_ha"] == 5.0


def test_given_parcels_keep_the_embedding_under_their_own_mask(case, tmp_path):
    job, predictor = case
    shapes = [metres(20, 100, 300, 300), metres(100, 150, 400, 400), metres(9000, 100, 9300, 300)]
    map_scene(dataclasses.replace(job, parcels=write(tmp_path / "fields.gpkg", shapes)), predictor, Reporter())
    with contextlib.closing(sqlite3.connect(job.out)) as database:
        embeddings = read_embeddings(database, np.array([1, 2, 3]))
    assert embeddings.shape == (3, 1) and np.isfinite(embeddings[:2]).all() and np.isnan(embeddings[2]).all()


def test_ground_beside_the_parcels_that_is_no_field_is_no_farmland_and_other_fields_are_not(
    described, scene, predictor, tmp_path
):
    number = np.zeros((2 * HEIGHT, 2 * WIDTH), np.int32)
    number[:, :60], number[100:, 140:] = 1, 2  # fields in the west and in the south-east, none between and above
    job = Job(scene(HEIGHT, WIDTH), str(tmp_path / "bare.gpkg"), "2019-06-01", runs=str(tmp_path / "runs"))
    given = metres(0.0, 0.0, 201.5, 1000.0)  # not all of the western field
    wood = write(tmp_path / "wood.gpkg", [metres(350, 0, 450, 300)])
    area = Area(metres(0, 0, 1300, 1000).bounds, "EPSG:32631")
    parcels = write(tmp_path / "own.gpkg", [given, metres(1200, 0, 1290, 90)])
    job = dataclasses.replace(job, parcels=parcels, area=area, exclude=Exclusion(wood.path))
    summary = map_scene(job, predictor(described(number)), Reporter())
    with fiona.open(job.out, layer="not_farmland") as layer:
        rows = [(shapely.geometry.shape(one.geometry), one.properties["reason"]) for one in layer]
        assert layer.tags()["bundle"] == "truth 1.0"
    bare = shapely.union_all([shape for shape, reason in rows if reason == "network"])
    left_out = shapely.union_all([shape for shape, reason in rows if reason == "left out"])
    assert bare.area > 50_000 and left_out.area == pytest.approx(100 * 300, rel=0.1)
    assert bare.intersection(given).area == 0
    assert bare.intersection(metres(0, 0, 290, 1000)).area < 0.01 * bare.area, "a field that is not given is a field"
    assert bare.intersection(metres(710, 510, 1300, 1000)).area < 0.01 * bare.area
    assert summary.not_farmland == pytest.approx((bare.area + left_out.area) / 1e4, abs=0.1)


@pytest.mark.parametrize("size", [0.5, 3.0])
def test_a_parcel_smaller_than_a_pixel_gets_the_crop_of_what_it_touches(case, tmp_path, size):
    job, predictor = case
    shapes = [metres(x, 205, x + size, 205 + size) for x in (105.1, 405.1, 805.1)]
    job = dataclasses.replace(job, parcels=write(tmp_path / "own.gpkg", shapes))
    map_scene(job, predictor, Reporter())
    assert [row["crop"] for row in read(job)[1]] == list(CROPS)


def test_the_answer_does_not_depend_on_the_blocks(case, tmp_path):
    job, predictor = case
    shapes = [metres(17, 13, 611, 777), metres(303, 303, 997, 318), metres(318, 101, 321, 104), metres(5, 5, 1295, 990)]
    job = dataclasses.replace(job, parcels=write(tmp_path / "own.gpkg", shapes))
    results = []
    for block in (512, 32, 25):
        map_scene(job, predictor, Reporter(), block=block, halo=8)
        results.append(read(job)[1])
    assert results[0] == results[1] == results[2]


def test_a_parcel_without_evidence_is_kept_and_says_why(case, tmp_path):
    job, predictor = case
    cover = write(tmp_path / "cover.gpkg", [metres(600, 0, 900, 200)])
    shapes = [metres(20, 20, 300, 400), metres(-900, 20, -500, 300), None, metres(700, 20, 800, 100)]
    parcels = write(tmp_path / "own.gpkg", [*shapes, metres(20, 800, 300, 900)])
    area = Area((WEST, NORTH - 500, WEST + 1300, NORTH), "EPSG:32631")
    job = dataclasses.replace(job, parcels=parcels, area=area, exclude=Exclusion(cover.path))
    diary = Warnings()
    summary = map_scene(job, predictor, diary)
    _, rows, outlines = read(job)
    assert [row["crop"] for row in rows] == ["Winter wheat", None, None, None, None]
    reasons = [None, "outside the images", "no outline", "left out", "outside the area"]
    assert [row["no_crop"] for row in rows] == reasons
    assert [row["farm"] for row in rows] == [f"farm {i}" for i in range(5)]
    assert outlines[1].equals_exact(shapes[1], 0) and outlines[2] is None
    assert summary.parcels == 1
    assert any(text.startswith("4 of 5 parcels have no crop: 1 outside the images") for text in diary.texts)


def test_only_tiles_with_a_parcel_are_mapped(case, tmp_path):
    job, predictor = case
    few = dataclasses.replace(job, parcels=write(tmp_path / "own.gpkg", [metres(20, 20, 60, 60)]))
    assert map_scene(few, predictor, Reporter()).tiles < map_scene(job, predictor, Reporter()).tiles


def test_columns_with_the_names_of_doabs_are_kept_under_others(case, tmp_path):
    job, predictor = case
    columns = {
        "crop": ("str", ["beet"]),
        "CONF": ("int", [7]),
        "own_crop": ("str", ["hop"]),
        "when": ("date", ["2019-03-01"]),
    }
    job = dataclasses.replace(job, parcels=write(tmp_path / "own.gpkg", [metres(20, 20, 300, 400)], columns=columns))
    diary = Warnings()
    map_scene(job, predictor, diary)
    (row,) = read(job)[1]
    own = {"own_own_crop": "beet", "own_CONF": 7, "own_crop": "hop", "when": "2019-03-01"}
    assert {name: row[name] for name in own} == own
    assert row["crop"] == "Winter wheat"
    assert any("crop → own_own_crop, CONF → own_CONF" in text for text in diary.texts)


def test_a_shapefile_with_single_and_multiple_polygons_is_labelled(case, tmp_path):
    job, predictor = case
    shapes = [metres(20, 20, 300, 400), shapely.MultiPolygon([metres(340, 0, 400, 60), metres(500, 0, 600, 90)])]
    path = tmp_path / "own.shp"
    job = dataclasses.replace(job, parcels=write(path, shapes, driver="ESRI Shapefile", layer="own"))
    map_scene(job, predictor, Reporter())
    _, rows, outlines = read(job)
    assert [row["crop"] for row in rows] == ["Winter wheat", "Maize"]
    assert [one.geom_type for one in outlines] == ["MultiPolygon", "MultiPolygon"]


def test_an_interrupted_run_goes_on_and_other_parcels_begin_anew(case, tmp_path):
    job, predictor = case
    everything = [metres(20, 20, 300, 900), metres(340, 20, 1200, 900)]
    job = dataclasses.replace(job, parcels=write(tmp_path / "own.gpkg", everything))
    whole = map_scene(job, predictor, Reporter(), block=40, halo=8)
    expected = read(job)[1]
    for stop_after in range(5, 200, 5):
        try:
            map_scene(job, predictor, Warnings(stop_after), block=40, halo=8)
        except Cancelled:
            continue
        break
    assert read(job)[1] == expected
    with pytest.raises(Cancelled):
        map_scene(job, predictor, Warnings(10), block=40, halo=8)
    assert map_scene(job, predictor, Reporter(), block=40, halo=8).resumed > 0
    with pytest.raises(Cancelled):
        map_scene(job, predictor, Warnings(10), block=40, halo=8)
    other = dataclasses.replace(job, parcels=write(tmp_path / "other.gpkg", everything[:1]))
    assert map_scene(other, predictor, Reporter(), block=40, halo=8).resumed == 0
    assert whole.parcels == 2


def test_a_run_that_is_stopped_early_says_which_parcels_it_did_not_reach(case, tmp_path):
    job, predictor = case
    shapes = [metres(20, 20, 100, 100), metres(1100, 900, 1200, 980)]
    job = dataclasses.replace(job, parcels=write(tmp_path / "own.gpkg", shapes))
    map_scene(job, predictor, Warnings(enough_after=2), block=40, halo=8)
    rows = read(job)[1]
    assert rows[1]["no_crop"] == "not reached before the run was stopped"


def test_parcels_that_lie_elsewhere_are_refused(case, tmp_path):
    job, predictor = case
    job = dataclasses.replace(job, parcels=write(tmp_path / "own.gpkg", [metres(9000, 0, 9100, 100)]))
    with pytest.raises(InputError, match="None of the parcels in own.gpkg lies where the images"):
        map_scene(job, predictor, Reporter())


def test_a_layer_without_polygons_is_refused(case, tmp_path):
    job, predictor = case
    job = dataclasses.replace(job, parcels=write(tmp_path / "own.gpkg", [shapely.Point(WEST, NORTH)], kind="Point"))
    with pytest.raises(InputError, match="own.gpkg holds no polygons"):
        map_scene(job, predictor, Reporter())
