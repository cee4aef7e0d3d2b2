"""``doab evaluate`` as a person starts it."""

import json
import re
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
from doab.model.datatypes import AcquisitionTokens, TemporalMaps, TilePrediction, WatershedSettings
from doab.model.evaluation.baseline.random_forest import save_baseline, train_baseline
from doab.model.evaluation.systems import ABLATIONS, CHANGES, PARTS, WHOLE
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


def encoded(window) -> AcquisitionTokens:
    cells = np.zeros((16, 16, 1), np.float16), np.zeros((32, 32, 1), np.float16)
    return AcquisitionTokens(window.day, *cells, window.valid[::4, ::4], window.valid)


@pytest.fixture
def model(monkeypatch):
    """A network to which every tile holds a field of wheat, left, and one of rye."""

    class Predictor(SimpleNamespace):
        def start_worker(self):
            pass

        def encode(self, windows):
            return [encoded(one) for one in windows]

        def temporal_maps(self, tokens, origin):
            maps = np.zeros((1, 16, 16), np.float16), np.zeros((1, 32, 32), np.float16)
            return TemporalMaps(*maps, np.array([one.clear for one in tokens]))

        def with_decoder(self, wrap):
            return self

        def predict(self, tiles):
            return [self.predict_tile(*tile) for tile in tiles]

        def predict_tile(self, sample, compressed):
            core = np.zeros((96, 96), np.float32)
            core[4:76, 4:44] = core[4:76, 52:92] = 0.9
            crop = np.full((2, 48, 48), 0.1, np.float32)
            crop[0, :, :24] = crop[1, :, 24:] = 0.9
            return TilePrediction((core > 0).astype(np.float32), (core == 0).astype(np.float32), core, crop)

    def load_predictor(bundle, device):
        return Predictor(
            encoder_fingerprint="e",
            temporal_fingerprint="t",
            refinement=None,
            fingerprint="b",
            workers=1,
            tile_batch=1,
            notices=(),
            tile=48,
            crops=(WHEAT, RYE),
            watershed_settings=WatershedSettings(),
            name="two fields 1",
            shape="dense",
            crop="dense",
            class_priors=[1.0, 1.0],
        )

    monkeypatch.setitem(sys.modules, "doab.model.network.predictor", SimpleNamespace(load_predictor=load_predictor))


def report(folder):
    page = (folder / "report.html").read_text("utf-8")
    assert page.lstrip().lower().startswith("<!doctype html>") and "http://" not in page.replace("www.w3.org", "")
    return json.loads((folder / "report.json").read_text("utf-8"))


def overall(document, system=0):
    return {name: entry["value"] for name, entry in document["systems"][system]["scores"]["overall"].items()}


def test_a_map_that_is_the_truth_scores_one(truth, tmp_path, capsys):
    out = tmp_path / "report of mine"
    assert main(["evaluate", "map", truth, "--truth", truth, "--out", str(out)]) == 0
    document = report(out)
    assert set(overall(document).values()) == {1.0}
    assert not document["simulated"] and "Copernicus" in document["attribution"]
    assert document["noise"]["estimated"]["rate"] == 0 and (out / "suspects.gpkg").exists()
    printed = capsys.readouterr().out
    assert "MR_parcel" in printed and "100.0 (100.0-100.0)" in printed and "report.html" in printed


def test_a_report_is_replaced_only_when_asked_and_files_of_somebody_else_never(truth, tmp_path, capsys):
    out = tmp_path / "report"
    evaluate = ["evaluate", "map", truth, "--truth", truth, "--out", str(out)]
    assert main(evaluate) == 0 and main(evaluate) == 2
    assert "exists already" in capsys.readouterr().err
    assert main([*evaluate, "--overwrite"]) == 0
    assert sorted(path.name for path in out.iterdir()) == ["report.html", "report.json", "suspects.gpkg"]
    (out / "report.json").write_text('{"generator": "somebody else"}')
    assert main([*evaluate, "--overwrite"]) == 2
    assert "not written by Doab" in capsys.readouterr().err


def test_a_wrong_crop_is_shown_in_the_report(truth, tmp_path):
    wrong = parcels(tmp_path / "map.gpkg", [FIELDS[0], (WHEAT, FIELDS[1][1])])
    assert main(["evaluate", "map", wrong, "--truth", truth, "--out", str(tmp_path / "out")]) == 0
    document = report(tmp_path / "out")
    assert overall(document)["MR_parcel"] == 0.5 and overall(document)["PQ_agnostic"] == 1
    assert document["systems"][0]["scores"]["confusion"]["counts"][1][0] == 1


