"""CropAreas are those on the ground, also in degrees and in a map's Mercator."""

from __future__ import annotations

import pytest
from osgeo import gdal
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsVectorLayer
from sample_data import finish, write_parcels

from doab.plugin.correction import edits
from doab.plugin.parcels.crop_counts import CountTask
from doab.plugin.parcels.edit_tracking import track_edits

pytestmark = pytest.mark.usefixtures("qgis_app")
SQUARE = 0.81  # hectares of a parcel


@pytest.fixture(params=["EPSG:4326", "EPSG:3857"])
def layer(request, tmp_path, qgis_new_project):
    """The parcels as an analyst has saved them in another reference system."""
    gdal.VectorTranslate(
        str(tmp_path / "there.gpkg"),
        str(write_parcels(tmp_path / "made.gpkg")),
        dstSRS=request.param,
        reproject=True,
        layerName="parcels",
    )
    layer = QgsVectorLayer(f"{tmp_path / 'there.gpkg'}|layername=parcels", "Parcels", "ogr")
    QgsProject.instance().addMapLayer(layer)
    track_edits(layer)
    return layer


def hectares(layer) -> list[float]:
    return [feature["area_ha"] for feature in layer.getFeatures()]


def test_crops_are_counted_in_hectares(layer):
    assert [crop.hectares for crop in finish(CountTask(layer)).result.crops] == [
        pytest.approx(2 * SQUARE, rel=2e-3),
        pytest.approx(SQUARE, rel=2e-3),
    ]


def test_an_edit_writes_hectares(layer):
    layer.startEditing()
    for feature in layer.getFeatures():
        layer.changeAttributeValue(feature.id(), layer.fields().indexOf("crop"), "Maize")
    assert hectares(layer) == [pytest.approx(SQUARE, rel=2e-3)] * 3
    layer.rollBack()


def test_a_merged_parcel_has_hectares(layer):
    first, second = list(layer.getFeatures())[:2]
    layer.startEditing()
    outline = first.geometry().combine(second.geometry()).convexHull()
    layer.changeGeometry(first.id(), outline)
    merged_id = edits.merge_parcels(layer, [first.id(), second.id()])
    assert layer.getFeature(merged_id)["area_ha"] == pytest.approx(190 * 90 / 10_000, rel=2e-3)
    layer.rollBack()


def test_in_a_system_without_a_name_an_edit_leaves_the_area_alone(tmp_path):
    layer = QgsVectorLayer(f"{write_parcels(tmp_path / 'made.gpkg')}|layername=parcels", "Parcels", "ogr")
    layer.setCrs(QgsCoordinateReferenceSystem.fromProj("+proj=tmerc +lat_0=50 +lon_0=4.03 +units=us-ft +ellps=GRS80"))
    assert layer.crs().isValid() and not layer.crs().authid()
    track_edits(layer)
    layer.startEditing()
    for feature in layer.getFeatures():
        layer.changeAttributeValue(feature.id(), layer.fields().indexOf("crop"), "Maize")
    assert hectares(layer) == [4.0, 2.0, 3.0]
    layer.rollBack()
