"""Properties of the raster files of a scene: coordinate reference system, pixel size and bands."""

from __future__ import annotations

from ..protocol import RasterFile, Scene
from .file_memory import kept_while_unchanged
from .raster_access import UnreadableRasterError, open_dataset, reading


def describe_files(scene: Scene) -> dict[str, RasterFile]:
    """Return the properties of the rasters of a scene and of its problems, by path, without those that do not open."""
    paths = [path for acquisition in scene.acquisitions for path in acquisition.paths]
    paths += [scene.elevation.source.path] if scene.elevation else []
    paths += [path for problem in scene.problems for path in (problem.path, *problem.others)]
    return {path: file for path in dict.fromkeys(paths) if (file := _file(path))}


@kept_while_unchanged(lambda path: (path, [path]))
def _file(path: str) -> RasterFile | None:
    try:
        with open_dataset(path) as dataset, reading(path):
            crs, epsg = dataset.crs, dataset.crs.to_epsg() if dataset.crs else None
            name = f"EPSG:{epsg}" if epsg else crs.to_wkt().split('"')[1] if crs else ""
            bands = tuple(description or "" for description in dataset.descriptions)
            return RasterFile(name, abs(dataset.transform.a), bool(crs and crs.is_projected), bands)
    except UnreadableRasterError:
        return None
