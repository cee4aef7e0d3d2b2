"""The result layer: counted, loaded, styled and described."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsLayerTreeGroup,
    QgsProject,
    QgsProperty,
    QgsRendererCategory,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

from ..model.crops import known_crops
from .compat import FILL_COLOR
from .text import number, tr

TABLE = "parcels"
OTHER = "#9a9a9a"

# Colour is the crop, opacity is the confidence. Without a feature (in the legend) the colour stays as it is.
FADED = "set_color_part(@symbol_color, 'alpha', if(\"conf\" is null, 25, 25 + 215 * \"conf\"))"

MAP_TIP = """<div style="min-width: 190px">
<p><b>[% coalesce("crop", '?') %]</b> &nbsp; [% format_number("area_ha", 2) %] ha</p>
<table cellspacing="0" cellpadding="2">
<tr><td>[% coalesce("crop", '?') %]</td><td align="right">[% format_number(100 * "conf", 0) %] %</td></tr>
<tr><td>[% coalesce("crop2", '') %]</td><td align="right">[% format_number(100 * "conf2", 0) || ' %' %]</td></tr>
<tr><td>[% coalesce("crop3", '') %]</td><td align="right">[% format_number(100 * "conf3", 0) || ' %' %]</td></tr>
</table>
</div>"""


@dataclass(frozen=True)
class CropCount:
    """One crop in the result: HCAT code, readable label, colour, parcels, hectares, mean confidence (0 to 1)."""

    code: str
    label: str
    colour: str
    parcels: int
    hectares: float
    confidence: float


def count_crops(path: Path) -> tuple[CropCount, ...]:
    """Count the parcels of each crop, the most area first. A GeoPackage is SQLite, so any thread may ask."""
    colours = {crop.code: crop.colour for crop in known_crops()}
    query = (f'SELECT coalesce(EC_hcat_c, \'\'), coalesce(max(crop), \'\'), count(*), total(area_ha), avg(conf) '  # nosec B608
             f'FROM "{TABLE}" GROUP BY 1 ORDER BY 4 DESC, 1')
    with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
        rows = database.execute(query).fetchall()
    return tuple(
        CropCount(str(code), label or str(code) or tr("Unknown crop"), colours.get(str(code), OTHER), parcels, hectares,
                  confidence or 0.0)
        for code, label, parcels, hectares, confidence in rows)


def load(path: str, crops: Sequence[CropCount], abstract: str) -> QgsVectorLayer:
    """Open the parcels of a GeoPackage as a styled layer that says what it was made from."""
    layer = QgsVectorLayer(f"{path}|layername={TABLE}", tr("Parcels"), "ogr")
    layer.setRenderer(_renderer(crops))
    layer.setMapTipTemplate(MAP_TIP)
    layer.setDisplayExpression('coalesce("crop", \'?\') || \' \' || "parcel_id"')
    for name, alias in _aliases().items():
        index = layer.fields().indexOf(name)
        if index >= 0:
            layer.setFieldAlias(index, alias)
    about = layer.metadata()
    about.setTitle(Path(path).stem)
    about.setAbstract(abstract)
    layer.setMetadata(about)
    return layer


def add_to_project(layer: QgsVectorLayer, run: str) -> None:
    """Put the layer on top of the layer tree, in a group named after the run."""
    project = QgsProject.instance()
    project.addMapLayer(layer, False)
    group: QgsLayerTreeGroup = project.layerTreeRoot().insertGroup(0, run)
    group.addLayer(layer)


def _renderer(crops: Sequence[CropCount]) -> QgsCategorizedSymbolRenderer:
    """One category a crop that occurs, with its count, and one for whatever the analyst adds later."""
    categories = [
        QgsRendererCategory(crop.code, _symbol(crop.colour), f"{crop.label} ({number(crop.parcels)})")
        for crop in crops]
    categories.append(QgsRendererCategory(None, _symbol(OTHER), tr("Other")))
    return QgsCategorizedSymbolRenderer("EC_hcat_c", categories)


def _symbol(colour: str) -> QgsFillSymbol:
    """A fill that fades with the confidence inside an outline that does not."""
    symbol = QgsFillSymbol.createSimple({
        "color": colour, "outline_color": QColor(colour).darker(190).name(), "outline_width": "0.35",
        "joinstyle": "round"})
    symbol.symbolLayer(0).setDataDefinedProperty(FILL_COLOR, QgsProperty.fromExpression(FADED))
    return symbol


def _aliases() -> dict[str, str]:
    """Readable names of the fields, in the user's language."""
    return {
        "parcel_id": tr("Parcel"),
        "EC_hcat_c": tr("HCAT code"),
        "EC_hcat_n": tr("HCAT name"),
        "crop": tr("Crop"),
        "conf": tr("Confidence"),
        "bound_q": tr("Boundary quality"),
        "crop2": tr("Second crop"),
        "conf2": tr("Confidence of the second crop"),
        "crop3": tr("Third crop"),
        "conf3": tr("Confidence of the third crop"),
        "area_ha": tr("Area (ha)"),
        "n_clear": tr("Clear dates"),
        "ref_date": tr("Reference date"),
        "probs": tr("All crop probabilities"),
    }
