"""What holds for a whole scene is settled on the same tiles wherever the area lies."""

import dataclasses
import json
from types import SimpleNamespace

import fiona
import numpy as np
import pytest
import shapely

from doab.model.crops import crop_of_hcat
from doab.model.datatypes import RefinedParcels
from doab.model.mapping.earlier_result import read_earlier_result
from doab.model.mapping.map_scene import map_scene
from doab.model.mapping.planning import prepare
from doab.model.mapping.scene_sample import SAMPLES, sample_tiles, segment_tiles, spread_tiles
from doab.model.mapping.tile_store import MappedTile
from doab.model.mapping.tiling import Tiling
from doab.model.protocol import Area, InputError, Job
from doab.model.reporter import Reporter
from doab.model.scene.scene_reader import SceneReader

HEIGHT, WIDTH = 120, 300
WEST, NORTH, CUT = 500_000, 5_600_000, 501_500


@pytest.fixture
def case(landscape, scene, predictor, tmp_path):
    """Return a job and a predictor of a landscape whose western and eastern halves have other, uncertain crops."""
    truth = landscape(HEIGHT, WIDTH, 120)
    west = np.unique(truth.parcels[:, :WIDTH])
    kinds = np.random.default_rng(2).choice(3, truth.crops.size, p=[0.1, 0.2, 0.7])
    kinds[west] = np.random.default_rng(3).choice(3, west.size, p=[0.7, 0.2, 0.1])
    truth.crops = kinds
    network = predictor(truth)
    certainty = np.random.default_rng(4).uniform(0.4, 0.95, truth.crops.size)[truth.parcels[::2, ::2]]
    own = truth.crop == 0.8
    crop = np.where(own, certainty, (1 - certainty) / 2).astype(np.float32)
    network.landscape = dataclasses.make_dataclass("Uncertain", ["parcels", "field", "border", "core", "crop"])(
        truth.parcels, truth.field, truth.border, truth.core, crop
    )
    return Job(scene(HEIGHT, WIDTH), str(tmp_path / "parcels.gpkg"), "2019-06-01"), network


def parcels_of(path) -> dict:
    """Return the attributes of each parcel but its number, by its outline."""
    with fiona.open(path, layer="parcels") as layer:
        rows = [(shapely.geometry.shape(f.geometry), {**f.properties, "parcel_id": 0}) for f in layer]
    return {shape.normalize().wkt: (shape, row) for shape, row in rows}


def tags_of(path) -> dict:
    with fiona.open(path, layer="parcels") as layer:
        return layer.tags()


def halves(job, tmp_path, **settings) -> list[Job]:
    bounds = (WEST, NORTH - 10 * HEIGHT, CUT, NORTH), (CUT, NORTH - 10 * HEIGHT, WEST + 10 * WIDTH, NORTH)
    return [
        dataclasses.replace(job, area=Area(one, "EPSG:32631"), out=str(tmp_path / f"half{i}.gpkg"), **settings)
        for i, one in enumerate(bounds)
    ]


def in_window(plan, side):
    return plan.tiling(side).tiles(plan.window)


@pytest.mark.parametrize("blocks", [{}, {"block": 60, "halo": 30}])
def test_an_area_in_halves_has_the_same_parcels_and_crops_off_the_cut(case, tmp_path, blocks):
    job, predictor = case
    map_scene(job, predictor, Reporter(), **blocks)
    whole, parts = parcels_of(job.out), {}
    for half in halves(job, tmp_path, cache=0):
        map_scene(half, predictor, Reporter(), **blocks)
        parts |= parcels_of(half.out)
    off = {
        key: row
        for key, (shape, row) in whole.items()
        if shape.distance(shapely.LineString([(CUT, NORTH), (CUT, NORTH - 10 * HEIGHT)])) > 0
    }
    assert 0.8 * len(whole) < len(off) < len(whole)
    assert all(key in parts and parts[key][1] == row for key, row in off.items())


