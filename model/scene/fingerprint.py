"""What an image is known by: everything that decides which values are read from it, but not the values."""

from __future__ import annotations

import os
from pathlib import Path

import rasterio
from rasterio.errors import RasterioError

from ..protocol import Acquisition, BandSource, Elevation

VIRTUAL = "/vsi"  # begins GDAL's paths into archives and other file systems, such as /vsizip/folder/a.zip/b.jp2


def identity(acquisition: Acquisition, elevation: Elevation | None) -> str:
    """Return what changes whenever a window of the acquisition, or of the terrain under it, may read differently.

    Files count by path, size and time of their last change. Empty where one of them is not on this computer's disks,
    so that nothing can be known of it.
    """
    clouds = [acquisition.clouds] if acquisition.clouds else []
    ground = [elevation.source] if elevation else []
    files = _files({source.path for source in [*acquisition.bands.values(), *clouds, *ground]})
    if files is None:
        return ""
    recipe = (
        acquisition.sensor, acquisition.date, acquisition.scale, acquisition.offset, acquisition.unit,
        acquisition.nodata, sorted((band, *_place(source)) for band, source in acquisition.bands.items()),
        [_place(source) for source in clouds], [(*_place(source), elevation.nodata) for source in ground], files,
    )  # fmt: skip
    return repr(recipe)


def _place(source: BandSource) -> tuple[str, int]:
    return source.path, source.index


def _files(paths: set[str]) -> list[tuple[str, int, int]] | None:
    """Return (path, size, time of change) of every file that GDAL reads for ``paths``; None where one has no such."""
    found = []
    for path in sorted(paths):
        file = _on_disk(path)
        if file is None:
            return None
        state = file.stat()
        found.append((str(file), state.st_size, state.st_mtime_ns))
        parts = _parts(path)
        below = _files(parts) if parts else []
        if below is None:
            return None
        found += below
    return found


def _parts(path: str) -> set[str]:
    """Return the files that a virtual raster is made of, which change without it."""
    if not path.lower().endswith(".vrt"):
        return set()
    try:
        with rasterio.open(path) as dataset:
            return set(dataset.files) - {path}
    except RasterioError:
        return set()


def _on_disk(path: str) -> Path | None:
    """Return the file that a GDAL path lies in: itself, or the archive around it."""
    if not path.startswith(VIRTUAL):
        return Path(path) if os.path.isfile(path) else None
    inside = Path(path.split("/", 2)[2])
    return next((place for place in (inside, *inside.parents) if place.is_file()), None)