@pytest.mark.parametrize("folds, cluster", [(["--blocks", "250"], "block of 250 m"), (["--by", "region"], "region")])
def test_folds_are_clusters_and_vary(truth, tmp_path, folds, cluster):
    wrong = parcels(tmp_path / "map.gpkg", [FIELDS[0], (WHEAT, FIELDS[1][1])])
    assert main(["evaluate", "map", wrong, "--truth", truth, *folds, "--out", str(tmp_path / "out")]) == 0
    document = report(tmp_path / "out")
    assert any(cluster in sentence for sentence in document["protocol"])
    (everything,) = document["variability"]
    assert (everything["label"], everything["mean"], everything["folds"]) == ("All crops", 0.5, 2)
    assert everything["sd"] == pytest.approx(0.5**0.5, abs=1e-4)


@pytest.mark.parametrize("buffer, counted", [("10", 3), ("100", 1)])
def test_parcels_near_another_fold_are_left_out(tmp_path, buffer, counted):
    all_three = parcels(tmp_path / "three.gpkg", [*FIELDS, (WHEAT, (500_660, 5_599_620, 500_860, 5_599_980))])
    arguments = ["evaluate", "map", all_three, "--truth", all_three, "--by", "region", "--buffer", buffer]
    assert main([*arguments, "--out", str(tmp_path / "out")]) == 0
    assert sum(c["support"] for c in report(tmp_path / "out")["systems"][0]["scores"]["classes"]) == counted


def test_images_are_mapped_and_scored_beside_what_is_asked_for(images, truth, model, tmp_path):
    out = tmp_path / "out"
    code = main(["evaluate", "scene", "--s2", images, "--truth", truth, "--out", str(out), "--parts", "--ablate"])
    assert code == 0
    document = report(out)
    assert [s["name"] for s in document["systems"]] == ["two fields 1", *PARTS]
    assert [a["name"] for a in document["ablation"]] == [WHOLE, *ABLATIONS]
    assert overall(document)["MR_parcel"] == 1 and overall(document)["SQ"] > 0.9
    assert document["bundle"]["sha256"] and (out / "maps" / "two_fields_1" / "scene.gpkg").exists()
    assert not list(out.glob(".*"))


def test_maps_of_changed_images_are_scored_in_the_ablation(images, truth, model, tmp_path):
    out = tmp_path / "out"
    assert main(["evaluate", "scene", "--s2", images, "--truth", truth, "--out", str(out), "--changes"]) == 0
    document = report(out)
    assert [a["name"] for a in document["ablation"]] == [WHOLE, *CHANGES]
    assert any("Changed images" in sentence for sentence in document["protocol"])
    assert {path.name for path in (out / "maps").iterdir()} == {
        "two_fields_1",
        *(re.sub(r"\W", "_", name) for name in CHANGES),
    }
    assert not list(out.glob(".*"))


def test_a_random_forest_stands_beside_the_bundle(images, truth, model, tmp_path):
    tiles = [simulate_tile(np.random.default_rng(i), 48) for i in range(2)]
    save_baseline(train_baseline(tiles, known_crops(), seed=1, trees=3, pixels_per_tile=50), tmp_path / "floor.npz")
    out = tmp_path / "out"
    code = main(
        [
            "evaluate",
            "scene",
            "--s2",
            images,
            "--truth",
            truth,
            "--out",
            str(out),
            "--baseline",
            str(tmp_path / "floor.npz"),
        ]
    )
    assert code == 0
    document = report(out)
    assert [s["name"] for s in document["systems"]] == ["two fields 1", "random forest floor"]
    assert any("floor.npz" in sentence for sentence in document["protocol"])


def test_painted_scenes_are_called_simulated_and_come_again_from_the_same_seed(model, tmp_path):
    reports = []
    for name in ("first", "second"):
        out = tmp_path / name
        assert (
            main(
                [
                    "evaluate",
                    "simulated",
                    "--scenes",
                    "2",
                    "--seed",
                    "5",
                    "--size",
                    "48",
                    "--parted",
                    "0.5",
                    "--out",
                    str(out),
                ]
            )
            == 0
        )
        reports.append(report(out))
    assert reports[0] == reports[1] and "50% of the larger fields in parts" in reports[0]["data"]
    assert (
        reports[0]["simulated"] and "simulated --scenes 2 --seed 5 --size 48 --parted 0.5" in reports[0]["protocol"][-1]
    )
    assert {v["label"]: v["folds"] for v in reports[0]["variability"]}["All crops"] == 2
    assert not (tmp_path / "first" / "suspects.gpkg").exists()


