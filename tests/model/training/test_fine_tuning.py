"""A bundle trained further on a simulated scene with its true parcels, in two batches, which teach nothing."""

from __future__ import annotations

import json

import fiona
import numpy as np
import pytest
import shapely

from doab.model.adaptation import known_embeddings
from doab.model.bundle import DEFAULT, load_bundle, save_bundle
from doab.model.cli import main
from doab.model.declared_parcels import read_declared
from doab.model.network.predictor import load_predictor
from doab.model.protocol import Cancelled, FineTuneRequest, InputError, ParcelLayer, Score, Source
from doab.model.reporter import Reporter
from doab.model.scene.discovery import discover
from doab.model.scene.inspection import inspect_scene
from doab.model.simulation.scene_files import write_scene
from doab.model.training import fine_tuning
from doab.model.training.held_out_blocks import held_out_tiles, hold_out_blocks
from doab.model.training.holdout_scores import HoldoutScores

SIZE, TILE = 96, 32
RYE = "3301010301"


@pytest.fixture(scope="module", autouse=True)
def small():
    """So few tiles and batches that a test takes seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fine_tuning, "FEWEST_TILES", 3)
        patch.setattr(fine_tuning, "MOST_TILES", 3)
        patch.setattr(fine_tuning, "NORMALISING", 1)
        patch.setattr(fine_tuning, "FIELDS", 8)
        patch.setattr(fine_tuning, "ACQUISITIONS", 6)
        patch.setattr(known_embeddings, "FEWEST", 2)
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A scene whose maize is called winter rye, which the bundle lacks, and a bundle of small tiles."""
    folder = tmp_path_factory.mktemp("own")
    write_scene(folder / "scene", 5, SIZE)
    bundle = load_bundle(str(DEFAULT))
    save_bundle(folder / "parent", {**bundle.card, "tile": TILE, "sha256": ""}, bundle.weights)
    with fiona.open(folder / "scene" / "parcels_truth.gpkg") as truth:
        crops = [feature.properties["EC_hcat_c"] for feature in truth]
        common = max(set(crops), key=crops.count)
        with fiona.open(folder / "own.gpkg", "w", driver="GPKG", crs=truth.crs, schema=truth.schema) as own:
            for feature in truth:
                code = feature.properties["EC_hcat_c"]
                properties = dict(feature.properties) | {"EC_hcat_c": RYE if code == common else code}
                own.write({"geometry": feature.geometry, "properties": properties})
    return folder


@pytest.fixture(scope="module")
def request_for(folder):
    """Return a function that makes a request with another output and other settings."""
    scene = discover([Source(str(folder / "scene"))])

    def make(out: str, **settings) -> FineTuneRequest:
        given = {"parcels": ParcelLayer(str(folder / "own.gpkg")), "steps": 2} | settings
        return FineTuneRequest(scene, out=str(folder / out), parent=str(folder / "parent"), device="cpu", **given)

    return make


class Recorder(Reporter):
    """Keeps the fractions of the progress; cancels beyond ``last``."""

    def __init__(self, last: float = 1.0) -> None:
        self.fractions: list[float] = []
        self._last = last

    def progress(self, fraction: float) -> None:
        self.fractions.append(fraction)

    def check(self) -> None:
        if self.fractions and self.fractions[-1] > self._last:
            raise Cancelled


@pytest.fixture(scope="module")
def tuned(folder, request_for):
    reporter = Recorder()
    return fine_tuning.fine_tune(request_for("tuned", name="Mine"), reporter), reporter, folder / "tuned"


def test_the_bundle_maps_with_a_class_that_its_parent_lacks_and_names_its_parent(tuned):
    summary, _, path = tuned
    predictor, card = load_predictor(str(path), "cpu"), load_bundle(str(path)).card
    assert summary.added == ("Winter rye",) and predictor.crops[-1].label == "Winter rye"
    assert card["name"] == "Mine" and card["fine_tuning"]["parent"]["name"] == "default"
    assert len(card["shares"]) == len(card["classes"]) and sum(card["shares"]) == pytest.approx(1)
    assert card["shares"][-1] > 0.1 and min(card["shares"]) > 0  # the most frequent crop that taught, and the parent's
    assert predictor.refinement.known is not None  # a map says what is unlike the fields that it learned from
    assert "own.gpkg" in card["trained_on"] and "squares that were not trained on" in card["scores"]["protocol"]


