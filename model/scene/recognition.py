"""What one raster file is: a Sentinel image (or some of its bands), a cloud mask or an elevation model."""

from __future__ import annotations

import warnings
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import numpy as np
import rasterio
from rasterio.errors import NotGeoreferencedWarning, RasterioError

from ..protocol import OPTICAL_BANDS, RADAR_BANDS, Acquisition, BandSource, Elevation, Problem, Source
from ..text import tr
from .filename_parsing import band_in, date_in, is_byproduct, is_elevation, sensor_in, without_band
from .units import PictureError, backscatter, reflectance

DATE_TAGS = (
    "PRODUCT_START_TIME", "SENSING_TIME", "ACQUISITION_DATE", "ACQUISITION_TIME", "ACQUISITIONDATETIME", "DATE",
    "TIFFTAG_DATETIME",
)  # fmt: skip
# What a file without band names holds, by its number of bands.
USUAL_STACKS = {
    "S1": {1: ("VV",), 2: RADAR_BANDS},
    "S2": {
        4: ("B02", "B03", "B04", "B08"),
        10: OPTICAL_BANDS,
        12: ("B01", *OPTICAL_BANDS[:8], "B09", *OPTICAL_BANDS[8:]),
        13: ("B01", *OPTICAL_BANDS[:8], "B09", "B10", *OPTICAL_BANDS[8:]),
    },
}


@dataclass(frozen=True)
class Part:
    """What one file contributes to an acquisition; ``resolution`` is its pixel size in the units of its CRS."""

    acquisition: Acquisition
    resolution: float
    path: str


@dataclass(frozen=True)
class CloudMask:
    """A scene classification, its date ("" if unknown) and the name that its image would have."""

    source: BandSource
    date: str
    image: str


@dataclass(frozen=True)
class _File:
    """An open raster and the texts in which facts are looked for, nearest to the analyst first."""

    dataset: rasterio.DatasetReader
    path: str
    source: Source
    texts: dict[str, str] = field(default_factory=dict)


