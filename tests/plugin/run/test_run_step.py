"""Step 3 of the dock: what a run will take, how it goes, and what is kept of it."""

from __future__ import annotations

import contextlib
import sqlite3

import pytest
from dock_actions import find, press, recognise
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsRasterLayer, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtWidgets import QMenu
from sample_data import PARCELS, wait, write_parcels, write_raster

from doab.model import protocol
from doab.plugin import settings
from doab.plugin.parcels.result_job import job_of
from doab.plugin.run import estimate_widget, run_time


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(estimate_widget, "SETTLE_MS", 1)


def text(dock, name):
    return find(dock, name).text()


def choose(dock, name, value):
    box = find(dock, name)
    box.setCurrentIndex(box.findData(value))


def begin(dock, child, tmp_path, mode="growing"):
    """Start a run that shows three parcels and then waits."""
    recognise(dock, ["/images/a.tif"])
    wait(lambda: text(dock, "doabEstimate"))
    child(mode)
    find(dock, "doabOutput").setFilePath(str(tmp_path / "a.gpkg"))
    press(dock, "doabRun")
    wait(lambda: QgsProject.instance().mapLayersByName("Finished so far"))


def test_the_device_is_shown_before_there_is_an_image_and_queried_once(dock, children):
    wait(lambda: text(dock, "doabDeviceLine"))
    assert text(dock, "doabDeviceLine") == "Processor, 8 threads, 12.0 GB free"
    choose(dock, "doabDevice", "cuda")
    assert "does not work on this computer" in text(dock, "doabDeviceLine")
    assert len(children()) == 1


def test_an_environment_that_cannot_compute_says_why(dock, child):
    wait(lambda: text(dock, "doabDeviceLine"))
    dock.session.release_runtime()
    dock.session.set_runtime(child("blind"))
    wait(lambda: text(dock, "doabDeviceLine") == "⚠ PyTorch cannot be imported.")


def test_time_and_memory_are_shown_before_the_run_and_follow_the_area(dock, qgis_iface):
    assert not find(dock, "doabEstimate").isVisible()
    recognise(dock, ["/images/a.tif", "/images/b.tif"])
    wait(lambda: text(dock, "doabEstimate"))
    assert "1.0 GB of memory for 900 ha with 2 images" in text(dock, "doabEstimate")
    qgis_iface.mapCanvas().setDestinationCrs(QgsCoordinateReferenceSystem())
    choose(dock, "doabArea", "canvas")
    wait(lambda: "no coordinate system" in text(dock, "doabEstimate"))
    qgis_iface.mapCanvas().setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:32631"))
    qgis_iface.mapCanvas().setExtent(QgsRectangle(500_000, 5_600_000, 501_000, 5_601_000))
    wait(lambda: "50 ha" in text(dock, "doabEstimate"))
    choose(dock, "doabArea", "drawn")
    wait(lambda: "Draw the area" in text(dock, "doabEstimate"))


def test_a_run_that_was_interrupted_is_offered_to_go_on(dock):
    recognise(dock, ["/images/a.tif"])
    wait(lambda: text(dock, "doabEstimate"))
    dock.run.estimate._set_estimate(
        protocol.Estimate("b 1", (), "", "", 10, 96, 1, 900.0, 10**9, blocks=12, finished=3), ""
    )
    assert "3 of 12 blocks are finished" in text(dock, "doabEstimate")


def test_the_bundle_says_its_name_and_classes_and_a_bad_one_why(dock):
    recognise(dock, ["/images/a.tif"])
    wait(lambda: text(dock, "doabBundleNote"))
    assert text(dock, "doabBundleNote") == "fake 1 with 2 classes: Winter wheat, Maize"
    find(dock, "doabBundle").setText("/models/broken.zip")
    wait(lambda: "The bundle is damaged." in text(dock, "doabEstimate"))
    assert not find(dock, "doabBundleNote").isVisible()