def test_scores_are_of_parcels_that_were_held_out_before_and_after(tuned):
    summary, reporter, _ = tuned
    assert summary.parcels > 0 and summary.trained > 0 and summary.blocks >= 1
    for name in ("recall", "accuracy", "outlines"):
        for when in ("before", "after"):
            assert 0 <= getattr(summary, f"{name}_{when}").value <= 1
    assert summary.recall_before.value <= 1 - 1e-9  # the parent has no class for one of the crops
    assert reporter.fractions == sorted(reporter.fractions) and reporter.fractions[-1] == pytest.approx(0.95)


def test_a_training_that_was_cancelled_goes_on_with_its_tiles_and_its_steps(request_for, monkeypatch):
    monkeypatch.setattr(fine_tuning, "SAVE_EVERY", 0.0)
    with pytest.raises(Cancelled):
        fine_tuning.fine_tune(request_for("later", steps=4), Recorder(last=0.6))
    monkeypatch.setattr(fine_tuning, "encode_example", None)  # all tiles are there
    reporter = Recorder()
    fine_tuning.fine_tune(request_for("later", steps=4), reporter)
    assert len(reporter.fractions) < 4


def test_held_out_squares_are_a_part_of_the_ground_and_their_tiles_show_no_parcel_outside(folder):
    scene = discover([Source(str(folder / "scene"))])
    inspection = inspect_scene(scene)
    frame = next(a for a in inspection.scene.of("S2") if a.date == inspection.proposed)
    grid = fine_tuning.reference_grid(inspection.scene, frame)
    declared = read_declared(folder / "own.gpkg")
    areas = hold_out_blocks(declared, grid, TILE)
    boxes = [shapely.box(*area.bounds) for area in areas]
    inside = shapely.intersects(shapely.centroid(declared.polygons)[:, None], np.array(boxes, object)).any(1)
    assert 0.1 < inside.mean() < 0.6
    for (_, labels), area in zip(held_out_tiles(inspection, declared, grid, areas, TILE), areas, strict=True):
        assert labels.parcels.shape == (2 * TILE, 2 * TILE) and (labels.parcels > 0).any()
        square = (area.bounds[2] - area.bounds[0]) / 5
        assert (~labels.void).sum() <= square**2


def test_parcels_that_cannot_be_parted_or_lie_elsewhere_are_refused(folder, request_for, tmp_path):
    with fiona.open(folder / "own.gpkg") as own:
        features, schema, crs = list(own), own.schema, own.crs
    for name, kept, shift in (("few", features[:3], 0), ("far", features, 1e5)):
        with fiona.open(tmp_path / f"{name}.gpkg", "w", driver="GPKG", crs=crs, schema=schema) as layer:
            for feature in kept:
                shape = shapely.affinity.translate(shapely.geometry.shape(feature.geometry), shift)
                layer.write({"geometry": shapely.geometry.mapping(shape), "properties": feature.properties})
    for name, reason in (("few", "too close together|fewer than two crops"), ("far", "lies in the images")):
        with pytest.raises(InputError, match=reason):
            fine_tuning.fine_tune(request_for("no", parcels=ParcelLayer(str(tmp_path / f"{name}.gpkg"))), Reporter())


def test_better_is_what_is_worse_in_no_score_and_better_in_one():
    def scores(*values: float) -> HoldoutScores:
        return HoldoutScores(*map(Score, values), parcels=9)

    assert scores(0.6, 0.5, 0.5).is_better_than(scores(0.5, 0.5, 0.5))
    assert not scores(0.6, 0.5, 0.4).is_better_than(scores(0.5, 0.5, 0.5))
    assert not scores(0.5, 0.5, 0.5).is_better_than(scores(0.5, 0.5, 0.5))


def test_the_command_prints_the_scores_and_says_what_it_lacks(folder, capsys):
    options = ["--from", str(folder / "parent"), "--out", str(folder / "by_command"), "--device", "cpu"]
    images = ["--s2", str(folder / "scene")]
    assert main(["train", *options, *images]) == 2
    assert "--parcels" in capsys.readouterr().err
    assert main(["train", "--out", str(folder / "by_command")]) == 2
    assert "--work" in capsys.readouterr().err
    assert main(["train", *options, *images, "--parcels", str(folder / "own.gpkg"), "--steps", "1"]) == 0
    printed = capsys.readouterr().out
    assert "mean crop recall" in printed and "New classes: Winter rye" in printed
    assert json.loads((folder / "by_command" / "bundle.json").read_text())["name"] == "by_command"
