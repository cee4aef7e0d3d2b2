"""What crosses the wall between QGIS and the child process: scenes, jobs, and how they are written as JSON.

Standard library only, because both sides import it, and ready for Python 3.9, which older QGIS for Windows brings.
"""
# ruff: noqa: UP045  (annotations are evaluated when JSON is read, and Python 3.9 does not know `X | None`)

from __future__ import annotations

import dataclasses
import json
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Optional

from .text import tr

OPTICAL_BANDS = ("B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11", "B12")
RADAR_BANDS = ("VV", "VH")
UNITS = {"S2": ("reflectance", "counts", "shifted"), "S1": ("db", "linear", "amplitude")}
"""What stored values can be. Of Sentinel-2: reflectance (0 to 1), 10 000 times that, or that and 1000 more, as products
since baseline 04.00 have it."""

TRUE_COLOUR = ("B04", "B03", "B02")
GREY = ("B04", "B03", "B05", "B02", "B08", "B8A", "B07", "B06", "B12", "B11")
DARK, BRIGHT, GAMMA = 0.01, 0.35, 1.6
"""How pictures are shown, all dates alike: the reflectance that is black, that is white, and the gamma between."""

EXIT_DONE = 0
EXIT_BAD_INPUT = 2
EXIT_CANCELLED = 130


class InputError(ValueError):
    """The input cannot be mapped as it is; the text names the layer or file and the way out."""


class Cancelled(Exception):  # noqa: N818  (it is no error)
    """The analyst asked the run to stop."""


@dataclass(frozen=True)
class Source:
    """Something the analyst offered: a file, a folder or a SAFE product, and what is already known of it.

    ``role`` is "s2", "s1", "dem", "auto", or "none" for a file that is to be passed over in the folder it lies in.
    ``name`` is the layer's name where the file came as a layer. The others override what the file says: ``date`` is an
    ISO date (UTC), ``unit`` one of `UNITS` (another sensor's is ignored), ``bands`` the numbers of its bands by name. A
    file in a folder that is also offered by itself is what it is said to be there.
    """

    path: str
    role: str = "auto"
    name: str = ""
    date: str = ""
    unit: str = ""
    bands: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class BandSource:
    """One band in one file: a path GDAL can open and the band's number, counted from 1."""

    path: str
    index: int = 1


@dataclass(frozen=True)
class Acquisition:
    """One sensor on one date.

    The physical value is ``stored * scale + offset``. For "S2" that is reflectance (0 to 1), for "S1" backscatter in
    ``unit``: "db", "linear" (power) or "amplitude". ``clouds`` is a scene classification (SCL) beside the images.
    ``evidence`` says for each fact ("sensor", "date", "bands", "scale", "unit", "clouds") where it came from.
    ``problem`` is empty, or the sentence that says why this acquisition is left out.
    """

    sensor: str
    date: str
    bands: Mapping[str, BandSource]
    scale: float = 1.0
    offset: float = 0.0
    unit: str = "reflectance"
    nodata: Optional[float] = None
    clouds: Optional[BandSource] = None
    name: str = ""
    evidence: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""

    @property
    def key(self) -> str:
        """The acquisition's identity within a scene, such as "S2 2019-06-26"."""
        return f"{self.sensor} {self.date}"

    @property
    def shown(self) -> tuple[str, ...]:
        """The bands of a picture of an S2 date: red, green and blue, or else one that is shown in grey, or none."""
        if all(band in self.bands for band in TRUE_COLOUR):
            return TRUE_COLOUR
        return tuple(band for band in GREY if band in self.bands)[:1]


@dataclass(frozen=True)
class Elevation:
    """A digital elevation model in metres, in any CRS and resolution."""

    source: BandSource
    nodata: Optional[float] = None
    evidence: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    """Something the analyst should know about one file, and what to do about it.

    ``fact`` is what the analyst could say to solve it: "sensor", "date", "unit", "bands", or "crs" for the file to be
    given one; empty where nothing helps. The same holds for the ``others``.
    """

    path: str
    text: str
    fact: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scene:
    """Everything recognised in the analyst's files, acquisitions in time order (S1 and S2 mixed)."""

    acquisitions: tuple[Acquisition, ...] = ()
    elevation: Optional[Elevation] = None
    problems: tuple[Problem, ...] = ()

    def of(self, sensor: str) -> tuple[Acquisition, ...]:
        """Return the usable acquisitions of one sensor, in time order."""
        return tuple(a for a in self.acquisitions if a.sensor == sensor and not a.problem)


@dataclass(frozen=True)
class FrameScore:
    """How good one S2 date is as the reference frame: score and parts from 0 (worst) to 1."""

    date: str
    score: float
    parts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class File:
    """One raster file: its ``crs`` ("EPSG:n", or its name; empty without one), the size of a ``pixel`` in the units of
    that, whether these are ``metres``, and the names of its ``bands`` in their order, empty where they have none."""

    crs: str
    pixel: float
    metres: bool
    bands: tuple[str, ...]


@dataclass(frozen=True)
class Inspection:
    """The answer to "what is this?": the scene, the frame scores in time order, the proposed date and why.

    ``files`` tells of the files that the scene and its problems name, by path, as far as they can be opened.
    """

    scene: Scene
    frames: tuple[FrameScore, ...] = ()
    proposed: str = ""
    reason: str = ""
    files: Mapping[str, File] = field(default_factory=dict)


@dataclass(frozen=True)
class Area:
    """A rectangle to map: (west, south, east, north) in the units of ``crs`` (WKT or "EPSG:n").

    ``outline`` is a GeoJSON polygon or multipolygon within it, in the same units, at which parcels end as they do at
    the rectangle's sides; empty for the whole rectangle.
    """

    bounds: tuple[float, float, float, float]
    crs: str
    outline: str = ""