def test_a_model_of_another_region_maps_only_after_a_question(dock, tmp_path, answers):
    find(dock, "doabBundle").setText(str(tmp_path / "delta"))
    recognise(dock, ["/images/a.tif"])
    wait(lambda: dock.run.estimate.elsewhere)
    find(dock, "doabOutput").setFilePath(str(tmp_path / "a.gpkg"))
    answers += [False, True]
    press(dock, "doabRun")
    assert "Nothing was started" in text(dock, "doabStage") and "It was made for another region" in answers.questions[0]
    press(dock, "doabRun")
    wait(lambda: QgsProject.instance().mapLayersByName("Parcels"))
    job = protocol.loads(protocol.Job, job_of(QgsProject.instance().mapLayersByName("Parcels")[0]))
    assert job.anywhere


def test_models_that_were_trained_here_are_in_the_menu_and_a_better_one_is_taken(dock, tmp_path):
    mine, gone = tmp_path / "mine", tmp_path / "gone"
    mine.mkdir()
    for path in (gone, mine):
        settings.remember_bundle(str(path))
    menu = dock.findChild(QMenu, "doabBundleMenu")
    menu.aboutToShow.emit()
    titles = [action.text() for action in menu.actions() if action.text()]
    assert titles == ["The one that comes with Doab", "mine", "Folder…", "Zip…"]
    menu.actions()[1].trigger()
    assert dock.session.bundle == find(dock, "doabBundle").text() == str(mine)
    menu.actions()[0].trigger()
    assert dock.session.bundle == ""
    dock.session.bundle_offered.emit(str(mine))
    assert dock.session.bundle == str(mine)


def test_nothing_is_promised_of_a_device_that_does_not_work(dock):
    recognise(dock, ["/images/a.tif"])
    wait(lambda: "Expected" in text(dock, "doabEstimate"))
    choose(dock, "doabDevice", "cuda")
    assert not text(dock, "doabEstimate")
    choose(dock, "doabDevice", "cpu")
    assert "Expected" in text(dock, "doabEstimate")


def test_a_second_run_of_the_same_images_is_expected_to_be_shorter(dock, tmp_path):
    recognise(dock, ["/images/a.tif"])
    wait(lambda: text(dock, "doabEstimate"))
    find(dock, "doabOutput").setFilePath(str(tmp_path / "a.gpkg"))
    press(dock, "doabRun")
    wait(lambda: "were mapped before" in find(dock, "doabEstimate").toolTip())


def test_with_a_device_that_does_not_work_no_run_can_begin(dock):
    recognise(dock, ["/images/a.tif"])
    wait(lambda: text(dock, "doabDeviceLine") and find(dock, "doabRun").isEnabled())
    choose(dock, "doabDevice", "cuda")
    assert not find(dock, "doabRun").isEnabled() and "another device" in text(dock, "doabStage")
    choose(dock, "doabDevice", "auto")
    assert find(dock, "doabRun").isEnabled()


def test_the_message_of_a_failed_run_goes_when_something_is_done(dock, child, tmp_path, qgis_iface, monkeypatch):
    bar, shown = qgis_iface.messageBar(), []
    monkeypatch.setattr(type(bar), "popWidget", lambda _bar, item=None: shown.remove(item) or True)
    monkeypatch.setattr(type(bar), "pushWidget", lambda _bar, item, *_: shown.append(item), raising=False)
    recognise(dock, ["/images/a.tif"])
    child("bad")
    find(dock, "doabOutput").setFilePath(str(tmp_path / "a.gpkg"))
    press(dock, "doabRun")
    wait(lambda: shown)
    assert find(dock, "doabLog").isVisible()
    choose(dock, "doabDevice", "cpu")
    assert shown == [] and not find(dock, "doabLog").isVisible()


def test_a_run_teaches_how_long_the_next_will_take(dock, tmp_path):
    recognise(dock, ["/images/a.tif"])
    wait(lambda: text(dock, "doabEstimate"))
    assert "first guess" in find(dock, "doabEstimate").toolTip()
    find(dock, "doabOutput").setFilePath(str(tmp_path / "a.gpkg"))
    press(dock, "doabRun")
    wait(lambda: settings.Setting("pace/cpu", 0.0).get() == pytest.approx(10 / ((68 + 4 * run_time.OVERHEAD) / 100)))
    wait(lambda: find(dock, "doabEstimate").isVisible())
    find(dock, "doabBundle").setText("/models/another.zip")
    wait(lambda: "earlier runs" in find(dock, "doabEstimate").toolTip())