def test_without_the_sample_the_halves_would_differ(case, tmp_path, monkeypatch):
    job, predictor = case
    shares = []
    for half in halves(job, tmp_path):
        monkeypatch.setattr("doab.model.mapping.scene_sample.sample_tiles", lambda plan, side, _: in_window(plan, side))
        map_scene(dataclasses.replace(half, cache=0), predictor, Reporter())
        shares.append(json.loads(tags_of(half.out)["class_priors"]))
    assert abs(shares[0]["Winter wheat"] - shares[1]["Winter wheat"]) > 0.2, "else the test above shows nothing"


def test_confidences_are_lowered_alike_wherever_the_area_lies(case, tmp_path, monkeypatch):
    class Unlike:
        crops, temperatures = (), ()

        def relative_distance(self, embeddings):
            return 2.0

        def __call__(self, probabilities, embeddings, crops, class_priors, temperature):
            self.temperatures += (temperature,)
            return RefinedParcels(probabilities, crops, class_priors)

    job, predictor = case
    monkeypatch.setattr(predictor, "refinement", Unlike())
    monkeypatch.setattr("doab.model.adaptation.softening.ENTROPY_FROM", 0.1)
    for half in halves(job, tmp_path, cache=0):
        summary = map_scene(half, predictor, Reporter())
    assert len(set(predictor.refinement.temperatures)) == 1 < predictor.refinement.temperatures[0]
    assert float(tags_of(half.out)["temperature"]) == predictor.refinement.temperatures[0]
    assert tags_of(half.out)["softened_by"] == "series" and "their crops uncertain" in summary.softened
    monkeypatch.setattr(predictor, "refinement", Unlike())
    monkeypatch.setattr("doab.model.adaptation.softening.ENTROPY_FROM", 9.0)
    like = dataclasses.replace(half, like=half.out, out=str(tmp_path / "like.gpkg"))
    assert map_scene(like, predictor, Reporter()).softened == summary.softened
    assert predictor.refinement.temperatures == (float(tags_of(half.out)["temperature"]),)


def test_a_run_maps_the_sample_once_and_later_ones_remember_what_was_found(case, tmp_path):
    job, predictor = case
    first, second = halves(job, tmp_path)
    map_scene(first, predictor, Reporter())
    predictor.calls = 0
    map_scene(second, predictor, Reporter())
    assert predictor.calls == len(prepare(second, Reporter()).tiles(predictor.tile))
    assert tags_of(first.out)["class_priors"] == tags_of(second.out)["class_priors"]


def test_a_run_like_an_earlier_one_has_its_frame_and_priors_and_maps_no_sample(case, tmp_path):
    job, predictor = case
    first, second = halves(job, tmp_path, cache=0)
    map_scene(dataclasses.replace(first, reference="2019-05-01"), predictor, Reporter())
    with fiona.open(first.out, "a", layer="parcels") as layer:
        shares = {"Winter wheat": 0.25, "Maize": 0.25, "Grassland": 0.5}
        layer.update_tags({**layer.tags(), "class_priors": json.dumps(shares)})
    predictor.calls = 0
    summary = map_scene(dataclasses.replace(second, reference="auto", like=first.out), predictor, Reporter())
    assert summary.reference == "2019-05-01" and json.loads(tags_of(second.out)["class_priors"]) == shares
    assert predictor.calls == len(prepare(second, Reporter()).tiles(predictor.tile))
    chosen = dataclasses.replace(second, like=first.out, out=str(tmp_path / "chosen.gpkg"))
    assert map_scene(chosen, predictor, Reporter()).reference == "2019-06-01", "a date that is named stands"


