"""Who decided what a parcel is, the model or the analyst: two columns that QGIS itself keeps up to date."""

from __future__ import annotations

from collections.abc import Collection

from qgis.core import QgsDefaultValue, QgsFeature, QgsField, QgsFieldConstraints, QgsVectorLayer
from qgis.PyQt.QtCore import QDateTime, Qt, QVariant

from ..parcels.ellipsoidal_area import area_expression

DECIDED, EDITED = "decided", "edited"
MODEL, ANALYST = "model", "analyst"
COLUMNS = {DECIDED: 10, EDITED: 20}  # texts of so many characters

SURE = f"""if(try("{DECIDED}") = '{ANALYST}', 1, "conf")"""
"""The expression for how sure a parcel's crop is; layers without the columns have it, too."""

# What QGIS writes into a column by itself, and whether it does so again at every change of the parcel. This happens
# within the change's own step, whatever tool made it, so that undoing one takes back both.
_WRITTEN = {
    DECIDED: (f"'{ANALYST}'", True),
    EDITED: ("format_date(now(), 'yyyy-MM-ddTHH:mm:ss')", True),
    "parcel_id": ('to_int(coalesce(maximum("parcel_id"), 0) + 1)', False),
}


def can_record(layer: QgsVectorLayer) -> bool:
    """Say whether a layer has the columns; those of earlier versions do not."""
    return set(COLUMNS) <= set(layer.fields().names())


def add_columns(layer: QgsVectorLayer) -> bool:
    """Add the columns to a layer that is being edited, as part of its edits; return whether that went well."""
    missing = [name for name in COLUMNS if layer.fields().indexOf(name) < 0]
    added = all(layer.addAttribute(QgsField(name, QVariant.String, "", COLUMNS[name])) for name in missing)
    keep_record(layer)
    return added


def keep_record(layer: QgsVectorLayer, only: Collection[int] | None = None) -> None:
    """Let QGIS record every change of a parcel in the columns that the layer has.

    The area follows the outline, and a parcel that is drawn or split off gets a number of its own. Where ``only`` is
    given, a change decides about none but the parcels with these feature ids.
    """
    written = {**_WRITTEN, "area_ha": (area_expression(layer.crs()), True)}
    if only is not None:
        chosen = f"array_contains(array({', '.join(map(str, only))}), $id)"
        written[DECIDED] = f"if({chosen}, '{ANALYST}', \"{DECIDED}\")", True
    for name, (expression, again) in written.items():
        index, wanted = layer.fields().indexOf(name), QgsDefaultValue(expression, again)
        if index >= 0 and layer.defaultValueDefinition(index) != wanted:
            layer.setDefaultValueDefinition(index, wanted)
    index = layer.fields().indexOf("parcel_id")
    if index >= 0:
        layer.setFieldConstraint(
            index,
            QgsFieldConstraints.Constraint.ConstraintUnique,
            QgsFieldConstraints.ConstraintStrength.ConstraintStrengthSoft,
        )


def is_decided(feature: QgsFeature) -> bool:
    """Say whether the analyst has decided about a parcel."""
    index = feature.fields().indexOf(DECIDED)
    return index >= 0 and feature.attribute(index) == ANALYST


def now() -> str:
    """Return the local time as `EDITED` holds it."""
    return QDateTime.currentDateTime().toString(Qt.DateFormat.ISODate)
