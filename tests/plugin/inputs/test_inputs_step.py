"""The first step: the list of sources and what is recognised in them, also while the project changes."""

from __future__ import annotations

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QDialog, QLabel, QTableView, QTabWidget, QToolButton
from sample_data import wait, write_raster

from doab.model import protocol
from doab.plugin.inputs.facts_dialog import FactsDialog
from doab.plugin.inputs.inputs_step import InputsStep
from doab.plugin.layers.layer_sources import OVERRIDES
from doab.plugin.project_notes import read_note


@pytest.fixture
def inputs(session):
    step = InputsStep(session)
    step.show()
    yield step
    step.deleteLater()
    QTest.qWait(5)


@pytest.fixture
def listed(inputs, raster_layer) -> InputsStep:
    """Inputs with one layer in the list, settled."""
    QgsProject.instance().addMapLayer(raster_layer)
    inputs.add_all_layers()
    settle(inputs)
    return inputs


def settle(inputs) -> None:
    wait(lambda: not inputs._settle.isActive())


def paths(inputs) -> list[str]:
    return [offer.source.path for offer in inputs.sources.rows]


def text(inputs, name: str) -> str:
    return inputs.findChild(QLabel, name).text()


def show(inputs, *rows, files=()) -> None:
    """Show acquisitions and problems as if the child had found them."""
    scene = protocol.Scene(
        tuple(f for f in rows if isinstance(f, protocol.Acquisition)),
        problems=tuple(f for f in rows if isinstance(f, protocol.Problem)),
    )
    inputs.show_inspection(protocol.Inspection(scene, files=dict(files)))
    QTest.qWait(1)


def image(path: str, day: str = "2019-06-26", problem: str = "") -> protocol.Acquisition:
    return protocol.Acquisition("S2", day, {"B04": protocol.BandSource(path)}, problem=problem)


def dialog(inputs) -> FactsDialog:
    return inputs.findChildren(QDialog, "doabFactsDialog")[-1]


def follow(inputs, link: str) -> None:
    inputs.findChild(QLabel, "doabFacts").linkActivated.emit(link)


def test_an_elevation_model_counts_as_recognised(inputs):
    unknown = protocol.Problem("/b.tif", "What is this?")
    scene = protocol.Scene((image("/a.tif"),), protocol.Elevation(protocol.BandSource("/dem.tif")), (unknown,))
    inputs.show_inspection(protocol.Inspection(scene))
    QTest.qWait(1)
    assert inputs.findChild(QTabWidget, "doabInputsTabs").tabText(1) == "Recognised (2)"


def test_what_was_recognised_of_the_sources_before_is_not_shown_any_more(inputs):
    inputs.show_inspection(protocol.Inspection(protocol.Scene((image("/a.tif"),))))
    inputs.session.inspection_pending.emit(2)
    QTest.qWait(1)
    assert inputs.acquisitions.rowCount() == 0
    show(inputs, image("/a.tif"), image("/b.tif", "2019-07-01"))
    assert inputs.acquisitions.rowCount() == 2


def test_an_empty_list_mentions_the_layers_of_the_project_and_lists_them(inputs, raster_layer):
    QgsProject.instance().addMapLayer(raster_layer)
    assert "One raster layer" in text(inputs, "doabNews")
    inputs.findChild(QLabel, "doabNews").linkActivated.emit("add")
    settle(inputs)
    assert len(inputs.sources.rows) == 1 and not inputs.findChild(QLabel, "doabNews").isVisible()


def test_a_layer_that_comes_later_is_mentioned(listed, tmp_path):
    write_raster(tmp_path / "late.tif")
    QgsProject.instance().addMapLayer(QgsRasterLayer(str(tmp_path / "late.tif"), "late"))
    assert listed.findChild(QLabel, "doabNews").isVisible()


