"""Memory, time and disk of a run in blocks, and runs that are killed at random moments: figures of docs/scale.md.

    .venv/bin/doab simulate --seed 7 --size 512 --out SCENE
    .venv/bin/python benchmarks/run_blocks.py SCENE

Three Sentinel-2 dates of the scene are mapped with the default bundle and blocks of 128 pixels, so that 16 blocks fit.
Every run is a process of its own on one thread, with an empty cache folder and no token cache.
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
from pathlib import Path

import fiona

from doab.model.disk_cache import default_folder
from doab.model.mapping.map_scene import map_scene
from doab.model.mapping.planning import prepare
from doab.model.mapping.run_folder import RUNS
from doab.model.network.predictor import load_predictor
from doab.model.protocol import Area, Job, Source
from doab.model.reporter import Reporter
from doab.model.scene.discovery import discover

BLOCK, HALO = 128, 40
DATES = slice(6, 15, 4)  # three of the scene's dates
SHAPES = ((1, 1), (1, 2), (2, 2), (2, 4), (4, 4))  # blocks down and across
KILLS = 5


class Counting(Reporter):
    """Prints a line for each tile, so that the parent can see how far the run is."""

    def enough(self) -> bool:
        print("tile", flush=True)
        return False


def map_area(scene: str, out: str, down: int, across: int) -> None:
    """Map the first blocks of a scene, and print processor seconds, peak memory (MB), parcels and blocks."""
    images = sorted(str(path) for path in Path(scene).glob("S2*.tif") if not path.stem.endswith("_SCL"))[DATES]
    job = Job(discover([Source(path, "s2") for path in images]), out, cache=0, device="cpu")
    plan = prepare(job, Reporter())
    west, _, _, north = plan.frame.bounds
    side = BLOCK * plan.frame.resolution
    area = Area((west, north - down * side, west + across * side, north), plan.frame.crs)
    job = Job(job.scene, out, plan.reference.date, area, cache=0, device="cpu")
    predictor = load_predictor("", "cpu")
    before = processor(resource.RUSAGE_SELF)
    summary = map_scene(job, predictor, Counting(), block=BLOCK, halo=HALO)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    used = processor(resource.RUSAGE_SELF) - before
    print(f"{used:.1f} {peak:.0f} {summary.parcels} {summary.blocks} {summary.resumed} {summary.tiles}")


def start(scene: str, out: Path, shape: tuple[int, int]) -> subprocess.Popen:
    """Start such a run as a process."""
    command = [sys.executable, __file__, scene, str(out), *map(str, shape)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def largest(folder: Path, process: subprocess.Popen) -> float:
    """Return the most MB that a folder held while a process ran."""
    most = 0
    while process.poll() is None:
        sizes = 0
        for path in folder.rglob("*.npz"):
            try:
                sizes += path.stat().st_size
            except OSError:
                continue
        most = max(most, sizes)
        time.sleep(0.05)
    return most / 1e6


def processor(whose: int) -> float:
    """Return the seconds of processor time used."""
    usage = resource.getrusage(whose)
    return usage.ru_utime + usage.ru_stime


def content(path: Path) -> list:
    """Return all rows of a result with their outlines."""
    return [
        [(dict(row.properties), row.geometry["coordinates"]) for row in fiona.open(path, layer=layer)]
        for layer in ("parcels", "not_farmland")
    ]


def main(scene: str) -> None:
    """Print one line for each number of blocks, then one for each run that was killed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ.update(XDG_CACHE_HOME=name, OMP_NUM_THREADS="1")
        print("blocks  tiles  parcels  processor s  peak MB  run folder MB")
        for shape in SHAPES:
            process = start(scene, folder / f"{shape}.gpkg", shape)
            disk: list[float] = []
            watch = threading.Thread(target=lambda p=process, d=disk: d.append(largest(default_folder() / RUNS, p)))
            watch.start()
            used, peak, parcels, blocks, _, tiles = last_line(process).split()
            watch.join()
            print(f"{blocks:>6}  {tiles:>5}  {parcels:>7}  {used:>11}  {peak:>7}  {disk[0]:13.1f}", flush=True)
        generator, whole = random.Random(1), content(folder / f"{SHAPES[-1]}.gpkg")
        out = folder / "killed.gpkg"
        for _ in range(KILLS):
            process, tiles = start(scene, out, SHAPES[-1]), generator.randint(1, 24)
            for _ in range(tiles):
                process.stdout.readline()
            time.sleep(generator.random() / 5)
            process.send_signal(signal.SIGKILL)
            process.wait()
            finished = len(list((default_folder() / RUNS).glob("*/blocks/*.npz")))
            print(f"killed in its tile {tiles}: {finished} blocks are finished", flush=True)
        used, _, _, blocks, resumed, _ = last_line(start(scene, out, SHAPES[-1])).split()
        same = content(out) == whole
        print(f"went on from {resumed} of {blocks} blocks in {used} s; same parcels: {same}")


def last_line(process: subprocess.Popen) -> str:
    """Return the last line that a process prints."""
    output, _ = process.communicate()
    return output.splitlines()[-1]


if __name__ == "__main__":
    if len(sys.argv) == 2:
        main(sys.argv[1])
    else:
        map_area(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
