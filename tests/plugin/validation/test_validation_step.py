"""The box that compares a result with declared parcels, pressed as an analyst would."""

from __future__ import annotations

import pytest
from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QWidget
from sample_data import wait, write_parcels

from doab.model import protocol
from doab.plugin.validation.score_tables import confusion_table, interval
from doab.plugin.validation.validation_step import ValidationStep


@pytest.fixture
def truth(tmp_path, qgis_new_project) -> QgsVectorLayer:
    """A layer of declared parcels in the project."""
    layer = QgsVectorLayer(f"{write_parcels(tmp_path / 'lpis.gpkg')}|layername=parcels", "LPIS", "ogr")
    QgsProject.instance().addMapLayer(layer)
    return layer


@pytest.fixture
def box(window, profile, session, child, truth, parcels_file):
    """The step with a result, in the window."""
    step = ValidationStep(session, window)
    step.show()
    step.setCollapsed(False)
    session.set_runtime(child("done"))
    result = QgsVectorLayer(f"{parcels_file}|layername=parcels", "Parcels", "ogr")
    QgsProject.instance().addMapLayer(result)
    step.show_layer(result)
    yield step
    session.shut_down()
    step.setParent(None)
    step.deleteLater()
    QTest.qWait(5)


def find(box, name) -> QWidget:
    return box.findChild(QWidget, name)


def line(box) -> str:
    return find(box, "doabValidationLine").text()


def cells(table) -> list[list[str]]:
    model = table.model()
    return [[model.index(r, c).data() for c in range(model.columnCount())] for r in range(model.rowCount())]


def test_nothing_is_compared_before_a_layer_is_chosen(box, truth):
    assert find(box, "doabTruth").currentLayer() is None and not find(box, "doabCompare").isEnabled()
    find(box, "doabTruth").setLayer(truth)
    assert find(box, "doabCompare").isEnabled()


def test_scores_confusion_report_and_suspicious_parcels_are_shown(box, truth, parcels_file):
    find(box, "doabTruth").setLayer(truth)
    find(box, "doabTruthField").setField("EC_hcat_c")
    find(box, "doabCompare").click()
    wait(lambda: "Open the report" in line(box))
    assert "9 declared parcels count; the declared crop of 3 of them is probably wrong" in line(box)
    assert "lpis.gpkg, column EC_hcat_c" in line(box) and "made_evaluation/report.html" in line(box)
    assert cells(find(box, "doabScores")) == [
        ["Parcels with their crop", "75.0", "50.0 – 100.0"],
        ["Panoptic quality", "40.0", ""],
    ]
    assert cells(find(box, "doabConfusion")) == [["Winter wheat", "5", "1", "1"], ["Maize", "·", "2", "·"]]
    find(box, "doabSuspects").click()
    (layer,) = QgsProject.instance().mapLayersByName("Suspicious declarations")
    assert layer.featureCount() == 3
    QgsProject.instance().removeMapLayer(layer.id())


def test_a_second_report_lies_beside_the_first(box, truth, parcels_file):
    find(box, "doabTruth").setLayer(truth)
    for folder in ("made_evaluation/", "made_evaluation_2/"):
        find(box, "doabCompare").click()
        wait(lambda folder=folder: folder in line(box))


def test_an_error_is_shown_and_a_comparison_can_be_stopped(box, truth, child):
    child("bad")
    find(box, "doabTruth").setLayer(truth)
    find(box, "doabCompare").click()
    wait(lambda: "No declared parcel lies on the map" in line(box))
    child("patient")
    find(box, "doabCompare").click()
    assert find(box, "doabCompare").isHidden()
    find(box, "doabCancelCompare").click()
    wait(lambda: "Stopped" in line(box))
    assert not find(box, "doabCompare").isHidden() and find(box, "doabScoreView").isHidden()


def test_a_result_with_unsaved_edits_is_not_compared(box, truth):
    (result,) = QgsProject.instance().mapLayersByName("Parcels")
    find(box, "doabTruth").setLayer(truth)
    result.startEditing()
    result.deleteFeature(next(result.getFeatures()).id())
    find(box, "doabCompare").click()
    assert "has unsaved edits or a filter" in line(box)
    result.rollBack()


def test_what_leaves_the_project_is_let_go(box, truth):
    find(box, "doabTruth").setLayer(truth)
    QgsProject.instance().removeMapLayer(truth.id())
    assert find(box, "doabTruth").currentLayer() is None and not find(box, "doabCompare").isEnabled()


def test_only_crops_that_occur_have_a_row_or_a_column():
    summary = protocol.EvaluationSummary(
        "", "", 3, {}, ("Soy", "Maize", "Barley"), ((0, 0, 1, 0), (0, 0, 0, 0), (0, 0, 2, 0))
    )
    columns, rows = confusion_table(summary)
    assert [column.title for column in columns[1:]] == ["Soy", "Barley"]
    assert [(row.crop, row.counts) for row in rows] == [("Soy", (0, 1)), ("Barley", (0, 2))]
    assert interval(protocol.Score(0.5)) == ""
