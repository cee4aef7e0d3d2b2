"""Layers of the project by the files behind them, which are opened where the project has none."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsMapLayer, QgsProject, QgsRasterLayer, QgsVectorLayer

from .layer_sources import sources_of
from .vector_file import file_of


def vector_layer(path: str, name: str = "") -> QgsVectorLayer | None:
    """Return the layer of the project that shows a layer of a vector file, added where there is none; None if gone."""
    return _shown_vector(path, name) or _add(
        QgsVectorLayer(f"{path}|layername={name}" if name else path, name or Path(path).stem, "ogr")
    )


def raster_or_vector_layer(path: str, name: str = "") -> QgsMapLayer | None:
    """Return the layer of the project that shows a file of either kind, added where there is none; None if gone.

    ``name`` is the layer's in a vector file with several.
    """
    shown = _shown_vector(path, name) or _shown_raster(path)
    if shown is None and not name:
        shown = _add(QgsRasterLayer(path, Path(path).stem))
    return shown or vector_layer(path, name)


def _shown_vector(path: str, name: str) -> QgsVectorLayer | None:
    layers = QgsProject.instance().mapLayers().values()
    vectors = (layer for layer in layers if isinstance(layer, QgsVectorLayer))
    return next((layer for layer in vectors if file_of(layer) == (path, name)), None)


def _shown_raster(path: str) -> QgsMapLayer | None:
    sources = sources_of(QgsProject.instance().mapLayers().values())
    shown = next((layer_id for layer_id, source in sources.items() if source.path == path), "")
    return QgsProject.instance().mapLayer(shown)


def _add(layer: QgsMapLayer) -> QgsMapLayer | None:
    return QgsProject.instance().addMapLayer(layer) if layer.isValid() else None
