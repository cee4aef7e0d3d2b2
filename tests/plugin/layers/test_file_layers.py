"""Layers by the files behind them."""

from __future__ import annotations

from qgis.core import QgsProject, QgsVectorLayer

from doab.plugin.layers.file_layers import raster_or_vector_layer, vector_layer


def test_a_file_that_the_project_shows_is_that_layer(qgis_new_project, parcels_file, raster_layer):
    own = QgsVectorLayer(f"{parcels_file}|layername=parcels", "Own", "ogr")
    QgsProject.instance().addMapLayers([own, raster_layer])
    assert vector_layer(str(parcels_file), "parcels") is own
    assert raster_or_vector_layer(raster_layer.source()) is raster_layer
    assert len(QgsProject.instance().mapLayers()) == 2


def test_a_file_that_it_does_not_show_is_added(qgis_new_project, parcels_file, raster_file):
    assert vector_layer(str(parcels_file), "parcels").name() == "parcels"
    assert raster_or_vector_layer(str(raster_file)).name() == "S2_20190626"
    assert raster_or_vector_layer(str(parcels_file)).featureCount() == 3
    assert len(QgsProject.instance().mapLayers()) == 3


def test_a_file_that_is_gone_is_none(qgis_new_project, tmp_path):
    assert vector_layer(str(tmp_path / "gone.gpkg"), "") is None
    assert raster_or_vector_layer(str(tmp_path / "gone.tif")) is None
    assert not QgsProject.instance().mapLayers()
