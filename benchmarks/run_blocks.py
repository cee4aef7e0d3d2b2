"""Memory, time and disk of runs of 1 to 8 blocks, and runs that are killed at random moments: figures of docs/scale.md.

    .venv/bin/python benchmarks/run_blocks.py

The scenes have three Sentinel-2 dates of rectangular fields. In place of the network, whose share does not depend on
blocks, borders are where the reference frame is uneven. Every run is a process of its own on one thread, with an empty
cache folder.
"""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import fiona
import numpy as np
import rasterio
from rasterio.transform import from_origin
from scipy.ndimage import gaussian_filter, uniform_filter

from doab.model.crops import Crop
from doab.model.datatypes import (
    AcquisitionTokens,
    AcquisitionWindow,
    Sample,
    TemporalMaps,
    TilePrediction,
    WatershedSettings,
)
from doab.model.disk_cache import default_folder
from doab.model.mapping.map_scene import map_scene
from doab.model.mapping.run_folder import RUNS
from doab.model.protocol import Acquisition, BandSource, Job, Scene, dumps, loads
from doab.model.reporter import Reporter

DATES = "2023-05-01", "2023-06-01", "2023-07-01"
SHAPES = ((512, 512), (512, 1024), (1024, 1024), (1024, 2048))
SMALL, SMALL_BLOCK, HALO = (512, 512), 128, 40  # of the runs that are killed
KILLS = 5


class EvennessPredictor:
    """Predicts fields where the reference frame is even, borders where it is not, and crops by its brightness."""

    fingerprint = encoder_fingerprint = temporal_fingerprint = "evenness"
    refinement = None
    tile, watershed_settings, name = 96, WatershedSettings(), "evenness 1.0"
    workers, tile_batch, notices = 1, 1, ()

    def __init__(self) -> None:
        self.crops = tuple(Crop(str(k), f"crop_{k}", f"Crop {k}", "#888888") for k in range(14))
        self.class_priors = (1.0,) * len(self.crops)

    def start_worker(self) -> None:
        """Nothing needs to be prepared."""

    def encode(self, windows: Sequence[AcquisitionWindow]) -> list[AcquisitionTokens]:
        """Return tokens without content."""
        tokens, cells = np.zeros((16, 16, 1), np.float16), np.zeros((32, 32, 1), np.float16)
        return [AcquisitionTokens(one.day, tokens, cells, np.ones((16, 16), bool), one.valid) for one in windows]

    def temporal_maps(self, tokens: Sequence[AcquisitionTokens], origin: int) -> TemporalMaps:
        """Return maps without content."""
        maps = np.zeros((1, 16, 16), np.float16), np.zeros((1, 32, 32), np.float16)
        return TemporalMaps(*maps, np.array([one.clear for one in tokens]))

    def predict(self, tiles: Sequence[tuple[Sample, TemporalMaps]]) -> list[TilePrediction]:
        """Return the prediction for the reference frame of each tile."""
        return [self._predict(sample) for sample, _ in tiles]

    def _predict(self, sample: Sample) -> TilePrediction:
        brightness = sample.reference[2].repeat(2, 0).repeat(2, 1)
        uneven = np.clip(40 * gaussian_filter(np.hypot(*np.gradient(brightness)), 1), 0, 1).astype(np.float32)
        core = uniform_filter(1 - uneven, 9)
        classes = np.arange(len(self.crops))[:, None, None] / len(self.crops)
        crop = np.exp(-40 * np.abs(sample.reference[2] * 3 - classes)).astype(np.float32)
        return TilePrediction((uneven < 0.6).astype(np.float32), uneven, core, crop / crop.sum(0))


def write_scene(folder: Path, height: int, width: int) -> Scene:
    """Write three dates of rectangular fields of 1 to 10 ha with noise."""
    generator = np.random.default_rng(height + width)
    ends = [np.cumsum(generator.integers(10, 32, length)) for length in (height, width)]
    rows, cols = (np.searchsorted(e, np.arange(n), "right") for e, n in zip(ends, (height, width), strict=True))
    profile = {"driver": "GTiff", "height": height, "width": width, "count": 3, "dtype": "uint16", "crs": "EPSG:32631"}
    profile |= {"transform": from_origin(500_000, 5_600_000, 10, 10), "nodata": 0, "tiled": True}
    acquisitions = []
    for date in DATES:
        values = generator.uniform(200, 3000, (3, rows.max() + 1, cols.max() + 1))[:, rows][:, :, cols]
        path = str(folder / f"{date}_{height}_{width}.tif")
        with rasterio.open(path, "w", **profile) as file:
            file.write((values + generator.normal(0, 20, values.shape)).clip(1).astype(np.uint16))
        bands = {band: BandSource(path, i) for i, band in enumerate(("B02", "B03", "B04"), 1)}
        acquisitions.append(Acquisition("S2", date, bands, 1e-4, nodata=0))
    return Scene(tuple(acquisitions))


