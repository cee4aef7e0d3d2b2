"""Training from the command line, on tiles too few and steps too short to learn anything."""

from __future__ import annotations

import json

import pytest

from doab.model.bundle import load_bundle
from doab.model.cli import main
from doab.model.commands import train
from doab.model.crops import known_crops
from doab.model.network.predictor import load_predictor
from doab.model.simulation.scene_files import write_scene

TINY = ["--tiles", "2", "--field-tiles", "1", "--fields", "8", "--workers", "1", "--test-tiles", "1", "--batch", "2"]


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A bundle from two simulated tiles, and one of a labelled scene."""
    folder = tmp_path_factory.mktemp("train")
    write_scene(folder / "scene", 3, 48)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(train, "TILE", 32)
        patch.setattr(train, "CALIBRATION_TILES", 1)
        code = main([
            "train", "--out", str(folder / "bundle"), "--work", str(folder / "work"), *TINY, "--crop-steps", "2",
            "--dense-steps", "2", "--query-steps", "1", "--version", "9",
            "--labelled-tiles", "1",
            "--labelled", str(folder / "scene"), str(folder / "scene" / "parcels_truth.gpkg"),
        ])  # fmt: skip
    assert code == 0
    return folder


def test_what_was_trained_is_a_bundle_that_maps(trained):
    predictor = load_predictor(str(trained / "bundle"), "cpu")
    assert predictor.crops == known_crops()
    assert set(predictor.settings_by_readout) == {"dense", "queries"}
    assert predictor.watershed_settings == predictor.settings_by_readout[predictor.shape]


def test_the_card_says_what_it_was_trained_on_and_how_it_scored(trained):
    card = load_bundle(str(trained / "bundle")).card
    assert "2 simulated tiles" in card["trained_on"] and "1 tiles of scene" in card["trained_on"]
    assert card["scores"]["protocol"].startswith("SIMULATED")
    assert {"dense", "queries", "untrained queries", "shipped"} < set(card["scores"])
    assert 0.5 <= card["temperature"] <= 2


def test_every_stage_leaves_its_log(trained):
    log = json.loads((trained / "work" / "network.log.json").read_text())
    assert [entry["stage"] for entry in log] == [0, 0, 1, 1, 2]


def test_going_on_from_a_bundle_is_told(trained, monkeypatch):
    monkeypatch.setattr(train, "TILE", 32)
    monkeypatch.setattr(train, "CALIBRATION_TILES", 1)
    main(["train", "--out", str(trained / "next"), "--work", str(trained / "more"), *TINY, "--crop-steps", "1",
          "--dense-steps", "1", "--query-steps", "1", "--start", str(trained / "bundle"),
          "--rate", "0.5"])  # fmt: skip
    training = load_bundle(str(trained / "next")).card["training"]
    assert training["start"]["version"] == "9"
    assert training["rate"] == 0.5