def test_a_problem_is_mended_where_it_is_named(listed, raster_file):
    show(listed, protocol.Problem(str(raster_file), "No date was found.", "date"))
    assert "No date was found." in text(listed, "doabFacts")
    view = listed.findChild(QTableView, "doabAcquisitions")
    cell = listed.acquisitions.index(0, 0)
    assert cell.data() == "Set the date…"
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, view.visualRect(cell).center()
    )
    dialog(listed)._date.setText("2019-07-01")
    dialog(listed).accept()
    assert listed.sources.used()[0].date == "2019-07-01"


def test_a_correction_is_stored_and_comes_back_with_the_project(listed, raster_file, tmp_path):
    show(listed, image(str(raster_file)))
    listed.findChild(QTableView, "doabAcquisitions").selectRow(0)
    follow(listed, "correct:")
    dialog(listed)._unit.setCurrentIndex(1)
    dialog(listed).accept()
    settle(listed)
    (layer,) = QgsProject.instance().mapLayers().values()
    assert read_note(layer, OVERRIDES) == '{"unit": "reflectance"}'
    listed.add_paths(["/images"])
    settle(listed)
    project = QgsProject.instance()
    project.write(str(tmp_path / "project.qgz"))
    project.clear()
    assert listed.sources.rows == []
    project.read(str(tmp_path / "project.qgz"))
    assert paths(listed) == [str(raster_file), "/images"]
    assert listed.sources.used()[0].unit == "reflectance"
    settle(listed)
    assert not project.isDirty()


def test_what_is_taken_out_of_the_list_is_not_stored(listed):
    listed.sources.remove([0])
    (layer,) = QgsProject.instance().mapLayers().values()
    assert read_note(layer, OVERRIDES) == ""


def test_what_was_said_of_a_layer_leaves_the_project_with_it(listed):
    project = QgsProject.instance()
    assert project.entryList("doab", "/overrides")
    project.removeAllMapLayers()
    assert not project.entryList("doab", "/overrides")


def test_a_file_of_a_folder_is_corrected_by_becoming_a_source_of_its_own(inputs):
    inputs.add_paths(["/images"])
    show(inputs, image("/images/a.tif"), image("/images/b.tif", "2019-07-01"))
    inputs.findChild(QTableView, "doabAcquisitions").selectRow(1)
    follow(inputs, "correct:")
    dialog(inputs)._date.setText("2019-07-02")
    dialog(inputs).accept()
    assert inputs.sources.used() == [protocol.Source("/images"), protocol.Source("/images/b.tif", date="2019-07-02")]


