"""The renderers of the result layer: by crop, by confidence, by boundary quality; uncertain parcels can be hidden."""

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
from ..text import number, tr
from .crop_areas import OTHER, CropCount
from .edit_tracking import CONFIDENCE_EXPRESSION

CROP, CONFIDENCE, BOUNDARY = STYLES = ("crop", "confidence", "boundary")
HIDDEN = "hidden"

# The class attribute of each style; the two measures are classed by fifths, and NULL is in no class.
_MEASURES = {CONFIDENCE: CONFIDENCE_EXPRESSION, BOUNDARY: '"bound_q"'}
_ATTRIBUTES = {
    CROP: "EC_hcat_c",
    **{style: f"if({measure} >= 1, 4, floor({measure} * 5))" for style, measure in _MEASURES.items()},
}
_EXPRESSIONS = {**_ATTRIBUTES, CROP: '"EC_hcat_c"'}
# The class attributes in styles that earlier versions saved.
_EARLIER = {style: f"min(floor({measure} * 5), 4)" for style, measure in _MEASURES.items()}
_HIDING = re.compile(rf"""if\({re.escape(CONFIDENCE_EXPRESSION)} < ([0-9.]+), 'hidden', (.+)\)""")

# From low to high; both colour ramps are distinguishable with colour blindness and in grey.
_FIFTHS = {
    CONFIDENCE: ("#b2182b", "#ef8a62", "#f2d5a0", "#67a9cf", "#2166ac"),
    BOUNDARY: ("#fde725", "#6ccd5a", "#1f9e89", "#31688e", "#440154"),
}

# Colour is the crop, opacity is the confidence. Without a feature (in the legend) the colour stays as it is.
#
# One property for all symbols, which is never deleted: a render job copies the parsed expression on its own thread, and
# in QGIS 3.22 the last owner can delete it meanwhile, for instance where the layer is removed.
_FADED_COLOR = QgsProperty.fromExpression(
    "set_color_part(@symbol_color, 'alpha', "
    f"if({CONFIDENCE_EXPRESSION} is null, 25, 25 + 215 * {CONFIDENCE_EXPRESSION}))"
)


@dataclass(frozen=True)
class StyleOptions:
    """The style of the parcels, and the confidence (0 to 1) under which they are hidden."""

    style: str = CROP
    min_confidence: float = 0.0


def title(style: str) -> str:
    """Return the display name of a style."""
    return {CROP: tr("Crop"), CONFIDENCE: tr("Confidence"), BOUNDARY: tr("Boundary quality")}[style]


def read_style_options(renderer: QgsFeatureRenderer | None) -> StyleOptions | None:
    """Return the options that a renderer was made with, None where it is not one of Doab's renderers."""
    if not isinstance(renderer, QgsCategorizedSymbolRenderer):
        return None
    attribute = renderer.classAttribute()
    match = _HIDING.fullmatch(attribute)
    min_confidence, expression = (float(match.group(1)), match.group(2)) if match else (0.0, attribute)
    return next(
        (
            StyleOptions(style, min_confidence)
            for style in STYLES
            if expression in (_ATTRIBUTES[style], _EXPRESSIONS[style], _EARLIER.get(style))
        ),
        None,
    )


def create_renderer(options: StyleOptions, crops: Sequence[CropCount]) -> QgsCategorizedSymbolRenderer:
    """Return a new renderer for parcels with these crops."""
    renderer = QgsCategorizedSymbolRenderer(_ATTRIBUTES[options.style], [])
    if options.style == CROP:
        renderer.addCategory(QgsRendererCategory(None, _crop_symbol(OTHER), tr("Anything else")))
        update_crop_categories(renderer, crops)
    else:
        symbol = _confidence_symbol if options.style == CONFIDENCE else _boundary_symbol
        for fifth, (colour, label) in enumerate(zip(_FIFTHS[options.style], _fifth_labels())):
            renderer.addCategory(QgsRendererCategory(fifth, symbol(colour), label))
        renderer.addCategory(QgsRendererCategory(None, symbol(OTHER), tr("Not known")))
    hide_uncertain(renderer, options)
    return renderer


