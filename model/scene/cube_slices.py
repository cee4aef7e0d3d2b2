"""The slices of a data cube: each band of a NetCDF or Zarr file at each time, with its date by the CF conventions.

openEO, odc-stac and rioxarray write one variable for each band, with the dimensions time, y and x; stackstac and cubo
one variable with a dimension of bands. GDAL shows the slices of a variable as bands of a raster.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import product
from pathlib import Path

import numpy as np

from ..protocol import BandSource
from .raster_access import UnreadableRasterError, open_dataset, reading, zarr_advice
from .zarr_arrays import ZarrArray, ZarrError, dimension_array, read_arrays
from .zarr_texts import read_texts

MOST_VARIABLES, MOST_SLICES = 200, 50_000  # of one cube
SPATIAL = ("x", "y", "lon", "lat", "longitude", "latitude", "easting", "northing")
UNITS = {
    "day": 86_400.0, "hour": 3600.0, "hr": 3600.0, "h": 3600.0, "minute": 60.0, "min": 60.0, "second": 1.0, "sec": 1.0,
    "s": 1.0, "millisecond": 1e-3, "microsecond": 1e-6, "nanosecond": 1e-9,
}  # fmt: skip
CALENDARS = ("standard", "gregorian", "proleptic_gregorian", "")
_SINCE = re.compile(r"(\w+?)s?\s+since\s+(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d))?.*", re.IGNORECASE)


@dataclass(frozen=True)
class Slice:
    """One band at one time: the raster that holds it, the ``name`` that the cube gives it, its ISO ``date`` or ""."""

    source: BandSource
    name: str
    date: str


def read_slices(path: str) -> list[Slice]:
    """Return the slices of the cube at ``path``; raise `UnreadableRasterError` where it cannot be read as one."""
    slices: list[Slice] = []
    variables = _zarr_variables(path) if Path(path).is_dir() else _netcdf_variables(path)
    for number, variable in enumerate(variables):
        slices += variable
        if number >= MOST_VARIABLES or len(slices) > MOST_SLICES:
            break
    return slices


def cf_date(value: float, units: str, calendar: str = "") -> str:
    """Return the ISO date of a time such as 10727 "days since 1990-01-01"; empty where it is none of our calendar."""
    match = _SINCE.fullmatch(units.strip())
    seconds = UNITS.get(match[1].lower()) if match else None
    if match is None or seconds is None or calendar.lower() not in CALENDARS:
        return ""
    try:
        origin = datetime.fromisoformat(f"{match[2]}T{match[3] or '00:00:00'}")
        return (origin + timedelta(seconds=float(value) * seconds)).date().isoformat()
    except (ValueError, OverflowError):
        return ""


def is_date(text: str) -> bool:
    """Return whether a text is an ISO date."""
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _netcdf_variables(path: str) -> Iterator[list[Slice]]:
    with open_dataset(path, has_own_crs=True) as dataset, reading(path):
        names = [one.rpartition(":")[2] for one in dataset.subdatasets[:MOST_VARIABLES]]
        names = names or [dataset.tags(1)["NETCDF_VARNAME"]]
    axes: dict[str, dict[str, list[str]]] = {}
    for name in names:
        variable = f'NETCDF:"{path}":{name}'
        with open_dataset(variable, has_own_crs=True) as dataset, reading(variable):
            axes[name] = _netcdf_axes(dataset.tags(), dataset.count)
    dimensions = {dimension for one in axes.values() for dimension in one}
    for name in sorted(axes.keys() - dimensions):  # a dimension of texts is a variable with rows and columns, too
        variable = f'NETCDF:"{path}":{name}'
        yield [Slice(BandSource(variable, i), *named) for i, (_, *named) in enumerate(_slices(name, axes[name]), 1)]


def _netcdf_axes(tags: Mapping[str, str], count: int) -> dict[str, list[str]]:
    """Return the labels along the dimensions beside rows and columns: dates of a time, empty texts where none are said.

    GDAL does not say how long a dimension is that has no values, such as of texts in the older format.
    """
    names = _listed(tags.get("NETCDF_DIM_EXTRA", ""))
    sizes = {name: int(_listed(tags.get(f"NETCDF_DIM_{name}_DEF", "{0}"))[0]) for name in names}
    rest = count // max(1, int(np.prod([size for size in sizes.values() if size])))
    axes = {}
    for name in names:
        size = sizes[name] or rest
        values = _listed(tags.get(f"NETCDF_DIM_{name}_VALUES", ""))
        values = values if len(values) == size else [""] * size
        units, calendar = tags.get(f"{name}#units", ""), tags.get(f"{name}#calendar", "")
        axes[name] = _dated(values, units, calendar) if " since " in units else values
    return axes


def _zarr_variables(path: str) -> Iterator[list[Slice]]:
    try:
        arrays = read_arrays(path)
    except ZarrError as error:
        raise UnreadableRasterError(path, zarr_advice(error)) from error
    for name, array in arrays.items():
        extra = dict(zip(array.dimensions[:-2], array.shape[:-2], strict=True))
        if len(array.shape) < 2 or len(extra) != len(array.shape) - 2 or math.prod(extra.values()) > MOST_SLICES:
            continue
        axes = {one: _zarr_axis(path, arrays, dimension_array(arrays, name, one), n) for one, n in extra.items()}
        source, short = f'ZARR:"{path}":/{name}', name.rpartition("/")[2]
        yield [Slice(BandSource(source, i), *named) for i, (_, *named) in enumerate(_slices(short, axes), 1)]


def _zarr_axis(path: str, arrays: Mapping[str, ZarrArray], name: str, size: int) -> list[str]:
    """Return the labels along a dimension whose values are in an array, "" where there is none."""
    if not name:
        return [""] * size
    facts = arrays[name].attributes
    units, calendar = str(facts.get("units", "")), str(facts.get("calendar", ""))
    if " since " in units:
        return _read_times(f'ZARR:"{path}":/{name}', size, units, calendar)
    texts = read_texts(path, name)
    return texts if len(texts) == size else [""] * size


def _read_times(gdal_path: str, size: int, units: str, calendar: str) -> list[str]:
    """Return the dates in an array of one dimension of which ``size`` values count."""
    with open_dataset(gdal_path) as dataset, reading(gdal_path):
        return _dated([str(value) for value in dataset.read(1).ravel()[:size]], units, calendar)


def _dated(values: Sequence[str], units: str, calendar: str) -> list[str]:
    return [cf_date(float(value), units, calendar) if _is_number(value) else "" for value in values]


def _slices(name: str, axes: Mapping[str, Sequence[str]]) -> Iterator[tuple[tuple[int, ...], str, str]]:
    """Yield (position, name, date) of the slices of a variable, the last axis fastest."""
    if len(axes) != len(set(axes) - set(SPATIAL)):
        return
    for place in product(*(range(len(labels)) for labels in axes.values())):
        labels = [axis[i] for axis, i in zip(axes.values(), place, strict=True)]
        dates = [label for label in labels if is_date(label)]
        others = [label for label in labels if _is_text(label) and label not in dates]
        yield place, others[0] if others else name, dates[0] if dates else ""


def _listed(text: str) -> list[str]:
    return text.strip("{}").split(",") if text.strip("{}") else []


def _is_number(text: str) -> bool:
    try:
        return bool(np.isfinite(float(text)))
    except ValueError:
        return False


def _is_text(text: str) -> bool:
    return bool(text.strip()) and not _is_number(text)
