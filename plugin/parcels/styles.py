"""The styles of the result layer: by crop, by confidence, by boundary quality, each with doubtful parcels hidden."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFeatureRenderer,
    QgsFillSymbol,
    QgsProperty,
    QgsRendererCategory,
)
from qgis.PyQt.QtGui import QColor

from ..compat import FILL_COLOR
from ..correction.edit_tracking import SURE
from ..text import number, tr
from .crop_areas import OTHER, CropCount

CROP, CONFIDENCE, BOUNDARY = STYLES = ("crop", "confidence", "boundary")
HIDDEN = "hidden"

# What each style sorts the parcels by; the two measures go by fifths, and what is not known into none.
_MEASURES = {CONFIDENCE: SURE, BOUNDARY: '"bound_q"'}
_ATTRIBUTES = {
    CROP: "EC_hcat_c",
    **{style: f"if({measure} >= 1, 4, floor({measure} * 5))" for style, measure in _MEASURES.items()},
}
_EXPRESSIONS = {**_ATTRIBUTES, CROP: '"EC_hcat_c"'}
# The same in styles that earlier versions saved.
_EARLIER = {style: f"min(floor({measure} * 5), 4)" for style, measure in _MEASURES.items()}
_HIDING = re.compile(rf"""if\({re.escape(SURE)} < ([0-9.]+), 'hidden', (.+)\)""")

# From doubtful to sure; both rows stay apart for the colour-blind and in grey.
_FIFTHS = {
    CONFIDENCE: ("#b2182b", "#ef8a62", "#f2d5a0", "#67a9cf", "#2166ac"),
    BOUNDARY: ("#fde725", "#6ccd5a", "#1f9e89", "#31688e", "#440154"),
}

# Colour is the crop, opacity is the confidence. Without a feature (in the legend) the colour stays as it is.
#
# One property for all symbols, for as long as QGIS runs: a map that begins to be drawn copies the parsed expression on
# its own thread, and QGIS (seen in 3.22) lets the last owner destroy it meanwhile, as where the layer is removed.
_FADED = QgsProperty.fromExpression(
    f"set_color_part(@symbol_color, 'alpha', if({SURE} is null, 25, 25 + 215 * {SURE}))"
)


@dataclass(frozen=True)
class Look:
    """How parcels are shown: in which style, and from which confidence on (0 to 1)."""

    style: str = CROP
    least: float = 0.0


def title(style: str) -> str:
    """Return the name of a style for people."""
    return {CROP: tr("Crop"), CONFIDENCE: tr("Confidence"), BOUNDARY: tr("Boundary quality")}[style]


def look_of(renderer: QgsFeatureRenderer | None) -> Look | None:
    """Return the look that a renderer gives, None where it is not one of ours."""
    if not isinstance(renderer, QgsCategorizedSymbolRenderer):
        return None
    attribute = renderer.classAttribute()
    hiding = _HIDING.fullmatch(attribute)
    least, shown = (float(hiding.group(1)), hiding.group(2)) if hiding else (0.0, attribute)
    return next(
        (
            Look(style, least)
            for style in STYLES
            if shown in (_ATTRIBUTES[style], _EXPRESSIONS[style], _EARLIER.get(style))
        ),
        None,
    )


def renderer_of(look: Look, crops: Sequence[CropCount]) -> QgsCategorizedSymbolRenderer:
    """Return a new renderer for parcels with these crops."""
    made = QgsCategorizedSymbolRenderer(_ATTRIBUTES[look.style], [])
    if look.style == CROP:
        made.addCategory(QgsRendererCategory(None, _crop_symbol(OTHER), tr("Anything else")))
        count(made, crops)
    else:
        symbol = _confidence_symbol if look.style == CONFIDENCE else _boundary_symbol
        for fifth, (colour, label) in enumerate(zip(_FIFTHS[look.style], _fifth_labels())):
            made.addCategory(QgsRendererCategory(fifth, symbol(colour), label))
        made.addCategory(QgsRendererCategory(None, symbol(OTHER), tr("Not known")))
    hide_under(made, look)
    return made


def hide_under(renderer: QgsCategorizedSymbolRenderer, look: Look) -> None:
    """Hide the parcels under ``look.least`` and leave the rest of a renderer of ``look.style`` as it is.

    They fall into a class of their own that is not ticked in the legend, so nothing finds them in the map either. The
    layer's data and its edits know nothing of it.
    """
    index = renderer.categoryIndexForValue(HIDDEN)
    if index >= 0:
        renderer.deleteCategory(index)
    if look.least > 0:
        renderer.setClassAttribute(f"if({SURE} < {look.least:g}, 'hidden', {_EXPRESSIONS[look.style]})")
        label = tr("Hidden: under {} %").format(number(100 * look.least))
        renderer.addCategory(QgsRendererCategory(HIDDEN, _hidden_symbol(), label, False))
    else:
        renderer.setClassAttribute(_ATTRIBUTES[look.style])


def count(renderer: QgsCategorizedSymbolRenderer, crops: Sequence[CropCount]) -> bool:
    """Give a renderer by crop one class a crop that occurs, with its count; return whether anything changed.

    The symbols of classes that stay are not touched, nor are classes that the analyst merged.
    """
    merged = {
        code for category in renderer.categories() if isinstance(category.value(), list) for code in category.value()
    }
    wanted = {crop.code: crop for crop in crops if crop.parcels and crop.code and crop.code not in merged}
    changed = False
    for index, category in reversed(list(enumerate(renderer.categories()))):
        crop = wanted.pop(str(category.value()), None) if _is_crop(category) else None
        if crop is None and _is_crop(category):
            renderer.deleteCategory(index)
            changed = True
        elif crop is not None and category.label() != _legend(crop):
            renderer.updateCategoryLabel(index, _legend(crop))
            changed = True
    for crop in wanted.values():
        renderer.addCategory(QgsRendererCategory(crop.code, _crop_symbol(crop.colour), _legend(crop)))
        place = sum(map(_is_crop, renderer.categories())) - 1
        renderer.moveCategory(len(renderer.categories()) - 1, place)
        changed = True
    return changed


def _is_crop(category: QgsRendererCategory) -> bool:
    """Say whether a class is that of one crop, not the rest or what is hidden."""
    return bool(category.value()) and category.value() != HIDDEN and not isinstance(category.value(), list)


def _legend(crop: CropCount) -> str:
    return f"{crop.label} ({number(crop.parcels)})"


def _fifth_labels() -> tuple[str, ...]:
    between = tr("{} to {} %")
    return (
        tr("Under {} %").format(number(20)),
        *(between.format(number(p), number(p + 20)) for p in (20, 40, 60)),
        tr("{} % and more").format(number(80)),
    )


def _crop_symbol(colour: str) -> QgsFillSymbol:
    """A fill that fades with the confidence inside an outline that does not."""
    symbol = _symbol(colour, QColor(colour).darker(190).name(), "0.35")
    symbol.symbolLayer(0).setDataDefinedProperty(FILL_COLOR, _FADED)
    return symbol


def _confidence_symbol(colour: str) -> QgsFillSymbol:
    """A fill through which the image can still be made out."""
    red, green, blue, _ = QColor(colour).getRgb()
    return _symbol(f"{red},{green},{blue},205", QColor(colour).darker(170).name(), "0.3")


def _boundary_symbol(colour: str) -> QgsFillSymbol:
    """A strong outline around a hint of a fill, so that it can be held against the image below."""
    red, green, blue, _ = QColor(colour).getRgb()
    return _symbol(f"{red},{green},{blue},45", colour, "0.8")


def _hidden_symbol() -> QgsFillSymbol:
    """What hidden parcels look like once they are ticked in the legend."""
    return _symbol("0,0,0,0", OTHER, "0.25")


def _symbol(fill: str, outline: str, width: str) -> QgsFillSymbol:
    return QgsFillSymbol.createSimple(
        {"color": fill, "outline_color": outline, "outline_width": width, "joinstyle": "round"}
    )
