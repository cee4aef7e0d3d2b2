"""The box that teaches the bundle a region, pressed as an analyst would."""

from __future__ import annotations

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QDialog, QFileDialog, QWidget
from sample_data import PARCELS, wait, write_parcels

from doab.model.protocol import FEWEST_LABELS
from doab.plugin.learning.corrected_parcels import CorrectedParcels
from doab.plugin.learning.learning_step import LearningStep

WHEAT, POTATOES = PARCELS[0], PARCELS[2]


def decided(number: int, parcel: tuple) -> tuple:
    """A parcel about which the analyst decided."""
    return (number, *parcel[1:14], "analyst", "2024-05-01T10:00:00")


FIVE = (decided(1, WHEAT), PARCELS[1], decided(3, POTATOES), decided(4, WHEAT), decided(5, POTATOES))


@pytest.fixture
def result(tmp_path, qgis_new_project) -> QgsVectorLayer:
    """A result in the project, in which four of five parcels are corrected."""
    path = write_parcels(tmp_path / "five.gpkg", FIVE)
    layer = QgsVectorLayer(f"{path}|layername=parcels", "Parcels", "ogr")
    QgsProject.instance().addMapLayer(layer)
    return layer


@pytest.fixture
def box(profile, session, child, result):
    """The step with the result, in a window of its own."""
    step = LearningStep(session)
    session.set_runtime(child("done"))
    step.show_layer(result)
    step.setCollapsed(False)
    step.show()
    wait(lambda: "enough" in find(step, "doabLearnCount").text())
    yield step
    session.shut_down()
    step.deleteLater()


def find(box, name) -> QWidget:
    return box.findChild(QWidget, name)


def line(box) -> str:
    return find(box, "doabLearnLine").text()


def press(box, name, text: str) -> None:
    """Press a button and wait for a text."""
    assert find(box, name).isEnabled()
    find(box, name).click()
    wait(lambda: text in line(box))


def crop(layer, number: int) -> str:
    """Return the crop of a parcel in the layer."""
    return next(feature["crop"] for feature in layer.getFeatures(f'"parcel_id" = {number}'))


def test_it_says_how_many_parcels_are_corrected_and_whether_that_is_enough(box, result):
    assert "Corrected or accepted parcels: 4, crops: 2. That is enough" in find(box, "doabLearnCount").text()
    assert find(box, "doabLearnPreview").isEnabled() and not find(box, "doabLearnAccept").isEnabled()
    result.startEditing()
    result.deleteFeature(next(result.getFeatures('"parcel_id" = 5')).id())
    wait(lambda: "parcels: 3" in find(box, "doabLearnCount").text())
    assert "At least 4 parcels of two crops are needed" in find(box, "doabLearnCount").text()
    assert not find(box, "doabLearnPreview").isEnabled()
    result.rollBack()


def test_a_preview_shows_scores_and_changes_and_leaves_the_result_alone(box, result):
    press(box, "doabLearnPreview", "would get another crop")
    assert "cross-validation over spatial blocks" in line(box)
    assert "Mean recall of crops: 25 % (10 to 40) → <b>69 % (55 to 80)</b>" in line(box)
    assert "Parcels with their crop: 50 % → <b>75 %</b>" in line(box)
    assert "1 of 5 parcels" in line(box) and "Winter wheat → &lt;b&gt;Barley: 1" in line(box) and "⚠" not in line(box)
    assert crop(result, 2) == "Winter wheat" and find(box, "doabLearnAccept").isEnabled()


def test_what_was_learned_is_accepted_and_undone_and_the_style_stays(box, result):
    renderer = result.renderer().dump()
    press(box, "doabLearnPreview", "would get another crop")
    press(box, "doabLearnAccept", "got another crop")
    assert [crop(result, number) for number in (1, 2, 3)] == ["Winter wheat", "Barley", "Potatoes"]
    assert not find(box, "doabLearnAccept").isEnabled()
    press(box, "doabLearnUndo", "1 parcels have their former crops again")
    assert crop(result, 2) == "Winter wheat" and result.renderer().dump() == renderer


def test_a_layer_that_is_edited_is_refused(box, result):
    press(box, "doabLearnPreview", "would get another crop")
    result.startEditing()
    for name in ("doabLearnAccept", "doabLearnUndo"):
        press(box, name, "is being edited")
    assert find(box, "doabLearnAccept").isEnabled()
    result.deleteFeature(next(result.getFeatures('"parcel_id" = 2')).id())
    press(box, "doabLearnPreview", "has unsaved edits or a filter")
    result.rollBack()


def test_a_preview_no_longer_counts_when_the_corrections_change(box, result):
    press(box, "doabLearnPreview", "would get another crop")
    result.startEditing()
    result.deleteFeature(next(result.getFeatures('"parcel_id" = 5')).id())
    wait(lambda: not line(box))
    assert not find(box, "doabLearnAccept").isEnabled()
    result.rollBack()


def test_a_score_that_does_not_become_better_is_said(box, child):
    child("worse")
    press(box, "doabLearnPreview", "⚠ The score does not become better")
    press(box, "doabLearnAccept", "⚠ The score did not become better. Undo")


def test_an_error_is_shown_and_learning_can_be_stopped(box, child):
    child("bad")
    press(box, "doabLearnPreview", "⚠ made.gpkg holds no embeddings")
    assert not find(box, "doabLearnAccept").isEnabled()
    child("patient")
    find(box, "doabLearnPreview").click()
    assert find(box, "doabLearnPreview").isHidden()
    find(box, "doabLearnCancel").click()
    assert not find(box, "doabLearnPreview").isHidden() and not line(box)


