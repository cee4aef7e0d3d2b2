"""A layer of the project as the parcels of a run: its file, or a copy of what no file holds."""

from __future__ import annotations

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsGeometry, QgsRectangle, QgsVectorLayer
from sample_data import unreadable

from doab.model import protocol
from doab.plugin.layers.given_layer import GivenLayer


def test_a_layer_of_a_file_goes_as_that_file(qgis_app, parcels_file, tmp_path):
    layer = QgsVectorLayer(f"{parcels_file}|layername=parcels", "Own", "ogr")
    given = GivenLayer(layer)
    assert given(tmp_path) == given.file == protocol.ParcelLayer(str(parcels_file), "parcels")


def test_a_sketch_is_written_as_it_is_with_its_columns_and_every_vertex(qgis_app, tmp_path):
    sketch = QgsVectorLayer("Polygon?crs=EPSG:32631&field=fid:string&field=owner:string", "Sketch", "memory")
    feature = QgsFeature(sketch.fields())
    feature.setGeometry(QgsGeometry.fromWkt("Polygon ((0.1 0.2, 9.3 0, 9 9.7, 0.1 0.2))"))
    feature.setAttributes(["a", "Ann"])
    sketch.dataProvider().addFeatures([feature])
    given = GivenLayer(sketch)
    assert given.file is None
    copy = QgsVectorLayer(given(tmp_path).path, "copy", "ogr")
    (row,) = copy.getFeatures()
    assert (row["fid"], row["owner"]) == ("a", "Ann")
    assert row.geometry().asWkt() == feature.geometry().asWkt()
    assert copy.crs() == sketch.crs()


def test_a_filter_and_unsaved_edits_count(qgis_app, parcels_file, tmp_path):
    layer = QgsVectorLayer(f"{parcels_file}|layername=parcels", "Own", "ogr")
    layer.setSubsetString('"parcel_id" = 1')
    assert QgsVectorLayer(GivenLayer(layer)(tmp_path).path, "copy", "ogr").featureCount() == 1
    layer.setSubsetString("")
    layer.startEditing()
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(0, 0, 9, 9)))
    layer.addFeature(feature)
    (tmp_path / "edited").mkdir()
    edited = QgsVectorLayer(GivenLayer(layer)(tmp_path / "edited").path, "copy", "ogr")
    assert edited.featureCount() == layer.featureCount() == 4
    layer.rollBack()


def test_lines_and_layers_without_a_crs_are_no_parcels(qgis_app):
    with pytest.raises(protocol.InputError, match="“Roads” holds no polygons"):
        GivenLayer(QgsVectorLayer("LineString?crs=EPSG:32631", "Roads", "memory"))
    sketch = QgsVectorLayer("Polygon", "Sketch", "memory")
    sketch.setCrs(QgsCoordinateReferenceSystem())
    with pytest.raises(protocol.InputError, match="“Sketch” has no coordinate reference system"):
        GivenLayer(sketch)


def test_points_are_taken_where_labels_are_wanted_and_refused_as_parcels(qgis_app, tmp_path):
    points = QgsVectorLayer("Point?crs=EPSG:32631&field=crop:string", "Survey", "memory")
    assert QgsVectorLayer(GivenLayer(points, points=True)(tmp_path).path, "copy", "ogr").isValid()
    with pytest.raises(protocol.InputError, match="holds no polygons"):
        GivenLayer(points)
    lines = QgsVectorLayer("LineString?crs=EPSG:32631", "Roads", "memory")
    with pytest.raises(protocol.InputError, match="holds no polygons"):
        GivenLayer(lines, points=True)


def test_parcels_that_could_not_be_read_are_not_left_out_silently(qgis_app, parcels_file, tmp_path):
    layer = QgsVectorLayer(f"{parcels_file}|layername=parcels", "Own", "ogr")
    layer.setSubsetString('"parcel_id" > 0')
    given = GivenLayer(layer)
    with unreadable(parcels_file), pytest.raises(protocol.InputError, match="Only 0 of 3 parcels of “Own”"):
        given(tmp_path)
    (tmp_path / "again").mkdir()
    assert QgsVectorLayer(GivenLayer(layer)(tmp_path / "again").path, "copy", "ogr").featureCount() == 3
