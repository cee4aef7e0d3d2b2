"""The columns that follow from a parcel's crop: codes, and the model's confidences of it and of the next two crops."""

from __future__ import annotations

import json
from collections.abc import Mapping

from qgis.core import QgsDefaultValue, QgsEditorWidgetSetup, QgsExpression, QgsVectorLayer

from ...model.crops import Crop, known_crops
from .crop_areas import probabilities_of
from .crop_names import crop_name

READ_ONLY = ("EC_hcat_c", "EC_hcat_n", "conf", "crop2", "conf2", "crop3", "conf3", "probs")
"""The columns that the attribute form shows but does not let one edit: they follow the crop, or are the model's."""

_CONFIDENCE = 'if(length("probs") > 2, coalesce(map_get(json_to_map("probs"), "crop"), 0), "conf")'


def columns_of(crop: Crop, probabilities: str | dict | None) -> dict[str, object]:
    """Return the columns of a parcel whose crop was set to ``crop``, from its column ``probs``.

    ``conf`` is the model's probability of that crop, and the next two crops are the likeliest among the others; None
    where the model says nothing about them.
    """
    shares = probabilities_of(probabilities)
    others = sorted((label for label in shares if label != crop.label), key=lambda label: -shares[label])[:2]
    columns: dict[str, object] = {"EC_hcat_c": crop.code, "EC_hcat_n": crop.name, "crop": crop.label}
    columns["conf"] = shares.get(crop.label, 0.0) if shares else None
    for rank, label in enumerate((*others, None, None)[:2], 2):
        columns[f"crop{rank}"], columns[f"conf{rank}"] = label, shares.get(label) if label else None
    return columns


def follow_crop(layer: QgsVectorLayer) -> None:
    """Let the crop be chosen from a list in QGIS's forms and tables, and codes and confidence follow it there.

    The list holds the known crops in the user's language. An update of the crop by the form, the attribute table or
    the field calculator updates the other columns in the same step of undo.
    """
    fields = layer.fields()
    crops = known_crops()
    choices = [{crop_name(crop.label): crop.label} for crop in crops]
    layer.setEditorWidgetSetup(fields.indexOf("crop"), QgsEditorWidgetSetup("ValueMap", {"map": choices}))
    defaults = {
        "EC_hcat_c": _lookup({crop.label: crop.code for crop in crops}, "EC_hcat_c"),
        "EC_hcat_n": _lookup({crop.label: crop.name for crop in crops}, "EC_hcat_n"),
        "conf": f'try({_CONFIDENCE}, "conf")',
    }
    for name, expression in defaults.items():
        if (index := fields.indexOf(name)) >= 0:
            layer.setDefaultValueDefinition(index, QgsDefaultValue(expression, True))
    form = layer.editFormConfig()
    for name in READ_ONLY:
        if (index := fields.indexOf(name)) >= 0:
            form.setReadOnly(index, True)
    layer.setEditFormConfig(form)


def _lookup(values: Mapping[str, str], column: str) -> str:
    """Return the expression for the value of the column ``crop`` in ``values``, of ``column`` where there is none."""
    table = QgsExpression.quotedString(json.dumps(values, ensure_ascii=False))
    return f'coalesce(map_get(json_to_map({table}), "crop"), "{column}")'
