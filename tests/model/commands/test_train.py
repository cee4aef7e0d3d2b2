"""Training from the command line, on tiles too few and steps too short to learn anything."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch

from doab.model.bundle import load_bundle
from doab.model.cli import main
from doab.model.crops import known_crops
from doab.model.network.predictor import load_predictor
from doab.model.network.weights import network_of
from doab.model.protocol import EXIT_BAD_INPUT
from doab.model.simulation.scene_files import write_scene

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
CONFIGS = Path(__file__).resolve().parents[3] / "configs"
TINY = """
version = "8"
tile = 32
tiles = 2
field_tiles = 1
fields = 8
validation_tiles = 1
test_tiles = 1
batch = 2
crop_steps = 2
dense_steps = 2
query_steps = 1
labelled = [["scene", "scene/parcels_truth.gpkg"]]
labelled_tiles = 1
"""


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A bundle from two simulated tiles, and one of a labelled scene."""
    folder = tmp_path_factory.mktemp("train")
    write_scene(folder / "scene", 3, 48)
    (folder / "tiny.toml").write_text(TINY)
    train(folder, "bundle", "work", "--version", "9")
    return folder


def train(folder, out, work, *options):
    arguments = ["--recipe", folder / "tiny.toml", "--out", folder / out, "--work", folder / work, "--workers", 1]
    assert main(["train", *map(str, [*arguments, *options])]) == 0


def test_a_training_writes_a_bundle_that_maps(trained):
    predictor = load_predictor(str(trained / "bundle"), "cpu")
    assert predictor.crops == known_crops()
    assert set(predictor.settings_by_readout) == {"dense", "queries"}
    assert predictor.watershed_settings == predictor.settings_by_readout[predictor.shape]


def test_the_card_says_what_it_was_trained_on_and_how_it_scored(trained):
    card = load_bundle(str(trained / "bundle")).card
    assert "2 simulated tiles" in card["trained_on"] and "/scene with the parcels" in card["trained_on"]
    assert card["scores"]["protocol"].startswith("SIMULATED")
    assert {"dense", "queries", "untrained queries", "shipped"} < set(card["scores"])
    assert 0.5 <= card["temperature"] <= 2


def test_options_override_the_recipe(trained):
    card = load_bundle(str(trained / "bundle")).card
    assert card["version"] == "9"
    assert card["training"]["crop_steps"] == 2 and card["training"]["batch"] == 2


def test_every_stage_leaves_its_log(trained):
    logs = [json.loads((trained / "work" / f"{name}.log.json").read_text()) for name in ("network", "decoder")]
    assert [[entry["stage"] for entry in log] for log in logs] == [[0, 0, 1, 1], [2]]


def test_the_card_names_the_bundle_that_training_started_from(trained):
    train(trained, "next", "more", "--crop-steps", 1, "--dense-steps", 1, "--start", trained / "bundle", "--rate", 0.5)
    training = load_bundle(str(trained / "next")).card["training"]
    assert training["start"]["version"] == "9"
    assert training["rate"] == 0.5


@pytest.mark.skipif(not (DATA / "crop_time_series").is_dir(), reason="needs crop_time_series in shared/data")
def test_measured_parcels_are_trained_on_and_named_in_the_card(trained):
    pytest.importorskip("pyarrow")
    pytest.importorskip("openpyxl")
    without = [text for name in ("france_2023", "bavaria_2018", "corsica_2022") for text in ("--series-without", name)]
    series = ["--series", DATA, "--series-draws", 1, "--series-share", 0.25, *without]
    train(trained, "measured", "measured_work", "--dense-steps", 1, "--query-steps", 0, *series)
    card = load_bundle(str(trained / "measured")).card
    assert "25% of the single fields are measured parcels: 49 of flanders_2021" in card["trained_on"]
    assert "contains modified Copernicus Sentinel data" in card["trained_on"]
    assert card["training"]["series_share"] == 0.25


def test_scenes_without_labels_are_trained_on_and_named_in_the_card(trained):
    unlabelled = ["--unlabelled", trained / "scene", "--unlabelled-tiles", 2, "--consistency-tiles", 1]
    start = ["--start", trained / "bundle", "--crop-steps", 1]
    train(trained, "consistent", "consistent_work", *start, *unlabelled, "--consistency-weight", 0.5)
    card = load_bundle(str(trained / "consistent")).card
    assert "2 tiles without labels of each of scene had to be the same" in card["trained_on"]
    assert "It went on from" in card["trained_on"]
    assert (card["training"]["consistency_tiles"], card["training"]["consistency_weight"]) == (1, 0.5)
    log = json.loads((trained / "consistent_work" / "network.log.json").read_text())
    assert ["same field" in entry for entry in log] == [False, True, True]
    without = load_bundle(str(trained / "bundle")).card
    assert "without labels" not in without["trained_on"] and without["training"]["consistency_tiles"] == 0


