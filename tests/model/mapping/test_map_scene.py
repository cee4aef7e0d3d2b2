"""A whole run, from a scene on disk to a GeoPackage, with a predictor that returns the truth."""

import contextlib
import dataclasses
import json
import sqlite3
from pathlib import Path

import fiona
import numpy as np
import pytest
import rasterio
import shapely

from doab.model.adaptation.embedding_table import read_embeddings
from doab.model.crops import Crop
from doab.model.datatypes import RefinedParcels
from doab.model.mapping.geopackage import parcel_writer
from doab.model.mapping.map_scene import map_scene
from doab.model.mapping.scene_sample import SAMPLES
from doab.model.outputs.existing_files import foreign_content
from doab.model.protocol import Area, Cancelled, Exclusion, InputError, Job
from doab.model.reporter import Reporter

HEIGHT, WIDTH = 120, 150


class Diary(Reporter):
    """Collects what is reported, and stops the run after so many checks."""

    def __init__(self, stop_after: int = 10**9) -> None:
        self.left, self.warnings, self.fractions = stop_after, [], []

    def warn(self, text):
        self.warnings.append(text)

    def progress(self, fraction):
        self.fractions.append(fraction)

    def check(self):
        self.left -= 1
        if self.left < 0:
            raise Cancelled


def read(path):
    with fiona.open(path, layer="parcels") as layer:
        features = list(layer)
        return (
            layer.crs,
            layer.tags(),
            [f.properties for f in features],
            np.array([shapely.geometry.shape(f.geometry) for f in features]),
        )


def test_every_parcel_comes_out_whole_with_its_crop_and_none_overlap(case):
    job, predictor = case
    truth = predictor.landscape
    diary = Diary()
    summary = map_scene(job, predictor, diary)
    crs, tags, rows, polygons = read(job.out)
    assert crs.to_epsg() == 32631
    assert tags["reference_date"] == summary.reference and tags["bundle"] == "truth 1.0"
    sizes = np.bincount(truth.parcels.ravel())
    expected = [k for k in range(1, sizes.size) if sizes[k] >= 40]
    assert summary.parcels == len(rows) == len(expected)
    assert shapely.is_valid(polygons).all() and shapely.coverage_is_valid(polygons)
    assert sorted(row["parcel_id"] for row in rows) == list(range(1, len(rows) + 1))
    for row, polygon in zip(rows, polygons, strict=True):
        point = polygon.point_on_surface()
        k = truth.parcels[int((5_600_000 - point.y) / 5), int((point.x - 500_000) / 5)]
        assert polygon.area == pytest.approx(25 * sizes[k], rel=0.1)
        assert row["area_ha"] == pytest.approx(polygon.area / 1e4, abs=1e-3)
        assert row["crop"] == predictor.crops[truth.crops[k]].label
        assert row["n_clear"] == 2 and row["ref_date"] == summary.reference and row["bound_q"] > 0.9
    assert summary.crops == {label: sum(row["crop"] == label for row in rows) for label in summary.crops}
    assert diary.fractions == sorted(diary.fractions) and diary.fractions[-1] == pytest.approx(1)


def test_the_same_job_twice_gives_the_same_parcels(case):
    job, predictor = case
    map_scene(job, predictor, Reporter())
    first = read(job.out)
    map_scene(job, predictor, Reporter())
    second = read(job.out)
    assert first[2] == second[2] and shapely.equals_exact(first[3], second[3]).all()


def test_every_parcel_keeps_the_embedding_of_its_series_and_the_layer_says_what_made_it(case, monkeypatch):
    job, predictor = case
    maps = predictor.temporal_maps

    def even_maps(tokens, origin):
        return dataclasses.replace(maps(tokens, origin), token_map=np.full((5, 16, 16), 1.5, np.float16))

    monkeypatch.setattr(predictor, "temporal_maps", even_maps)
    map_scene(job, predictor, Reporter())
    _, tags, rows, _ = read(job.out)
    parcels = np.array([row["parcel_id"] for row in rows])
    with contextlib.closing(sqlite3.connect(job.out)) as database:
        embeddings = read_embeddings(database, np.array([*parcels, 9999]))
        contents = dict(database.execute("SELECT table_name, data_type FROM gpkg_contents"))
    np.testing.assert_allclose(embeddings[:-1], np.full((len(parcels), 5), 1.5), rtol=2e-3)
    assert np.isnan(embeddings[-1]).all() and contents["parcel_embeddings"] == "attributes"
    assert tags["embeddings"] == "none none" and foreign_content(Path(job.out)) == ""