def test_a_run_like_one_of_a_regional_bundle_or_of_an_adapted_result_has_the_priors_of_the_run(case, tmp_path):
    job, predictor = case
    first, second = halves(job, tmp_path, cache=0)
    map_scene(first, predictor, Reporter())
    rice = json.dumps({"Rice": 0.5, "Maize": 0.5})
    with fiona.open(first.out, "a", layer="parcels") as layer:
        run = layer.tags()
        layer.update_tags({**run, "class_priors": rice})
    like = dataclasses.replace(second, like=first.out, overwrite=True)
    with pytest.raises(InputError, match="other crops"):
        map_scene(like, predictor, Reporter())
    predictor.refinement = SimpleNamespace(crops=(crop_of_hcat("3301010700"), predictor.crops[1]))
    earlier = read_earlier_result(first.out)
    assert earlier.calibration(predictor).class_priors == pytest.approx([1 / 3] * 3)
    predictor.refinement = None
    with fiona.open(first.out, "a", layer="parcels") as layer:
        mapped = json.dumps({"class_priors": run["class_priors"], "classes": run["classes"]})
        layer.update_tags({**run, "class_priors": rice, "mapped_with": mapped})
    map_scene(like, predictor, Reporter())
    assert json.loads(tags_of(second.out)["class_priors"]) == json.loads(run["class_priors"])


def test_an_earlier_result_that_does_not_fit_is_refused(case, tmp_path):
    job, predictor = case
    map_scene(job, predictor, Reporter())
    like = dataclasses.replace(job, out=str(tmp_path / "other.gpkg"), like=job.out)
    predictor.crops = predictor.crops[:2]
    with pytest.raises(InputError, match="other crops"):
        map_scene(like, predictor, Reporter())
    with fiona.open(job.out, "a", layer="parcels") as layer:
        layer.update_tags({"class_priors": ""})
    with pytest.raises(InputError, match="does not say"):
        map_scene(like, predictor, Reporter())
    for path in (tmp_path / "absent.gpkg", tmp_path / "scene" / "2019-06-01.tif"):
        with pytest.raises(InputError, match=f"{path.name} cannot be read"):
            map_scene(dataclasses.replace(like, like=str(path)), predictor, Reporter())


def test_tiles_are_spread_over_the_frame_and_fewer_are_the_first_of_more():
    tiling = Tiling(2_000, 3_000, 96)
    eight, more = spread_tiles(tiling, 8), spread_tiles(tiling, 16)
    assert len(set(more)) == 16 and more[:8] == eight and set(more) <= set(tiling.tiles())
    quarters = {(tile.row > 1_000, tile.col > 1_500) for tile in eight}
    assert len(quarters) == 4
    assert spread_tiles(Tiling(100, 100, 96), 8) == Tiling(100, 100, 96).tiles()


def test_the_sample_lies_where_the_frame_shows_something(case, tmp_path, monkeypatch):
    job, predictor = case
    plan = prepare(job, Reporter())
    with SceneReader(plan.scene, plan.frame, "2019-06-01") as reader:
        read = reader.read

        def clouded(window, keys):
            sample = read(window, keys=keys)
            return dataclasses.replace(sample, reference_valid=sample.reference_valid & (window.col_off > 100))

        monkeypatch.setattr(reader, "read", clouded)
        tiles = sample_tiles(plan, predictor.tile, reader)
    assert len(tiles) == SAMPLES and sum(tile.col > 100 for tile in tiles) >= 5
    assert all(tile.col > 100 for tile in tiles[:5])


def test_segments_too_small_to_be_parcels_do_not_count(case):
    _, predictor = case
    prediction = dataclasses.make_dataclass("Maps", ["field", "border", "core", "crop"])(
        *np.zeros((3, 48, 48), np.float32), np.zeros((3, 24, 24), np.float32)
    )
    prediction.field[4:24, 4:24] = prediction.core[6:22, 6:22] = 1
    prediction.field[40:43, 40:43] = prediction.core[41, 41] = 1
    prediction.crop[1] = 1
    visible = np.ones((24, 24), bool)
    mapped = MappedTile(visible, prediction, visible, np.full((2, 6, 6), 1.5, np.float16))
    segments = segment_tiles([mapped, MappedTile(visible)], predictor, 10.0)
    np.testing.assert_allclose(segments.probabilities, [[0, 1, 0]], atol=1e-3)
    np.testing.assert_array_equal(segments.embeddings, [[1.5, 1.5]])
    nothing = segment_tiles([MappedTile(visible)], predictor, 10.0)
    assert nothing.probabilities.shape == (0, 3) and not nothing.embeddings.size
