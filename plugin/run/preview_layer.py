"""The layer of finished parcels while a run is going on."""

from __future__ import annotations

from qgis.core import QgsDataProvider, QgsProject, QgsVectorLayer

from ..layers import temporary_layers
from ..parcels.crop_areas import TABLE
from ..parcels.styles import StyleOptions, create_renderer, update_crop_categories
from ..tasks.map_task import Finished
from ..text import tr


class PreviewLayer:
    """A temporary layer in a group of its own on top of the layer tree, until the result replaces it."""

    def __init__(self) -> None:
        self._layer = ""

    def show(self, finished: Finished) -> None:
        """Show these parcels instead of the earlier ones."""
        source = f"{finished.path}|layername={TABLE}"
        project = QgsProject.instance()
        layer = project.mapLayer(self._layer)
        if layer is None:
            self._add(source, finished)
            return
        layer.setDataSource(source, layer.name(), "ogr", QgsDataProvider.ProviderOptions())
        renderer = layer.renderer().clone()
        update_crop_categories(renderer, finished.crops)
        layer.setRenderer(renderer)
        layer.triggerRepaint()

    def remove(self) -> None:
        """Remove the layer and its group."""
        temporary_layers.remove([self._layer])
        self._layer = ""

    def _add(self, source: str, finished: Finished) -> None:
        options = QgsVectorLayer.LayerOptions(loadDefaultStyle=False)
        layer = QgsVectorLayer(source, tr("Finished so far"), "ogr", options)
        if not layer.isValid():
            return
        layer.setRenderer(create_renderer(StyleOptions(), finished.crops))
        layer.setReadOnly(True)
        temporary_layers.add(layer, tr("Doab: mapping…"))
        self._layer = layer.id()
