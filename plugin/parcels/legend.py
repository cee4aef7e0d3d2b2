"""The legend that is saved with the parcels, kept as true as they are."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import (
    QgsException,
    QgsFeatureRenderer,
    QgsProviderConnectionException,
    QgsProviderRegistry,
    QgsReadWriteContext,
    QgsVectorLayer,
)
from qgis.PyQt.QtXml import QDomDocument

from .crop_areas import TABLE, CropCount
from .styles import CROP, count, look_of


def update_legend(source: str, crops: Sequence[CropCount]) -> str:
    """Give the styles by crop in the GeoPackage of a layer the classes and counts that its parcels have now.

    ``source`` is the layer's. All else in a style stays: it may be the analyst's. Any thread may call this. Returns an
    empty string, or why that cannot be done, as with other formats.
    """
    registry = QgsProviderRegistry.instance()
    parts = registry.decodeUri("ogr", source)
    try:
        # QGIS's own way into the file, since it holds the file open itself.
        file = registry.providerMetadata("ogr").createConnection(parts.get("path", ""), {})
        styles = file.executeSql(
            f"SELECT id, styleQML FROM layer_styles WHERE f_table_name = {_quoted(parts.get('layerName') or TABLE)}"
        )
        for key, text in styles:
            style = QDomDocument()
            style.setContent(text or "")
            old = style.documentElement().firstChildElement("renderer-v2")
            renderer = QgsFeatureRenderer.load(old, QgsReadWriteContext()) if not old.isNull() else None
            look = look_of(renderer)
            if look is not None and look.style == CROP and count(renderer, crops):
                style.documentElement().replaceChild(renderer.save(style, QgsReadWriteContext()), old)
                file.executeSql(
                    f"UPDATE layer_styles SET styleQML = {_quoted(style.toString())}, "
                    f"styleSLD = {_quoted(_for_others(source, renderer))} WHERE id = {int(key)}"
                )
    except (QgsException, QgsProviderConnectionException) as error:
        return str(error)
    return ""


def _for_others(source: str, renderer: QgsFeatureRenderer) -> str:
    """Return a style as SLD, which programs other than QGIS read."""
    layer = QgsVectorLayer(source, "Parcels", "ogr", QgsVectorLayer.LayerOptions(loadDefaultStyle=False))
    layer.setRenderer(renderer.clone())
    document = QDomDocument()
    layer.exportSldStyle(document, "")
    return document.toString()


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