class Counting(Reporter):
    """Prints a line for each tile, so that the parent can see how far the run is."""

    def enough(self) -> bool:
        """Say that a tile begins."""
        print("tile", flush=True)
        return False


def map_one(folder: Path, out: str, height: int, width: int, block: int, halo: int) -> None:
    """Map a scene; print processor seconds, peak MB, parcels, blocks, how many of them were finished before, tiles."""
    folder = folder / f"scene_{height}_{width}"
    folder.mkdir(exist_ok=True)
    description = folder / "scene.json"
    if not description.exists():
        description.write_text(dumps(write_scene(folder, height, width)), encoding="utf-8")
    scene = loads(Scene, description.read_text(encoding="utf-8"))
    before = processor()
    job = Job(scene, out, DATES[1], cache=0)
    summary = map_scene(job, EvennessPredictor(), Counting(), block=block, halo=halo)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"{processor() - before:.1f} {peak:.0f} {summary.parcels} {summary.blocks} {summary.resumed} {summary.tiles}")


def start(folder: Path, out: Path, *numbers: int) -> subprocess.Popen:
    """Start such a run as a process."""
    command = [sys.executable, __file__, str(folder), str(out), *map(str, numbers)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def watch(folder: Path, process: subprocess.Popen, most: dict[str, int]) -> None:
    """Note the most bytes that the tiles and the blocks of a run took while a process ran."""
    while process.poll() is None:
        sizes: dict[str, int] = {}
        for path in folder.rglob("*.npz"):
            try:
                sizes[path.parent.name] = sizes.get(path.parent.name, 0) + path.stat().st_size
            except OSError:
                continue
        for name, size in sizes.items():
            most[name] = max(most.get(name, 0), size)
        time.sleep(0.1)


def processor() -> float:
    """Return the seconds of processor time that this process has used."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def content(path: Path) -> list:
    """Return all rows of a result with their outlines."""
    return [
        [(dict(row.properties), row.geometry["coordinates"]) for row in fiona.open(path, layer=layer)]
        for layer in ("parcels", "not_farmland")
    ]


def last_line(process: subprocess.Popen) -> list[str]:
    """Return the words of the last line that a process prints."""
    output, _ = process.communicate()
    return output.splitlines()[-1].split()


def main() -> None:
    """Print one line for each number of blocks, then one for each run that was killed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ.update(XDG_CACHE_HOME=name, OMP_NUM_THREADS="1")
        runs = default_folder() / RUNS
        print("blocks  tiles  parcels  processor s  peak MB  tiles MB  blocks MB")
        for shape in SHAPES:
            process, most = start(folder, folder / "parcels.gpkg", *shape, 512, 80), {}
            thread = threading.Thread(target=watch, args=(runs, process, most))
            thread.start()
            used, peak, parcels, blocks, _, tiles = last_line(process)
            thread.join()
            tiles_size, blocks_size = (most.get(part, 0) / 1e6 for part in ("tiles", "blocks"))
            print(f"{blocks:>6} {tiles:>6} {parcels:>8} {used:>12} {peak:>8}", end=" ")
            print(f"{tiles_size:9.0f} {blocks_size:10.1f}", flush=True)
        small = *SMALL, SMALL_BLOCK, HALO
        whole, killed = folder / "whole.gpkg", folder / "killed.gpkg"
        used, _, _, blocks, _, tiles = last_line(start(folder, whole, *small))
        print(f"not killed: {blocks} blocks, {tiles} tiles, {used} s", flush=True)
        generator = random.Random(1)
        for _ in range(KILLS):
            process, tiles = start(folder, killed, *small), generator.randint(1, 20)
            for _ in range(tiles):
                process.stdout.readline()
            time.sleep(generator.random() / 5)
            process.send_signal(signal.SIGKILL)
            process.wait()
            finished = len(list(runs.glob("*/blocks/*.npz")))
            print(f"killed in its tile {tiles}: {finished} blocks are finished", flush=True)
        used, _, _, blocks, resumed, _ = last_line(start(folder, killed, *small))
        same = content(killed) == content(whole)
        print(f"went on from {resumed} of {blocks} blocks in {used} s; same parcels: {same}")


if __name__ == "__main__":
    if len(sys.argv) == 1:
        main()
    else:
        map_one(Path(sys.argv[1]), sys.argv[2], *map(int, sys.argv[3:]))