def test_the_frame_that_a_run_has_chosen_is_named_with_the_reason(dock, tmp_path):
    recognise(dock, ["/images/a.tif"])
    find(dock, "doabOutput").setFilePath(str(tmp_path / "a.gpkg"))
    press(dock, "doabRun")
    wait(lambda: "Done" in text(dock, "doabStage"))
    assert "Outlines are those of 2019-06-26. Best of 3 dates: clear." in text(dock, "doabStage")
    layer = QgsProject.instance().mapLayersByName("Parcels")[0]
    assert "Reference date: 2019-06-26 Best of 3 dates: clear." in layer.metadata().abstract()


def test_what_each_image_gave_to_the_map_is_said_with_the_result_and_noted_with_the_layer(dock, tmp_path):
    recognise(dock, ["/images/a.tif", "/images/b.tif"])
    find(dock, "doabOutput").setFilePath(str(tmp_path / "a.gpkg"))
    press(dock, "doabRun")
    wait(lambda: "Done" in text(dock, "doabStage"))
    assert "Sentinel-2: usable on 2019-01-01 76 %, 2019-02-02 76 % of the mapped ground" in text(dock, "doabStage")
    layer = QgsProject.instance().mapLayersByName("Parcels")[0]
    assert "Sentinel-2: 2019-01-01 (76 %), 2019-02-02 (76 %)" in layer.metadata().abstract()


def test_finished_parcels_appear_and_the_result_takes_their_place(dock, child, tmp_path):
    begin(dock, child, tmp_path)
    layer = QgsProject.instance().mapLayersByName("Finished so far")[0]
    assert layer.featureCount() == len(PARCELS) and len(layer.renderer().categories()) == 3
    assert "3 parcels so far" in text(dock, "doabStage")
    assert not find(dock, "doabEstimate").isVisible()
    press(dock, "doabCancel")
    assert "At least 3 parcels are finished" in text(dock, "doabQuestionText")
    press(dock, "doabKeep")
    wait(lambda: QgsProject.instance().mapLayersByName("Parcels"))
    wait(find(dock, "doabRun").isVisible)
    assert not QgsProject.instance().mapLayersByName("Finished so far")
    assert [group.name() for group in QgsProject.instance().layerTreeRoot().children()] == ["Doab: a"]
    assert "stopped early" in text(dock, "doabWarnings") and (tmp_path / "a.gpkg").exists()


def test_later_drawings_replace_earlier_ones_in_the_same_layer(qgis_new_project, tmp_path):
    from doab.plugin.parcels.crop_areas import count_crops
    from doab.plugin.run.preview_layer import PreviewLayer
    from doab.plugin.tasks.map_task import Finished

    parcels = PreviewLayer()
    for count in (1, 3):
        path = write_parcels(tmp_path / f"{count}.gpkg", PARCELS[:count])
        parcels.show(Finished(str(path), count_crops(path)))
        layers = list(QgsProject.instance().mapLayers().values())
        assert [layer.featureCount() for layer in layers] == [count]
    labels = [category.label() for category in layers[0].renderer().categories()]
    assert labels == ["Winter wheat (2)", "Potatoes (1)", "Anything else"]
    parcels.remove()
    assert not QgsProject.instance().mapLayers() and not QgsProject.instance().layerTreeRoot().children()
    parcels.remove()


def test_discard_leaves_nothing(dock, child, tmp_path):
    begin(dock, child, tmp_path)
    press(dock, "doabCancel")
    press(dock, "doabDiscard")
    wait(find(dock, "doabRun").isVisible)
    assert "cancelled" in text(dock, "doabStage")
    assert not QgsProject.instance().mapLayers() and not (tmp_path / "a.gpkg").exists()


def test_who_goes_on_loses_nothing(dock, child, tmp_path):
    begin(dock, child, tmp_path)
    press(dock, "doabCancel")
    press(dock, "doabGoOn")
    assert not find(dock, "doabQuestion").isVisible() and find(dock, "doabCancel").isEnabled()
    assert dock.session.run is not None
    press(dock, "doabCancel")
    press(dock, "doabDiscard")
    wait(find(dock, "doabRun").isVisible)


