"""What the files of a scene are in themselves: coordinate system, pixel size and bands, whatever is made of them."""

from __future__ import annotations

import warnings

import rasterio
from rasterio.errors import NotGeoreferencedWarning, RasterioError

from ..protocol import File, Scene


def files_of(scene: Scene) -> dict[str, File]:
    """Return the facts of every raster that the scene or its problems name, by path; what does not open is missing."""
    paths = [band.path for acquisition in scene.acquisitions for band in acquisition.bands.values()]
    paths += [scene.elevation.source.path] if scene.elevation else []
    paths += [path for problem in scene.problems for path in (problem.path, *problem.others)]
    return {path: file for path in dict.fromkeys(paths) if (file := _file(path))}


def _file(path: str) -> File | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", NotGeoreferencedWarning)
            with rasterio.open(path) as dataset:
                crs, epsg = dataset.crs, dataset.crs.to_epsg() if dataset.crs else None
                name = f"EPSG:{epsg}" if epsg else crs.to_wkt().split('"')[1] if crs else ""
                bands = tuple(description or "" for description in dataset.descriptions)
                return File(name, abs(dataset.transform.a), bool(crs and crs.is_projected), bands)
    except RasterioError:
        return None
