"""Temporary layers are distinguished from the analyst's layers, whatever styles these are given."""

from __future__ import annotations

import pytest
from qgis.core import QgsProject, QgsRasterLayer
from sample_data import paste_style

from doab.plugin.layers import temporary_layers
from doab.plugin.layers.layer_sources import is_input


@pytest.fixture
def shown(raster_layer, raster_file) -> QgsRasterLayer:
    """A temporary layer beside the analyst's own one in the project."""
    QgsProject.instance().addMapLayer(raster_layer)
    layer = QgsRasterLayer(str(raster_file), "shown for a while")
    temporary_layers.add(layer, "Doab: preview")
    return layer


def test_an_image_with_the_style_of_a_temporary_layer_is_an_input_and_stays(shown, raster_layer):
    paste_style(shown, raster_layer)
    assert is_input(raster_layer) and not is_input(shown)
    temporary_layers.remove_all()
    assert list(QgsProject.instance().mapLayers().values()) == [raster_layer]


def test_a_temporary_layer_is_no_input_from_the_moment_that_it_is_added(raster_layer):
    inputs = []
    QgsProject.instance().layersAdded.connect(lambda layers: inputs.extend(map(is_input, layers)))
    temporary_layers.add(raster_layer, "Doab: preview")
    assert inputs == [False]
