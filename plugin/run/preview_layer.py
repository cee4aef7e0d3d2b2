"""The parcels that are finished, on the map while the rest is still being mapped."""

from __future__ import annotations

from qgis.core import QgsDataProvider, QgsProject, QgsVectorLayer

from ..inputs import temporary_layers
from ..parcels.crop_areas import TABLE
from ..parcels.styles import Look, count, renderer_of
from ..text import tr
from .map_task import Finished


class FinishedParcels:
    """A passing layer in a group of its own on top of the layer tree; the result takes its place."""

    def __init__(self) -> None:
        self._layer = ""

    def show(self, finished: Finished) -> None:
        """Show these parcels instead of those before."""
        source = f"{finished.path}|layername={TABLE}"
        project = QgsProject.instance()
        layer = project.mapLayer(self._layer)
        if layer is None:
            self._add(source, finished)
            return
        layer.setDataSource(source, layer.name(), "ogr", QgsDataProvider.ProviderOptions())
        renderer = layer.renderer().clone()
        count(renderer, finished.crops)
        layer.setRenderer(renderer)
        layer.triggerRepaint()

    def remove(self) -> None:
        """Take the layer and its group away."""
        temporary_layers.remove([self._layer])
        self._layer = ""

    def _add(self, source: str, finished: Finished) -> None:
        options = QgsVectorLayer.LayerOptions(loadDefaultStyle=False)
        layer = QgsVectorLayer(source, tr("Finished so far"), "ogr", options)
        if not layer.isValid():
            return
        layer.setRenderer(renderer_of(Look(), finished.crops))
        layer.setReadOnly(True)
        temporary_layers.add(layer, tr("Doab: mapping…"))
        self._layer = layer.id()
