"""Recognition of data cubes: the acquisitions of a NetCDF or Zarr file, one for each sensor and date."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

import numpy as np
import rasterio

from ..protocol import OPTICAL_BANDS, RADAR_BANDS, Acquisition, BandSource, Problem, Provenance, Source
from ..text import tr
from .band_stacks import guess_stack
from .cloud_masks import SCL, mask_in
from .cube_slices import Slice, read_slices
from .file_memory import kept_while_unchanged
from .filename_parsing import band_in, date_in, index_in, is_byproduct, other_sensor_in
from .placement import bounds_in_degrees, placement_problem
from .raster_access import UnreadableRasterError, open_dataset, reading
from .raster_samples import middle_values
from .recognition import Part
from .units import USER, UnitError, backscatter, reflectance

NUMBERED = re.compile(r"(?:band|layer)?[ _]?\d+", re.IGNORECASE)
TIME = Provenance("metadata", "time of the data cube")
NAMES = Provenance("band names", "names of the data cube's variables")


@kept_while_unchanged(lambda path, source: ((path, repr(source)), [path]))
def recognise_cube(path: str, source: Source) -> tuple[Part | Problem, ...]:
    """Return the acquisitions of the cube at ``path``, and a `Problem` of what cannot be used."""
    return tuple(_recognise(path, source))


def _recognise(path: str, source: Source) -> Iterator[Part | Problem]:
    try:
        slices = read_slices(path)
    except UnreadableRasterError as error:
        yield Problem(path, error.reason)
        return
    pure = PurePosixPath(Path(path).as_posix())
    names = " ".join([source.name, pure.stem, *dict.fromkeys(one.name for one in slices)])
    if other := other_sensor_in(names):
        text = tr("This is a data cube of {}, which has other bands than Sentinel-2. It is not used; leave it out.")
        yield Problem(path, text.format(other))
        return
    if not slices:
        text = tr("This data cube has no variable with rows and columns. Give the images themselves.")
        yield Problem(path, text)
        return
    by_date: dict[str, list[Slice]] = {}
    for one in slices:
        by_date.setdefault(one.date, []).append(one)
    dated = _dated(path, by_date, source)
    if isinstance(dated, Problem):
        yield dated
        return
    order = next((order for _, _, those in dated if (order := _order(those))), ())
    for day, provenance, those in dated:
        items = list(_acquisitions(path, those, order, source, day, provenance))
        yield from items
        if not any(isinstance(item, Part) for item in items):
            return  # what is wrong with one date is wrong with the next


def _dated(
    path: str, by_date: Mapping[str, list[Slice]], source: Source
) -> list[tuple[str, Provenance, list[Slice]]] | Problem:
    """Return (date, its provenance, slices) in time order, or the `Problem` that there is no date."""
    everywhere = by_date.get("", [])
    dates = sorted(day for day in by_date if day)
    if len(dates) > 1:
        return [(day, TIME, by_date[day] + everywhere) for day in dates]
    slices = [one for those in by_date.values() for one in those]
    parsed = date_in(PurePosixPath(Path(path).as_posix()).stem) or date_in(source.name)
    if source.date:
        return [(source.date, USER, slices)]
    if dates:
        return [(dates[0], TIME, slices)]
    if parsed and not parsed[1]:
        return [(parsed[0], Provenance("file name", "file name"), slices)]
    text = tr("This data cube says no date. Put it into the name (YYYY-MM-DD) or set it for the layer.")
    return Problem(path, text, "date")


def _acquisitions(
    path: str, slices: Sequence[Slice], order: Sequence[str], source: Source, date: str, date_provenance: Provenance
) -> Iterator[Part | Problem]:
    """Yield what the slices of one date hold, or the one problem with them."""
    bands, provenance = _bands(slices, order)
    if not bands:
        shown = ", ".join(dict.fromkeys(one.name for one in slices[:8]))[:200]
        text = tr("No band of Sentinel-2 or Sentinel-1 was found in this data cube, whose variables are: {}.")
        yield Problem(path, text.format(shown), "bands")
        return
    masks = [
        (kind, one.source) for one in slices if (kind := mask_in(one.name) or (SCL if _band(one) == "SCL" else ""))
    ]
    for sensor, expected in (("S2", OPTICAL_BANDS), ("S1", RADAR_BANDS)):
        used = {band: bands[band] for band in expected if band in bands}
        if not used or source.role not in ("auto", sensor.lower()):
            continue
        if sensor == "S1" and any(band.more for band in used.values()):
            text = tr("This data cube has several radar images of {}, perhaps of two orbits; only the first is used.")
            yield Problem(path, text.format(date), "date")
            used = {band: dataclasses.replace(one, more=()) for band, one in used.items()}
        facts = {"sensor": NAMES, "date": date_provenance, "bands": provenance}
        clouds = masks[0] if masks and sensor == "S2" else (SCL, None)
        if clouds[1]:
            facts["clouds"] = Provenance("band names", "{} of the same data cube", (clouds[0].upper(),))
        try:
            yield _part(
                path, source, Acquisition(sensor, date, used, clouds=clouds[1], mask=clouds[0], provenance=facts)
            )
        except UnreadableRasterError as error:
            yield Problem(path, error.reason)
        except UnitError as error:
            yield Problem(path, str(error), error.fact)


def _part(path: str, source: Source, acquisition: Acquisition) -> Part | Problem:
    """Return an acquisition with the encoding of its values; raise `UnitError` where that is not known."""
    first = next(iter(acquisition.bands.values()))
    with open_dataset(first.path) as dataset, reading(first.path):
        problem, solution = placement_problem(dataset)
        if problem:
            return Problem(path, problem, solution)
        if dataset.transform.a < 0:
            text = tr("The columns of this data cube do not run from west to east. Order its dimensions as time, y, x.")
            return Problem(path, text)
        read_encoding = reflectance if acquisition.sensor == "S2" else backscatter
        scale, offset, unit, provenance = read_encoding(dataset, BandSource(first.path, first.index), source)
        nodata = None if dataset.nodata is None or np.isnan(dataset.nodata) else float(dataset.nodata)
        stored = _storage(dataset)
        resolution, footprint = abs(dataset.transform.a), bounds_in_degrees(dataset)
    for other in {band.path for band in acquisition.bands.values()} - {first.path}:
        with open_dataset(other) as dataset, reading(other):
            if _storage(dataset) != stored:
                text = tr("The bands of this data cube differ in scale, nodata value or CRS. Store them in one form.")
                return Problem(path, text)
    facts = {**acquisition.provenance, "scale" if acquisition.sensor == "S2" else "unit": provenance}
    name = source.name or PurePosixPath(Path(path).as_posix()).name
    acquisition = dataclasses.replace(
        acquisition, scale=scale, offset=offset, unit=unit, nodata=nodata, name=name, provenance=facts
    )
    return Part(acquisition, resolution, path, footprint)


def _storage(dataset: rasterio.DatasetReader) -> tuple:
    nodata = "nan" if dataset.nodata is not None and np.isnan(dataset.nodata) else dataset.nodata
    return dataset.scales[0], dataset.offsets[0], nodata, dataset.crs


def _bands(slices: Sequence[Slice], order: Sequence[str]) -> tuple[dict[str, BandSource], Provenance]:
    """Return the bands of one date by name, several times of a date as pieces, and their provenance."""
    if order:
        template = "assumed from the number of bands ({})"
        provenance = Provenance("band count", template, (str(len(order)),), is_assumed=True)
        return dict(zip(order, (one.source for one in _numbered(slices)), strict=False)), provenance
    named: dict[str, list[BandSource]] = {}
    for one in slices:
        if band := _band(one):
            named.setdefault(band, []).append(one.source)
    return {band: dataclasses.replace(first, more=tuple(more)) for band, (first, *more) in named.items()}, NAMES


def _order(slices: Sequence[Slice]) -> tuple[str, ...]:
    """Return the order of bands without names, by the values of one date; empty where they have some or do not tell."""
    are_unnamed = all(NUMBERED.fullmatch(one.name) or one.name == slices[0].name for one in slices)
    if not are_unnamed or any(_band(one) for one in slices):
        return ()
    ordered = _numbered(slices)
    with open_dataset(ordered[0].source.path) as dataset:
        pixel = abs(dataset.transform.a)
    return guess_stack(len(ordered), pixel, lambda: _values(ordered), "S2")


def _numbered(slices: Sequence[Slice]) -> list[Slice]:
    """Return slices in the order of the numbers in their names."""
    return sorted(slices, key=lambda one: [int(digits) for digits in re.findall(r"\d+", one.name)])


def _band(one: Slice) -> str:
    is_other = NUMBERED.fullmatch(one.name) or is_byproduct(one.name) or index_in(one.name) or mask_in(one.name)
    return "" if is_other else band_in(one.name)


def _values(slices: Sequence[Slice]) -> np.ndarray:
    """Return values [bands, n] of the slices at the same pixels, where all are valid."""
    rows = []
    for one in slices:
        with open_dataset(one.source.path) as dataset, reading(one.source.path):
            rows.append(middle_values(dataset, [one.source.index])[0])
    if len({row.size for row in rows}) != 1:
        return np.zeros((len(rows), 0))
    values = np.stack(rows)
    return values[:, np.isfinite(values).all(axis=0)]