@dataclass(frozen=True)
class Job:
    """One mapping run.

    ``reference`` is "auto" or an ISO date. ``bundle`` is a folder or zip, empty for the default bundle. ``device`` is
    "auto", "cpu", "cuda" or "mps". ``scratch`` is a folder that the run may fill and whoever started it removes; empty
    for one of the run's own. ``simplify`` is in metres, ``min_area`` in hectares, ``cache`` the size in MB up to which
    tokens are kept for later runs (0: none are). ``previews`` is a folder for drawings of the parcels that are finished
    while the rest is being mapped; empty for none.
    """

    scene: Scene
    out: str
    reference: str = "auto"
    area: Optional[Area] = None
    bundle: str = ""
    device: str = "auto"
    min_area: float = 0.1
    simplify: float = 7.5
    scratch: str = ""
    cache: int = 2048
    previews: str = ""


@dataclass(frozen=True)
class Outlook:
    """What a run would be, known before it: the ``bundle`` by name and version, and how much there is to do.

    ``crops`` are the bundle's classes, ``licence`` and ``trained_on`` what its card says. The run works through
    ``tiles`` of ``side`` × ``side`` pixels with ``acquisitions`` each, takes in ``hectares``, and needs ``memory``
    (bytes).
    """

    bundle: str
    crops: tuple[str, ...]
    licence: str
    trained_on: str
    tiles: int
    side: int
    acquisitions: int
    hectares: float
    memory: int


@dataclass(frozen=True)
class Device:
    """Something that computes here: ``key`` as in `Job.device`, the maker's ``name``, processor ``threads`` (0 for a
    graphics card) and ``free`` memory in bytes, None where the system does not say."""

    key: str
    name: str
    threads: int = 0
    free: Optional[int] = None


@dataclass(frozen=True)
class Computer:
    """The devices on which a small computation really ran; "auto" takes the first."""

    devices: tuple[Device, ...]


@dataclass(frozen=True)
class SeriesRequest:
    """One parcel of a map: what do the images show of it through time, and what do crops usually look like?

    ``scene`` and ``reference`` (ISO date) are those of the map. ``outline`` is a GeoJSON geometry in the units of
    ``crs`` (WKT or "EPSG:n"). ``crops`` are the HCAT codes of the crops to compare the parcel with.
    """

    scene: Scene
    reference: str
    outline: str
    crs: str
    crops: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """One quantity inside a parcel on one date.

    ``share`` of the parcel's pixels (0 to 1) are clear and have a value; ``mean``, ``low`` and ``high`` (the 10th and
    the 90th percentile) are of these, and None where there is none.
    """

    date: str
    share: float
    mean: Optional[float] = None
    low: Optional[float] = None
    high: Optional[float] = None


@dataclass(frozen=True)
class Typical:
    """What a crop's parcels show on one date: mean and standard deviation over the parcels."""

    date: str
    mean: float
    deviation: float


@dataclass(frozen=True)
class Series:
    """A parcel through time: ``readings`` by quantity ("NDVI", and "VV" and "VH" in dB) in time order.

    ``pixels`` of 10 m make up the parcel. ``typical`` is by HCAT code and quantity, and lacks the crops of which
    nothing is known. ``problems`` name the images that could not be read.
    """

    pixels: int
    readings: Mapping[str, tuple[Reading, ...]]
    typical: Mapping[str, Mapping[str, tuple[Typical, ...]]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class ThumbnailRequest:
    """Small pictures of S2 dates, made in the order of ``acquisitions``, all of the ground that the earliest covers.

    The longer side has at most ``size`` pixels.
    """

    acquisitions: tuple[Acquisition, ...]
    size: int = 96


@dataclass(frozen=True)
class Thumbnail:
    """The picture of one date: a PNG file, transparent without data; ``path`` is empty where there is none.

    ``note`` says why there is none or why it is grey.
    """

    date: str
    path: str = ""
    note: str = ""


def dumps(value) -> str:
    """Write any dataclass of this module as JSON."""
    return json.dumps(dataclasses.asdict(value), ensure_ascii=False)


def loads(kind: type, text: str):
    """Read back what `dumps` wrote as an instance of ``kind``; raise `InputError` where the text does not fit."""
    try:
        return _build(kind, json.loads(text))
    except (ValueError, TypeError, KeyError) as error:
        raise InputError(tr("This is not a valid {} file: {}").format(kind.__name__.lower(), error)) from error


_hints = lru_cache(maxsize=None)(typing.get_type_hints)
"""Types by field, found out once a class: a scene has thousands of objects."""


def _build(kind, value):
    """Rebuild nested dataclasses, tuples and mappings from plain JSON values."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Union:
        return None if value is None else _build(next(a for a in arguments if a is not type(None)), value)
    if origin is tuple:
        items = [arguments[0]] * len(value) if arguments[-1] is Ellipsis else arguments
        if len(items) != len(value):
            raise TypeError(f"expected {len(items)} values, found {value!r}")
        return tuple(_build(item, v) for item, v in zip(items, value))
    if not isinstance(value, dict) and (origin is not None or dataclasses.is_dataclass(kind)):
        raise TypeError(f"expected an object, found {value!r}")
    if origin is not None and issubclass(origin, Mapping):
        return {k: _build(arguments[1], v) for k, v in value.items()}
    if dataclasses.is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{k: _build(hints[k], v) for k, v in value.items()})
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, kind):
        raise TypeError(f"expected {kind.__name__}, found {value!r}")
    return value
