"""Recognition of one raster file as a Sentinel image (or some of its bands), a cloud mask or an elevation model."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import numpy as np
import rasterio

from ..protocol import OPTICAL_BANDS, RADAR_BANDS, Acquisition, BandSource, Elevation, Problem, Provenance, Source
from ..text import tr
from .acquisition_date import acquisition_date
from .band_stacks import guess_stack, source_names
from .cloud_masks import SCL, mask_in
from .file_memory import kept_while_unchanged
from .filename_parsing import (
    band_in,
    bands_in,
    date_in,
    date_of_folders,
    image_of_mask,
    index_in,
    is_byproduct,
    is_elevation,
    is_lone_byproduct,
    other_sensor_in,
    sensor_in,
)
from .placement import bounds_in_degrees, placement_problem
from .raster_access import UnreadableRasterError, open_dataset, reading
from .raster_samples import sample_bands, undeclared_void
from .stac_items import StacAsset
from .terrain import vertical_scale
from .units import USER, UnitError, backscatter, is_picture, picture_advice, reflectance

EVERYWHERE = (-180.0, -90.0, 180.0, 90.0)


@dataclass(frozen=True)
class Part:
    """The part of an acquisition that one file holds.

    ``resolution`` is its pixel size in units of its CRS, ``footprint`` (west, south, east, north) in degrees.
    ``other_role`` is "s1" or "s2" where the file holds bands of the other sensor, too.
    """

    acquisition: Acquisition
    resolution: float
    path: str
    footprint: tuple[float, float, float, float] = EVERYWHERE
    other_role: str = ""


@dataclass(frozen=True)
class CloudMask:
    """A cloud mask of a ``kind``, its date ("" if unknown) and the file name, without extension, of its image."""

    source: BandSource
    date: str
    image: str
    kind: str = SCL


@dataclass(frozen=True)
class _File:
    """An open raster, the ``texts`` to parse, by their provenance source in order of priority, and its STAC item."""

    dataset: rasterio.DatasetReader
    path: str
    source: Source
    texts: dict[str, str] = field(default_factory=dict)
    stated: StacAsset | None = None


@kept_while_unchanged(lambda path, source, stated=None: ((path, repr(source), repr(stated)), [path]))
def recognise(path: str, source: Source, stated: StacAsset | None = None) -> Part | CloudMask | Elevation | Problem:
    """Recognise the raster at ``path``, a file of ``source``; a raster that cannot be used becomes a `Problem`.

    ``stated`` is what a STAC item states about it.
    """
    try:
        with open_dataset(path) as dataset, reading(path):
            return _recognise(_File(dataset, path, source, _texts(path, source), stated))
    except UnreadableRasterError as error:
        return Problem(path.encode("utf-8", "replace").decode(), error.reason)


def _texts(path: str, source: Source) -> dict[str, str]:
    pure = PurePosixPath(Path(path).as_posix())
    folders = " ".join([*(folder.name for folder in list(pure.parents)[:2]), date_of_folders(str(pure))])
    return {"layer name": source.name, "file name": pure.stem, "folder name": folders}


def _recognise(file: _File) -> Part | CloudMask | Elevation | Problem:
    bands, bands_provenance = _bands(file)
    names = f"{file.source.name} {PurePosixPath(file.path).stem}"
    looks_like_terrain = file.source.role == "dem" or (file.source.role == "auto" and not bands and is_elevation(names))
    problem, solution = placement_problem(file.dataset, looks_like_terrain)
    if problem:
        return Problem(file.path, problem, solution)
    if missing := _missing_bands(file, bands):
        return Problem(file.path, missing, "bands")
    if file.source.role == "dem":
        return _elevation(file, Provenance("user", "given as the DEM"))
    if repeated := _repeated(file):
        return Problem(
            file.path,
            tr("This raster holds {} {} times, as files with several dates do. Give one file for each date.").format(
                *repeated
            ),
            "bands",
        )
    if set(bands) == {"SCL"}:
        date = _date(file)
        return CloudMask(BandSource(file.path, bands["SCL"]), date[0] if date else "", image_of_mask(file.path))
    if file.source.role == "auto" and not file.source.bands:
        if other := other_sensor_in(names):
            text = tr("This is an image of {}, which has other bands than Sentinel-2. It is not used; leave it out.")
            return Problem(file.path, text.format(other))
        if names_no_bands := _foreign_names(file, names, bands):
            return Problem(file.path, names_no_bands, "bands")
    if (kind := mask_in(names)) and not bands and file.dataset.count == 1:
        date = _date(file)
        return CloudMask(BandSource(file.path), date[0] if date else "", image_of_mask(file.path, kind), kind)
    if is_byproduct(names) and not file.source.bands:
        return _byproduct(file)
    if file.source.role == "auto" and not bands:
        if is_elevation(names):
            return _elevation(file, Provenance("layer name" if is_elevation(file.source.name) else "file name", "name"))
        if is_elevation(file.dataset.descriptions[0] or ""):
            return _elevation(file, Provenance("band names", "band description"))
    sensor, sensor_provenance = _sensor(file, bands)
    if not sensor:
        return Problem(
            file.path,
            tr(
                "Neither the name nor the band descriptions say what this raster is. Say whether it is Sentinel-2,"
                " Sentinel-1 or a DEM, or name its bands (B02, VV, elevation)."
            ),
            "sensor",
        )
    return _part(file, sensor, sensor_provenance, bands, bands_provenance)


def _byproduct(file: _File) -> Problem:
    return Problem(file.path, tr("This by-product of Sentinel images holds none of their bands. It is not used."))


def _part(
    file: _File, sensor: str, sensor_provenance: Provenance, bands: dict[str, int], bands_provenance: Provenance
) -> Part | Problem:
    expected = OPTICAL_BANDS if sensor == "S2" else RADAR_BANDS
    if not bands and (stack := _guess_stack(file.dataset, sensor)):
        bands = {band: index for index, band in enumerate(stack, 1)}
        template = "assumed from the number of bands ({})"
        bands_provenance = Provenance("band count", template, (str(len(stack)),), is_assumed=True)
    elif not bands and sensor == "S2" and file.dataset.count > 1 and is_picture(file.dataset):
        return Problem(file.path, picture_advice())
    elif not bands and file.dataset.count > 1:
        text = tr(
            "The {} bands of this raster have no names, and their values are in no order that is usual for Sentinel"
            " images. Say which band is which."
        )
        return Problem(file.path, text.format(file.dataset.count), "bands")
    used = {band: BandSource(file.path, bands[band]) for band in expected if band in bands}
    if not used and file.dataset.count == 1 and is_lone_byproduct(f"{file.source.name} {file.texts['file name']}"):
        return _byproduct(file)
    if not used:
        return Problem(
            file.path,
            tr(
                "None of the bands {} was found in this raster. Name its bands in the band descriptions"
                " or put the band into the file's name."
            ).format(", ".join(expected)),
            "bands",
        )
    date = _date(file)
    if date is None:
        return Problem(
            file.path,
            tr(
                "No date was found in the name, the tags or the folder of this raster. Put the date into the name"
                " (YYYY-MM-DD) or set it for the layer."
            ),
            "date",
        )
    first = next(iter(used.values()))
    try:
        scale, offset, unit, unit_provenance = (
            reflectance(file.dataset, first, file.source, file.stated.encoding if file.stated else None)
            if sensor == "S2"
            else backscatter(file.dataset, first, file.source)
        )
    except UnitError as error:
        return Problem(file.path, str(error), error.fact)
    provenance = {"sensor": sensor_provenance, "date": date[1], "bands": bands_provenance}
    provenance["scale" if sensor == "S2" else "unit"] = unit_provenance
    clouds, mask = _mask_of_stack(file, bands) if sensor == "S2" else (None, SCL)
    if clouds:
        provenance["clouds"] = Provenance("band names", "band {} of the same file", (mask.upper(),))
    name = file.source.name or PurePosixPath(file.path).name
    acquisition = Acquisition(
        sensor, date[0], used, scale, offset, unit, _nodata(file), clouds, name, provenance, mask=mask
    )
    others = ("s1", RADAR_BANDS) if sensor == "S2" else ("s2", OPTICAL_BANDS)
    other_role = others[0] if set(bands) & set(others[1]) else ""
    resolution = abs(file.dataset.transform.a)
    return Part(acquisition, resolution, file.path, bounds_in_degrees(file.dataset), other_role)


def _missing_bands(file: _File, bands: dict[str, int]) -> str:
    """Return the sentence on bands that are set or stated, and that the raster does not have."""
    count = file.dataset.count
    absent = {band: index for band, index in bands.items() if not 0 < index <= count}
    if absent and file.stated and not file.source.bands:
        text = tr("The STAC item {} gives this raster more bands than the {} it has. Say which band is which.")
        return text.format(file.stated.provenance.text, count)
    shown = ", ".join(tr("{} as band {}").format(*one) for one in absent.items())
    text = tr("You set {}, but this raster has {} bands. Say which band is which.")
    return text.format(shown, count) if absent else ""


def _guess_stack(dataset: rasterio.DatasetReader, sensor: str) -> tuple[str, ...]:
    numbers = range(1, dataset.count + 1)
    return guess_stack(dataset.count, abs(dataset.transform.a), lambda: sample_bands(dataset, numbers), sensor)


def _mask_of_stack(file: _File, bands: dict[str, int]) -> tuple[BandSource | None, str]:
    """Return the cloud mask among the bands of a file and its kind."""
    if "SCL" in bands:
        return BandSource(file.path, bands["SCL"]), SCL
    for index, description in enumerate(file.dataset.descriptions, 1):
        day = date_in(description or "")
        is_of_other_date = day and file.stated and file.stated.date not in ("", day[0])  # in a stack of dates
        if (kind := mask_in(description or "")) and not is_of_other_date:
            return BandSource(file.path, index), kind
    return None, SCL


def _elevation(file: _File, provenance: Provenance) -> Elevation | Problem:
    if file.dataset.dtypes[0].startswith("complex"):
        return Problem(file.path, tr("This raster holds complex numbers, no heights. Give another DEM."))
    scale = vertical_scale(file.dataset, f"{file.source.name} {PurePosixPath(file.path).stem}")
    return Elevation(BandSource(file.path, 1), _nodata(file), {"sensor": provenance}, scale)


def _nodata(file: _File) -> float | None:
    """Return the declared nodata value or the usual one that it holds; NaN needs no declaration and is none."""
    nodata = file.dataset.nodata if file.dataset.nodata is not None else undeclared_void(file.dataset)
    return None if nodata is None or np.isnan(nodata) else float(nodata)


def _bands(file: _File) -> tuple[dict[str, int], Provenance]:
    """Return band numbers by band name, the first where a name occurs twice, and their provenance."""
    if file.source.bands:
        return dict(file.source.bands), USER
    if file.stated and file.stated.bands:
        return dict(file.stated.bands), file.stated.provenance
    descriptions = [d or "" for d in file.dataset.descriptions]
    are_numbers_only = all(d == f"Band {i}" for i, d in enumerate(descriptions, 1))
    bands: dict[str, int] = {}
    if not are_numbers_only:
        for index, (description, band) in enumerate(zip(descriptions, bands_in(descriptions), strict=True), 1):
            if band and not (is_byproduct(description) or index_in(description)):
                bands.setdefault(band, index)
    if not bands and file.dataset.driver == "VRT" and (names := source_names(file.path)):
        named = {band: index for index, name in names.items() if (band := band_in(name)) and not is_byproduct(name)}
        if len(named) == file.dataset.count:
            return named, Provenance("band names", "names of the files in the virtual raster")
    if bands or file.dataset.count > 1:
        return bands, Provenance("band names", "band descriptions")
    for source in ("file name", "layer name"):
        if band := band_in(file.texts[source]):
            return {band: 1}, Provenance(source, source)
    return {}, Provenance("unknown", "")


def _foreign_names(file: _File, names: str, bands: dict[str, int]) -> str:
    """Return the sentence on a raster whose name or bands are those of something else, such as a spectral index."""
    if not bands and (index := index_in(names)):
        return tr("This raster holds {}, no reflectance. Give the bands themselves, or leave it out.").format(index)
    descriptions = [d for d in file.dataset.descriptions if d and not re.fullmatch(r"(?i)(band|layer)?[ _]*\d*", d)]
    if bands or not descriptions or is_elevation(descriptions[0]) or is_elevation(names) or is_byproduct(names):
        return ""
    shown = ", ".join(descriptions[:4]) + (", …" if len(descriptions) > 4 else "")
    return tr("The bands of this raster are called {}, and none of them is one of Sentinel-2 or Sentinel-1.").format(
        shown
    )


def _repeated(file: _File) -> tuple[str, int] | None:
    """Return a band and its number of occurrences where every band occurs at least twice, else None."""
    counts = Counter(band for band in bands_in(d or "" for d in file.dataset.descriptions) if band)
    repeated = {band: counts[band] for band in (*OPTICAL_BANDS, *RADAR_BANDS) if band in counts}
    if file.source.bands or (file.stated and file.stated.bands) or not repeated or min(repeated.values()) < 2:
        return None
    return next(iter(repeated.items()))


def _sensor(file: _File, bands: dict[str, int]) -> tuple[str, Provenance]:
    """Return the sensor, an empty string where it is not recognised, and its provenance."""
    if file.source.role in ("s1", "s2"):
        return file.source.role.upper(), USER
    if file.stated and file.stated.sensor:
        return file.stated.sensor, file.stated.provenance
    for source, text in file.texts.items():
        if source != "folder name" and (sensor := sensor_in(text)):
            return sensor, Provenance(source, source)
    if set(bands) & set(RADAR_BANDS):
        return "S1", Provenance("band names", "band names")
    if set(bands) & set(OPTICAL_BANDS):
        return "S2", Provenance("band names", "band names")
    return sensor_in(file.texts["folder name"]), Provenance("folder name", "folder name")


def _date(file: _File) -> tuple[str, Provenance] | None:
    if not file.source.date and file.stated and file.stated.date:
        return file.stated.date, file.stated.provenance
    return acquisition_date(file.dataset, file.source, file.texts)
