"""Map a scene at once and in two halves, reference frames chosen automatically, and compare what comes out.

    .venv/bin/doab simulate --seed 7 --size 512 --out SCENE
    .venv/bin/python benchmarks/split_area.py SCENE [DATE ...]

Every run is a process of ``doab map`` with a cache of its own. ``DATE`` (YYYYMMDD) restricts the Sentinel-2 images,
such as to cloudy ones; Sentinel-1 is left out. Compared are the parcels that lie 30 m or more from the cut.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import fiona
import rasterio
from shapely import from_wkb
from shapely.geometry import LineString, Polygon, shape

MARGIN = 30.0  # metres from the cut that are left out: an outline follows what lies within 20 m of it


def map_area(images: list[str], dem: str, out: Path, area: tuple[float, ...] | None) -> str:
    """Map an area, or all; return the date of the reference frame."""
    command = [sys.executable, "-m", "doab.model", "map", "--s2", *images, "--dem", dem, "--device", "cpu"]
    command += [f"--area={','.join(map(str, area))}"] if area else []
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "XDG_CACHE_HOME": str(out.with_suffix(""))}
    subprocess.run([*command, "--out", str(out)], check=True, stdout=subprocess.DEVNULL, env=environment)
    with fiona.open(out, layer="parcels") as layer:
        return str(next(iter(layer)).properties["ref_date"])


def parcels(path: Path, cut: LineString) -> dict[bytes, tuple[object, object]]:
    """Return crop and confidence of the parcels that lie apart from the cut, by their outline."""
    with fiona.open(path, layer="parcels") as layer:
        rows = [(shape(row.geometry), row.properties) for row in layer]
    return {
        outline.normalize().wkb: (values["crop"], values["conf"])
        for outline, values in rows
        if outline.distance(cut) > MARGIN
    }


def main(scene: str, *dates: str) -> None:
    """Print the reference frames, and how many parcels differ."""
    images = [str(p) for p in sorted(Path(scene).glob("S2*.tif")) if not dates or any(date in p.name for date in dates)]
    with rasterio.open(next(path for path in images if "SCL" not in path)) as file:
        west, south, east, north = file.bounds
    middle = (west + east) / 2
    cut = LineString([(middle, south), (middle, north)])
    with tempfile.TemporaryDirectory() as name:
        results = {}
        areas = {"whole": None, "west": (west, south, middle, north), "east": (middle, south, east, north)}
        for part, area in areas.items():
            out = Path(name) / f"{part}.gpkg"
            reference = map_area(images, f"{scene}/DEM.tif", out, area)
            results[part] = parcels(out, cut)
            print(f"{part}: reference frame {reference}, {len(results[part])} parcels off the cut", flush=True)
    whole, halves = results["whole"], results["west"] | results["east"]
    shared = whole.keys() & halves.keys()
    crops = sum(whole[key][0] != halves[key][0] for key in shared)
    confidences = sum(whole[key][1] != halves[key][1] for key in shared)
    print(f"outline only in the whole: {len(whole) - len(shared)}, only in halves: {len(halves) - len(shared)}")
    for key in whole.keys() - shared:
        outline = from_wkb(key)
        other = max(
            (from_wkb(one) for one in halves.keys() - shared),
            key=lambda one: one.intersection(outline).area,
            default=Polygon(),
        )
        difference = outline.symmetric_difference(other).area
        print(f"{outline.distance(cut):.0f} m from the cut: {difference:.0f} of {outline.area:.0f} m² differ")
    print(f"of {len(shared)} others: other crop {crops}, other confidence {confidences}")


if __name__ == "__main__":
    main(*sys.argv[1:])
