"""Encoding of the stored values of a file: set by the user, read from metadata and names, or estimated from values."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

import numpy as np
from rasterio import DatasetReader
from rasterio.windows import Window

from ..protocol import UNITS, BandSource, Provenance, Source
from ..text import tr
from .safe import calibration, product_around

# (scale, offset) to reflectance, by unit.
REFLECTANCE_ENCODINGS = {"reflectance": (1.0, 0.0), "counts": (1e-4, 0.0), "shifted": (1e-4, -0.1)}
BASELINE_OFFSET = 1000  # added to stored counts since processing baseline 04.00
SHIFTED_BASELINE = re.compile(r"(?<![A-Za-z0-9])N0[4-9]\d\d(?!\d)")
# Some archives store amplitude as integers with dB = 20 log10(DN) - 83.
AMPLITUDE_SCALE = 10 ** (-83 / 20)
UNIT_WORDS = {"db": "db", "decibel": "db", "amplitude": "amplitude", "linear": "linear", "intensity": "linear"}
VALUE_SAMPLE = 128  # pixels a side
USER = Provenance("user", "given")

Encoding = tuple[float, float, str, Provenance]
"""(scale, offset, unit, provenance), as in `Acquisition`."""


class NotReflectanceError(Exception):
    """A file is an 8-bit picture; the message says what to use instead."""


def reflectance(dataset: DatasetReader, band: BandSource, source: Source) -> Encoding:
    """Return the encoding of a Sentinel-2 file; raise `NotReflectanceError` for 8-bit files."""
    index, path = band.index, band.path
    if source.unit in REFLECTANCE_ENCODINGS:
        return *REFLECTANCE_ENCODINGS[source.unit], "reflectance", USER
    if "GRANULE" in Path(path).parts and (product := product_around(Path(path))):
        scale, offset, provenance = calibration(product)
        return scale, offset, "reflectance", provenance
    if (dataset.scales[index - 1], dataset.offsets[index - 1]) != (1.0, 0.0):
        provenance = Provenance("metadata", "scale and offset of the band")
        return dataset.scales[index - 1], dataset.offsets[index - 1], "reflectance", provenance
    kind = dataset.dtypes[index - 1]
    if kind == "uint8":
        raise NotReflectanceError(
            tr("This is an 8-bit picture, not reflectance. Give the original Sentinel-2 bands (16 bits or floats).")
        )
    assumed = Provenance("data type", "assumed for {} values", (kind,), is_assumed=True)
    if kind.startswith("float"):
        values = sample_values(dataset, index)
        if not values.size or np.percentile(values, 99) <= 3:
            provenance = Provenance("values", "assumed for small floating-point values", is_assumed=True)
            return *REFLECTANCE_ENCODINGS["reflectance"], "reflectance", provenance
        assumed = Provenance("values", "assumed for the size of the values", is_assumed=True)
    if SHIFTED_BASELINE.search(path):
        provenance = Provenance("file name", "processing baseline 04.00 or later in the name")
        return *REFLECTANCE_ENCODINGS["shifted"], "reflectance", provenance
    return *REFLECTANCE_ENCODINGS["counts"], "reflectance", assumed


def backscatter(dataset: DatasetReader, band: BandSource, source: Source) -> Encoding:
    """Return the encoding of a Sentinel-1 file, from its metadata and names, else estimated from its values."""
    index = band.index
    scale, offset = dataset.scales[index - 1], dataset.offsets[index - 1]
    if source.unit in UNITS["S1"]:
        return *_scaling(source.unit, sample_values(dataset, index), scale, offset), source.unit, USER
    texts = (
        (Provenance("metadata", "band unit"), dataset.units[index - 1] or ""),
        (Provenance("band names", "band description"), dataset.descriptions[index - 1] or ""),
        (Provenance("tags", "tags"), " ".join([*dataset.tags().values(), *dataset.tags(index).values()])),
        (Provenance("layer name", "layer name"), source.name),
        (Provenance("file name", "file name"), PurePosixPath(band.path).stem),
    )
    for provenance, text in texts:
        words = {word.lower() for word in re.split(r"[^A-Za-z]+", text)}
        for word, unit in UNIT_WORDS.items():
            if word in words:
                return *_scaling(unit, sample_values(dataset, index), scale, offset), unit, provenance
    values = sample_values(dataset, index)
    if not values.size:
        template = "assumed, because there are no values to judge by"
        return scale, offset, "db", Provenance("default", template, is_assumed=True)
    if (values < 0).mean() > 0.01:
        if np.median(values) < -100:
            return 0.01, 0.0, "db", _estimated("values are negative and large: dB times 100")
        return scale, offset, "db", _estimated("values are negative")
    if np.median(values) > 5:
        template = "values are large and positive: amplitude with dB = 20 log10(DN) - 83"
        return AMPLITUDE_SCALE, 0.0, "amplitude", _estimated(template)
    return scale, offset, "linear", _estimated("values are small and positive")


def _estimated(template: str) -> Provenance:
    return Provenance("values", template, is_assumed=True)


def _scaling(unit: str, values: np.ndarray, scale: float, offset: float) -> tuple[float, float]:
    """Return (scale, offset) of radar values in a known unit; integers store dB × 100."""
    if unit == "db" and values.size and np.median(np.abs(values)) > 100:
        return 0.01, 0.0
    if unit == "amplitude" and values.size and np.median(values) > 5:
        return AMPLITUDE_SCALE, 0.0
    return scale, offset


def sample_values(dataset: DatasetReader, index: int) -> np.ndarray:
    """Return valid, non-zero values of one band [n] float64: from its middle, else from a coarse reading of all."""
    height, width = dataset.shape
    rows, cols = min(VALUE_SAMPLE, height), min(VALUE_SAMPLE, width)
    middle = Window((width - cols) // 2, (height - rows) // 2, cols, rows)
    for extent in ({"window": middle}, {"out_shape": (rows, cols)}):
        values = dataset.read(index, masked=True, **extent).compressed().astype(np.float64)
        values = values[np.isfinite(values) & (values != 0)]
        if values.size:
            break
    return values
