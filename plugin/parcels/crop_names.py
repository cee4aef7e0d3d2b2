"""The display names of crops in the user's language; the data have the labels of the model."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from qgis.core import QgsExpression, QgsFeature, QgsFields
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

LABELS = (
    QT_TRANSLATE_NOOP("Crops", "Winter wheat"),
    QT_TRANSLATE_NOOP("Crops", "Winter barley"),
    QT_TRANSLATE_NOOP("Crops", "Spring barley"),
    QT_TRANSLATE_NOOP("Crops", "Winter rapeseed"),
    QT_TRANSLATE_NOOP("Crops", "Maize"),
    QT_TRANSLATE_NOOP("Crops", "Potatoes"),
    QT_TRANSLATE_NOOP("Crops", "Sugar beet"),
    QT_TRANSLATE_NOOP("Crops", "Sunflower"),
    QT_TRANSLATE_NOOP("Crops", "Soy"),
    QT_TRANSLATE_NOOP("Crops", "Grassland"),
    QT_TRANSLATE_NOOP("Crops", "Vineyard"),
    QT_TRANSLATE_NOOP("Crops", "Orchard"),
    QT_TRANSLATE_NOOP("Crops", "Peas and beans"),
    QT_TRANSLATE_NOOP("Crops", "Other crops"),
)
"""The labels of `model.crops.known_crops`, as literals for pylupdate."""


def crop_name(label: str) -> str:
    """Return the display name of a crop's label; an unknown label, of another bundle, is returned unchanged."""
    return QCoreApplication.translate("Crops", label) if label in LABELS else label


def with_crop_names(features: Iterable[QgsFeature], fields: QgsFields) -> Iterator[QgsFeature]:
    """Yield features whose columns of crops have display names; codes and the names of EuroCrops stay as they are."""
    columns = [fields.indexOf(name) for name in ("crop", "crop2", "crop3")]
    columns = [column for column in columns if column >= 0]
    names = {label: crop_name(label) for label in LABELS}
    for feature in features:
        for column in columns:
            value = feature.attribute(column)
            if names.get(value, value) != value:
                feature.setAttribute(column, names[value])
        yield feature


def crop_expression(column: str) -> str:
    """Return the QGIS expression for the display names of a column of labels."""
    names = {label: crop_name(label) for label in LABELS}
    if all(label == name for label, name in names.items()):
        return f'"{column}"'
    table = QgsExpression.quotedString(json.dumps(names, ensure_ascii=False))
    return f'coalesce(map_get(json_to_map({table}), "{column}"), "{column}")'
