"""Training on one's own parcels, pressed as an analyst would."""

from __future__ import annotations

import pytest
from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtWidgets import QDialog, QFileDialog, QWidget
from sample_data import wait, write_parcels

from doab.model import protocol
from doab.plugin import settings
from doab.plugin.learning.training_widget import TrainingWidget


@pytest.fixture
def box(profile, session, child, scene, qgis_new_project):
    """The widget of a session with images, in a window of its own."""
    widget = TrainingWidget(session, None)
    session.inspection = protocol.Inspection(scene)
    widget.use(child("done"))
    widget.show()
    yield widget
    session.shut_down()
    widget.deleteLater()


@pytest.fixture
def parcels(tmp_path) -> QgsVectorLayer:
    layer = QgsVectorLayer(f"{write_parcels(tmp_path / 'lpis.gpkg')}|layername=parcels", "LPIS", "ogr")
    QgsProject.instance().addMapLayer(layer)
    return layer


def find(box, name) -> QWidget:
    return box.findChild(QWidget, name)


def line(box) -> str:
    return find(box, "doabTrainLine").text()


def train(box, parcels, folder) -> None:
    """Fill the dialog in and accept it."""
    find(box, "doabTrain").click()
    dialog = box.findChild(QDialog, "doabTrainDialog")
    train_button = find(dialog, "doabTrainButtons").button(find(dialog, "doabTrainButtons").StandardButton.Ok)
    assert not train_button.isEnabled() and "1 dates" in find(dialog, "doabTrainNote").text()
    find(dialog, "doabTrainParcels").setLayer(parcels)
    find(dialog, "doabTrainParcelsField").setField("EC_hcat_n")
    find(dialog, "doabTrainSteps").setValue(50)
    find(dialog, "doabTrainChoose").click()
    assert find(dialog, "doabTrainFolder").text() == str(folder)
    train_button.click()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The folder that the analyst names for the trained model."""
    path = tmp_path / "mine"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(path), ""))
    return path


def test_a_better_model_is_offered_for_the_next_run_with_its_scores(box, parcels, folder):
    better = []
    box.better.connect(better.append)
    train(box, parcels, folder)
    assert not find(box, "doabTrainProgress").isHidden() and find(box, "doabTrain").isHidden()
    wait(lambda: "held out" in line(box))
    assert "Learned from 40 parcels. Scores of 12 others, in 3 squares" in line(box)
    assert "Mean recall of crops: 50 % (40 to 60) → <b>80 %</b>" in line(box) and "New crops: Winter rye" in line(box)
    assert "lpis.gpkg EC_hcat_n 50" in line(box)
    assert f"Step 3 takes the trained model in {folder}" in line(box)
    assert better == [str(folder)] == settings.own_bundles()


def test_a_model_that_is_not_better_is_said_and_not_offered(box, child, parcels, folder):
    child("worse")
    better = []
    box.better.connect(better.append)
    train(box, parcels, folder)
    wait(lambda: "⚠ Worse than before: " in line(box))
    assert "Step 3 keeps the model that it has" in line(box)
    assert better == [] and settings.own_bundles() == [str(folder)]


def test_training_can_be_stopped_and_an_error_is_shown(box, child, parcels, folder):
    child("patient")
    train(box, parcels, folder)
    wait(lambda: find(box, "doabTrainProgress").value() == 500)
    find(box, "doabTrainCancel").click()
    assert "goes on from where it was" in line(box) and not find(box, "doabTrain").isHidden()
    child("bad")
    train(box, parcels, folder)
    wait(lambda: "⚠ The declared parcels lie too close together" in line(box))


def test_nothing_is_trained_without_images_or_an_environment(box, session):
    box.use(None)
    assert not find(box, "doabTrain").isEnabled()
    session.inspection = protocol.Inspection(protocol.Scene())
    session.inspection_changed.emit(session.inspection)
    assert not find(box, "doabTrain").isEnabled()
