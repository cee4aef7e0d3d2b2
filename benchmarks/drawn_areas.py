"""Map a scene as a whole and many areas drawn in it, and count the parcels inside that differ, by the halo.

    .venv/bin/doab simulate --seed 7 --size 512 --out SCENE
    .venv/bin/python benchmarks/drawn_areas.py SCENE [--areas N] [--halos PIXELS …]

Half of the areas are rectangles, half triangles, with sides of 0.6 to 2.2 km, anywhere in the scene. Seven of its
Sentinel-2 dates are used; tokens, and predictions of tiles, are computed once. Compared are parcels that lie 30 m or
more from the border of the area: outlines and all columns but the number.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import fiona
import shapely

from doab.model.datatypes import Predictor, Sample, TemporalMaps, TilePrediction
from doab.model.mapping.map_scene import map_scene
from doab.model.mapping.planning import prepare
from doab.model.network.predictor import load_predictor
from doab.model.protocol import Area, InputError, Job, Source
from doab.model.reporter import Reporter
from doab.model.scene.discovery import discover

DATES = 7
APART = 30.0  # metres: an outline follows what lies within 20 m of it


class Remembering:
    """A predictor that computes each tile once."""

    def __init__(self, predictor: Predictor) -> None:
        self._predictor, self._predictions = predictor, dict[tuple, TilePrediction]()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._predictor, name)

    def predict(self, tiles: Sequence[tuple[Sample, TemporalMaps]]) -> list[TilePrediction]:
        keys = [(sample.latitude, sample.longitude, sample.reference_day) for sample, _ in tiles]
        for key, tile in zip(keys, tiles, strict=True):
            if key not in self._predictions:
                [self._predictions[key]] = self._predictor.predict([tile])
        return [self._predictions[key] for key in keys]


def job_of(scene: str, out: Path) -> Job:
    """Return the job of some dates of a simulated scene."""
    images = sorted(path for path in Path(scene).glob("S2*.tif") if "SCL" not in path.name)
    masks = {path.name: path for path in Path(scene).glob("S2*SCL*.tif")}
    chosen = images[:: max(1, len(images) // DATES)][:DATES]
    dates = {path.stem.split("_")[2] for path in chosen}
    paths = chosen + [path for name, path in masks.items() if any(date in name for date in dates)]
    sources = [Source(str(path), "S2") for path in paths] + [Source(f"{scene}/DEM.tif", "DEM")]
    return Job(discover(sources), str(out), overwrite=True)


def draw_areas(bounds: tuple[float, float, float, float], count: int) -> list[shapely.Polygon]:
    """Return rectangles and triangles that have a part in the bounds."""
    west, south, east, north = bounds
    random_number = random.Random(3)
    areas = []
    for number in range(count):
        width, height = (random_number.uniform(600, 2200) for _ in range(2))
        x = random_number.uniform(west - 200, east - width + 200)
        y = random_number.uniform(south - 200, north - height + 200)
        corners = [(x, y), (x + width, y + random_number.uniform(0, height)), (x + width / 3, y + height)]
        areas.append(shapely.Polygon(corners) if number % 2 else shapely.box(x, y, x + width, y + height))
    return areas


def rows_of(path: str) -> dict[shapely.Geometry, dict]:
    """Return the columns of the parcels but their number, by outline."""
    with fiona.open(path, layer="parcels") as layer:
        return {shapely.geometry.shape(row.geometry).normalize(): {**row.properties, "parcel_id": 0} for row in layer}


def inside(rows: dict, area: shapely.Polygon, scene: shapely.Polygon) -> dict:
    """Return the parcels in an area that lie apart from its border within the scene."""
    border = shapely.intersection(area.boundary, shapely.buffer(scene, -1))
    within = shapely.buffer(area, 1)
    return {one: row for one, row in rows.items() if one.within(within) and one.distance(border) > APART}


def main() -> None:
    """Print the parcels that differ, tiles and processor seconds for each halo."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scene")
    parser.add_argument("--areas", type=int, default=14)
    parser.add_argument("--halos", type=int, nargs="+", default=[80, 0])
    options = parser.parse_args()
    predictor: Any = Remembering(load_predictor("", "cpu"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        job = job_of(options.scene, folder / "whole.gpkg")
        grid = prepare(job, Reporter()).frame
        summary = map_scene(job, predictor, Reporter(), cache_folder=folder)
        whole, job = rows_of(job.out), dataclasses.replace(job, reference=summary.reference)
        for halo in options.halos:
            compared = differ = tiles = 0
            start = time.process_time()
            for number, area in enumerate(draw_areas(grid.bounds, options.areas)):
                outline = json.dumps(shapely.geometry.mapping(area)) if number % 2 else ""
                out = str(folder / "area.gpkg")
                one = dataclasses.replace(job, area=Area(area.bounds, grid.crs, outline), out=out)
                try:
                    tiles += map_scene(one, predictor, Reporter(), cache_folder=folder, halo=halo).tiles
                except InputError:  # the area lies outside the scene
                    continue
                expected, rows = (inside(x, area, shapely.box(*grid.bounds)) for x in (whole, rows_of(out)))
                compared += len(expected)
                differ += sum(rows.get(outline) != row for outline, row in expected.items())
                differ += len(rows.keys() - expected.keys())
            seconds = time.process_time() - start
            print(f"halo {halo}: {differ} of {compared} parcels differ, {tiles} tiles, {seconds:.1f} s", flush=True)


if __name__ == "__main__":
    main()
