"""The rows of a layer of given parcels as they are in the result: what each column becomes, and each outline."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import fiona

from ..text import tr
from .attributes import SCHEMA

NO_CROP = "no_crop"
"""Column that says why a parcel has no crop."""

COLUMNS: dict[str, str] = {**SCHEMA["properties"], NO_CROP: "str:50"}
OWN = "own_"  # begins the names of those columns of the layer whose names are Doab's
AS_TEXT = ("List", "json", "time")  # beginnings of types of columns that a GeoPackage does not have


@dataclass(frozen=True)
class GivenRows:
    """How rows are copied: ``names`` are those of the columns in the result by those in the layer.

    ``schema`` is that of the result for fiona, with Doab's columns last.
    """

    names: Mapping[str, str]
    schema: Mapping[str, Any]

    def row(self, feature: fiona.Feature, attributes: Mapping[str, Any]) -> dict:
        """Return a row of the layer with the ``attributes`` of `COLUMNS`, as a feature for fiona."""
        own = {self.names[name]: self._value(name, value) for name, value in feature.properties.items()}
        geometry = _outline(feature, self.schema["geometry"])
        return {"type": "Feature", "geometry": geometry, "properties": {**own, **attributes}}

    def _value(self, name: str, value: Any) -> Any:
        if value is None or self.schema["properties"][self.names[name]] != "str" or isinstance(value, str):
            return value
        return json.dumps(value, ensure_ascii=False, default=str)


def rows_of(layer: fiona.Collection, geometry: str, warn: Callable[[str], None]) -> GivenRows:
    """Return how the rows of an open layer are copied; ``geometry`` is the type of the result's, as fiona names it.

    Columns that have the name of one of Doab's get another one, of which is warned.
    """
    columns = layer.schema["properties"]
    taken = {"fid", "geom", *(name.casefold() for name in COLUMNS)}
    free = {name.casefold() for name in columns} - taken
    names: dict[str, str] = {}
    for name in columns:
        new = name
        while new.casefold() in taken or (new != name and new.casefold() in free):
            new = OWN + new
        taken.add(new.casefold())
        names[name] = new
    renamed = [f"{name} → {new}" for name, new in names.items() if new != name]
    if renamed:
        text = tr("Columns of the parcels that have the names of Doab's get others: {}.")
        warn(text.format(", ".join(renamed)))
    kinds = {names[name]: "str" if kind.startswith(AS_TEXT) else kind for name, kind in columns.items()}
    return GivenRows(names, {"geometry": geometry, "properties": {**kinds, **COLUMNS}})


def has_outline(feature: fiona.Feature) -> bool:
    """Return whether a feature has a polygon."""
    return feature.geometry is not None and feature.geometry.type in ("Polygon", "MultiPolygon")


def _outline(feature: fiona.Feature, kind: str) -> dict | None:
    """Return the polygon of a feature with its own coordinates; None for no or another geometry."""
    if not has_outline(feature):
        return None
    outline, coordinates = feature.geometry.type, feature.geometry.coordinates
    if outline == "Polygon" and kind.endswith("MultiPolygon"):
        return {"type": "MultiPolygon", "coordinates": [coordinates]}
    return {"type": outline, "coordinates": coordinates}
