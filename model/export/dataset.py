"""Export of parcels as a GeoParquet dataset: a folder, or a URL, with one file for each block of a run.

Files are named as Hive partitions, ``block=ROW_COL/parcels.parquet``, so that readers take the block as a column and
read only the blocks that they need.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import fiona
import shapely
from pyproj import CRS, Transformer
from pyproj.enums import TransformDirection

from ..outputs.target_checks import check_existing
from ..outputs.transaction import staged_folder
from ..remote_files import disk_path, is_url
from ..text import tr
from .fiboa import Identifiers, open_parcels, write_parcels
from .remote_dataset import check_remote, staged_remote

PATTERN = "block=*/parcels.parquet"

Bounds = tuple[float, float, float, float]
"""West, south, east and north."""


def check_dataset(target: str, overwrite: bool, inputs: list[str]) -> None:
    """Raise `InputError` where a dataset must not be written to a folder or URL, as `check_target` does."""
    target = disk_path(target)
    if is_url(target):
        check_remote(target, PATTERN, overwrite)
    else:
        check_existing(sorted(Path(target).glob(PATTERN)), overwrite, inputs)


def write_dataset(
    source: Path,
    layer: str,
    target: str,
    blocks: Mapping[str, Bounds],
    crs: str,
    overwrite: bool,
    warn: Callable[[str], None],
    progress: Callable[[float], None] = lambda _: None,
) -> int:
    """Write the parcels of a layer, a file for each of ``blocks`` in which there are some; return how many there are.

    A parcel belongs to the block in which a point within it lies, whatever other blocks it reaches into; the bounds, in
    ``crs``, divide the ground. Parcels that lie in no block are left out, with a warning. An older dataset at
    ``target``, a folder or a URL, is replaced as a whole where the user wants to ``overwrite`` it. Raises `InputError`
    as `write_fiboa`, `staged_folder` and `staged_remote` do.
    """
    written, identifiers, target = 0, Identifiers(), disk_path(target)
    staged = (
        staged_remote(target, PATTERN, overwrite, source, warn)
        if is_url(target)
        else staged_folder(target, [PATTERN], overwrite, [source], warn)
    )
    collection = target.rstrip("/\\").replace("\\", "/").rpartition("/")[2]
    with staged as scratch, open_parcels(source, layer) as parcels:
        to_blocks = Transformer.from_crs(CRS.from_user_input(parcels.crs_wkt), CRS.from_user_input(crs), always_xy=True)
        for number, (name, bounds) in enumerate(blocks.items(), 1):
            box = to_blocks.transform_bounds(*bounds, direction=TransformDirection.INVERSE)
            near = (one for one in parcels.filter(bbox=box) if one.geometry)
            own = [one for one in near if _belongs(one, bounds, to_blocks)]
            if own:
                path = scratch / PATTERN.replace("*", name)
                path.parent.mkdir()
                written += write_parcels(parcels, own, path, collection, identifiers)
            progress(number / len(blocks))
        if lacking := len(parcels) - written:
            warn(tr("{} parcels lie outside the images and are not in the dataset.").format(lacking))
    return written


def _belongs(parcel: fiona.Feature, bounds: Bounds, to_blocks: Transformer) -> bool:
    """Return whether a point within a parcel lies in bounds, to which their west and their north side belong."""
    point = shapely.point_on_surface(shapely.geometry.shape(parcel.geometry))
    x, y = to_blocks.transform(point.x, point.y)
    return bool(bounds[0] <= x < bounds[2] and bounds[1] < y <= bounds[3])