def test_a_file_of_a_folder_can_be_left_out_and_ticked_again(inputs):
    inputs.add_paths(["/images"])
    show(inputs, image("/images/a.tif", problem="Every pixel is empty."))
    follow(inputs, "leave:")
    assert inputs.sources.used() == [protocol.Source("/images"), protocol.Source("/images/a.tif", "none")]
    inputs.sources.setData(inputs.sources.index(1, 0), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert inputs.sources.used() == [protocol.Source("/images"), protocol.Source("/images/a.tif")]


def test_a_layer_left_out_stays_in_the_list_without_a_tick(listed, raster_file):
    show(listed, protocol.Problem(str(raster_file), "It may be damaged."))
    follow(listed, "leave:")
    assert listed.sources.used() == [] and len(listed.sources.rows) == 1


def test_a_layer_with_another_file_is_read_there_and_keeps_what_was_said(listed, raster_file, tmp_path):
    listed.sources.update_sources([protocol.Source(str(raster_file), date="2019-07-01")])
    write_raster(tmp_path / "other.tif")
    (layer,) = QgsProject.instance().mapLayers().values()
    layer.setDataSource(str(tmp_path / "other.tif"), "June image", "gdal")
    (source,) = listed.sources.used()
    assert (source.path, source.date) == (str(tmp_path / "other.tif"), "2019-07-01")


def test_a_layer_shown_in_another_crs_than_its_file_is_noticed_at_once(listed, raster_file):
    show(
        listed, image(str(raster_file)), files={str(raster_file): protocol.RasterFile("EPSG:32631", 10.0, True, ("",))}
    )
    (layer,) = QgsProject.instance().mapLayers().values()
    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    assert "QGIS shows it in EPSG:3857" in listed.acquisitions.index(0, 4).data()


def test_a_layer_shown_in_another_crs_is_known_by_its_file_however_the_path_is_written(inputs, raster_file):
    layer = QgsRasterLayer(f"{raster_file.parent}//{raster_file.name}", "June image")
    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    QgsProject.instance().addMapLayer(layer)
    inputs.add_all_layers()
    show(
        inputs, image(str(raster_file)), files={str(raster_file): protocol.RasterFile("EPSG:32631", 10.0, True, ("",))}
    )
    assert "QGIS shows it in EPSG:3857" in inputs.acquisitions.index(0, 4).data()


def test_a_layer_may_be_removed_while_the_dialog_asks_about_it(listed, raster_file):
    show(listed, image(str(raster_file)))
    listed.findChild(QTableView, "doabAcquisitions").selectRow(0)
    follow(listed, "correct:")
    QgsProject.instance().removeAllMapLayers()
    dialog(listed).accept()
    assert listed.sources.used() == []


def test_sources_are_removed_only_where_they_can_be_seen(inputs):
    inputs.add_paths(["/a.tif", "/b.tif"])
    show(inputs, image("/a.tif"), image("/b.tif", "2019-07-01"))
    tabs, remove = inputs.findChild(QTabWidget, "doabInputsTabs"), inputs.findChild(QToolButton, "doabRemove")
    tabs.setCurrentIndex(0)
    inputs.findChild(QTableView, "doabSources").selectRow(0)
    assert remove.isEnabled()
    tabs.setCurrentIndex(1)
    assert not remove.isEnabled()
    tabs.setCurrentIndex(0)
    assert remove.isEnabled()


def test_several_rows_are_corrected_at_once(inputs):
    inputs.add_paths(["/a.tif", "/b.tif"])
    show(inputs, image("/a.tif"), image("/b.tif", "2019-07-01"))
    inputs.findChild(QTableView, "doabAcquisitions").selectAll()
    follow(inputs, "correct:")
    dialog(inputs)._unit.setCurrentIndex(dialog(inputs)._unit.findData("shifted"))
    dialog(inputs).accept()
    assert [source.unit for source in inputs.sources.used()] == ["shifted", "shifted"]


def test_without_the_processing_plugin_the_way_to_a_crs_is_explained(listed, raster_file, monkeypatch):
    monkeypatch.delattr("qgis.processing.createAlgorithmDialog", raising=False)
    show(listed, protocol.Problem(str(raster_file), "It has no coordinate reference system.", "crs"))
    follow(listed, "correct:crs")
    assert "Processing plugin is switched off" in text(listed, "doabSummary")


def test_sources_show_what_was_recognised_of_them(inputs):
    inputs.add_paths(["/a.tif"])
    show(inputs, image("/a.tif"))
    cells = [inputs.sources.index(0, column).data() for column in range(3)]
    assert cells == ["a.tif", "S2", "2019-06-26"]
    assert inputs.sources.used() == [protocol.Source("/a.tif")]


def test_a_date_in_the_list_of_sources_is_taken_as_it_is_typed(inputs):
    inputs.add_paths(["/a.tif"])
    index = inputs.sources.index(0, 2)
    assert inputs.sources.setData(index, "31.05.2019") and index.data() == "2019-05-31"
    assert not inputs.sources.setData(index, "soon") and index.data() == "2019-05-31"
    assert inputs.sources.setData(index, "") and index.data() == "auto"


def test_a_correction_leaves_the_analyst_at_the_same_tab(inputs):
    tabs = inputs.findChild(QTabWidget, "doabInputsTabs")
    inputs.add_paths(["/a.tif"])
    settle(inputs)
    show(inputs, image("/a.tif"))
    assert tabs.currentIndex() == 1
    tabs.setCurrentIndex(0)
    inputs.sources.setData(inputs.sources.index(0, 2), "2019-05-31")
    settle(inputs)
    show(inputs, image("/a.tif", "2019-05-31"))
    assert tabs.currentIndex() == 0
