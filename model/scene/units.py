"""What the stored values of a file are, by what is said and written of them, else by the values themselves."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

import numpy as np
from rasterio import DatasetReader
from rasterio.windows import Window

from ..protocol import UNITS, BandSource, Source
from ..text import tr
from .safe import calibration, product_around

# (scale, offset) to reflectance by what the analyst says the values are.
COUNTS = {"reflectance": (1.0, 0.0), "counts": (1e-4, 0.0), "shifted": (1e-4, -0.1)}
ADDED = 1000  # to counts, since processing baseline 04.00
SHIFTED_BASELINE = re.compile(r"(?<![A-Za-z0-9])N0[4-9]\d\d(?!\d)")
# Some archives store amplitude as integers with dB = 20 log10(DN) - 83.
AMPLITUDE_SCALE = 10 ** (-83 / 20)
UNIT_WORDS = {"db": "db", "decibel": "db", "amplitude": "amplitude", "linear": "linear", "intensity": "linear"}
PEEK = 128

Measured = tuple[float, float, str, str]
"""(scale, offset, unit, evidence), as in `Acquisition`."""


class PictureError(Exception):
    """A file holds no reflectance; the text says what to give in its place."""


def reflectance(dataset: DatasetReader, band: BandSource, source: Source) -> Measured:
    """Say what a Sentinel-2 file holds; raises `PictureError` where that is a mere picture."""
    index, path = band.index, band.path
    if source.unit in COUNTS:
        return *COUNTS[source.unit], "reflectance", "given"
    if "GRANULE" in Path(path).parts and (product := product_around(Path(path))):
        scale, offset, evidence = calibration(product)
        return scale, offset, "reflectance", evidence
    if (dataset.scales[index - 1], dataset.offsets[index - 1]) != (1.0, 0.0):
        return dataset.scales[index - 1], dataset.offsets[index - 1], "reflectance", "scale and offset of the band"
    kind = dataset.dtypes[index - 1]
    if kind == "uint8":
        raise PictureError(
            tr("This is an 8-bit picture, not reflectance. Give the original Sentinel-2 bands (16 bits or floats).")
        )
    assumed = f"assumed for {kind} values"
    if kind.startswith("float"):
        values = peek(dataset, index)
        if not values.size or np.percentile(values, 99) <= 3:
            return *COUNTS["reflectance"], "reflectance", "assumed for small floating-point values"
        assumed = "assumed for the size of the values"
    if SHIFTED_BASELINE.search(path):
        return *COUNTS["shifted"], "reflectance", "processing baseline 04.00 or later in the name"
    return *COUNTS["counts"], "reflectance", assumed


def backscatter(dataset: DatasetReader, band: BandSource, source: Source) -> Measured:
    """Say what a Sentinel-1 file holds: from what is written, else from its values."""
    index = band.index
    scale, offset = dataset.scales[index - 1], dataset.offsets[index - 1]
    if source.unit in UNITS["S1"]:
        return *_as(source.unit, peek(dataset, index), scale, offset), source.unit, "given"
    written = {
        "band unit": dataset.units[index - 1] or "",
        "band description": dataset.descriptions[index - 1] or "",
        "tags": " ".join([*dataset.tags().values(), *dataset.tags(index).values()]),
        "layer name": source.name,
        "file name": PurePosixPath(band.path).stem,
    }
    for where, text in written.items():
        found = {w.lower() for w in re.split(r"[^A-Za-z]+", text)}
        for word, unit in UNIT_WORDS.items():
            if word in found:
                return *_as(unit, peek(dataset, index), scale, offset), unit, where
    values = peek(dataset, index)
    if not values.size:
        return scale, offset, "db", "assumed, because there are no values to judge by"
    if (values < 0).mean() > 0.01:
        if np.median(values) < -100:
            return 0.01, 0.0, "db", "values are negative and large: dB times 100"
        return scale, offset, "db", "values are negative"
    if np.median(values) > 5:
        return AMPLITUDE_SCALE, 0.0, "amplitude", "values are large and positive: amplitude with dB = 20 log10(DN) - 83"
    return scale, offset, "linear", "values are small and positive"


def _as(unit: str, values: np.ndarray, scale: float, offset: float) -> tuple[float, float]:
    """Return (scale, offset) of radar values in a unit that is known; integers hold dB a hundredfold."""
    if unit == "db" and values.size and np.median(np.abs(values)) > 100:
        return 0.01, 0.0
    if unit == "amplitude" and values.size and np.median(values) > 5:
        return AMPLITUDE_SCALE, 0.0
    return scale, offset


def peek(dataset: DatasetReader, index: int) -> np.ndarray:
    """Return some valid, non-zero values of one band, flat: from its middle, else from a coarse reading of all."""
    height, width = dataset.shape
    rows, cols = min(PEEK, height), min(PEEK, width)
    middle = Window((width - cols) // 2, (height - rows) // 2, cols, rows)
    for extent in ({"window": middle}, {"out_shape": (rows, cols)}):
        values = dataset.read(index, masked=True, **extent).compressed().astype(np.float64)
        values = values[np.isfinite(values) & (values != 0)]
        if values.size:
            break
    return values
