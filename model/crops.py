"""Crop classes: EuroCrops' HCAT codes and names with the readable labels and colours that the project gives them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

TAXONOMY = Path(__file__).resolve().parent.parent / "resources" / "taxonomy" / "crops.json"


@dataclass(frozen=True)
class Crop:
    """One class: HCAT3 ``code`` and ``name``, a readable ``label``, a ``colour`` as "#rrggbb"."""

    code: str
    name: str
    label: str
    colour: str


def known_crops() -> tuple[Crop, ...]:
    """Return the crops the project has labels and colours for, in legend order."""
    return tuple(Crop(**entry) for entry in json.loads(TAXONOMY.read_text(encoding="utf-8"))["crops"])
