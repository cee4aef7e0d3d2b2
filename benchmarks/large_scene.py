"""Paint a large scene and map growing parts of it with ``doab map``: processor time, memory and disk by the area.

    .venv/bin/doab simulate --seed 7 --size 512 --out SCENE
    .venv/bin/python benchmarks/large_scene.py SCENE FOLDER [--side PX] [--blocks N ...] [--dates YYYYMMDD ...]

The simulated scene is laid like tiles over ``--side`` pixels, so that it repeats itself; the files are tiled and
compressed. Each part is mapped by a process of its own with the default bundle, one thread and an empty cache. Memory
is the most that the process and its children hold together (resident), disk the most that the run's folder and the
cache take. 0 blocks: all of the scene.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import fiona
import numpy as np
import rasterio
from rasterio.windows import Window

BLOCK = 512
STRIP = 512  # rows that are painted at once
PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def paint(source: Path, target: Path, factor: float) -> None:
    """Lay an image over ``factor`` times its side; its grid begins at the same corner."""
    with rasterio.open(source) as image:
        values, side = image.read(), round(factor * image.width)
        tiled = {"width": side, "height": side, "tiled": True, "blockxsize": 256, "blockysize": 256}
        profile = image.profile | tiled | {"compress": "deflate", "zlevel": 1, "bigtiff": "if_safer"}
        across = np.tile(values, (1, 1, math.ceil(factor)))[:, :, :side]
        with rasterio.open(target, "w", **profile) as file:
            file.descriptions = image.descriptions
            file.update_tags(**image.tags())
            for row in range(0, side, STRIP):
                height = min(STRIP, side - row)
                rows = np.arange(row, row + height) % values.shape[1]
                file.write(across[:, rows], window=Window(0, row, side, height))


def paint_scene(scene: Path, folder: Path, side: int, dates: list[str]) -> list[Path]:
    """Paint the Sentinel-2 images of some dates and the DEM where they are missing; return the paths, the DEM last."""
    folder.mkdir(parents=True, exist_ok=True)
    sources = [path for path in sorted(scene.glob("S2*.tif")) if any(date in path.name for date in dates)]
    with rasterio.open(next(path for path in sources if "SCL" not in path.name)) as image:
        factor = side / image.width
    paths = []
    for source in [*sources, scene / "DEM.tif"]:
        path = folder / source.name
        if not path.exists():
            paint(source, path.with_suffix(".part"), factor)
            path.with_suffix(".part").replace(path)
        paths.append(path)
    return paths


def tree(process: int) -> list[int]:
    """Return the identifiers of a process and all its descendants."""
    children: list[str] = []
    for thread in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children += thread.read_text().split()
        except OSError:
            continue
    return [process, *(number for child in children for number in tree(int(child)))]


def resident(process: int) -> int:
    """Return the bytes that a process and its descendants hold."""
    total = 0
    for number in tree(process):
        try:
            total += int(Path(f"/proc/{number}/statm").read_text().split()[1]) * PAGE
        except (OSError, IndexError):
            continue
    return total


def size(folder: Path) -> int:
    """Return the bytes of all files below a folder."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:
            continue
    return total


def map_part(paths: list[Path], folder: Path, blocks: int, cache_size: int) -> dict[str, float]:
    """Map the first ``blocks`` blocks of the scene, nearly a square of them; return the figures."""
    cache, out = folder / "cache", folder / "parcels.gpkg"
    shutil.rmtree(cache, ignore_errors=True)
    *images, dem = map(str, paths)
    command = [sys.executable, "-m", "doab.model", "map", "--s2", *images, "--dem", dem, "--device", "cpu", "--events"]
    with rasterio.open(next(path for path in images if "SCL" not in path)) as image:
        west, north, pixel, side = image.bounds.left, image.bounds.top, image.res[0], image.width
    area = (side * pixel / 1000) ** 2
    if blocks:
        rows = 2 ** int(math.log2(blocks) / 2)
        height, width = (n * BLOCK * pixel for n in (rows, blocks // rows))
        command += [f"--area={west},{north - height},{west + width},{north}"]
        area = height * width / 1e6
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "XDG_CACHE_HOME": str(cache)}
    before, start, figures = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic(), {"km2": area}
    with (folder / "events.jsonl").open("w") as events:
        command += ["--cache", str(cache_size), "--overwrite", "--out", str(out)]
        # a run that reports events ends when its standard input does
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=events, env=environment)
        most = {"memory": 0, "runs": 0, "cache": 0}

        def watch() -> None:
            while process.poll() is None:
                runs = size(cache / "doab" / "runs")
                most["memory"] = max(most["memory"], resident(process.pid))
                most["runs"] = max(most["runs"], runs)
                most["cache"] = max(most["cache"], size(cache) - runs)
                time.sleep(0.25)

        watcher = threading.Thread(target=watch)
        watcher.start()
        process.wait()
        watcher.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    figures |= {"wall": time.monotonic() - start, "processor": used, **{key: n / 1e6 for key, n in most.items()}}
    if process.returncode:
        raise SystemExit(f"doab map ended with {process.returncode}; run again to go on.")
    with fiona.open(out, layer="parcels") as layer:
        return figures | {"parcels": len(layer), "result": out.stat().st_size / 1e6}


def main() -> None:
    """Paint the scene, map the parts, print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scene", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--side", type=int, default=10_980)
    parser.add_argument("--blocks", type=int, nargs="+", default=[1, 2, 4, 8, 16, 0])
    parser.add_argument("--dates", nargs="+", default=["20230601", "20230721"])
    parser.add_argument("--cache", type=int, default=2048, help="megabytes of tokens that are kept")
    options = parser.parse_args()
    start = time.monotonic()
    folder = options.folder.resolve()  # a relative XDG_CACHE_HOME does not count
    paths = paint_scene(options.scene, folder, options.side, options.dates)
    images = sum(path.stat().st_size for path in paths) / 1e6
    print(f"painted in {time.monotonic() - start:.0f} s: {images:.0f} MB", flush=True)
    for blocks in options.blocks:
        figures = map_part(paths, folder, blocks, options.cache)
        print(json.dumps({"blocks": blocks, **{key: round(value, 1) for key, value in figures.items()}}), flush=True)


if __name__ == "__main__":
    main()
