"""The settings of one mapping run, also kept as JSON in a QGIS project."""
# ruff: noqa: UP045  (annotations are evaluated when JSON is read, and Python 3.9 does not know `X | None`)

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ..text import tr
from .checks import require_choice, require_date, require_number, require_path
from .choices import DEVICES
from .scene_description import Area, Scene

LARGEST_AREA = 10_000.0  # hectares
LARGEST_TOLERANCE = 100.0  # metres
LARGEST_CACHE = 2**31  # MB


@dataclass(frozen=True)
class Exclusion:
    """Ground that is left out of a map: inside the polygons of a vector layer, or where a raster has certain values.

    ``path`` is a file that GDAL can open in any CRS, ``layer`` the name of its vector layer where it has several.
    ``values`` are the values of the raster's first band that are left out; empty for all but 0 and its nodata value.
    """

    path: str
    layer: str = ""
    values: tuple[int, ...] = ()


@dataclass(frozen=True)
class ParcelLayer:
    """A layer of polygons that are the parcels of a map: ``path`` is a vector file in any CRS.

    ``layer`` is the name of its layer where it has several.
    """

    path: str
    layer: str = ""


@dataclass(frozen=True)
class Job:
    """One mapping run.

    ``reference`` is "auto" or an ISO date. ``bundle`` is a folder or zip, empty for the default bundle. ``device`` is
    "auto", "cpu", "cuda" or "mps". ``scratch`` is a folder for temporary files, removed by whoever started the run;
    empty for a temporary folder of the run's own. ``simplify`` is in metres, ``min_area`` in hectares, ``cache`` the
    size in MB up to which tokens are stored for later runs (0: none are). ``previews`` is a folder for GeoPackages of
    the parcels that are finished while the run goes on; empty for none. ``exclude`` is ground of the area on which
    nothing is mapped. ``overwrite`` replaces an older result at ``out``. ``like`` is the GeoPackage of an earlier run
    over another part of the scene, whose class priors and, if ``reference`` is "auto", reference frame are used; empty
    to settle both anew. ``cluster`` is "local", "local:N" or the address of a Dask scheduler whose workers map the
    blocks; empty for this process alone. ``runs`` is the folder of unfinished runs, empty for the user's; ``dataset``
    one for the parcels as GeoParquet, a file a block, empty for none. ``season`` is "auto", "all", the year of the
    harvest, or the first and last ISO date with a slash between: dates outside are left out. ``parcels`` are outlines
    that are kept as they are and get their crops, in place of those that the model would find; without an area, that
    around them is mapped. ``anywhere`` uses a regional bundle also outside the region that it was made for.
    """

    scene: Scene
    out: str
    reference: str = "auto"
    area: Optional[Area] = None
    bundle: str = ""
    device: str = "auto"
    min_area: float = 0.1
    simplify: float = 5.0
    scratch: str = ""
    cache: int = 2048
    previews: str = ""
    exclude: Optional[Exclusion] = None
    overwrite: bool = False
    like: str = ""
    cluster: str = ""
    runs: str = ""
    dataset: str = ""
    season: str = "auto"
    parcels: Optional[ParcelLayer] = None
    anywhere: bool = False

    def check(self) -> None:
        """Raise `InputError` where a setting cannot be."""
        if self.out:  # what is only estimated has none
            require_path(tr("The result"), self.out)
        for path in filter(None, (self.bundle, self.scratch, self.previews, self.like, self.runs, self.dataset)):
            require_path(tr("A file or folder of the run"), path)
        require_date(tr("The reference frame"), self.reference, "auto")
        require_choice(tr("The device"), self.device, DEVICES)
        require_number(tr("The smallest parcel (hectares)"), self.min_area, 0, LARGEST_AREA)
        require_number(tr("The tolerance of outlines (metres)"), self.simplify, 0, LARGEST_TOLERANCE)
        require_number(tr("The size of the cache (MB)"), self.cache, 0, LARGEST_CACHE)

    @property
    def inputs(self) -> list[str]:
        """The paths of all files that the run reads, as GDAL takes them, and of the bundle."""
        sources = [band for one in self.scene.acquisitions for band in (*one.bands.values(), one.clouds) if band]
        bands = [file for source in sources for file in source.files]
        elevation = [self.scene.elevation.source] if self.scene.elevation else []
        layers = [layer.path for layer in (self.exclude, self.parcels) if layer]
        others = [*layers, self.bundle, self.like]
        return [*dict.fromkeys([*(band.path for band in (*bands, *elevation)), *filter(None, others)])]
