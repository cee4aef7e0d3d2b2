"""What was recognised in the analyst's files: sources, acquisitions, the elevation model, problems, frame scores."""
# ruff: noqa: UP045  (annotations are evaluated when JSON is read, and Python 3.9 does not know `X | None`)

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Optional

OPTICAL_BANDS = ("B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11", "B12")
RADAR_BANDS = ("VV", "VH")
UNITS = {"S2": ("reflectance", "counts", "shifted"), "S1": ("db", "linear", "amplitude")}
"""What stored values can be. Of Sentinel-2: reflectance (0 to 1), 10 000 times that, or that and 1000 more, as products
since baseline 04.00 have it."""

TRUE_COLOUR = ("B04", "B03", "B02")
GREY = ("B04", "B03", "B05", "B02", "B08", "B8A", "B07", "B06", "B12", "B11")
DARK, BRIGHT, GAMMA = 0.01, 0.35, 1.6
"""How pictures are shown, all dates alike: the reflectance that is black, that is white, and the gamma between."""


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
