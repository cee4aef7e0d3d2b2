"""Crop classes: HCAT codes and names of EuroCrops with the labels and colours of this project."""

from __future__ import annotations

import colorsys
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .hcat import hcat_names, stem

TAXONOMY = Path(__file__).resolve().parent.parent / "resources" / "taxonomy" / "crops.json"
ROOTS = ("3000000000", "3300000000")  # of HCAT, which are no crops


@dataclass(frozen=True)
class Crop:
    """One class: HCAT3 ``code`` and ``name``, a readable ``label``, a ``colour`` as "#rrggbb".

    ``also`` are further codes of the class, each with its descendants in the hierarchy.
    """

    code: str
    name: str
    label: str
    colour: str
    also: tuple[str, ...] = ()


def known_crops() -> tuple[Crop, ...]:
    """Return the crops of the project's taxonomy in the order of the legend."""
    return tuple(map(crop_of, json.loads(TAXONOMY.read_text(encoding="utf-8"))["crops"]))


def crop_of(entry: Mapping[str, Any]) -> Crop:
    """Return the crop of an entry of the taxonomy or of a bundle's card."""
    return Crop(**{**entry, "also": tuple(entry.get("also", ()))})


def crop_of_hcat(code: str, taken: Collection[str] = ()) -> Crop:
    """Return the class of a code of HCAT, with a label that is not ``taken`` and a colour of its own."""
    name = hcat_names().get(code, code)
    label = name.replace("_", " ").capitalize()
    red, green, blue = colorsys.hls_to_rgb(int(code[2:]) * 0.6180339887 % 1, 0.45, 0.6)
    colour = f"#{round(255 * red):02x}{round(255 * green):02x}{round(255 * blue):02x}"
    return Crop(code, name, label if label not in taken else f"{label} ({code})", colour)


def further_crops(crops: Sequence[Crop]) -> tuple[Crop, ...]:
    """Return the crops of all of HCAT that are none of ``crops``, by label."""
    codes, labels = {crop.code for crop in crops}, {crop.label for crop in crops}
    others = (code for code in hcat_names() if code not in codes and code not in ROOTS)
    return tuple(sorted((crop_of_hcat(code, labels) for code in others), key=lambda crop: crop.label))


def crops_as_text(crops: Sequence[Crop]) -> str:
    """Return crops as JSON, entries of a bundle's card."""
    return json.dumps([asdict(crop) for crop in crops], ensure_ascii=False)


def class_of(code: str, crops: Sequence[Crop]) -> int:
    """Return the index of the class in ``crops`` of an HCAT3 code, -1 where there is none.

    That is the most specific class above the code in the hierarchy. A general code such as "cereal" has no class where
    several classes are below it, and the class below it where there is one.
    """
    below = {i for i, crop in enumerate(crops) if stem(crop.code).startswith(stem(code)) and crop.code != code}
    if below:
        return below.pop() if len(below) == 1 else -1
    above = [
        (len(stem(c)), i)
        for i, crop in enumerate(crops)
        for c in (crop.code, *crop.also)
        if stem(code).startswith(stem(c))
    ]
    return max(above, default=(0, -1))[1]
