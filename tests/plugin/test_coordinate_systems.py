"""What a thread made of a coordinate system goes with the thread; layers, exports and areas stay where they are."""

from __future__ import annotations

import json
import threading

import pytest
from osgeo import ogr, osr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtTest import QTest
from sample_data import finish, wait

from doab.plugin.coordinate_systems import make_those_of, reference_system, usable
from doab.plugin.export.export_task import ExportTask
from doab.plugin.export.parcel_source import layer_source
from doab.plugin.parcels.ellipsoidal_area import area_function

pytestmark = pytest.mark.usefixtures("qgis_app", "qgis_new_project")

CONTEXT = QgsCoordinateTransformContext()
MIDDLE = QgsPointXY(500_000, 5_621_845)
"""A point on the central meridian of a UTM zone; each test has a zone that QGIS was not asked for before."""


class Thread:
    """A thread that does something and ends when it is told to."""

    def __init__(self, function) -> None:
        self._ended = threading.Event()
        self.result = None

        def run() -> None:
            self.result = function()
            done.set()
            self._ended.wait()

        done = threading.Event()
        self._thread = threading.Thread(target=run)
        self._thread.start()
        wait(done.is_set)

    def end(self):
        """Return the result once the thread is gone, and what C++ keeps for it: Python knows only of the former."""
        self._ended.set()
        self._thread.join()
        QTest.qWait(50)
        return self.result


def longitude(crs: QgsCoordinateReferenceSystem, wgs84: QgsCoordinateReferenceSystem) -> float:
    """Return the longitude of the point in degrees, computed on another thread."""
    return Thread(lambda: QgsCoordinateTransform(crs, wgs84, CONTEXT).transform(MIDDLE).x()).end()


def lost(zone: int) -> QgsCoordinateReferenceSystem:
    """Return a UTM zone that another thread made and this one used, and that is lost since that thread ended."""
    name = f"EPSG:{32600 + zone}"
    thread = Thread(lambda: QgsCoordinateReferenceSystem(name))
    crs = QgsCoordinateReferenceSystem(name)
    QgsCoordinateTransform(crs, QgsCoordinateReferenceSystem("EPSG:4326"), CONTEXT).transform(MIDDLE)
    thread.end()
    wait(lambda: not crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT2_2015))
    return crs


def test_qgis_loses_what_a_thread_made_with_the_thread():
    """The reason of all this: where it fails, QGIS has mended it."""
    wgs84 = QgsCoordinateReferenceSystem("EPSG:4326")
    assert longitude(lost(41), wgs84) == pytest.approx(MIDDLE.x())


def test_a_system_that_a_thread_asks_for_stays_once_it_has_ended():
    thread = Thread(lambda: reference_system("EPSG:32642"))
    crs, wgs84 = QgsCoordinateReferenceSystem("EPSG:32642"), reference_system("EPSG:4326")
    thread.end()
    assert longitude(crs, wgs84) == pytest.approx(69)


def test_the_layer_of_a_file_that_a_thread_opened_first_stays_on_the_map(tmp_path):
    path = str(tmp_path / "zone.gpkg")
    system = osr.SpatialReference()
    system.ImportFromEPSG(32643)
    package = ogr.GetDriverByName("GPKG").CreateDataSource(path)
    package.CreateLayer("parcels", system, ogr.wkbPolygon)
    package = None

    def open_layer() -> QgsVectorLayer:
        return QgsVectorLayer(f"{path}|layername=parcels", "p", "ogr")

    def look() -> bool:
        make_those_of(path)
        return open_layer().crs().isValid()

    thread = Thread(look)
    layer = open_layer()
    wgs84 = reference_system("EPSG:4326")
    QgsCoordinateTransform(layer.crs(), wgs84, CONTEXT).transform(MIDDLE)
    assert thread.end()
    assert longitude(layer.crs(), wgs84) == pytest.approx(75)


def test_one_that_is_lost_is_made_anew_also_for_the_layers_of_the_project():
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326", "p", "memory")
    layer.setCrs(lost(44))
    QgsProject.instance().addMapLayer(layer)
    wgs84 = reference_system("EPSG:4326")
    assert longitude(usable(layer.crs()), wgs84) == pytest.approx(81)
    assert longitude(layer.crs(), wgs84) == pytest.approx(81)


def test_an_export_is_in_degrees_although_its_system_was_lost(tmp_path):
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326&field=crop:string", "p", "memory")
    layer.setCrs(lost(45))
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromPointXY(MIDDLE).buffer(50, 2))
    layer.dataProvider().addFeatures([feature])
    task = finish(ExportTask(layer_source(layer, False), tmp_path / "a.geojson"))
    (written,) = json.loads((tmp_path / "a.geojson").read_text("utf-8"))["features"]
    assert task.error == "" and written["geometry"]["coordinates"][0][0][0] == pytest.approx(87, abs=0.01)


def test_hectares_are_those_on_the_ground_although_the_system_was_lost():
    thread = Thread(lambda: QgsCoordinateReferenceSystem("EPSG:4171"))  # degrees
    degrees = QgsCoordinateReferenceSystem("EPSG:4171")
    QgsCoordinateTransform(degrees, QgsCoordinateReferenceSystem("EPSG:3857"), CONTEXT).transform(QgsPointXY(7, 50))
    thread.end()
    square = QgsGeometry.fromRect(QgsRectangle(7.0, 50.0, 7.001, 50.001))
    assert Thread(lambda: area_function(degrees, CONTEXT)(square)).end() == pytest.approx(0.797, abs=0.005)
