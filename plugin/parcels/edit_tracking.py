"""Tracking of edits in two columns, by default values that QGIS applies itself: decided by whom, edited when."""

from __future__ import annotations

from collections.abc import Collection

from qgis.core import QgsDefaultValue, QgsFeature, QgsFieldConstraints, QgsVectorLayer
from qgis.PyQt.QtCore import QDateTime, Qt

from ..compat import FieldType, create_field
from .ellipsoidal_area import area_expression

DECIDED, EDITED = "decided", "edited"
MODEL, ANALYST = "model", "analyst"
COLUMNS = {DECIDED: 10, EDITED: 20}  # lengths of the text fields

CONFIDENCE_EXPRESSION = f"""if(try("{DECIDED}") = '{ANALYST}', 1, "conf")"""
"""The confidence of a parcel's crop, 1 where the analyst decided; valid for layers without the columns, too."""

# The default value expression of a column, and whether QGIS applies it on update, too. It does so within the edit
# command of any tool, so that one step of undo reverts both.
_DEFAULTS = {
    DECIDED: (f"'{ANALYST}'", True),
    EDITED: ("format_date(now(), 'yyyy-MM-ddTHH:mm:ss')", True),
    "parcel_id": ('to_int(coalesce(maximum("parcel_id"), 0) + 1)', False),
}


def has_tracking_columns(layer: QgsVectorLayer) -> bool:
    """Return whether a layer has the columns; layers of earlier versions do not."""
    return set(COLUMNS) <= set(layer.fields().names())


def add_tracking_columns(layer: QgsVectorLayer) -> bool:
    """Add the columns to the edit buffer of a layer; return whether that succeeded."""
    missing = [name for name in COLUMNS if layer.fields().indexOf(name) < 0]
    added = all(layer.addAttribute(create_field(name, FieldType.TEXT, COLUMNS[name])) for name in missing)
    track_edits(layer)
    return added


def track_edits(layer: QgsVectorLayer, only: Collection[int] | None = None) -> None:
    """Set the default values of the columns that the layer has.

    The area is updated with the geometry, and a new parcel gets a new number. With ``only``, a change sets `DECIDED`
    for no other features than those.
    """
    defaults = {**_DEFAULTS, "area_ha": (area_expression(layer.crs()), True)}
    if only is not None:
        is_one_of_them = f"array_contains(array({', '.join(map(str, only))}), $id)"
        defaults[DECIDED] = f"if({is_one_of_them}, '{ANALYST}', \"{DECIDED}\")", True
    for name, (expression, on_update) in defaults.items():
        index, default = layer.fields().indexOf(name), QgsDefaultValue(expression, on_update)
        if index >= 0 and layer.defaultValueDefinition(index) != default:
            layer.setDefaultValueDefinition(index, default)
    index = layer.fields().indexOf("parcel_id")
    if index >= 0:
        layer.setFieldConstraint(
            index,
            QgsFieldConstraints.Constraint.ConstraintUnique,
            QgsFieldConstraints.ConstraintStrength.ConstraintStrengthSoft,
        )


def is_decided(feature: QgsFeature) -> bool:
    """Return whether the analyst decided about a parcel."""
    index = feature.fields().indexOf(DECIDED)
    return index >= 0 and feature.attribute(index) == ANALYST


def timestamp() -> str:
    """Return the local time in the format of `EDITED`."""
    return QDateTime.currentDateTime().toString(Qt.DateFormat.ISODate)