def test_what_a_bundle_knows_beyond_its_network_decides_crops_and_is_noted(case, monkeypatch):
    job, predictor = case
    rice = Crop("3301010700", "rice", "Rice", "#000000")

    def refine(probabilities, embeddings, crops, class_priors, temperature):
        assert embeddings.shape == (len(probabilities), 1) and len(class_priors) == len(crops) == 3
        assert temperature == 1
        unlike = np.full(len(probabilities), 0.97)
        return RefinedParcels(
            np.tile([0.9, 0.1], (len(unlike), 1)), (rice, crops[0]), np.array([0.8, 0.2]), unlike, 1.0
        )

    refine.relative_distance = lambda embeddings: 3.0
    refine.crops = (rice,)
    monkeypatch.setattr(predictor, "refinement", refine, raising=False)
    summary = map_scene(job, predictor, Reporter())
    _, tags, rows, _ = read(job.out)
    assert set(summary.crops) == {"Rice"} and summary.unlike == 1
    assert {(row["crop"], row["conf"], row["crop3"], row["unlike"]) for row in rows} == {("Rice", 0.9, None, 0.97)}
    assert json.loads(tags["class_priors"]) == {"Rice": 0.8, "Winter wheat": 0.2}


def test_the_area_limits_what_is_mapped(case):
    job, predictor = case
    area = Area((500_000, 5_599_500, 500_400, 5_600_000), "EPSG:32631")
    map_scene(dataclasses.replace(job, area=area), predictor, Reporter(), halo=4)
    bounds = shapely.total_bounds(read(job.out)[3])
    assert bounds[0] >= 500_000 and bounds[1] >= 5_599_500 and bounds[2] <= 500_400
    assert predictor.calls <= 4 + SAMPLES, "of the 20 tiles of the frame, those of the sample included"
    predictor.calls = 0
    map_scene(dataclasses.replace(job, area=area), predictor, Reporter(), halo=4)
    assert predictor.calls == 4, "the sample of the scene is mapped once"


@pytest.mark.parametrize("checks", [0, 5, 44, 45])
def test_cancelling_leaves_nothing_behind_and_the_older_result_in_place(case, tmp_path, checks):
    job, predictor = case
    with parcel_writer(tmp_path / "parcels.gpkg", "EPSG:32631", {}):
        pass
    older = (tmp_path / "parcels.gpkg").read_bytes()
    with pytest.raises(Cancelled):
        map_scene(job, predictor, Diary(checks))
    assert (tmp_path / "parcels.gpkg").read_bytes() == older
    assert sorted(path.name for path in tmp_path.iterdir()) == ["parcels.gpkg", "scene"]


def test_a_scratch_folder_of_the_callers_is_used_and_left_empty(case, tmp_path):
    job, predictor = case
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    map_scene(Job(job.scene, job.out, scratch=str(scratch)), predictor, Reporter())
    assert not list(scratch.iterdir())


def test_no_parcel_is_an_empty_layer_and_a_warning(scene, described, predictor, tmp_path):
    job = Job(scene(60, 60), str(tmp_path / "parcels.gpkg"))
    diary = Diary()
    summary = map_scene(job, predictor(described(np.zeros((120, 120), np.int32))), diary)
    assert summary.parcels == 0 and read(job.out)[2] == []
    assert any("No parcel" in text for text in diary.warnings)


def test_an_empty_date_is_reported_and_left_out(scene, landscape, predictor, tmp_path):
    job = Job(scene(60, 60, empty=("2019-06-01",)), str(tmp_path / "parcels.gpkg"))
    diary = Diary()
    summary = map_scene(job, predictor(landscape(60, 60, 9)), diary)
    assert summary.reference == "2019-05-01"
    assert any("2019-06-01" in text for text in diary.warnings)
    assert {row["n_clear"] for row in read(job.out)[2]} == {1}


