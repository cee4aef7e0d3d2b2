"""The result layer: loaded, dressed, described, and its styles kept in its file."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from qgis.core import (
    QgsCoordinateTransform,
    QgsCsException,
    QgsExpression,
    QgsLayerTreeGroup,
    QgsMapLayer,
    QgsProject,
    QgsVectorLayer,
)

from ..correction.edit_tracking import keep_record
from ..text import tr
from .crop_areas import COLUMNS, TABLE, CropCount
from .crop_names import crop_expression
from .styles import CROP, STYLES, Look, renderer_of, title

MAP_TIP = """<div style="min-width: 190px">
<p><b>[% coalesce({crop}, '?') %]</b> &nbsp; [% format_number("area_ha", 2) %] ha</p>
[% if(try("decided") = 'analyst', {decided}, '<table cellspacing="0" cellpadding="2">' {rows} || '</table>') %]
</div>"""
_ROW = """
|| '<tr><td>' || coalesce({crop}, '') || '</td><td align="right">'
|| coalesce(format_number(100 * "conf{rank}", 0) || ' %', '') || '</td></tr>'"""


def load(path: str, crops: Sequence[CropCount], abstract: str) -> QgsVectorLayer:
    """Open the parcels of a GeoPackage as a styled layer that says what it was made from."""
    layer = _open(path)
    _dress(layer, crops)
    describe(layer, path, abstract)
    return layer


def describe(layer: QgsVectorLayer, path: str, abstract: str) -> None:
    """Say in the layer's metadata what it was made from; its title is that of the file."""
    about = layer.metadata()
    about.setTitle(Path(path).stem)
    about.setAbstract(abstract)
    layer.setMetadata(about)


def save_styles(path: str | Path, crops: Sequence[CropCount]) -> str:
    """Put every style into a GeoPackage that has none yet, so that it opens styled by crop elsewhere too.

    Any thread may do so. Returns an empty string, or what went wrong.
    """
    layer = _open(path)
    _dress(layer, crops)
    for style in STYLES:
        layer.setRenderer(renderer_of(Look(style), crops))
        if problem := layer.saveStyleToDatabase(title(style), tr("Field parcels by Doab"), style == CROP, ""):
            return problem
    # QGIS writes in a mode of SQLite that lasts and keeps the file from being read where nothing may be written.
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode = DELETE")
    return ""


def is_result(layer: QgsMapLayer | None) -> bool:
    """Say whether a layer holds parcels as a run leaves them."""
    return isinstance(layer, QgsVectorLayer) and layer.isValid() and set(COLUMNS) <= set(layer.fields().names())


def add_to_project(layer: QgsVectorLayer, run: str) -> None:
    """Put the layer on top of the layer tree, in a group named after the run.

    Two results in one place would shine through each other, so earlier ones there are hidden, but for those that are
    being edited. A name that is taken gets that of the run.
    """
    project = QgsProject.instance()
    for node in project.layerTreeRoot().findLayers():
        earlier = node.layer()
        if is_result(earlier) and not earlier.isEditable() and _overlap(earlier, layer):
            group = node.parent()
            (group if group.parent() and len(group.findLayers()) == 1 else node).setItemVisibilityChecked(False)
    if project.mapLayersByName(layer.name()):
        layer.setName(f"{layer.name()} ({layer.metadata().title()})")
    project.addMapLayer(layer, False)
    group: QgsLayerTreeGroup = project.layerTreeRoot().insertGroup(0, run)
    group.addLayer(layer)
    for unfolded in (False, True):  # QGIS shows a new group folded up although it says that it is not
        group.setExpanded(unfolded)


def _overlap(one: QgsVectorLayer, other: QgsVectorLayer) -> bool:
    """Say whether the extents of two layers have a place in common; one without parcels has none."""
    way = QgsCoordinateTransform(one.crs(), other.crs(), QgsProject.instance())
    try:
        return way.transformBoundingBox(one.extent()).intersects(other.extent())
    except QgsCsException:
        return False


def _open(path: str | Path) -> QgsVectorLayer:
    return QgsVectorLayer(
        f"{path}|layername={TABLE}", tr("Parcels"), "ogr", QgsVectorLayer.LayerOptions(loadDefaultStyle=False)
    )


def _dress(layer: QgsVectorLayer, crops: Sequence[CropCount]) -> None:
    """Give a layer its looks by crop, its map tip and names for its fields, and let it record what is decided."""
    keep_record(layer)
    layer.setRenderer(renderer_of(Look(), crops))
    layer.setMapTipTemplate(_map_tip())
    name = crop_expression("crop")
    layer.setDisplayExpression(f"coalesce({name}, '?') || ' ' || \"parcel_id\"")
    for name, alias in _aliases().items():
        index = layer.fields().indexOf(name)
        if index >= 0:
            layer.setFieldAlias(index, alias)


def _map_tip() -> str:
    """Name the three likeliest crops, or say that the analyst decided: what the model thought no longer counts then."""
    rows = (_ROW.format(rank=rank, crop=crop_expression(f"crop{rank}")) for rank in ("", 2, 3))
    return MAP_TIP.format(
        crop=crop_expression("crop"),
        rows="".join(rows),
        decided=QgsExpression.quotedString(tr("Decided by the analyst")),
    )


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
        "decided": tr("Decided by"),
        "edited": tr("Edited on"),
        "probs": tr("All crop probabilities"),
    }