def test_scenes_without_labels_need_a_bundle_that_labels_them(trained, capsys):
    arguments = ["--recipe", trained / "tiny.toml", "--out", trained / "none", "--work", trained / "none_work"]
    unlabelled = ["--unlabelled", trained / "scene", "--consistency-tiles", 1]
    assert main(["train", *map(str, [*arguments, *unlabelled])]) == 2
    assert "--start" in capsys.readouterr().err


def test_a_bundle_is_neither_replaced_without_leave_nor_by_one_that_starts_from_it(trained, capsys):
    before = (trained / "bundle" / "bundle.json").read_bytes()
    arguments = ["--recipe", trained / "tiny.toml", "--out", trained / "bundle", "--work", trained / "work"]
    for more, reason in (
        ([], "exists already"),
        (["--overwrite", "--start", trained / "bundle"], "is an input"),
        (["--overwrite", "--encoder", trained / "bundle"], "is an input"),
    ):
        assert main(["train", *map(str, [*arguments, *more])]) == EXIT_BAD_INPUT
        assert reason in capsys.readouterr().err
    assert (trained / "bundle" / "bundle.json").read_bytes() == before


def test_a_kept_module_that_the_network_lacks_is_named(tmp_path, capsys):
    (tmp_path / "tiny.toml").write_text(TINY.replace("labelled", "# labelled") + 'anchor = "a"\nkept = ["eyes"]\n')
    arguments = ["--recipe", tmp_path / "tiny.toml", "--out", tmp_path / "out", "--work", tmp_path / "work"]
    assert main(["train", *map(str, arguments)]) == EXIT_BAD_INPUT
    assert "'eyes' in 'kept' is no module of the network" in capsys.readouterr().err


def test_outlines_alone_learn_where_all_else_is_kept(trained):
    """And the finest features' part in the crops is fitted anew, for which the log has its R²."""
    kept = ["temporal", "dense.temporal", "dense.crop"]
    (trained / "kept.toml").write_text(TINY + f'anchor = "bundle"\ntrained_share = 1.0\nkept = {kept}\n')
    arguments = ["--recipe", trained / "kept.toml", "--start", trained / "bundle", "--encoder", trained / "bundle"]
    options = ["--out", trained / "outlines", "--work", trained / "kept", "--workers", 1]
    assert main(["train", *map(str, [*arguments, *options])]) == 0
    before, after = (network_of(load_bundle(str(trained / name))).state_dict() for name in ("bundle", "outlines"))
    changed = {name for name, values in after.items() if not torch.equal(values, before[name])}
    assert not any(name.startswith(f"{module}.") for name in changed for module in kept)
    assert {"dense.geometry.0.weight", "dense.spatial.weight"} <= changed


def test_a_start_with_another_checksum_than_the_recipes_is_refused(tmp_path, capsys):
    (tmp_path / "other.toml").write_text('start_sha256 = "0000"')
    arguments = ["--recipe", tmp_path / "other.toml", "--out", tmp_path / "out", "--work", tmp_path / "work"]
    default = CONFIGS.parent / "resources" / "bundles" / "default"
    assert main(["train", *map(str, arguments), "--start", str(default)]) == EXIT_BAD_INPUT
    assert "checksum 0000" in capsys.readouterr().err


def test_a_wrong_key_in_a_recipe_is_refused_in_one_sentence(tmp_path, capsys):
    (tmp_path / "wrong.toml").write_text("tilse = 3")
    arguments = ["--recipe", tmp_path / "wrong.toml", "--out", tmp_path / "out", "--work", tmp_path / "work"]
    assert main(["train", *map(str, arguments)]) == EXIT_BAD_INPUT
    error = capsys.readouterr().err
    assert "wrong.toml" in error and "'tilse'" in error


@pytest.mark.slow
def test_the_smoke_recipe_trains_a_bundle(tmp_path):
    arguments = ["--recipe", CONFIGS / "smoke.toml", "--out", tmp_path / "bundle", "--work", tmp_path / "work"]
    assert main(["train", *map(str, arguments), "--workers", "1"]) == 0
    assert load_bundle(str(tmp_path / "bundle")).card["name"] == "smoke"
