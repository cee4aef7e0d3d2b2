"""Updating the categories of the styles that are saved in the GeoPackage of the parcels."""

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

from ..compat import export_sld
from ..coordinate_systems import make_those_of
from .crop_areas import TABLE, CropCount
from .styles import CROP, read_style_options, update_crop_categories


def update_saved_styles(source: str, crops: Sequence[CropCount]) -> str:
    """Update the categories of the styles by crop in the GeoPackage of a layer to the current crops and counts.

    ``source`` is the data source of the layer. The rest of a style is kept: the analyst may have changed it. For any
    thread. Returns an empty string, or the error message, as with other formats.
    """
    registry = QgsProviderRegistry.instance()
    parts = registry.decodeUri("ogr", source)
    make_those_of(parts.get("path", ""))
    try:
        # By a connection of QGIS, which has the file open itself.
        connection = registry.providerMetadata("ogr").createConnection(parts.get("path", ""), {})
        table = _quoted(parts.get("layerName") or TABLE)
        styles = connection.executeSql(
            f"SELECT id, styleQML FROM layer_styles WHERE f_table_name = {table}"  # nosec B608  # it is quoted
        )
        for key, text in styles:
            style = QDomDocument()
            style.setContent(text or "")
            element = style.documentElement().firstChildElement("renderer-v2")
            renderer = QgsFeatureRenderer.load(element, QgsReadWriteContext()) if not element.isNull() else None
            options = read_style_options(renderer)
            if renderer is None or options is None or options.style != CROP:
                continue
            if update_crop_categories(renderer, crops):
                style.documentElement().replaceChild(renderer.save(style, QgsReadWriteContext()), element)
                qml, sld = _quoted(style.toString()), _quoted(_to_sld(source, renderer))
                connection.executeSql(
                    f"UPDATE layer_styles SET styleQML = {qml}, styleSLD = {sld} WHERE id = {int(key)}"  # nosec B608
                )
    except (QgsException, QgsProviderConnectionException) as error:
        return str(error)
    return ""


def _to_sld(source: str, renderer: QgsFeatureRenderer) -> str:
    """Return a style as SLD, for programs other than QGIS."""
    layer = QgsVectorLayer(source, "Parcels", "ogr", QgsVectorLayer.LayerOptions(loadDefaultStyle=False))
    layer.setRenderer(renderer.clone())
    return export_sld(layer).toString()


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
