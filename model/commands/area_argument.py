"""The option ``--area``: bounds or the extent of a file."""

from __future__ import annotations

import math
from pathlib import Path

from ..protocol import Area, InputError
from ..text import tr
from ..text_files import require_file


def parse_area(text: str) -> Area:
    """Return the area of "west,south,east,north[,EPSG:code]" or of the extent of "FILE[:LAYER]".

    Without a code the CRS is empty. Raises `InputError` where the text is neither, the bounds are empty, or a file has
    no CRS or several layers of which none is named; of a result of Doab it is that of the parcels.
    """
    file, _, layer = text.rpartition(":")
    for path, name in ((text, ""), (file, layer)):
        if path and _exists(path):
            return _extent(path, name)
    parts = [part.strip() for part in text.split(",")]
    try:
        west, south, east, north = map(float, parts[:4])
    except ValueError as error:
        raise InputError(
            tr(
                "The area {!r} is neither a file nor west,south,east,north[,EPSG:code]. Check the path or the numbers."
            ).format(text)
        ) from error
    area = Area((west, south, east, north), ",".join(parts[4:]))
    require_extent(area, text)
    return area


def require_extent(area: Area, text: str) -> None:
    """Raise `InputError` where the bounds of an area, which the user wrote as ``text``, enclose nothing."""
    west, south, east, north = area.bounds
    if not (west < east and south < north):
        raise InputError(
            tr("The area {!r} is empty: west must be less than east, and south less than north.").format(text)
        )
    if not all(map(math.isfinite, area.bounds)):
        raise InputError(tr("The area {!r} has no end. Give four numbers, or none to map everything.").format(text))


def require_crs(area: Area, text: str) -> None:
    """Raise `InputError` where an area, which the user wrote as ``text``, has no CRS."""
    if not area.crs:
        raise InputError(tr("Say in which coordinates the area is: {},EPSG:code.").format(text))


def _exists(text: str) -> bool:
    """Return whether a text is the path of anything; a long one or one with odd characters is none."""
    try:
        return Path(text).exists()
    except (OSError, ValueError):
        return False


def _extent(path: str, name: str) -> Area:
    import fiona
    import rasterio
    from fiona.errors import FionaError
    from rasterio.errors import RasterioError

    if not Path(path).is_dir():
        require_file(path)
    try:
        with fiona.open(path, layer=name or _only_layer(path)) as layer:
            bounds, crs = layer.bounds, layer.crs_wkt
    except InputError:
        raise
    except (FionaError, ValueError):
        try:
            with rasterio.open(path) as raster:
                bounds, crs = tuple(raster.bounds), raster.crs.to_wkt() if raster.crs else ""
        except RasterioError as error:
            text = tr("The area {} is neither a vector nor a raster file that can be read.")
            raise InputError(text.format(path)) from error
    if not crs:
        raise InputError(tr("The area {} has no coordinate reference system. Assign one and try again.").format(path))
    west, south, east, north = map(float, bounds)
    return Area((west, south, east, north), crs)


def _only_layer(path: str) -> str:
    """Return the only layer with geometries of a vector file, or the parcels of a result.

    Raises `InputError` where there are several others.
    """
    import fiona

    from ..constants import PARCELS_LAYER

    spatial = []
    for name in fiona.listlayers(path):
        with fiona.open(path, layer=name) as layer:
            if layer.schema["geometry"] != "None":
                spatial.append(name)
    if PARCELS_LAYER in spatial:
        return PARCELS_LAYER
    if len(spatial) > 1:
        text = tr("The area {} holds several layers: {}. Say which one as FILE:LAYER.")
        raise InputError(text.format(path, ", ".join(spatial)))
    return spatial[0] if spatial else fiona.listlayers(path)[0]