def hide_uncertain(renderer: QgsCategorizedSymbolRenderer, options: StyleOptions) -> None:
    """Hide the parcels under ``options.min_confidence`` in a renderer of ``options.style``; change nothing else in it.

    They get a category of their own that is unchecked in the legend, so identify tools skip them, too. Neither the
    data of the layer nor its edit buffer changes.
    """
    index = renderer.categoryIndexForValue(HIDDEN)
    if index >= 0:
        renderer.deleteCategory(index)
    if options.min_confidence > 0:
        condition = f"{CONFIDENCE_EXPRESSION} < {options.min_confidence:g}"
        renderer.setClassAttribute(f"if({condition}, 'hidden', {_EXPRESSIONS[options.style]})")
        label = tr("Hidden: under {} %").format(number(100 * options.min_confidence))
        renderer.addCategory(QgsRendererCategory(HIDDEN, _hidden_symbol(), label, False))
    else:
        renderer.setClassAttribute(_ATTRIBUTES[options.style])


def update_crop_categories(renderer: QgsCategorizedSymbolRenderer, crops: Sequence[CropCount]) -> bool:
    """Give a renderer by crop one category for each crop that occurs, with its count; return whether it changed.

    Categories that remain keep their symbols, and categories that the analyst merged stay as they are.
    """
    merged = {
        code for category in renderer.categories() if isinstance(category.value(), list) for code in category.value()
    }
    missing = {crop.code: crop for crop in crops if crop.parcels and crop.code and crop.code not in merged}
    changed = False
    for index, category in reversed(list(enumerate(renderer.categories()))):
        crop = missing.pop(str(category.value()), None) if _is_crop(category) else None
        if crop is None and _is_crop(category):
            renderer.deleteCategory(index)
            changed = True
        elif crop is not None and category.label() != _category_label(crop):
            renderer.updateCategoryLabel(index, _category_label(crop))
            changed = True
    for crop in missing.values():
        renderer.addCategory(QgsRendererCategory(crop.code, _crop_symbol(crop.colour), _category_label(crop)))
        index = sum(map(_is_crop, renderer.categories())) - 1
        renderer.moveCategory(len(renderer.categories()) - 1, index)
        changed = True
    return changed


def _is_crop(category: QgsRendererCategory) -> bool:
    """Return whether a category is that of one crop: not the rest, the hidden parcels or a merged category."""
    return bool(category.value()) and category.value() != HIDDEN and not isinstance(category.value(), list)


def _category_label(crop: CropCount) -> str:
    return f"{crop.label} ({number(crop.parcels)})"


def _fifth_labels() -> tuple[str, ...]:
    range_label = tr("{} to {} %")
    return (
        tr("Under {} %").format(number(20)),
        *(range_label.format(number(p), number(p + 20)) for p in (20, 40, 60)),
        tr("{} % and more").format(number(80)),
    )


def _crop_symbol(colour: str) -> QgsFillSymbol:
    """Return a fill whose opacity is the confidence, with an opaque outline."""
    symbol = _symbol(colour, QColor(colour).darker(190).name(), "0.35")
    symbol.symbolLayer(0).setDataDefinedProperty(FILL_COLOR, _FADED_COLOR)
    return symbol


def _confidence_symbol(colour: str) -> QgsFillSymbol:
    """Return a translucent fill, so that the image below can be seen."""
    red, green, blue, _ = QColor(colour).getRgb()
    return _symbol(f"{red},{green},{blue},205", QColor(colour).darker(170).name(), "0.3")


def _boundary_symbol(colour: str) -> QgsFillSymbol:
    """Return a strong outline with an almost transparent fill, to compare it with the image below."""
    red, green, blue, _ = QColor(colour).getRgb()
    return _symbol(f"{red},{green},{blue},45", colour, "0.8")


def _hidden_symbol() -> QgsFillSymbol:
    """Return the symbol of hidden parcels, for the case that their category is checked in the legend."""
    return _symbol("0,0,0,0", OTHER, "0.25")


def _symbol(fill: str, outline: str, width: str) -> QgsFillSymbol:
    return QgsFillSymbol.createSimple(
        {"color": fill, "outline_color": outline, "outline_width": width, "joinstyle": "round"}
    )
