"""The classes with which a result was mapped."""

from __future__ import annotations

import json

from osgeo import gdal

from ...model.crops import Crop, crop_of, known_crops
from .crop_areas import TABLE

MAPPED, CLASSES = "mapped_with", "classes"  # in the metadata of the layer; the first only after an adaptation


def result_classes(path: str) -> tuple[Crop, ...]:
    """Return the classes of the run that made the GeoPackage ``path``, also where it was adapted since.

    A file that does not say so is of an earlier version, whose classes are the known crops.
    """
    dataset = gdal.OpenEx(path, gdal.OF_VECTOR | gdal.OF_READONLY)
    layer = dataset.GetLayerByName(TABLE) if dataset is not None else None
    metadata = layer.GetMetadata() if layer is not None else {}
    try:
        text = json.loads(metadata[MAPPED])[CLASSES] if MAPPED in metadata else metadata[CLASSES]
        return tuple(crop_of(entry) for entry in json.loads(text))
    except (KeyError, TypeError, ValueError):
        return known_crops()
