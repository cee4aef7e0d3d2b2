"""Description of a scene: sources, acquisitions, elevation model, problems and reference frame scores."""
# ruff: noqa: UP045  (annotations are evaluated when JSON is read, and Python 3.9 does not know `X | None`)

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Optional

from ..text import tr
from .checks import (
    MOST_BANDS,
    require_bands,
    require_choice,
    require_date,
    require_finite,
    require_number,
    require_path,
)
from .errors import InputError

OPTICAL_BANDS = ("B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11", "B12")
RADAR_BANDS = ("VV", "VH")
UNITS = {"S2": ("reflectance", "counts", "shifted", "percent", "stretched"), "S1": ("db", "linear", "amplitude")}
"""Units of stored values. Sentinel-2: reflectance (0 to 1), reflectance × 10 000, reflectance × 10 000 + 1000 as in
products since processing baseline 04.00, percent, or reflectance × 65 535."""

LEAST_SCALE, MOST_SCALE = 1e-9, 1e3
ROLES = ("auto", "s2", "s1", "dem", "none")
MASKS = ("scl", "clm", "qa60", "fmask")
"""What a source may be taken for; the kinds of cloud masks."""

TRUE_COLOUR = ("B04", "B03", "B02")
GREY = ("B04", "B03", "B05", "B02", "B08", "B8A", "B07", "B06", "B12", "B11")
DARK, BRIGHT, GAMMA = 0.01, 0.35, 1.6
"""Stretch of all true-colour pictures: reflectance shown as black and as white, and the gamma."""

PROVENANCE_SOURCES = (
    "user", "layer name", "file name", "folder name", "product name", "band names", "band count", "data type",
    "tags", "metadata", "product metadata", "mask file", "values", "default", "unknown",
)  # fmt: skip
"""Values of `Provenance.source`: "default" where nothing in the file decides, "unknown" in jobs of earlier versions."""


@dataclass(frozen=True)
class Source:
    """An input of the user: a file, a folder or a SAFE product, with the facts that the user has set.

    ``role`` is "s2", "s1", "dem", "auto", or "none" for a file that is skipped in its folder. ``name`` is the layer's
    name where the file was added as a layer. The other fields override what is recognised: ``date`` is an ISO date
    (UTC), ``unit`` one of `UNITS` (ignored if it belongs to the other sensor), ``bands`` the band numbers by band name.
    Where a file is a source itself and also lies in a folder that is a source, its own source applies.
    """

    path: str
    role: str = "auto"
    name: str = ""
    date: str = ""
    unit: str = ""
    bands: Mapping[str, int] = field(default_factory=dict)

    def check(self) -> None:
        """Raise `InputError` where a fact cannot be."""
        require_choice(tr("The role of a source"), self.role, ROLES)
        require_choice(tr("The unit of a source"), self.unit, ("", *UNITS["S2"], *UNITS["S1"]))
        require_date(tr("The date of a source"), self.date, "")
        require_bands(self.bands, (*OPTICAL_BANDS, *RADAR_BANDS, "SCL"))


@dataclass(frozen=True)
class BandSource:
    """One band of one file: a path that GDAL can open and the band number, counted from 1.

    ``more`` are the same band in other files of the date, which show other ground: neighbouring tiles, or the pieces of
    an image that was split. Where several show a pixel, the first counts.
    """

    path: str
    index: int = 1
    more: tuple[BandSource, ...] = ()

    def check(self) -> None:
        """Raise `InputError` where there can be no such band."""
        require_path(tr("The file of a band"), self.path)
        require_number(tr("The number of a band"), self.index, 1, MOST_BANDS)

    @property
    def files(self) -> tuple[BandSource, ...]:
        """Every file of the band, each alone."""
        return (BandSource(self.path, self.index), *self.more)


@dataclass(frozen=True)
class Provenance:
    """Where a recognised fact was taken from.

    ``source`` is one of `PROVENANCE_SOURCES`. ``template`` and ``values`` make up the English sentence, as with
    `str.format`, so that the plugin can translate the template. ``is_assumed`` marks a guess.
    """

    source: str
    template: str
    values: tuple[str, ...] = ()
    is_assumed: bool = False

    @property
    def text(self) -> str:
        """The English sentence."""
        return self.template.format(*self.values)


def _upgrade(fields: dict[str, Any]) -> dict[str, Any]:
    """Convert the JSON fields of an earlier version, whose ``evidence`` held only the sentence of each fact."""
    if "evidence" not in fields:
        return fields
    current = {name: value for name, value in fields.items() if name != "evidence"}
    sentences = dict(fields["evidence"])
    current["provenance"] = {f: {"source": "unknown", "template": "{}", "values": [s]} for f, s in sentences.items()}
    return current