@pytest.mark.parametrize(("rows", "hectares"), [(60, "90.0 of 180.0 ha"), (0, "")])
def test_ground_that_the_reference_frame_does_not_show_is_reported(case, rows, hectares):
    job, predictor = case
    image = next(a for a in job.scene.acquisitions if a.date == "2019-06-01").bands["B02"].path
    if rows:
        with rasterio.open(image, "r+") as file:
            file.write(np.zeros((3, rows, WIDTH), np.uint16), window=((0, rows), (0, WIDTH)))
    diary = Diary()
    map_scene(dataclasses.replace(job, reference="2019-06-01"), predictor, diary)
    warnings = [text for text in diary.warnings if "shows no ground in" in text]
    assert len(warnings) == (rows > 0) and all(hectares in text for text in warnings)


def test_ground_that_is_left_out_is_neither_hidden_nor_part_of_the_area(case, cover):
    job, predictor = case
    image = next(a for a in job.scene.acquisitions if a.date == "2019-06-01").bands["B02"].path
    with rasterio.open(image, "r+") as file:
        file.write(np.zeros((3, 60, WIDTH), np.uint16), window=((0, 60), (0, WIDTH)))
    job = dataclasses.replace(job, reference="2019-06-01", exclude=Exclusion(cover(60), values=(80,)))
    diary = Diary()
    assert map_scene(job, predictor, diary).parcels and not diary.warnings
    map_scene(dataclasses.replace(job, exclude=Exclusion(cover(40))), predictor, diary)
    assert any("30.0 of 120.0 ha" in text for text in diary.warnings)


@pytest.mark.parametrize(
    ("west", "values", "warning"),
    [(600_000, (), "cover.tif does not overlap the area"), (500_000, (10,), "No ground is left out: nothing")],
)
def test_a_file_that_leaves_nothing_out_is_a_warning(case, cover, west, values, warning):
    job, predictor = case
    diary = Diary()
    map_scene(dataclasses.replace(job, exclude=Exclusion(cover(60, west), values=values)), predictor, diary)
    assert [text for text in diary.warnings if warning in text]


def test_nothing_is_reported_of_ground_that_was_not_mapped(case, monkeypatch):
    job, predictor = case
    diary = Diary()
    monkeypatch.setattr(diary, "enough", lambda: True)
    assert map_scene(job, predictor, diary).finished == 0
    assert not any("shows no ground" in text for text in diary.warnings)


def test_a_reference_date_that_cannot_serve_is_refused_with_the_choice(scene, predictor, tmp_path):
    two = scene(60, 60, empty=("2019-06-01",))
    for date in ("2019-06-01", "2020-01-01"):
        with pytest.raises(InputError, match=f"{date}.*choose one of: 2019-05-01"):
            map_scene(Job(two, str(tmp_path / "p.gpkg"), reference=date), None, Reporter())


def test_an_area_that_the_images_do_not_show_is_refused(case):
    job, predictor = case
    away = Area((0, 0, 100, 100), "EPSG:32631")
    with pytest.raises(InputError):
        map_scene(Job(job.scene, job.out, area=away), predictor, Reporter())


def test_a_strip_of_pixels_is_refused(scene, predictor, tmp_path):
    with pytest.raises(InputError, match="1 × 60 pixels"):
        map_scene(Job(scene(1, 60), str(tmp_path / "p.gpkg")), None, Reporter())


def test_the_distribution_over_crops_is_kept(case):
    job, predictor = case
    map_scene(job, predictor, Reporter())
    for row in read(job.out)[2]:
        chances = json.loads(row["probs"])
        assert sum(chances.values()) == pytest.approx(1, abs=1e-3)
        assert chances[row["crop"]] == row["conf"] >= row["conf2"] >= row["conf3"]
        assert {row["crop"], row["crop2"], row["crop3"]} == set(chances)


def test_cancelling_while_parcels_are_written_is_the_last_check(case):
    job, predictor = case
    diary = Diary(52)
    map_scene(job, predictor, diary)
    assert diary.left == 0, "adjust the counts of the cancelling test: the last must fall into the writing"
