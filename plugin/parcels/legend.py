"""The legend that is saved with the parcels, kept as true as they are."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from qgis.core import QgsFeatureRenderer, QgsProviderRegistry, QgsReadWriteContext, QgsVectorLayer
from qgis.PyQt.QtXml import QDomDocument

from .areas import TABLE, CropCount
from .styles import CROP, count, look_of


def update_legend(source: str, crops: Sequence[CropCount]) -> None:
    """Give the styles by crop in the GeoPackage of a layer the classes and counts that its parcels have now.

    ``source`` is the layer's. All else in a style stays: it may be the analyst's. Any thread may call this. It does
    nothing where there are no such styles, as in other formats, or where they cannot be written.
    """
    parts = QgsProviderRegistry.instance().decodeUri("ogr", source)
    place = f"{Path(parts.get('path', '')).resolve().as_uri()}?mode=rw"
    with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(place, uri=True)) as database, database:
        for key, text in database.execute("SELECT id, styleQML FROM layer_styles WHERE f_table_name = ?",
                                          (parts.get("layerName") or TABLE,)).fetchall():
            style = QDomDocument()
            style.setContent(text or "")
            old = style.documentElement().firstChildElement("renderer-v2")
            renderer = QgsFeatureRenderer.load(old, QgsReadWriteContext()) if not old.isNull() else None
            look = look_of(renderer)
            if look is not None and look.style == CROP and count(renderer, crops):
                style.documentElement().replaceChild(renderer.save(style, QgsReadWriteContext()), old)
                database.execute("UPDATE layer_styles SET styleQML = ?, styleSLD = ? WHERE id = ?",
                                 (style.toString(), _for_others(source, renderer), key))


def _for_others(source: str, renderer: QgsFeatureRenderer) -> str:
    """Return a style as SLD, which programs other than QGIS read."""
    layer = QgsVectorLayer(source, "Parcels", "ogr", QgsVectorLayer.LayerOptions(loadDefaultStyle=False))
    layer.setRenderer(renderer.clone())
    document = QDomDocument()
    layer.exportSldStyle(document, "")
    return document.toString()