def test_suggested_parcels_are_selected(box, result):
    press(box, "doabLearnSuggest", "2 parcels are selected")
    assert sorted(feature["parcel_id"] for feature in result.selectedFeatures()) == [2, 5]


def test_a_result_that_leaves_the_project_is_let_go(box, result):
    QgsProject.instance().removeMapLayer(result.id())
    assert "As soon as there is a result" in find(box, "doabLearnCount").text()
    assert not find(box, "doabLearnUndo").isEnabled()


@pytest.fixture
def survey(qgis_new_project, result) -> QgsVectorLayer:
    """A layer of points in memory with crops in English, two of which HCAT does not know."""
    layer = QgsVectorLayer("Point?crs=EPSG:32631&field=grown:string&field=ec_hcat_n:string", "Survey", "memory")
    crops = ["winter_rye", "winter_rye", "potatoes", "potatoes", "moon cheese", "moon cheese", None]
    for number, crop in enumerate(crops):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(574700 + 100 * number, 5621850)))
        feature.setAttributes([crop, crop if number < 4 else None])
        layer.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(layer)
    return layer


def test_labels_are_taken_from_a_layer_whose_crops_are_counted_and_what_is_not_understood_is_named(box, survey):
    find(box, "doabLabels").setLayer(survey)
    count = find(box, "doabLearnCount")
    wait(lambda: "4 of 7 features" in count.text())
    assert "2 different ones" in count.text() and "no crop stated (3)" in count.text()
    find(box, "doabLabelsField").setField("grown")
    wait(lambda: "moon cheese (2), no crop stated (1)" in count.text())
    press(box, "doabLearnPreview", "would get another crop")
    assert "grown" in line(box)
    find(box, "doabLabels").setLayer(None)
    assert "Corrected or accepted parcels: 4" in count.text() and not line(box)


def test_a_layer_without_a_column_of_crops_asks_for_one(box, result):
    layer = QgsVectorLayer("Polygon?crs=EPSG:32631&field=name:string", "Village", "memory")
    QgsProject.instance().addMapLayer(layer)
    find(box, "doabLabels").setLayer(layer)
    assert "No column of “Village” has a name of EuroCrops" in find(box, "doabLearnCount").text()
    assert not find(box, "doabLearnPreview").isEnabled()
    find(box, "doabLabelsField").setField("name")
    wait(lambda: "0 of 0 features" in find(box, "doabLearnCount").text())
    assert "At least 4 parcels" in find(box, "doabLearnCount").text()


def test_labels_that_leave_the_project_are_let_go(box, survey):
    find(box, "doabLabels").setLayer(survey)
    wait(lambda: "4 of 7" in find(box, "doabLearnCount").text())
    box.session.layers.removing.connect(box.leave_layers)
    QgsProject.instance().removeMapLayer(survey.id())
    assert find(box, "doabLabels").currentLayer() is None
    assert "Corrected or accepted" in find(box, "doabLearnCount").text()


def open_classes(box) -> QDialog:
    find(box, "doabLearnClasses").click()
    return box.findChild(QDialog, "doabClassDialog")


def shown(dialog) -> list[str]:
    classes = find(dialog, "doabClassList")
    items = (classes.item(row) for row in range(classes.count()))
    return [item.text() for item in items if not item.isHidden()]


def tick(dialog, name: str, state: Qt.CheckState) -> None:
    find(dialog, "doabClassList").findItems(name, Qt.MatchFlag.MatchExactly)[0].setCheckState(state)


def test_crops_are_searched_in_all_of_hcat_and_added_and_those_that_do_not_grow_are_switched_off(box):
    press(box, "doabLearnPreview", "would get another crop")
    dialog = open_classes(box)
    assert len(shown(dialog)) > 300 and shown(dialog)[0] == "Winter wheat"
    find(dialog, "doabClassFilter").setText("DURUM wint")
    assert shown(dialog) == ["Winter durum hard wheat"]
    find(dialog, "doabClassFilter").setText("3301010700")
    assert shown(dialog) == ["Rice"]
    tick(dialog, "Rice", Qt.CheckState.Checked)
    tick(dialog, "Soy", Qt.CheckState.Unchecked)
    dialog.accept()
    assert find(box, "doabLearnClassesLine").text() == "Added: Rice. Does not grow here: Soy."
    assert not line(box) and not find(box, "doabLearnAccept").isEnabled()
    press(box, "doabLearnPreview", "3301010700")
    again = open_classes(box)
    assert again.selection.added == ("3301010700",) and len(again.selection.absent) == 1
    buttons = find(again, "doabClassButtons")
    buttons.button(buttons.StandardButton.Reset).click()
    again.accept()
    assert find(box, "doabLearnClassesLine").text() == "The classes of the model."


def test_what_was_learned_is_saved_as_a_bundle_that_names_its_place(box, tmp_path, monkeypatch):
    assert not find(box, "doabLearnBundle").isEnabled()
    press(box, "doabLearnPreview", "would get another crop")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(tmp_path / "delta"), ""))
    press(box, "doabLearnBundle", f"is in {tmp_path / 'delta'}")
    assert find(box, "doabLearnAccept").isEnabled()


def test_parcels_of_one_crop_are_not_enough():
    assert not CorrectedParcels(tuple((number, "33") for number in range(FEWEST_LABELS))).are_enough
