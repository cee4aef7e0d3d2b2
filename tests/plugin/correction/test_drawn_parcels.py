"""A polygon that is drawn in a result gets its crop at once, whatever tool drew it."""

from __future__ import annotations

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsProject, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtTest import QTest
from sample_data import wait

from doab.model import protocol
from doab.plugin.correction.crop_task import FEATURE, CropTask, columns_of_drawn
from doab.plugin.correction.drawn_parcels import DrawnParcels
from doab.plugin.parcels import crop_areas, result_layer
from doab.plugin.parcels.edit_tracking import MODEL
from doab.plugin.parcels.result_job import store_job

WHEAT = {"EC_hcat_c": "3301010101", "crop": "Winter wheat", "conf": 0.8, "parcel_id": 1, "area_ha": 5.0, "probs": "{}"}
PLACE = QgsRectangle(575000, 5621000, 575100, 5621100)


@pytest.fixture
def layer(parcels_file, scene, qgis_new_project) -> QgsVectorLayer:
    """A result in the project that knows the job of its run."""
    layer = result_layer.load(str(parcels_file), crop_areas.count_crops(parcels_file), "")
    QgsProject.instance().addMapLayer(layer)
    store_job(layer, protocol.dumps(protocol.Job(scene, "elsewhere.gpkg", reference="2019-06-26")))
    yield layer
    layer.rollBack()


@pytest.fixture
def drawn(layer, worker, child, qgis_app):
    """The follower of the layer, and what it said."""
    follower = DrawnParcels(worker, qgis_app)
    follower.texts = []
    follower.message_changed.connect(follower.texts.append)
    follower.use(child("done"))
    follower.show_layer(layer)
    yield follower
    follower.show_layer(None)
    follower.shut_down()
    follower.deleteLater()
    QTest.qWait(5)


def draw(layer: QgsVectorLayer, crop: str | None = None) -> int:
    """Add a polygon as QGIS's tool does; return its feature id."""
    layer.startEditing()
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromRect(PLACE))
    feature["parcel_id"], feature["area_ha"], feature["EC_hcat_c"] = 9, 1.0, crop
    layer.beginEditCommand("Add feature")
    layer.addFeature(feature)
    layer.endEditCommand()
    return feature.id()


def answer_with(monkeypatch, columns: dict) -> list[dict]:
    """Let tasks answer at once with the same columns for each polygon; return what they were asked."""
    asked = []

    def work(task, folder):
        asked.append(dict(task._drawn))
        return dict.fromkeys(task._drawn, columns)

    monkeypatch.setattr(CropTask, "work", work)
    return asked


def test_it_gets_the_crop_and_keeps_its_number_area_and_outline(layer, drawn, monkeypatch):
    asked = answer_with(monkeypatch, WHEAT)
    fid = draw(layer)
    wait(lambda: layer.getFeature(fid)["crop"] == "Winter wheat")
    parcel = layer.getFeature(fid)
    assert (parcel["parcel_id"], parcel["area_ha"], parcel["conf"], parcel["decided"]) == (9, 1.0, 0.8, MODEL)
    assert parcel.geometry().equals(asked[0][fid])
    assert drawn.texts[0].startswith("Looking for the crop")
    layer.undoStack().undo()
    assert not layer.getFeature(fid)["crop"]


def test_a_polygon_that_has_a_crop_and_a_saved_one_are_left_alone(layer, drawn, monkeypatch):
    asked = answer_with(monkeypatch, WHEAT)
    draw(layer, "3301010600")
    layer.commitChanges(False)
    QTest.qWait(50)
    assert asked == []


def test_one_without_a_crop_stays_as_it_is_with_the_reason(layer, drawn, monkeypatch):
    answer_with(monkeypatch, {"EC_hcat_c": None, "no_crop": "outside the images"})
    fid = draw(layer)
    wait(lambda: drawn.texts[-1:] == ["What you drew has no crop: outside the images."])
    assert not layer.getFeature(fid)["crop"]


def test_one_that_is_taken_back_meanwhile_is_no_error(layer, drawn, monkeypatch):
    answer_with(monkeypatch, WHEAT)
    draw(layer)
    layer.undoStack().undo()
    QTest.qWait(100)
    assert not any(text.startswith("⚠") for text in drawn.texts)


def test_a_layer_without_a_job_is_not_asked_for(layer, drawn, monkeypatch):
    asked = answer_with(monkeypatch, WHEAT)
    store_job(layer, "")
    draw(layer)
    QTest.qWait(50)
    assert asked == [] and drawn.texts == []


def test_the_polygons_are_mapped_as_parcels_with_the_images_of_the_run(layer, child, worker, tmp_path, monkeypatch):
    jobs = []
    monkeypatch.setattr(CropTask, "map_job", lambda _, job, __: jobs.append(job))
    outline = QgsGeometry.fromRect(PLACE)
    CropTask(child("done"), worker, layer, {-7: outline}).work(tmp_path)
    (job,) = jobs
    assert job.reference == "2019-06-26" and job.area is None
    copy = QgsVectorLayer(job.parcels.path, "copy", "ogr")
    (row,) = copy.getFeatures()
    assert row[FEATURE] == -7 and row.geometry().isGeosEqual(outline)


def test_columns_are_read_by_the_feature_that_they_belong_to(tmp_path, qgis_app):
    from osgeo import ogr

    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(tmp_path / "out.gpkg"))
    table = source.CreateLayer("parcels")
    table.CreateField(ogr.FieldDefn(FEATURE, ogr.OFTInteger64))
    table.CreateField(ogr.FieldDefn("crop", ogr.OFTString))
    row = ogr.Feature(table.GetLayerDefn())
    row[FEATURE], row["crop"] = -7, "Maize"
    table.CreateFeature(row)
    source = table = None
    assert columns_of_drawn(tmp_path / "out.gpkg") == {-7: {"crop": "Maize"}}
