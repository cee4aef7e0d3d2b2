"""A map of parcels, read from a vector file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import fiona
import numpy as np
import shapely
from fiona.errors import FionaError, FionaValueError

from ...crops import Crop, class_of
from ...declared_parcels import Declared
from ...protocol import InputError
from ...text import tr


@dataclass(frozen=True)
class ParcelMap:
    """The parcels of a map and their attributes.

    ``confidence`` [P], ``clear_dates`` [P] and ``probabilities`` [P, K] of each; NaN where the file has no value.
    """

    parcels: Declared
    confidence: np.ndarray
    clear_dates: np.ndarray
    probabilities: np.ndarray


def read_parcel_map(path: Path, crops: Sequence[Crop]) -> ParcelMap:
    """Read a map of parcels with the column ``EC_hcat_c``, and ``conf``, ``n_clear`` and ``probs`` where it has them.

    Raises `InputError` where it cannot be read or has no crops.
    """
    try:
        with fiona.open(path) as layer:
            if "EC_hcat_c" not in layer.schema["properties"]:
                text = tr("{} has no column EC_hcat_c. Score a map that Doab made, or add its codes.")
                raise InputError(text.format(path.name))
            if not layer.crs:
                text = tr("{} has no coordinate reference system. Assign one and try again.")
                raise InputError(text.format(path.name))
            epsg = layer.crs.to_epsg()
            crs = f"EPSG:{epsg}" if epsg else layer.crs_wkt
            with_geometry = [feature for feature in layer if feature.geometry]
            features = [(shapely.make_valid(shapely.geometry.shape(f.geometry)), f.properties) for f in with_geometry]
    except (FionaError, FionaValueError) as error:
        text = tr("The map {} cannot be read as a vector layer ({}). Check the file.")
        raise InputError(text.format(path, error)) from error
    polygons = np.array([polygon for polygon, _ in features], object)
    codes = np.array([row["EC_hcat_c"] or "" for _, row in features], object)
    ids = np.array([str(i) for i in range(len(features))], object)
    classes = np.array([class_of(code, crops) if code else -1 for code in codes], np.int64)

    def numbers(name: str) -> np.ndarray:
        return np.array([np.nan if row.get(name) is None else row[name] for _, row in features], float)

    probabilities = [_parse_probabilities(row.get("probs"), crops) for _, row in features]
    return ParcelMap(
        Declared(polygons, codes, classes, ids, codes, crs),
        numbers("conf"),
        numbers("n_clear"),
        np.array(probabilities, float).reshape(len(features), len(crops)),
    )


def _parse_probabilities(text: str | None, crops: Sequence[Crop]) -> list[float]:
    """Return the probability of each class, NaN for a parcel without any."""
    by_label = json.loads(text) if text else {}
    return [by_label.get(crop.label, 0.0) if by_label else np.nan for crop in crops]
