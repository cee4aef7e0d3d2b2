"""The layer of ground that is no farmland, which a result's GeoPackage holds beside its parcels."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsMapLayer,
    QgsProject,
    QgsProviderRegistry,
    QgsRendererCategory,
    QgsVectorLayer,
)

from ...model.outputs.sqlite_address import sqlite_address
from ..text import tr

TABLE = "not_farmland"
GREY = "#808080"


def hectares_of(parcels: QgsVectorLayer) -> float | None:
    """Return the area of the ground beside the parcels of a layer, None where their file has no such ground."""
    path = _parts(parcels).get("path") or ""
    try:
        with contextlib.closing(sqlite3.connect(sqlite_address(Path(path).resolve(), "ro"), uri=True)) as database:
            ((hectares,),) = database.execute(f'SELECT SUM(area_ha) FROM "{TABLE}"')  # nosec B608
            return hectares
    except sqlite3.Error:  # a result of an earlier version, or no file at all
        return None


def find_ground(parcels: QgsVectorLayer) -> QgsVectorLayer | None:
    """Return the layer of the project that shows the ground beside the parcels of a layer, None where none does."""
    path = _parts(parcels).get("path")
    layers = QgsProject.instance().mapLayers().values()
    return next((layer for layer in layers if is_ground(layer) and _parts(layer).get("path") == path), None)


def is_ground(layer: QgsMapLayer | None) -> bool:
    """Return whether a layer shows ground that is no farmland."""
    return isinstance(layer, QgsVectorLayer) and _parts(layer).get("layerName") == TABLE


def add_ground(parcels: QgsVectorLayer) -> QgsVectorLayer | None:
    """Add the ground beside the parcels of a layer to the project, below them; None where it cannot be opened."""
    options = QgsVectorLayer.LayerOptions(loadDefaultStyle=False)
    ground = QgsVectorLayer(f"{_parts(parcels).get('path')}|layername={TABLE}", tr("No farmland"), "ogr", options)
    if not ground.isValid():
        return None
    ground.setRenderer(_hatching())
    ground.setReadOnly(True)
    QgsProject.instance().addMapLayer(ground, False)
    root = QgsProject.instance().layerTreeRoot()
    node = root.findLayer(parcels.id())
    group = node.parent() if node is not None else root
    group.insertLayer(group.children().index(node) + 1 if node is not None else 0, ground).setExpanded(False)
    return ground


def _hatching() -> QgsCategorizedSymbolRenderer:
    """Return a renderer of grey lines, which lean to one side by the model's word and to the other by the analyst's."""
    return QgsCategorizedSymbolRenderer(
        "reason",
        [
            QgsRendererCategory(
                reason,
                QgsFillSymbol.createSimple({"color": GREY, "style": style, "outline_style": "no"}),
                label,
            )
            for reason, style, label in (
                ("network", "b_diagonal", tr("No field, by the model")),
                ("left out", "f_diagonal", tr("Left out of the run")),
            )
        ],
    )


def _parts(layer: QgsVectorLayer) -> dict:
    return QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
