"""Cut a labelled scene in two: a training on one half can be judged on the other.

    .venv/bin/python benchmarks/split_scene.py FOLDER PARCELS OUT

``FOLDER`` holds GeoTIFFs of one grid, ``PARCELS`` is a layer of declared parcels in the same coordinate system. Writes
``OUT/west`` and ``OUT/east`` with the two halves of every image, which share no pixel, and ``parcels.gpkg`` with the
parcels whose centroid lies in that half.
"""

from __future__ import annotations

import sys
from pathlib import Path

import fiona
import rasterio
from rasterio.windows import Window
from shapely.geometry import shape


def split_scene(folder: Path, parcels: Path, out: Path) -> dict[str, int]:
    """Write both halves and return their numbers of parcels."""
    middle = None
    for path in sorted(folder.glob("*.tif")):
        with rasterio.open(path) as image:
            half = image.width // 2
            middle = image.transform.c + half * image.transform.a
            for name, window in (
                ("west", Window(0, 0, half, image.height)),
                ("east", Window(half, 0, image.width - half, image.height)),
            ):
                (out / name).mkdir(parents=True, exist_ok=True)
                profile = image.profile | {
                    "width": int(window.width),
                    "height": int(window.height),
                    "transform": image.window_transform(window),
                }
                with rasterio.open(out / name / path.name, "w", **profile) as part:
                    part.write(image.read(window=window))
                    part.descriptions = image.descriptions
                    part.update_tags(**image.tags())
    if middle is None:
        raise SystemExit(f"There is no GeoTIFF in {folder}.")
    counts = {}
    with fiona.open(parcels) as layer:
        features = list(layer)
        for name in ("west", "east"):
            inside = [f for f in features if (shape(f.geometry).centroid.x < middle) == (name == "west")]
            schema, crs = layer.schema, layer.crs
            with fiona.open(out / name / "parcels.gpkg", "w", driver="GPKG", schema=schema, crs=crs) as part:
                part.writerecords(inside)
            counts[name] = len(inside)
    return counts


if __name__ == "__main__":
    print(split_scene(*map(Path, sys.argv[1:4])))
