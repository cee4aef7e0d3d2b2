"""Which layers can be left out of a run, and as which file."""

from __future__ import annotations

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsRasterLayer, QgsRectangle, QgsVectorLayer

from doab.model import protocol
from doab.plugin.layers.exclusion import exclusion_of, holds_values


@pytest.fixture
def woods(parcels_file) -> QgsVectorLayer:
    """A layer of polygons in a GeoPackage."""
    return QgsVectorLayer(f"{parcels_file}|layername=parcels", "Woods", "ogr")


def test_a_raster_goes_with_its_values_and_polygons_with_their_layer(raster_layer, raster_file, woods, parcels_file):
    assert exclusion_of(raster_layer) == protocol.Exclusion(str(raster_file))
    assert exclusion_of(raster_layer, " 10, 50,") == protocol.Exclusion(str(raster_file), values=(10, 50))
    assert exclusion_of(woods) == protocol.Exclusion(str(parcels_file), "parcels")
    assert holds_values(raster_layer) and not holds_values(woods) and not holds_values(None)


def test_values_of_polygons_and_values_that_are_no_numbers_are_refused(raster_layer, woods):
    with pytest.raises(protocol.InputError, match="“Woods” holds polygons, which have no values"):
        exclusion_of(woods, "10")
    with pytest.raises(protocol.InputError, match=r"“10.5”, are no whole numbers"):
        exclusion_of(raster_layer, "10.5")


def test_a_layer_that_its_file_does_not_show_as_it_is_is_refused(woods, parcels_file):
    edited = QgsVectorLayer(woods.source(), "Edited", "ogr")
    edited.startEditing()
    feature = QgsFeature(edited.fields())
    feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(0, 0, 9, 9)))
    edited.addFeature(feature)
    woods.setSubsetString('"parcel_id" = 1')
    others = (
        QgsVectorLayer("Polygon?crs=EPSG:32631", "Sketch", "memory"),
        QgsRasterLayer("type=xyz&url=http://localhost/{z}/{x}/{y}.png", "Web map", "wms"),
    )
    for layer in (edited, woods, *others):
        with pytest.raises(protocol.InputError, match=f"“{layer.name()}” is none"):
            exclusion_of(layer)
    edited.rollBack()


def test_lines_leave_nothing_out(qgis_app):
    with pytest.raises(protocol.InputError, match="“Roads” holds no polygons"):
        exclusion_of(QgsVectorLayer("LineString?crs=EPSG:32631", "Roads", "memory"))