@dataclass(frozen=True)
class Acquisition:
    """One sensor on one date.

    The physical value is ``stored * scale + offset``. For "S2" that is reflectance (0 to 1), for "S1" backscatter in
    ``unit``: "db", "linear" (power) or "amplitude". ``clouds`` is the cloud mask of the same date and
    ``mask`` its kind: "scl" (scene classification), "clm", "qa60" or "fmask".
    The network gets ``gain`` · reflectance ** ``gamma`` of "S2", which a run sets for a scene of unusual light.
    ``provenance`` is given by fact: "sensor", "date", "bands", "scale" (S2), "unit" (S1) and "clouds". ``problem`` is
    the reason why the acquisition is left out, or empty.
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
    provenance: Mapping[str, Provenance] = field(default_factory=dict)
    problem: str = ""
    mask: str = "scl"
    gain: float = 1.0
    gamma: float = 1.0

    upgrade = staticmethod(_upgrade)

    def check(self) -> None:
        """Raise `InputError` where a fact of the acquisition cannot be."""
        require_choice(tr("The sensor of an image"), self.sensor, tuple(UNITS))
        require_date(tr("The date of an image"), self.date)
        names = OPTICAL_BANDS if self.sensor == "S2" else RADAR_BANDS
        require_bands({band: source.index for band, source in self.bands.items()}, names)
        require_choice(tr("The unit of an image"), self.unit, ("reflectance", *UNITS["S1"]))
        require_choice(tr("The cloud mask of an image"), self.mask, MASKS)
        require_number(tr("The scale of an image"), abs(self.scale), LEAST_SCALE, MOST_SCALE)
        for name in ("offset", "gain", "gamma", "nodata"):
            require_finite(name, getattr(self, name) or 0.0)

    @property
    def key(self) -> str:
        """The key of the acquisition within its scene, such as "S2 2019-06-26"."""
        return f"{self.sensor} {self.date}"

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of its images, each once."""
        return tuple(dict.fromkeys(file.path for band in self.bands.values() for file in band.files))

    @property
    def shown(self) -> tuple[str, ...]:
        """The bands of the picture of an S2 date: red, green and blue, else one band in grey, else none."""
        if all(band in self.bands for band in TRUE_COLOUR):
            return TRUE_COLOUR
        return tuple(band for band in GREY if band in self.bands)[:1]


@dataclass(frozen=True)
class Elevation:
    """A digital elevation model in any CRS and resolution; ``scale`` turns its values into metres."""

    source: BandSource
    nodata: Optional[float] = None
    provenance: Mapping[str, Provenance] = field(default_factory=dict)
    scale: float = 1.0

    upgrade = staticmethod(_upgrade)

    def check(self) -> None:
        """Raise `InputError` where its scale or nodata value is no number."""
        require_finite("scale", self.scale)
        require_finite("nodata", self.nodata or 0.0)


@dataclass(frozen=True)
class Problem:
    """A message about one file, with the remedy in its text.

    ``fact`` is the fact that the user can set to solve the problem: "sensor", "date", "unit" or "bands", or "crs" where
    the file needs one; empty where no fact helps. ``others`` are the paths of further files with the same problem.
    """

    path: str
    text: str
    fact: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scene:
    """The acquisitions recognised in the sources in time order (S1 and S2 mixed), the elevation model and problems."""

    acquisitions: tuple[Acquisition, ...] = ()
    elevation: Optional[Elevation] = None
    problems: tuple[Problem, ...] = ()

    def check(self) -> None:
        """Raise `InputError` where a usable acquisition is there twice."""
        keys = [acquisition.key for acquisition in self.acquisitions if not acquisition.problem]
        if len(set(keys)) < len(keys):
            twice = next(key for key in keys if keys.count(key) > 1)
            raise InputError(tr("The scene holds {} twice. Leave one of them out.").format(twice))

    def of(self, sensor: str) -> tuple[Acquisition, ...]:
        """Return the usable acquisitions of one sensor, in time order."""
        return tuple(a for a in self.acquisitions if a.sensor == sensor and not a.problem)


@dataclass(frozen=True)
class FrameScore:
    """Suitability of one S2 date as the reference frame: score and its parts from 0 (worst) to 1."""

    date: str
    score: float
    parts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class RasterFile:
    """Properties of one raster file.

    ``crs`` is "EPSG:n" or the name of the CRS, empty without one; ``pixel`` the pixel size in units of the CRS;
    ``metres`` whether these are metres; ``bands`` the band descriptions in order, empty where a band has none.
    """

    crs: str
    pixel: float
    metres: bool
    bands: tuple[str, ...]


@dataclass(frozen=True)
class Inspection:
    """Result of inspecting sources: the scene, frame scores in time order, the ``proposed`` date and the ``reason``.

    ``files`` are the properties, by path, of those files of the scene and of its problems that can be opened.
    ``seasons`` are the first and the last ISO date, with a slash between, of the seasons whose growth the dates show,
    by the year of the harvest; ``season`` is the one that is mapped, empty where dates are not parted by seasons.
    """

    scene: Scene
    frames: tuple[FrameScore, ...] = ()
    proposed: str = ""
    reason: str = ""
    files: Mapping[str, RasterFile] = field(default_factory=dict)
    season: str = ""
    seasons: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Area:
    """A rectangle to map: (west, south, east, north) in the units of ``crs`` (WKT or "EPSG:n").

    ``outline`` is a GeoJSON polygon or multipolygon within the rectangle, in the same units, to which parcels are
    clipped as they are to the rectangle; empty for the whole rectangle.
    """

    bounds: tuple[float, float, float, float]
    crs: str
    outline: str = ""

    def check(self) -> None:
        """Raise `InputError` where the bounds are no numbers."""
        for bound in self.bounds:
            require_finite(tr("A bound of the area"), bound)