def recognise(path: str, source: Source) -> Part | CloudMask | Elevation | Problem:
    """Say what the raster at ``path``, offered as ``source``, is."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", NotGeoreferencedWarning)
            with rasterio.open(path) as dataset:
                return _recognise(_File(dataset, path, source, _texts(path, source)))
    except RasterioError:
        return Problem(
            path, tr("This file cannot be opened as a raster; it may be damaged. Replace it or leave it out.")
        )
    except UnicodeEncodeError:
        return Problem(
            path.encode("utf-8", "replace").decode(),
            tr("The name of this file has letters of another encoding, with which it cannot be opened. Rename it."),
        )


def _texts(path: str, source: Source) -> dict[str, str]:
    pure = PurePosixPath(Path(path).as_posix())
    folders = " ".join(folder.name for folder in list(pure.parents)[:2])
    return {"layer name": source.name, "file name": pure.stem, "folder name": folders}


def _recognise(file: _File) -> Part | CloudMask | Elevation | Problem:
    bands, bands_from = _bands(file)
    names = f"{file.source.name} {PurePosixPath(file.path).stem}"
    if not file.dataset.crs:
        return Problem(
            file.path,
            tr(
                "This raster has no coordinate reference system, so it cannot be placed on the map. Assign one"
                " (raw radar products need terrain correction first)."
            ),
            "crs",
        )
    absent = {band: index for band, index in bands.items() if not 0 < index <= file.dataset.count}
    if absent:
        return Problem(
            file.path,
            tr("You set {}, but this raster has {} bands. Say which band is which.").format(
                ", ".join(tr("{} as band {}").format(*one) for one in absent.items()), file.dataset.count
            ),
            "bands",
        )
    if file.source.role == "dem":
        return _elevation(file, "given as the DEM")
    if several := _repeated(file):
        return Problem(
            file.path,
            tr("This raster holds {} {} times, as files with several dates do. Give one file for each date.").format(
                *several
            ),
            "bands",
        )
    if set(bands) == {"SCL"}:
        dated = _date(file)
        return CloudMask(BandSource(file.path, bands["SCL"]), dated[0] if dated else "", image_of_mask(file.path))
    if is_byproduct(names) and not file.source.bands:
        return Problem(
            file.path, tr("This by-product of Sentinel-2 holds no reflectance and is not used. Leave it out.")
        )
    if file.source.role == "auto" and not bands:
        for where, text in (("name", names), ("band description", file.dataset.descriptions[0] or "")):
            if is_elevation(text):
                return _elevation(file, where)
    sensor, sensor_from = _sensor(file, bands)
    if not sensor:
        return Problem(
            file.path,
            tr(
                "Neither the name nor the band descriptions say what this raster is. Say whether it is Sentinel-2,"
                " Sentinel-1 or a DEM, or name its bands (B02, VV, elevation)."
            ),
            "sensor",
        )
    return _part(file, sensor, sensor_from, bands, bands_from)


def _part(file: _File, sensor: str, sensor_from: str, bands: dict[str, int], bands_from: str) -> Part | Problem:
    wanted = OPTICAL_BANDS if sensor == "S2" else RADAR_BANDS
    if not bands and (usual := USUAL_STACKS[sensor].get(file.dataset.count)):
        bands = {band: index for index, band in enumerate(usual, 1)}
        bands_from = f"assumed from the number of bands ({len(usual)})"
    used = {band: BandSource(file.path, bands[band]) for band in wanted if band in bands}
    if not used:
        return Problem(
            file.path,
            tr(
                "None of the bands {} was found in this raster. Name its bands in the band descriptions"
                " or put the band into the file's name."
            ).format(", ".join(wanted)),
            "bands",
        )
    dated = _date(file)
    if dated is None:
        return Problem(
            file.path,
            tr(
                "No date was found in the name, the tags or the folder of this raster. Put the date into the name"
                " (YYYY-MM-DD) or set it for the layer."
            ),
            "date",
        )
    measure = reflectance if sensor == "S2" else backscatter
    try:
        scale, offset, unit, measured_from = measure(file.dataset, next(iter(used.values())), file.source)
    except PictureError as error:
        return Problem(file.path, str(error))
    evidence = {"sensor": sensor_from, "date": dated[1], "bands": bands_from}
    evidence["scale" if sensor == "S2" else "unit"] = measured_from
    clouds = BandSource(file.path, bands["SCL"]) if sensor == "S2" and "SCL" in bands else None
    if clouds:
        evidence["clouds"] = "band SCL of the same file"
    name = file.source.name or PurePosixPath(file.path).name
    acquisition = Acquisition(sensor, dated[0], used, scale, offset, unit, _nodata(file), clouds, name, evidence)
    return Part(acquisition, abs(file.dataset.transform.a), file.path)


def image_of_mask(path: str) -> str:
    """Return the name, without extension, of the image that a mask named ``…_SCL`` belongs to."""
    return without_band(PurePosixPath(Path(path).as_posix()).stem, "SCL")


def _elevation(file: _File, evidence: str) -> Elevation:
    return Elevation(BandSource(file.path, 1), _nodata(file), {"sensor": evidence})


def _nodata(file: _File) -> float | None:
    """Return the declared nodata value; not-a-number is void by itself and needs no declaration."""
    nodata = file.dataset.nodata
    return None if nodata is None or np.isnan(nodata) else float(nodata)


def _bands(file: _File) -> tuple[dict[str, int], str]:
    """Return band numbers by band name; the first wins where a name occurs twice."""
    if file.source.bands:
        return dict(file.source.bands), "given"
    descriptions = [d or "" for d in file.dataset.descriptions]
    numbered_only = all(d == f"Band {i}" for i, d in enumerate(descriptions, 1))
    found: dict[str, int] = {}
    if not numbered_only:
        for index, description in enumerate(descriptions, 1):
            if band := band_in(description):
                found.setdefault(band, index)
    if found or file.dataset.count > 1:
        return found, "band descriptions"
    for where in ("file name", "layer name"):
        if band := band_in(file.texts[where]):
            return {band: 1}, where
    return {}, ""


def _repeated(file: _File) -> tuple[str, int] | None:
    """Return a band and how often a file has it, where it has every band that it has at least twice."""
    named = Counter(band for d in file.dataset.descriptions if (band := band_in(d or "")))
    wanted = {band: named[band] for band in (*OPTICAL_BANDS, *RADAR_BANDS) if band in named}
    if file.source.bands or not wanted or min(wanted.values()) < 2:
        return None
    return next(iter(wanted.items()))


def _sensor(file: _File, bands: dict[str, int]) -> tuple[str, str]:
    if file.source.role in ("s1", "s2"):
        return file.source.role.upper(), "given"
    for where, text in file.texts.items():
        if where != "folder name" and (sensor := sensor_in(text)):
            return sensor, where
    if set(bands) & set(RADAR_BANDS):
        return "S1", "band names"
    if set(bands) & set(OPTICAL_BANDS):
        return "S2", "band names"
    return sensor_in(file.texts["folder name"]), "folder name"


def _date(file: _File) -> tuple[str, str] | None:
    if file.source.date:
        return file.source.date, "given"
    tags = {key.upper(): value for key, value in file.dataset.tags().items()}
    places = {**file.texts, **{f"tag {t}": tags[t].replace(":", "-") for t in DATE_TAGS if t in tags}}
    places["folder name"] = places.pop("folder name")
    month_only = None
    for where, text in places.items():
        if found := date_in(text):
            if not found[1]:
                return found[0], where
            month_only = month_only or (found[0], f"{where}, which gives the month only: the 15th is assumed")
    return month_only