BAD_INPUT = [
    (["--map", "nowhere.gpkg", "--truth", "{truth}"], "nowhere.gpkg"),
    (["--map", "{truth}", "--truth", "nowhere.gpkg"], "nowhere.gpkg"),
    (["--map", "{degrees}", "--truth", "{truth}"], "metres"),
    (["--map", "{far}", "--truth", "{truth}"], "area"),
    (["--map", "{truth}", "--truth", "{truth}", "--blocks", "0"], "block"),
    (["--map", "{truth}", "--truth", "{truth}", "--by", "region", "--buffer", "1000"], "buffer narrower"),
    (["--map", "{truth}", "--truth", "{truth}", "--by", "colour"], "colour"),
    (["--map", "{truth}", "--truth", "{truth}", "--buffer", "9"], "--blocks"),
    (["--dem", "dem.tif", "--truth", "{truth}"], "--s2"),
]


def fill(arguments, truth, tmp_path):
    """Return the arguments with the paths of layers, and the folder of the report."""
    others = {
        "degrees": parcels(tmp_path / "degrees.gpkg", [(WHEAT, (3, 50, 3.01, 50.01))], "EPSG:4326"),
        "far": parcels(tmp_path / "far.gpkg", [(WHEAT, (400_000, 5_000_000, 400_300, 5_000_300))]),
    }
    return [text.format(truth=truth, **others) for text in arguments] + ["--out", str(tmp_path / "out")]


def errors(capsys):
    return [line for line in capsys.readouterr().err.splitlines() if line.startswith("doab: ")]


@pytest.mark.parametrize("arguments, sentence", BAD_INPUT)
def test_bad_input_is_one_clear_sentence(truth, tmp_path, capsys, arguments, sentence):
    kind = ["map"] if arguments[0] == "--map" else ["scene", arguments[0]]
    assert main(["evaluate", *kind, *fill(arguments[1:], truth, tmp_path)]) == 2
    (error,) = errors(capsys)
    assert sentence in error


@pytest.mark.parametrize(
    "arguments, words",
    [
        (["map", "{truth}"], "--truth"),
        (["map", "{truth}", "--truth", "{truth}", "--ablate"], "--ablate"),
        (["map", "{truth}", "--truth", "{truth}", "--by", "region", "--blocks", "9"], "not allowed with"),
        (["simulated", "--scenes", "0"], "at least 1"),
        (["simulated", "--truth", "{truth}"], "--truth"),
        (["scene", "--s2", "a.tif", "--truth", "{truth}", "--scenes", "1"], "--scenes"),
    ],
)
def test_a_subcommand_accepts_only_its_own_options(truth, tmp_path, capsys, arguments, words):
    with pytest.raises(SystemExit) as end:
        main(["evaluate", *fill(arguments, truth, tmp_path)])
    assert end.value.code == 2 and words in capsys.readouterr().err


@pytest.mark.parametrize("flags", [["--incomplete"], ["--blocks", "250", "--buffer", "5"], ["--layer", ""]])
def test_flat_flags_give_the_report_of_the_subcommand_and_a_hint(truth, tmp_path, capsys, flags):
    old, new = tmp_path / "old", tmp_path / "new"
    assert main(["evaluate", "--map", truth, "--truth", truth, "--out", str(old), *flags]) == 0
    assert "doab evaluate map" in capsys.readouterr().err
    assert main(["evaluate", "map", truth, "--truth", truth, "--out", str(new), *flags]) == 0
    assert "Hint" not in capsys.readouterr().err
    assert report(old) == report(new)


def test_flat_flags_name_scenes_and_simulations_too(images, truth, model, tmp_path, capsys):
    scene, simulated = str(tmp_path / "scene"), str(tmp_path / "simulated")
    assert main(["evaluate", "--out", scene, "--s2", images, "--truth", truth, "--parts"]) == 0
    assert "doab evaluate scene" in capsys.readouterr().err
    assert main(["evaluate", "--simulated", "1", "--size", "48", "--hard", "--out", simulated]) == 0
    assert "doab evaluate simulated" in capsys.readouterr().err
    assert [s["name"] for s in report(tmp_path / "scene")["systems"]][1:] == list(PARTS)
    assert "1 simulated hard scenes" in report(tmp_path / "simulated")["data"]


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        *BAD_INPUT,
        ([], "doab evaluate map"),
        (["--map", "{truth}", "--simulated", "1"], "at once"),
        (["--map", "{truth}"], "--truth"),
        (["--map", "{truth}", "--truth", "{truth}", "--ablate"], "--ablate"),
        (["--map", "{truth}", "--truth", "{truth}", "--by", "region", "--blocks", "9"], "not allowed with"),
        (["--simulated", "0"], "at least 1"),
        (["--simulated", "1", "--truth", "{truth}"], "--truth"),
    ],
)
def test_bad_flat_flags_are_one_clear_sentence(truth, tmp_path, capsys, arguments, sentence):
    assert main(["evaluate", *fill(arguments, truth, tmp_path)]) == 2
    (error,) = errors(capsys)
    assert sentence in error