def test_the_layer_of_finished_parcels_may_be_removed_meanwhile(dock, child, tmp_path):
    begin(dock, child, tmp_path)
    QgsProject.instance().removeAllMapLayers()
    press(dock, "doabCancel")
    press(dock, "doabKeep")
    wait(lambda: QgsProject.instance().mapLayersByName("Parcels"))
    assert len(QgsProject.instance().mapLayers()) == 1


def test_the_area_of_the_run_is_kept_with_the_result(dock, child, tmp_path, raster_layer):
    QgsProject.instance().addMapLayer(raster_layer)
    recognise(dock, ["/images/a.tif"])
    choose(dock, "doabArea", "layer")
    find(dock, "doabAreaLayer").setLayer(raster_layer)
    find(dock, "doabOutput").setFilePath(str(tmp_path / "a.gpkg"))
    press(dock, "doabRun")
    wait(lambda: QgsProject.instance().mapLayersByName("Parcels"))
    layer = QgsProject.instance().mapLayersByName("Parcels")[0]
    assert protocol.loads(protocol.Job, job_of(layer)).area.bounds == (
        574680,
        5622400,
        574720,
        5622440,
    )


@pytest.fixture
def cover(tmp_path, qgis_new_project) -> QgsRasterLayer:
    """A raster of land cover in the project."""
    write_raster(tmp_path / "cover.tif")
    layer = QgsRasterLayer(str(tmp_path / "cover.tif"), "Land cover")
    QgsProject.instance().addMapLayer(layer)
    return layer


def exclusion(dock):
    return dock.run.settings.exclusion.exclusion()


def test_nothing_is_left_out_unless_a_layer_is_chosen(dock, cover):
    assert find(dock, "doabExclude").currentLayer() is None and exclusion(dock) is None
    find(dock, "doabExclude").setLayer(cover)
    assert exclusion(dock) is not None
    QgsProject.instance().removeMapLayer(cover.id())
    assert exclusion(dock) is None


def test_a_raster_is_left_out_by_its_values_and_polygons_as_a_whole(dock, cover, parcels_file):
    find(dock, "doabAdvancedBox").setCollapsed(False)
    assert not find(dock, "doabExcludeValues").isVisible()
    find(dock, "doabExclude").setLayer(cover)
    assert find(dock, "doabExcludeValues").isVisible()
    assert exclusion(dock) == protocol.Exclusion(cover.source())
    find(dock, "doabExcludeValues").setText("10, 50;80")
    assert exclusion(dock).values == (10, 50, 80)
    woods = QgsVectorLayer(f"{parcels_file}|layername=parcels", "Woods", "ogr")
    QgsProject.instance().addMapLayer(woods)
    find(dock, "doabExclude").setLayer(woods)
    assert not find(dock, "doabExcludeValues").isVisible()
    assert exclusion(dock) == protocol.Exclusion(str(parcels_file), "parcels")


def test_ground_to_leave_out_without_a_file_or_with_wrong_values_is_named(dock, cover, qgis_new_project):
    find(dock, "doabExclude").setLayer(cover)
    find(dock, "doabExcludeValues").setText("trees")
    with pytest.raises(protocol.InputError, match="“trees”"):
        exclusion(dock)
    scratch = QgsVectorLayer("Polygon?crs=EPSG:32631", "Sketch", "memory")
    QgsProject.instance().addMapLayer(scratch)
    find(dock, "doabExclude").setLayer(scratch)
    recognise(dock, ["/images/a.tif"])
    wait(lambda: "“Sketch” is none" in text(dock, "doabEstimate"))
    press(dock, "doabRun")
    assert "“Sketch” is none" in text(dock, "doabStage") and dock.session.run is None


