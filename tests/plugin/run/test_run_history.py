"""Earlier runs in the dock: recorded as they end, loaded, repeated, opened and forgotten."""

from __future__ import annotations

import dataclasses

import pytest
from dock_actions import find, press, recognise
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QDialog
from sample_data import wait, write_raster

from doab.plugin.history.recorded_run import CANCELLED, FAILED, FINISHED, RUNNING
from doab.plugin.history.run_store import RunStore
from doab.plugin.inputs import inputs_step
from doab.plugin.inspector.inspector_step import InspectorStep
from doab.plugin.parcels.result_job import job_of
from doab.plugin.run import estimate_widget


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(estimate_widget, "SETTLE_MS", 1)
    monkeypatch.setattr(inputs_step, "SETTLE_MS", 1)


@pytest.fixture
def images(tmp_path) -> list[str]:
    """Two images that are there."""
    paths = [tmp_path / "S2_a.tif", tmp_path / "S2_b.tif"]
    for path in paths:
        write_raster(path)
    return [*map(str, paths)]


def choose(dock, name, value):
    box = find(dock, name)
    box.setCurrentIndex(box.findData(value))


def run(dock, tmp_path, name="a.gpkg"):
    """Start a run and wait until it has ended; return what is recorded of it."""
    find(dock, "doabOutput").setFilePath(str(tmp_path / name))
    press(dock, "doabRun")
    wait(lambda: find(dock, "doabLog").isVisible())
    return RunStore().read()[0]


def history(dock) -> QDialog:
    press(dock, "doabHistory")
    return dock.findChildren(QDialog, "doabHistoryDialog")[-1]


def test_a_finished_run_is_recorded_with_its_settings_and_its_log(dock, images, tmp_path, qgis_iface):
    recognise(dock, images)
    qgis_iface.mapCanvas().setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:32631"))
    qgis_iface.mapCanvas().setExtent(QgsRectangle(500_000, 5_600_000, 501_000, 5_601_000))
    choose(dock, "doabArea", "canvas")
    recorded = run(dock, tmp_path)
    assert [source.path for source in recorded.sources] == images
    assert (recorded.status, recorded.summary.parcels, recorded.job.season) == (FINISHED, 3, "auto")
    assert recorded.job.area.crs == "EPSG:32631" and recorded.job.out == str(tmp_path / "a.gpkg")
    assert not recorded.job.scene.acquisitions
    for line in ("Reading", "Warning: No DEM was given.", f"Done: 3 parcels in {tmp_path / 'a.gpkg'}"):
        assert line in recorded.log


def test_a_failed_run_is_recorded_and_its_log_has_the_details(dock, child, images, tmp_path):
    recognise(dock, images)
    child("crash")
    recorded = run(dock, tmp_path)
    assert recorded.status == FAILED and "crashed" in recorded.reason
    find(dock, "doabLog").linkActivated.emit("log")
    (dialog,) = dock.findChildren(QDialog, "doabLogDialog")
    assert "Traceback: something broke" in find(dialog, "doabLogText").toPlainText()


def test_a_run_is_recorded_while_it_goes_on_so_that_it_is_not_lost_with_qgis(dock, child, images, tmp_path):
    recognise(dock, images)
    child("growing")
    find(dock, "doabOutput").setFilePath(str(tmp_path / "a.gpkg"))
    press(dock, "doabRun")
    wait(lambda: RunStore().read())
    assert RunStore().read()[0].status == RUNNING
    press(dock, "doabCancel")
    wait(lambda: RunStore().read()[0].status == CANCELLED or press_if_asked(dock))
    assert RunStore().read()[0].summary is None


def press_if_asked(dock):
    if find(dock, "doabDiscard").isVisible():
        press(dock, "doabDiscard")


def test_settings_are_loaded_into_every_step(dock, images, tmp_path, raster_layer, parcels_file):
    recognise(dock, images)
    dock.reference.choose("2019-01-01")
    dock.inputs.season._choose_season("all")
    wait(lambda: not dock.session.is_inspecting and dock.inputs.acquisitions.rowCount() == 2)
    QgsProject.instance().addMapLayer(raster_layer)
    woods = QgsVectorLayer(f"{parcels_file}|layername=parcels", "Woods", "ogr")
    QgsProject.instance().addMapLayer(woods)
    choose(dock, "doabArea", "layer")
    find(dock, "doabAreaLayer").setLayer(raster_layer)
    find(dock, "doabExclude").setLayer(woods)
    find(dock, "doabMinArea").setValue(0.4)
    choose(dock, "doabDevice", "cpu")
    recorded = run(dock, tmp_path)
    QgsProject.instance().clear()
    wait(lambda: not dock.session.sources)
    find(dock, "doabMinArea").setValue(0.1)
    dialog = history(dock)
    QTest.keyClick(find(dialog, "doabHistoryTable"), Qt.Key.Key_Return)
    wait(lambda: dock.inputs.acquisitions.rowCount() == 2)
    assert dock.session.season == "all" and dock.session.reference == "2019-01-01"
    job, where, _ = dock.run.settings.request(dock.session.inspection.scene, dock.session.reference, "all")
    assert dataclasses.replace(job, scene=recorded.job.scene, out="", area=where()) == dataclasses.replace(
        recorded.job, out=""
    )
    assert job.out == str(tmp_path / "a_2.gpkg")


