"""Crop classes: EuroCrops' HCAT codes and names with the readable labels and colours that the project gives them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

TAXONOMY = Path(__file__).resolve().parent.parent / "resources" / "taxonomy" / "crops.json"


@dataclass(frozen=True)
class Crop:
    """One class: HCAT3 ``code`` and ``name``, a readable ``label``, a ``colour`` as "#rrggbb".

    ``also`` are further codes that the class stands for, each with everything below it.
    """

    code: str
    name: str
    label: str
    colour: str
    also: tuple[str, ...] = ()


def known_crops() -> tuple[Crop, ...]:
    """Return the crops the project has labels and colours for, in legend order."""
    return tuple(map(crop_of, json.loads(TAXONOMY.read_text(encoding="utf-8"))["crops"]))


def crop_of(entry: dict) -> Crop:
    """Return a crop as a taxonomy or a bundle's card has it."""
    return Crop(**{**entry, "also": tuple(entry.get("also", ()))})


def class_of(code: str, crops: Sequence[Crop]) -> int:
    """Return the index of the class in ``crops`` that an HCAT3 code belongs to, -1 where it belongs to none.

    A code belongs to the most specific class that it lies below. A code that is itself too general, with several
    classes below it ("cereal"), belongs to none; with one class below it, to that one.
    """
    below = {i for i, crop in enumerate(crops) if _stem(crop.code).startswith(_stem(code)) and crop.code != code}
    if below:
        return below.pop() if len(below) == 1 else -1
    above = [
        (len(_stem(c)), i)
        for i, crop in enumerate(crops)
        for c in (crop.code, *crop.also)
        if _stem(code).startswith(_stem(c))
    ]
    return max(above, default=(0, -1))[1]


def _stem(code: str) -> str:
    """Return a code without the pairs of zeros that fill it up: what every code below it begins with."""
    while code.endswith("00"):
        code = code[:-2]
    return code
