"""The result layer: loading and configuring it, saving its styles in its file."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from qgis.core import (
    QgsExpression,
    QgsMapLayer,
    QgsVectorLayer,
)

from ..compat import save_style
from ..coordinate_systems import make_those_of
from ..text import tr
from .crop_areas import COLUMNS, TABLE, CropCount
from .crop_columns import follow_crop
from .crop_names import crop_expression
from .edit_tracking import track_edits
from .styles import CROP, STYLES, StyleOptions, create_renderer, title

MAP_TIP = """<div style="min-width: 190px">
<p><b>[% coalesce({crop}, '?') %]</b> &nbsp; [% format_number("area_ha", 2) %] ha</p>
[% if(try("decided") = 'analyst', {decided}, '<table cellspacing="0" cellpadding="2">' {rows} || '</table>') %]
</div>"""
_MAP_TIP_ROW = """
|| '<tr><td>' || coalesce({crop}, '') || '</td><td align="right">'
|| coalesce(format_number(100 * "conf{rank}", 0) || ' %', '') || '</td></tr>'"""


def load(path: str, crops: Sequence[CropCount], abstract: str) -> QgsVectorLayer:
    """Open the parcels of a GeoPackage as a styled layer, with ``abstract`` in its metadata."""
    layer = _open(path)
    _configure(layer, crops)
    set_metadata(layer, path, abstract)
    return layer


def set_metadata(layer: QgsVectorLayer, path: str, abstract: str) -> None:
    """Set the title, the name of the file, and the abstract of a layer's metadata."""
    metadata = layer.metadata()
    metadata.setTitle(Path(path).stem)
    metadata.setAbstract(abstract)
    layer.setMetadata(metadata)


def save_styles(path: str | Path, crops: Sequence[CropCount]) -> str:
    """Save every style in a GeoPackage that has none yet, the style by crop as the default one.

    For any thread. Returns an empty string, or the error message.
    """
    make_those_of(path)
    layer = _open(path)
    _configure(layer, crops)
    for style in STYLES:
        layer.setRenderer(create_renderer(StyleOptions(style), crops))
        if problem := save_style(layer, title(style), tr("Field parcels by Doab"), style == CROP):
            return problem
    # QGIS sets the WAL journal mode, which is persistent and makes the file unreadable in read-only folders.
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode = DELETE")
    return ""


def is_result(layer: QgsMapLayer | None) -> bool:
    """Return whether a layer has the columns of a run's result."""
    return isinstance(layer, QgsVectorLayer) and layer.isValid() and set(COLUMNS) <= set(layer.fields().names())


def _open(path: str | Path) -> QgsVectorLayer:
    return QgsVectorLayer(
        f"{path}|layername={TABLE}", tr("Parcels"), "ogr", QgsVectorLayer.LayerOptions(loadDefaultStyle=False)
    )


def _configure(layer: QgsVectorLayer, crops: Sequence[CropCount]) -> None:
    """Set the renderer by crop, map tip, display name and field aliases of a layer, and track its edits."""
    track_edits(layer)
    layer.setRenderer(create_renderer(StyleOptions(), crops))
    layer.setMapTipTemplate(_map_tip())
    name = crop_expression("crop")
    layer.setDisplayExpression(f"coalesce({name}, '?') || ' ' || \"parcel_id\"")
    for name, alias in _aliases().items():
        index = layer.fields().indexOf(name)
        if index >= 0:
            layer.setFieldAlias(index, alias)
    follow_crop(layer)  # last: in QGIS 3.22 an alias resets the widget of its column


def _map_tip() -> str:
    """Return a map tip with the three likeliest crops, or without them where the analyst decided."""
    crops = {rank: escaped(crop_expression(f"crop{rank}")) for rank in ("", 2, 3)}
    rows = (_MAP_TIP_ROW.format(rank=rank, crop=crop) for rank, crop in crops.items())
    return MAP_TIP.format(
        crop=crops[""],
        rows="".join(rows),
        decided=QgsExpression.quotedString(tr("Decided by the analyst")),
    )


def escaped(expression: str) -> str:
    """Return the QGIS expression for the value of another one as HTML text: an attribute must not bring HTML along."""
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        expression = f"replace({expression}, '{character}', '{entity}')"
    return expression


def _aliases() -> dict[str, str]:
    """Return the aliases of the fields, in the user's language."""
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
        "unlike": tr("Unlike what the model knows"),
        "no_crop": tr("Why it has no crop"),
        "decided": tr("Decided by"),
        "edited": tr("Edited on"),
        "probs": tr("All crop probabilities"),
    }
