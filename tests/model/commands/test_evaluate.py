"""``doab evaluate`` as a person starts it."""

import json
import sys
from types import SimpleNamespace

import fiona
import numpy as np
import pytest
import rasterio
import shapely
from rasterio.transform import from_origin

from doab.model.cli import main
from doab.model.crops import known_crops
from doab.model.evaluation.baseline.random_forest import save_baseline, train_baseline
from doab.model.evaluation.systems import ABLATIONS, WHOLE
from doab.model.mapping.maps import TilePrediction
from doab.model.mapping.token_cache import AcquisitionTokens, TileLatents
from doab.model.mapping.watershed import WatershedSettings
from doab.model.simulation.simulated_tiles import simulate_tile

WHEAT, RYE = known_crops()[:2]
FIELDS = [(WHEAT, (500_020, 5_599_620, 500_220, 5_599_980)), (RYE, (500_260, 5_599_620, 500_460, 5_599_980))]


def parcels(path, fields, crs="EPSG:32631", **more):
    properties = {
        "parcel_id": "int",
        "EC_hcat_c": "str",
        "conf": "float",
        "n_clear": "int",
        "probs": "str",
        "region": "str",
    }
    with fiona.open(
        path, "w", driver="GPKG", crs=crs, schema={"geometry": "Polygon", "properties": properties}
    ) as file:
        for i, (crop, bounds) in enumerate(fields):
            probs = json.dumps({c.label: 0.9 if c is crop else 0.1 for c in (WHEAT, RYE)})
            row = (i + 7, crop.code, 0.9, 6, probs, f"region {i}")
            shape = shapely.geometry.mapping(shapely.box(*bounds))
            file.write({"geometry": shape, "properties": dict(zip(properties, row, strict=True))})
    return str(path)


@pytest.fixture
def truth(tmp_path):
    return parcels(tmp_path / "declared parcels.gpkg", FIELDS)


@pytest.fixture
def images(tmp_path):
    """One date of 48 × 48 pixels, all grass."""
    path = tmp_path / "S2_L2A_20190626.tif"
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        height=48,
        width=48,
        count=3,
        dtype="uint16",
        crs="EPSG:32631",
        transform=from_origin(500_000, 5_600_000, 10, 10),
        nodata=0,
    ) as file:
        file.write(np.broadcast_to(np.array((700, 500, 3000), np.uint16)[:, None, None], (3, 48, 48)))
        file.descriptions = ("B03", "B04", "B08")
    return str(path)


@pytest.fixture
def model(monkeypatch):
    """A network to which every tile holds a field of wheat, left, and one of rye."""

    class Predictor(SimpleNamespace):
        def encode(self, sample):
            clear = [*sample.optical_valid, *sample.radar_valid]
            return [AcquisitionTokens(737_000, *np.zeros((2, 12, 12, 1), np.float16), c[::4, ::4], c) for c in clear]

        def compress(self, encoded, n_clear):
            return TileLatents(np.zeros((1, 1), np.float16), *np.zeros((2, 1, 12, 12), np.float16), n_clear)

        def __call__(self, sample, compressed):
            core = np.zeros((96, 96), np.float32)
            core[4:76, 4:44] = core[4:76, 52:92] = 0.9
            crop = np.full((2, 48, 48), 0.1, np.float32)
            crop[0, :, :24] = crop[1, :, 24:] = 0.9
            return TilePrediction((core > 0).astype(np.float32), (core == 0).astype(np.float32), core, crop)

    def load_predictor(bundle, device):
        return Predictor(
            encoder="e",
            temporal="t",
            tile=48,
            crops=(WHEAT, RYE),
            settings=WatershedSettings(),
            name="two fields 1",
            shape="dense",
            crop="dense",
            shares=[1.0, 1.0],
        )

    monkeypatch.setitem(sys.modules, "doab.model.network.predictor", SimpleNamespace(load_predictor=load_predictor))


def report(folder):
    page = (folder / "report.html").read_text("utf-8")
    assert page.lstrip().lower().startswith("<!doctype html>") and "http://" not in page.replace("www.w3.org", "")
    return json.loads((folder / "report.json").read_text("utf-8"))


def overall(told, system=0):
    return {name: entry["value"] for name, entry in told["systems"][system]["scores"]["overall"].items()}


def test_a_map_that_is_the_truth_scores_one(truth, tmp_path, capsys):
    out = tmp_path / "report of mine"
    assert main(["evaluate", "--map", truth, "--truth", truth, "--out", str(out)]) == 0
    told = report(out)
    assert set(overall(told).values()) == {1.0}
    assert not told["simulated"] and "Copernicus" in told["attribution"]
    assert told["noise"]["estimated"]["rate"] == 0 and (out / "suspects.gpkg").exists()
    printed = capsys.readouterr().out
    assert "MR_parcel" in printed and "100.0 (100.0-100.0)" in printed and "report.html" in printed


def test_a_wrong_crop_is_told_in_the_report(truth, tmp_path):
    found = parcels(tmp_path / "map.gpkg", [FIELDS[0], (WHEAT, FIELDS[1][1])])
    assert main(["evaluate", "--map", found, "--truth", truth, "--out", str(tmp_path / "out")]) == 0
    told = report(tmp_path / "out")
    assert overall(told)["MR_parcel"] == 0.5 and overall(told)["PQ_agnostic"] == 1
    assert told["systems"][0]["scores"]["confusion"]["counts"][1][0] == 1


