"""Differences between Qt 5 and Qt 6, and between versions of QGIS."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    Qgis,
    QgsField,
    QgsLayoutItemLabel,
    QgsMapLayerProxyModel,
    QgsSymbolLayer,
    QgsTask,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QMetaType, Qt, QVariant
from qgis.PyQt.QtXml import QDomDocument

try:
    from qgis.PyQt.QtGui import QAction, QShortcut
except ImportError:
    from qgis.PyQt.QtWidgets import QAction, QShortcut

__all__ = [
    "FILL_COLOR",
    "QUIET",
    "RIGHT",
    "FieldType",
    "LayerFilter",
    "QAction",
    "QShortcut",
    "any_of",
    "bits",
    "create_field",
    "export_sld",
    "save_style",
    "set_label_size",
]

VERSION = Qgis.QGIS_VERSION_INT

_PROPERTIES = QgsSymbolLayer.Property
FILL_COLOR = _PROPERTIES.FillColor if hasattr(_PROPERTIES, "FillColor") else _PROPERTIES.PropertyFillColor

# The dock shows how a task ended; QGIS would notify of every task over five seconds, too. The flag is new in
# QGIS 3.26.
QUIET = QgsTask.Flag.CanCancel | QgsTask.Flag.Silent if hasattr(QgsTask.Flag, "Silent") else QgsTask.Flag.CanCancel

LayerFilter = Qgis.LayerFilter if VERSION >= 33400 else QgsMapLayerProxyModel.Filter
_LayerFilters = Qgis.LayerFilters if VERSION >= 33400 else QgsMapLayerProxyModel.Filters


def any_of(*kinds: int) -> object:
    """Return the filter for layers of any of these kinds of `LayerFilter`, which alone would add up to a number."""
    combined = _LayerFilters(kinds[0])
    for kind in kinds[1:]:
        combined |= kind
    return combined


class FieldType:
    """The types of columns, as fields of QGIS have them: since QGIS 3.38 they are those of Qt's meta types."""

    if VERSION >= 33800:
        TEXT, REAL, INTEGER, LONG = (
            QMetaType.Type.QString,
            QMetaType.Type.Double,
            QMetaType.Type.Int,
            QMetaType.Type.LongLong,
        )
        DATE, UNSIGNED, UNSIGNED_LONG = QMetaType.Type.QDate, QMetaType.Type.UInt, QMetaType.Type.ULongLong
        DATE_TIME, TIME, BOOLEAN = QMetaType.Type.QDateTime, QMetaType.Type.QTime, QMetaType.Type.Bool
    else:
        TEXT, REAL, INTEGER, LONG = QVariant.String, QVariant.Double, QVariant.Int, QVariant.LongLong
        DATE, UNSIGNED, UNSIGNED_LONG = QVariant.Date, QVariant.UInt, QVariant.ULongLong
        DATE_TIME, TIME, BOOLEAN = QVariant.DateTime, QVariant.Time, QVariant.Bool


def create_field(name: str, kind: int, length: int = 0, precision: int = 0) -> QgsField:
    """Return a field of a type of `FieldType`."""
    return QgsField(name, kind, "", length, precision)


def save_style(layer: QgsVectorLayer, name: str, description: str, default: bool) -> str:
    """Save the style of a layer in its file; return an empty text or why it could not be saved."""
    if VERSION < 34200:
        return layer.saveStyleToDatabase(name, description, default, "")
    _, problem = layer.saveStyleToDatabaseV2(name, description, default, "")
    return problem


def export_sld(layer: QgsVectorLayer) -> QDomDocument:
    """Return the style of a layer as SLD."""
    if VERSION >= 34400:
        from qgis.core import QgsSldExportContext

        return layer.exportSldStyleV3(QgsSldExportContext())
    document = QDomDocument()
    layer.exportSldStyle(document, "")
    return document


def bits(*flags: Any) -> int:
    """Return flags, also of several enums of Qt, as one integer: those of PyQt 6 are not converted implicitly."""
    return sum(flag.value if hasattr(flag, "value") else int(flag) for flag in flags)


def set_label_size(label: QgsLayoutItemLabel, points: float) -> None:
    """Set the size of the text of a label in a layout."""
    if VERSION < 32400:
        font = label.font()
        font.setPointSizeF(points)
        label.setFont(font)
    else:
        text = label.textFormat()
        text.setSize(points)
        label.setTextFormat(text)


# data() must return the alignment as an integer.
RIGHT = bits(Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignVCenter)