def test_the_ground_that_was_left_out_is_kept_with_the_result(dock, cover, tmp_path):
    find(dock, "doabExclude").setLayer(cover)
    find(dock, "doabExcludeValues").setText("10")
    recognise(dock, ["/images/a.tif"])
    find(dock, "doabOutput").setFilePath(str(tmp_path / "a.gpkg"))
    press(dock, "doabRun")
    wait(lambda: QgsProject.instance().mapLayersByName("Parcels"))
    layer = QgsProject.instance().mapLayersByName("Parcels")[0]
    job = protocol.loads(protocol.Job, job_of(layer))
    assert job.exclude == protocol.Exclusion(cover.source(), values=(10,))
    assert f"Left out: {cover.source()} (10)" in layer.metadata().abstract()


def test_an_older_result_is_replaced_only_after_a_question_that_counts_edited_parcels(dock, child, tmp_path, answers):
    edited = (*PARCELS[0][:-2], "analyst", "2019-07-01T10:00:00")
    target = write_parcels(tmp_path / "older.gpkg", [edited, *PARCELS[1:]])
    before = target.read_bytes()
    recognise(dock, ["/images/a.tif"])
    wait(lambda: text(dock, "doabEstimate"))
    child("done")
    find(dock, "doabOutput").setFilePath(str(target))
    answers += [False, True]
    press(dock, "doabRun")
    assert dock.session.run is None and target.read_bytes() == before
    press(dock, "doabRun")
    wait(lambda: dock.session.result_layer is not None)
    assert target.read_bytes() != before
    sentence = f"{target} exists already. Replace it?\n\nParcels in it that were edited by hand: 1."
    assert answers.questions == [sentence] * 2
    assert not protocol.loads(protocol.Job, job_of(dock.session.result_layer)).overwrite


def test_an_input_a_file_of_somebody_else_and_one_in_use_are_no_output(dock, child, tmp_path, answers):
    theirs, used = tmp_path / "theirs.gpkg", write_parcels(tmp_path / "used.gpkg")
    theirs.write_text("mine")
    recognise(dock, [str(used)])
    wait(lambda: text(dock, "doabEstimate"))
    for target, reason in ((theirs, "not written by Doab"), (used, "is an input of this run")):
        find(dock, "doabOutput").setFilePath(str(target))
        press(dock, "doabRun")
        assert reason in text(dock, "doabStage")
    locked = write_parcels(tmp_path / "locked.gpkg")
    with contextlib.closing(sqlite3.connect(locked, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        find(dock, "doabOutput").setFilePath(str(locked))
        press(dock, "doabRun")
        assert "in use by another program" in text(dock, "doabStage")
    assert answers.questions == [] and dock.session.run is None


def test_parcels_of_ones_own_take_the_place_of_those_that_the_model_finds(dock, parcels_file, tmp_path):
    own = QgsVectorLayer(f"{parcels_file}|layername=parcels", "Own", "ogr")
    QgsProject.instance().addMapLayer(own)
    assert dock.run.settings.parcels.given() is None
    find(dock, "doabParcels").setLayer(own)
    assert not find(dock, "doabMinArea").isEnabled() and not find(dock, "doabSimplify").isEnabled()
    recognise(dock, ["/images/a.tif"])
    find(dock, "doabOutput").setFilePath(str(tmp_path / "a.gpkg"))
    press(dock, "doabRun")
    wait(lambda: QgsProject.instance().mapLayersByName("Parcels"))
    layer = QgsProject.instance().mapLayersByName("Parcels")[0]
    assert protocol.loads(protocol.Job, job_of(layer)).parcels == protocol.ParcelLayer(str(parcels_file), "parcels")
    assert f"Parcels of: {parcels_file}" in layer.metadata().abstract()
    QgsProject.instance().removeMapLayer(own.id())
    assert dock.run.settings.parcels.given() is None and find(dock, "doabMinArea").isEnabled()


def test_the_result_itself_is_no_file_to_write_parcels_of_ones_own_to(dock, parcels_file):
    own = QgsVectorLayer(f"{parcels_file}|layername=parcels", "Own", "ogr")
    QgsProject.instance().addMapLayer(own)
    find(dock, "doabParcels").setLayer(own)
    recognise(dock, ["/images/a.tif"])
    find(dock, "doabOutput").setFilePath(str(parcels_file))
    press(dock, "doabRun")
    assert text(dock, "doabStage").startswith("⚠") and dock.session.run is None