def test_images_that_the_project_shows_are_listed_as_its_layers(dock, tmp_path, raster_layer):
    recognise(dock, [raster_layer.source()])
    recorded = run(dock, tmp_path)
    QgsProject.instance().addMapLayer(raster_layer)
    dock.run.history.load(recorded)
    assert [entry.layer for entry in dock.inputs.sources.rows] == [raster_layer.id()]


def test_a_run_is_repeated_beside_its_first_result(dock, images, tmp_path):
    recognise(dock, images)
    first = run(dock, tmp_path)
    QgsProject.instance().clear()
    wait(lambda: not dock.session.sources)
    press(history(dock), "doabHistoryRepeat")
    wait(lambda: len(RunStore().read()) == 2 and RunStore().read()[0].status == FINISHED)
    second = RunStore().read()[0]
    assert second.job.out == str(tmp_path / "a_2.gpkg") and second.sources == first.sources
    wait(lambda: dock.session.result_layer is not None)


def test_nothing_is_repeated_where_an_input_is_missing_and_it_is_named(dock, images, tmp_path):
    recognise(dock, images)
    run(dock, tmp_path)
    (tmp_path / "S2_b.tif").unlink()
    dialog = history(dock)
    assert not find(dialog, "doabHistoryRepeat").isEnabled() and find(dialog, "doabHistoryLoad").isEnabled()
    assert "S2_b.tif" in find(dialog, "doabHistoryDetails").text()


def test_nothing_is_repeated_where_its_reference_frame_is_not_recognised_any_more(dock, images, tmp_path):
    recognise(dock, images)
    recorded = run(dock, tmp_path)
    gone = dataclasses.replace(recorded, job=dataclasses.replace(recorded.job, reference="2018-05-05"))
    dock.run.history.repeat(gone)
    QTest.qWait(100)
    assert dock.session.run is None and len(RunStore().read()) == 1


def test_nothing_is_repeated_where_other_images_are_chosen_meanwhile(dock, images, tmp_path):
    recognise(dock, images)
    recorded = run(dock, tmp_path)
    find(dock, "doabInputsTabs").setCurrentIndex(0)
    dock.run.history.repeat(recorded)
    dock.session.set_sources(dock.session.sources[:1])
    wait(lambda: not dock.session.is_inspecting)
    QTest.qWait(100)
    assert dock.session.run is None and len(RunStore().read()) == 1


def test_a_result_is_opened_in_another_project_with_the_job_it_came_from(dock, images, tmp_path, child):
    recognise(dock, images)
    run(dock, tmp_path)
    wait(lambda: dock.session.result_layer is not None)
    job = job_of(dock.session.result_layer)
    QgsProject.instance().clear()
    press(history(dock), "doabHistoryOpen")
    wait(lambda: dock.session.result_layer is not None)
    assert dock.session.result_layer.featureCount() == 3 and job_of(dock.session.result_layer) == job
    assert isinstance(dock.inspector, InspectorStep)


def test_a_result_that_is_gone_cannot_be_opened(dock, images, tmp_path):
    recognise(dock, images)
    recorded = run(dock, tmp_path)
    wait(lambda: dock.session.result_layer is not None)
    QgsProject.instance().clear()
    (tmp_path / "a.gpkg").unlink()
    dialog = history(dock)
    assert not find(dialog, "doabHistoryOpen").isEnabled()
    assert "no longer there" in find(dialog, "doabHistoryDetails").text()
    dock.run.history.open(recorded)
    QTest.qWait(100)
    assert dock.session.result_layer is None


def test_a_run_is_forgotten_by_the_delete_key_and_its_result_stays(dock, images, tmp_path):
    recognise(dock, images)
    run(dock, tmp_path)
    dialog = history(dock)
    QTest.keyClick(find(dialog, "doabHistoryTable"), Qt.Key.Key_Delete)
    assert RunStore().read() == []
    assert "No run was recorded" in find(dialog, "doabHistoryDetails").text()
    assert not find(dialog, "doabHistoryLoad").isEnabled() and (tmp_path / "a.gpkg").exists()


def test_what_names_hold_is_not_read_as_html(dock, images, tmp_path):
    recognise(dock, images)
    run(dock, tmp_path, "<b>bold<img src=x>.gpkg")
    assert "&lt;b&gt;bold" in find(history(dock), "doabHistoryDetails").text()
