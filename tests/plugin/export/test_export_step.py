"""The box that takes parcels away, pressed as an analyst would."""

from __future__ import annotations

import pytest
from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QWidget
from sample_data import unreadable, wait, write_ground

from doab.plugin.export.export_step import ExportStep
from doab.plugin.parcels.not_farmland import add_ground


@pytest.fixture
def layer(parcels_file, qgis_new_project):
    layer = QgsVectorLayer(f"{parcels_file}|layername=parcels", "Parcels", "ogr")
    QgsProject.instance().addMapLayer(layer)
    return layer


@pytest.fixture
def box(window, profile, session):
    step = ExportStep(session, window)
    step.show()
    yield step
    session.shut_down()
    step.setParent(None)
    step.deleteLater()
    QTest.qWait(5)


def find(box, name) -> QWidget:
    return box.findChild(QWidget, name)


def choose(box, suffix) -> None:
    combo = find(box, "doabExportFormat")
    combo.setCurrentIndex(combo.findData(suffix))


def test_ground_that_is_no_farmland_is_not_offered(box, layer, parcels_file):
    write_ground(parcels_file)
    ground = add_ground(layer)
    combo = find(box, "doabExportLayer")
    assert [combo.layer(i) for i in range(combo.count())] == [layer] and combo.currentLayer() is layer
    QgsProject.instance().removeMapLayer(layer.id())
    assert combo.count() == 0 and QgsProject.instance().mapLayer(ground.id()) is not None


def test_from_a_layer_to_a_shapefile(box, layer, tmp_path):
    choose(box, ".shp")
    find(box, "doabExportFile").setFilePath(str(tmp_path / "june"))
    find(box, "doabExport").click()
    wait(lambda: "written" in find(box, "doabExportLine").text())
    assert (tmp_path / "june.shp").exists()
    line = find(box, "doabExportLine").text()
    assert "3 parcels" in line and "june_extra.csv" in line and "Open the folder" in line
    assert not find(box, "doabExport").isHidden()


def test_an_export_that_could_not_read_the_layer_succeeds_when_it_is_repeated(box, layer, parcels_file, tmp_path):
    find(box, "doabExportFile").setFilePath(str(tmp_path / "june.gpkg"))
    layer.dataProvider().reloadData()  # no connection is open
    assert layer.featureCount() == 3  # counting again would open the file anew, too
    with unreadable(parcels_file):
        assert list(layer.getFeatures()) == []
    line = find(box, "doabExportLine")
    find(box, "doabExport").click()
    wait(lambda: "Only 0 of 3 parcels" in line.text())
    assert not (tmp_path / "june.gpkg").exists()
    find(box, "doabExport").click()
    wait(lambda: "3 parcels were written" in line.text())


def test_without_a_file_or_onto_the_layer_itself_it_says_what_to_do(box, layer, parcels_file):
    find(box, "doabExport").click()
    assert "Choose the file" in find(box, "doabExportLine").text()
    find(box, "doabExportFile").setFilePath(str(parcels_file))
    find(box, "doabExport").click()
    assert "open as the layer" in find(box, "doabExportLine").text()


def test_selected_only_follows_the_selection(box, layer, tmp_path):
    selected = find(box, "doabExportSelected")
    assert not selected.isEnabled()
    layer.selectByExpression('"parcel_id" < 3')
    assert selected.isEnabled() and "(2)" in selected.text()
    selected.setChecked(True)
    find(box, "doabExportFile").setFilePath(str(tmp_path / "two.gpkg"))
    find(box, "doabExport").click()
    wait(lambda: "2 parcels" in find(box, "doabExportLine").text())
    layer.removeSelection()
    assert not selected.isEnabled() and not selected.isChecked()


def test_a_layer_that_vanishes_does_no_harm(box, layer, tmp_path):
    layer.selectByExpression("1")
    find(box, "doabExportSelected").setChecked(True)
    QgsProject.instance().removeAllMapLayers()
    assert not find(box, "doabExport").isEnabled() and not find(box, "doabExportSelected").isEnabled()


def test_another_format_changes_the_ending_of_the_file(box, layer, tmp_path):
    find(box, "doabExportFile").setFilePath(str(tmp_path / "june.gpkg"))
    choose(box, ".fgb")
    assert find(box, "doabExportFile").filePath().endswith("june.fgb")


def test_parcels_that_are_deleted_are_selected_no_longer(box, layer):
    layer.startEditing()
    layer.selectAll()
    layer.deleteSelectedFeatures()
    assert not find(box, "doabExportSelected").isEnabled()
    layer.rollBack()


@pytest.mark.parametrize("chosen", range(3))
def test_whichever_layer_comes_up_when_the_chosen_one_is_removed_is_followed(box, parcels_file, chosen):
    layers = [QgsVectorLayer(f"{parcels_file}|layername=parcels", name, "ogr") for name in "abc"]
    QgsProject.instance().addMapLayers(layers)
    box.show_layer(layers[chosen])
    QgsProject.instance().removeMapLayer(layers[chosen].id())
    find(box, "doabExportLayer").currentLayer().selectAll()
    assert "(3)" in find(box, "doabExportSelected").text() and find(box, "doabExportSelected").isEnabled()


def test_an_older_export_is_replaced_only_after_a_question(box, layer, tmp_path, answers):
    target = tmp_path / "june.shp"
    find(box, "doabExportFile").setFilePath(str(target))
    choose(box, ".shp")
    find(box, "doabExport").click()
    wait(lambda: "written" in find(box, "doabExportLine").text())
    before = {path.name: path.read_bytes() for path in tmp_path.glob("june*")}
    layer.selectByExpression('"parcel_id" = 3')
    find(box, "doabExportSelected").setChecked(True)
    answers += [False, True]
    find(box, "doabExport").click()
    assert find(box, "doabExportLine").text() == "Nothing was written. Choose another file."
    assert {path.name: path.read_bytes() for path in tmp_path.glob("june*")} == before
    find(box, "doabExport").click()
    wait(lambda: "1 parcels were written" in find(box, "doabExportLine").text())
    assert answers.questions == [f"{target} exists already. Replace it?"] * 2


@pytest.mark.parametrize("suffix", [".gpkg", ".shp", ".fgb", ".geojson", ".parquet"])
def test_a_file_of_somebody_else_is_not_even_asked_about(box, layer, tmp_path, suffix, answers):
    target = tmp_path / f"thesis{suffix}"
    target.write_text("mine")
    choose(box, suffix)
    find(box, "doabExportFile").setFilePath(str(target))
    find(box, "doabExport").click()
    assert f"{target.name} was not written by Doab" in find(box, "doabExportLine").text()
    assert answers.questions == [] and target.read_text() == "mine"
