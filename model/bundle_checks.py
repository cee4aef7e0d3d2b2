"""What the card of a bundle must hold for a map to mean anything, checked when a bundle is loaded."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .crops import crop_of
from .text import tr

TILE_STEP, LARGEST_TILE = 32, 512  # pixels of 10 m
MOST_CLASSES = 500
READOUTS = ("dense", "queries")


def card_problem(card: Any) -> str:
    """Return what is wrong with a card, as one sentence; empty where it is sound."""
    if not isinstance(card, Mapping):
        return tr("it is no JSON object")
    checks: dict[str, Callable[[Any], bool]] = {
        "name": _is_text,
        "version": _is_text,
        "licence": _is_text,
        "classes": _are_classes,
        "shares": _are_shares,
        "encoder": lambda value: isinstance(value, Mapping) and _is_text(value.get("name")) and _settings(value),
        "network": lambda value: isinstance(value, Mapping) and _is_whole(value.get("classes")),
        "tile": lambda value: _is_whole(value) and value % TILE_STEP == 0 and TILE_STEP <= value <= LARGEST_TILE,
        "readout": lambda value: (
            isinstance(value, Mapping) and value.get("shape") in READOUTS and value.get("crop") in READOUTS
        ),
        "partitions": _are_partitions,
        "temperature": lambda value: _is_number(value) and 0.01 <= value <= 100,
    }
    wrong = [key for key, is_right in checks.items() if key in card and not is_right(card[key])]
    if not wrong and "classes" in card:
        counts = {"network": card["network"]["classes"]} if "network" in card else {}
        counts |= {"shares": len(card["shares"])} if "shares" in card else {}
        wrong = [key for key, count in counts.items() if count != len(card["classes"])]
    return tr("its {} cannot be right").format(", ".join(wrong)) if wrong else ""


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 1000


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _settings(encoder: Mapping) -> bool:
    return isinstance(encoder.get("settings"), Mapping)


def _are_classes(value: Any) -> bool:
    if not isinstance(value, Sequence) or isinstance(value, str) or not 0 < len(value) <= MOST_CLASSES:
        return False
    try:
        crops = [crop_of(entry) for entry in value]
    except (TypeError, ValueError, AttributeError):
        return False
    texts = [text for crop in crops for text in (crop.code, crop.name, crop.label, crop.colour, *crop.also)]
    if not all(map(_is_text, texts)):
        return False
    distinct = {crop.label for crop in crops}, {crop.code for crop in crops}
    return all(len(values) == len(crops) for values in distinct)


def _are_shares(value: Any) -> bool:
    is_list = isinstance(value, Sequence) and not isinstance(value, str)
    return is_list and all(_is_number(share) and share >= 0 for share in value) and sum(value) > 0


def _are_partitions(value: Any) -> bool:
    return isinstance(value, Mapping) and all(
        isinstance(one, Mapping) and all(_is_number(number) and 0 <= number <= 1 for number in one.values())
        for one in (value.get(name) for name in READOUTS)
        if one is not None
    )
