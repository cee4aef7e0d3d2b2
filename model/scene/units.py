"""Encoding of the stored values of a file: set by the user, read from metadata and names, or estimated from values."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

import numpy as np
from rasterio import DatasetReader

from ..protocol import UNITS, BandSource, Provenance, Source
from ..protocol.scene_description import LEAST_SCALE, MOST_SCALE
from ..text import format_number, tr
from .raster_samples import sample_values
from .safe import calibration, product_around

# (scale, offset) to reflectance, by unit.
REFLECTANCE_ENCODINGS = {
    "reflectance": (1.0, 0.0),
    "counts": (1e-4, 0.0),
    "shifted": (1e-4, -0.1),
    "percent": (1e-2, 0.0),
    "stretched": (1 / 65535, 0.0),
}
STRETCHED_NAME = re.compile(r"Sentinel-[12].*_\(Raw\)", re.IGNORECASE)  # 0 to 1 in 16 bits, by Sentinel Hub's browsers
HIGHEST = 1.6  # reflectance of nearly all pixels is lower; clouds and snow reach 1.3
BASELINE_OFFSET = 1000  # added to stored counts since processing baseline 04.00
SHIFTED_BASELINE = re.compile(r"(?<![A-Za-z0-9])N0[4-9]\d\d(?!\d)")
# Some archives store amplitude as integers with dB = 20 log10(DN) - 83.
RTC_SCALE = re.compile(r"_RTC\d*_[A-Z]_[a-z]([pad])[a-z]{4}_", re.IGNORECASE)  # HyP3, such as S1A_…_RTC10_G_gpuned_1A2B
MOSTLY = 0.95  # of the values
AMPLITUDE_SCALE = 10 ** (-83 / 20)
DARKEST_LAND = -28.0  # dB, the median of an image; calm water is darker, deserts in VH come near
UNIT_WORDS = {"db": "db", "decibel": "db", "amplitude": "amplitude", "linear": "linear", "intensity": "linear"}
USER = Provenance("user", "given")

Encoding = tuple[float, float, str, Provenance]
"""(scale, offset, unit, provenance), as in `Acquisition`."""


class UnitError(Exception):
    """The values of a file cannot be understood; the message says why, ``fact`` is what the user can set."""

    def __init__(self, text: str, fact: str = "") -> None:
        super().__init__(text)
        self.fact = fact


def reflectance(
    dataset: DatasetReader, band: BandSource, source: Source, stated: tuple[float, float, Provenance] | None = None
) -> Encoding:
    """Return the encoding of a Sentinel-2 file; raise `UnitError` where the values are none.

    ``stated`` is what metadata beside the file says of its integers: a copy in floats may be reflectance already.
    """
    index, path = band.index, band.path
    if source.unit in REFLECTANCE_ENCODINGS:
        return *REFLECTANCE_ENCODINGS[source.unit], "reflectance", USER
    if "GRANULE" in Path(path).parts and (product := product_around(Path(path))):
        scale, offset, provenance = calibration(product)
        _check_scale(scale, offset)
        return scale, offset, "reflectance", provenance
    kind = dataset.dtypes[index - 1]
    scaling = dataset.scales[index - 1], dataset.offsets[index - 1]
    if is_picture(dataset, index):
        raise UnitError(picture_advice())
    if kind.startswith("complex"):
        raise UnitError(tr("This raster holds complex numbers, no reflectance. Give calibrated Sentinel-2 bands."))
    values = sample_values(dataset, index)
    if stated and not kind.startswith("float"):
        return _plausible(values, *stated)
    if scaling != (1.0, 0.0):
        provenance = Provenance("metadata", "scale and offset of the band")
        return _plausible(values, *scaling, provenance)
    if kind == "uint16" and STRETCHED_NAME.search(PurePosixPath(Path(path).as_posix()).name):
        provenance = Provenance("file name", "16 bits of Sentinel Hub's browsers in the name")
        return *REFLECTANCE_ENCODINGS["stretched"], "reflectance", provenance
    assumed = Provenance("data type", "assumed for {} values", (kind,), is_assumed=True)
    if kind.startswith("float"):
        if not values.size or np.percentile(values, 99) <= 3:
            provenance = Provenance("values", "assumed for small floating-point values", is_assumed=True)
            return *REFLECTANCE_ENCODINGS["reflectance"], "reflectance", provenance
        assumed = Provenance("values", "assumed for the size of the values", is_assumed=True)
        if np.percentile(values, 99) <= 150:
            return *REFLECTANCE_ENCODINGS["percent"], "reflectance", assumed
    if SHIFTED_BASELINE.search(path):
        provenance = Provenance("file name", "processing baseline 04.00 or later in the name")
        return _plausible(values, *REFLECTANCE_ENCODINGS["shifted"], provenance)
    return _plausible(values, *REFLECTANCE_ENCODINGS["counts"], assumed)


def is_picture(dataset: DatasetReader, index: int = 1) -> bool:
    """Return whether a band has 8 bits and no scale, as pictures to look at have."""
    return dataset.dtypes[index - 1] == "uint8" and (dataset.scales[index - 1], dataset.offsets[index - 1]) == (1, 0)


def picture_advice() -> str:
    """Return the sentence on a picture that is given as an image."""
    return tr("This is an 8-bit picture, not reflectance. Give the original Sentinel-2 bands (16 bits or floats).")


def _plausible(values: np.ndarray, scale: float, offset: float, provenance: Provenance) -> Encoding:
    """Return an encoding that gives values [n] a reflectance; raise `UnitError` where it gives none that there is."""
    _check_scale(scale, offset)
    if not values.size:
        return scale, offset, "reflectance", provenance
    physical = np.percentile(values, 95) * scale + offset
    if physical > HIGHEST:
        text = tr(
            "As {}, the values of this raster would be a reflectance of {}, which there is not. Say what they are."
        )
        encoding = f"× {format_number(scale, 'g')}" + (f" {format_number(offset, '+g')}" if offset else "")
        raise UnitError(text.format(encoding, format_number(physical, ".3g")), "unit")
    return scale, offset, "reflectance", provenance


def _check_scale(scale: float, offset: float) -> None:
    """Raise `UnitError` where the scale or the offset of the metadata cannot be."""
    if not (np.isfinite([scale, offset]).all() and LEAST_SCALE <= scale <= MOST_SCALE):
        raise UnitError(
            tr("The scale of this raster in its metadata is no positive number. Say what its values are."), "unit"
        )


def backscatter(dataset: DatasetReader, band: BandSource, source: Source) -> Encoding:
    """Return the encoding of a Sentinel-1 file, from its metadata and names, else estimated from its values."""
    index = band.index
    scale, offset = dataset.scales[index - 1], dataset.offsets[index - 1]
    _check_scale(scale, offset)
    is_scaled = (scale, offset) != (1.0, 0.0)
    if source.unit in UNITS["S1"]:
        scaling = (scale, offset) if is_scaled else _scaling(source.unit, sample_values(dataset, index))
        return *scaling, source.unit, USER
    if np.dtype(dataset.dtypes[index - 1]).kind == "c":
        raise UnitError(
            tr("This radar image is complex (SLC). Give backscatter in decibel or linear power (GRD, RTC).")
        )
    values = sample_values(dataset, index) * scale + offset
    name = PurePosixPath(Path(band.path).as_posix()).name
    if dataset.dtypes[index - 1] == "uint16" and STRETCHED_NAME.search(name):
        provenance = Provenance("file name", "16 bits of Sentinel Hub's browsers in the name")
        return 1 / 65535, 0.0, "linear", provenance
    if rtc := RTC_SCALE.search(name):
        unit = {"p": "linear", "a": "amplitude", "d": "db"}[rtc[1].lower()]
        return scale, offset, unit, Provenance("file name", "scale in the name of the product")
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
                _check_unit(unit, values)
                scaling = (scale, offset) if is_scaled else _scaling(unit, values)
                return *scaling, unit, provenance
    if not values.size:
        template = "assumed, because there are no values to judge by"
        return scale, offset, "db", Provenance("default", template, is_assumed=True)
    if (values < 0).mean() > 0.01:
        if np.median(values) < -100 and not is_scaled:
            return 0.01, 0.0, "db", _estimated("values are negative and large: dB times 100")
        return scale, offset, "db", _estimated("values are negative")
    if (median := float(np.median(values))) > 5 and not is_scaled:
        if (decibels := 20 * np.log10(median * AMPLITUDE_SCALE)) < DARKEST_LAND:
            text = tr(
                "The values of this radar image, {} in the middle, are neither decibels nor linear, and as calibrated"
                " amplitude they would be {} dB, darker than land. Calibrate the image to sigma0 or gamma0, or say what"
                " they are."
            )
            raise UnitError(text.format(format_number(median, ".3g"), f"{decibels:.0f}"), "unit")
        template = "values are large and positive: amplitude with dB = 20 log10(DN) - 83"
        return AMPLITUDE_SCALE, 0.0, "amplitude", _estimated(template)
    return scale, offset, "linear", _estimated("values are small and positive")


def _check_unit(unit: str, values: np.ndarray) -> None:
    """Raise `UnitError` where the sign of radar values [n] contradicts a unit that was named."""
    text = ""
    if values.size and unit == "db" and (values > 0).mean() > MOSTLY and np.median(values) < 5:
        text = tr("This raster is said to be in decibel, but its values are small and positive, as linear ones are.")
    elif values.size and unit != "db" and (values < 0).mean() > MOSTLY:
        text = tr("This raster is said to be linear, but its values are negative, as decibels are.")
    if text:
        raise UnitError(text + " " + tr("Say which it is."), "unit")


def _estimated(template: str) -> Provenance:
    return Provenance("values", template, is_assumed=True)


def _scaling(unit: str, values: np.ndarray) -> tuple[float, float]:
    """Return (scale, offset) of radar values in a known unit without a scale in the file; integers store dB × 100."""
    if unit == "db" and values.size and np.median(np.abs(values)) > 100:
        return 0.01, 0.0
    if unit == "amplitude" and values.size and np.median(values) > 5:
        return AMPLITUDE_SCALE, 0.0
    return 1.0, 0.0