@pytest.mark.parametrize("folds, cluster", [(["--blocks", "250"], "block of 250 m"), (["--by", "region"], "region")])
def test_folds_are_clusters_and_vary(truth, tmp_path, folds, cluster):
    found = parcels(tmp_path / "map.gpkg", [FIELDS[0], (WHEAT, FIELDS[1][1])])
    assert main(["evaluate", "--map", found, "--truth", truth, *folds, "--out", str(tmp_path / "out")]) == 0
    told = report(tmp_path / "out")
    assert any(cluster in sentence for sentence in told["protocol"])
    (everything,) = told["variability"]
    assert (everything["label"], everything["mean"], everything["folds"]) == ("All crops", 0.5, 2)
    assert everything["sd"] == pytest.approx(0.5**0.5, abs=1e-4)


@pytest.mark.parametrize("buffer, counted", [("10", 3), ("100", 1)])
def test_parcels_near_another_fold_are_left_out(tmp_path, buffer, counted):
    all_three = parcels(tmp_path / "three.gpkg", [*FIELDS, (WHEAT, (500_660, 5_599_620, 500_860, 5_599_980))])
    arguments = ["evaluate", "--map", all_three, "--truth", all_three, "--by", "region", "--buffer", buffer]
    assert main([*arguments, "--out", str(tmp_path / "out")]) == 0
    assert sum(c["support"] for c in report(tmp_path / "out")["systems"][0]["scores"]["classes"]) == counted


def test_images_are_mapped_and_scored_beside_what_is_asked_for(images, truth, model, tmp_path):
    out = tmp_path / "out"
    code = main(["evaluate", "--s2", images, "--truth", truth, "--out", str(out), "--parts", "--ablate"])
    assert code == 0
    told = report(out)
    assert [s["name"] for s in told["systems"]] == ["two fields 1", "dense heads alone", "queries alone"]
    assert [a["name"] for a in told["ablation"]] == [WHOLE, *ABLATIONS]
    assert overall(told)["MR_parcel"] == 1 and overall(told)["SQ"] > 0.9
    assert told["bundle"]["sha256"] and (out / "maps" / "two_fields_1" / "scene.gpkg").exists()
    assert not list(out.glob(".*"))


def test_a_random_forest_stands_beside_the_bundle(images, truth, model, tmp_path):
    tiles = [simulate_tile(np.random.default_rng(i), 48) for i in range(2)]
    save_baseline(train_baseline(tiles, known_crops(), seed=1, trees=3, pixels_per_tile=50), tmp_path / "floor.npz")
    out = tmp_path / "out"
    code = main(
        ["evaluate", "--s2", images, "--truth", truth, "--out", str(out), "--baseline", str(tmp_path / "floor.npz")]
    )
    assert code == 0
    told = report(out)
    assert [s["name"] for s in told["systems"]] == ["two fields 1", "random forest floor"]
    assert any("floor.npz" in sentence for sentence in told["protocol"])


def test_painted_scenes_are_called_simulated_and_come_again_from_the_same_seed(model, tmp_path):
    told = []
    for name in ("first", "second"):
        out = tmp_path / name
        assert (
            main(["evaluate", "--simulated", "2", "--seed", "5", "--size", "48", "--parted", "0.5", "--out", str(out)])
            == 0
        )
        told.append(report(out))
    assert told[0] == told[1] and "50% of the larger fields in parts" in told[0]["data"]
    assert told[0]["simulated"] and "--simulated 2 --seed 5 --size 48 --parted 0.5" in told[0]["protocol"][-1]
    assert {v["label"]: v["folds"] for v in told[0]["variability"]}["All crops"] == 2
    assert not (tmp_path / "first" / "suspects.gpkg").exists()


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        ([], "--map"),
        (["--map", "{truth}", "--simulated", "1"], "at once"),
        (["--map", "{truth}"], "--truth"),
        (["--map", "{truth}", "--truth", "{truth}", "--ablate"], "images"),
        (["--map", "nowhere.gpkg", "--truth", "{truth}"], "nowhere.gpkg"),
        (["--map", "{truth}", "--truth", "nowhere.gpkg"], "nowhere.gpkg"),
        (["--map", "{degrees}", "--truth", "{truth}"], "metres"),
        (["--map", "{far}", "--truth", "{truth}"], "area"),
        (["--map", "{truth}", "--truth", "{truth}", "--blocks", "0"], "block"),
        (["--map", "{truth}", "--truth", "{truth}", "--by", "region", "--buffer", "1000"], "buffer narrower"),
        (["--map", "{truth}", "--truth", "{truth}", "--by", "colour"], "colour"),
        (["--map", "{truth}", "--truth", "{truth}", "--by", "region", "--blocks", "9"], "Choose one"),
        (["--map", "{truth}", "--truth", "{truth}", "--buffer", "9"], "--blocks"),
        (["--simulated", "0"], "at least 1"),
        (["--simulated", "1", "--truth", "{truth}"], "own truth"),
        (["--dem", "dem.tif", "--truth", "{truth}"], "--s2"),
    ],
)
def test_bad_input_is_one_clear_sentence(truth, tmp_path, capsys, arguments, sentence):
    others = {
        "degrees": parcels(tmp_path / "degrees.gpkg", [(WHEAT, (3, 50, 3.01, 50.01))], "EPSG:4326"),
        "far": parcels(tmp_path / "far.gpkg", [(WHEAT, (400_000, 5_000_000, 400_300, 5_000_300))]),
    }
    filled = [text.format(truth=truth, **others) for text in arguments]
    assert main(["evaluate", "--out", str(tmp_path / "out"), *filled]) == 2
    said = [line for line in capsys.readouterr().err.splitlines() if line.startswith("doab: ")]
    assert len(said) == 1 and sentence in said[0]
