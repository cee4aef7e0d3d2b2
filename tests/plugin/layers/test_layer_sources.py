"""Layers of the project become files with names and dates."""

from __future__ import annotations

import pytest
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsDateTimeRange,
    QgsProviderRegistry,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime

from doab.model import protocol
from doab.plugin.layers.extent import area_of
from doab.plugin.layers.layer_sources import opened_file, sources_of, temporal_date

UTM = QgsCoordinateReferenceSystem("EPSG:32631")


def test_raster_layers_become_sources_and_others_are_skipped(raster_layer, raster_file):
    vector_layer = QgsVectorLayer("Point?crs=EPSG:4326", "points", "memory")
    assert sources_of([vector_layer, raster_layer]) == {
        raster_layer.id(): protocol.Source(str(raster_file), "auto", "June image", "")
    }


def test_a_fixed_temporal_range_gives_the_date_only_when_it_is_switched_on(raster_layer):
    temporal = raster_layer.temporalProperties()
    assert temporal_date(raster_layer) == ""
    temporal.setMode(Qgis.RasterTemporalMode.FixedTemporalRange)
    day = QDate(2019, 6, 26)
    temporal.setFixedTemporalRange(
        QgsDateTimeRange(
            QDateTime(day, QTime(0, 0), Qt.TimeSpec.UTC), QDateTime(day, QTime(23, 59, 59), Qt.TimeSpec.UTC)
        )
    )
    assert temporal_date(raster_layer) == ""
    temporal.setIsActive(True)
    assert temporal_date(raster_layer) == "2019-06-26"


def test_a_time_without_zone_is_not_shifted_to_the_day_before(raster_layer):
    temporal = raster_layer.temporalProperties()
    temporal.setIsActive(True)
    moment = QDateTime(QDate(2019, 6, 26), QTime(0, 0))
    temporal.setFixedTemporalRange(QgsDateTimeRange(moment, moment))
    assert temporal_date(raster_layer) == "2019-06-26"


def test_an_infinite_range_is_no_date(raster_layer):
    raster_layer.temporalProperties().setIsActive(True)
    assert temporal_date(raster_layer) == ""


def test_an_area_keeps_its_bounds_and_names_its_crs():
    assert area_of(QgsRectangle(1, 2, 3, 4), UTM) == protocol.Area((1.0, 2.0, 3.0, 4.0), "EPSG:32631")


@pytest.mark.parametrize(
    ("extent", "crs"), [(QgsRectangle(), UTM), (QgsRectangle(1, 2, 3, 4), QgsCoordinateReferenceSystem())]
)
def test_an_area_without_extent_or_crs_is_refused(extent, crs):
    with pytest.raises(protocol.InputError, match="area"):
        area_of(extent, crs)


def test_why_an_area_is_refused_is_said_in_the_users_language(qgis_app, in_language):
    in_language("de")
    with pytest.raises(protocol.InputError, match="Gebiet"):
        area_of(QgsRectangle(), UTM)


@pytest.mark.parametrize("name", ["S2_20190626.tif", "S2 20190626.TIFF", "B04.jp2", "mosaic.vrt", "Äcker #1.tif"])
def test_the_path_of_an_image_is_what_qgis_says_it_is(tmp_path, name):
    path = str(tmp_path / name)
    assert opened_file(path) == QgsProviderRegistry.instance().decodeUri("gdal", path)["path"]


@pytest.mark.parametrize("source", ["/vsizip//a/b.zip/c.tif", 'NETCDF:"/a/cube.nc":B04', "/a/b.zip"])
def test_what_lies_in_another_file_stays_as_gdal_opens_it(source):
    assert opened_file(source) == source
