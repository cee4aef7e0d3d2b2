"""One field is mapped at a point, whatever the coordinate system of the layer that it is added to."""

from __future__ import annotations

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsPointXY, QgsProject, QgsVectorLayer
from sample_data import finish

from doab.model import protocol
from doab.plugin.correction.field_task import SIDE, FieldTask, square_at
from doab.plugin.parcels.result_job import store_job

pytestmark = pytest.mark.usefixtures("qgis_app", "qgis_new_project")

MADE = "EPSG:32631"
POINT = QgsPointXY(574725, 5621845)  # the middle of the first parcel


def moved(point: QgsPointXY, to: str) -> QgsPointXY:
    return QgsCoordinateTransform(
        QgsCoordinateReferenceSystem(MADE), QgsCoordinateReferenceSystem(to), QgsProject.instance()
    ).transform(point)


@pytest.mark.parametrize("crs", [MADE, "EPSG:4326", "EPSG:3857"])
def test_a_square_of_metres_around_the_point_is_mapped(crs):
    area = square_at(moved(POINT, crs), QgsCoordinateReferenceSystem(crs), QgsProject.instance().transformContext())
    half = SIDE / 2
    assert area.crs == MADE and area.bounds == pytest.approx(
        (POINT.x() - half, POINT.y() - half, POINT.x() + half, POINT.y() + half), abs=0.01
    )


def test_the_square_lies_in_the_southern_zone_of_a_point_in_the_south():
    crs = QgsCoordinateReferenceSystem("EPSG:4326")
    assert square_at(QgsPointXY(180, -10), crs, QgsProject.instance().transformContext()).crs == "EPSG:32760"


def test_a_field_is_looked_for_also_where_the_run_left_the_ground_out(child, worker, scene, tmp_path, monkeypatch):
    layer = QgsVectorLayer(f"Polygon?crs={MADE}", "Parcels", "memory")
    job = protocol.Job(scene, "elsewhere.gpkg", exclude=protocol.Exclusion("/gone/woods.gpkg"))
    store_job(layer, protocol.dumps(job))
    jobs = []
    monkeypatch.setattr(FieldTask, "map_job", lambda _, one, __: jobs.append(one))
    FieldTask(child("done"), worker, layer, POINT).work(tmp_path)
    assert [job.exclude for job in jobs] == [None]


@pytest.mark.parametrize("crs", [MADE, "EPSG:4326"])
def test_the_field_is_found_and_comes_in_the_coordinate_system_of_the_layer(child, worker, scene, crs):
    layer = QgsVectorLayer(f"Polygon?crs={crs}", "Parcels", "memory")
    store_job(layer, protocol.dumps(protocol.Job(scene, "elsewhere.gpkg")))
    task = finish(FieldTask(child("done"), worker, layer, moved(POINT, crs)))
    assert task.error == "" and task.result.values["parcel_id"] == 1
    centre = task.result.outline.centroid().asPoint()
    assert centre.distance(moved(POINT, crs)) < (0.01 if crs == MADE else 1e-6)
