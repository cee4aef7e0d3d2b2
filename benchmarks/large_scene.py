"""Paint a large scene and map growing parts of it with ``doab map``: processor time, memory and disk by the area.

    .venv/bin/doab simulate --seed 7 --size 512 --out SCENE
    .venv/bin/python benchmarks/large_scene.py SCENE FOLDER [--side PX] [--blocks N ...] [--dates YYYYMMDD ...]

The simulated scene is laid like tiles over ``--side`` pixels, so that it repeats itself, by virtual rasters of its
files. Each part is mapped by a process of its own with the default bundle, one thread and an empty cache. Memory is the
most that the process and its children hold together (resident), disk the most that the run's folder and the cache take;
stages are seconds of the clock. 0 blocks: all of the scene.
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
from itertools import pairwise, product
from pathlib import Path
from xml.etree import ElementTree

import fiona
import rasterio

BLOCK = 512
PIXEL = 10.0  # m
DATES = ["20230417", "20230601", "20230721", "20230830", "20230511", "20230710"]
GDAL_TYPES = {"uint8": "Byte", "uint16": "UInt16", "int16": "Int16", "float32": "Float32"}
PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def paint(source: Path, target: Path, metres: float) -> None:
    """Repeat an image over a square of ``metres``, in a virtual raster that begins at the same corner."""
    with rasterio.open(source) as image:
        kinds, step, side = image.dtypes, image.width, round(metres / image.res[0])
        starts = range(0, side, step)
        root = ElementTree.Element("VRTDataset", rasterXSize=str(side), rasterYSize=str(side))
        ElementTree.SubElement(root, "SRS").text = image.crs.to_wkt()
        ElementTree.SubElement(root, "GeoTransform").text = ", ".join(map(repr, image.transform.to_gdal()))
        _add_tags(root, image.tags())
        for number, kind in enumerate(kinds, 1):
            band = ElementTree.SubElement(root, "VRTRasterBand", dataType=GDAL_TYPES[kind], band=str(number))
            ElementTree.SubElement(band, "Description").text = image.descriptions[number - 1] or ""
            if image.nodata is not None:
                ElementTree.SubElement(band, "NoDataValue").text = str(image.nodata)
            for row, col in product(starts, starts):
                size = {"xSize": str(min(step, side - col)), "ySize": str(min(step, side - row))}
                part = ElementTree.SubElement(band, "SimpleSource")
                ElementTree.SubElement(part, "SourceFilename", relativeToVRT="0").text = str(source.resolve())
                ElementTree.SubElement(part, "SourceBand").text = str(number)
                ElementTree.SubElement(part, "SrcRect", xOff="0", yOff="0", **size)
                ElementTree.SubElement(part, "DstRect", xOff=str(col), yOff=str(row), **size)
    target.write_bytes(ElementTree.tostring(root))


def _add_tags(root: ElementTree.Element, tags: dict[str, str]) -> None:
    metadata = ElementTree.SubElement(root, "Metadata")
    for key, value in tags.items():
        ElementTree.SubElement(metadata, "MDI", key=key).text = value


def paint_scene(scene: Path, folder: Path, metres: float, dates: list[str]) -> dict[str, list[str]]:
    """Paint the images of some dates and the DEM; return the paths by option of ``doab map``."""
    folder.mkdir(parents=True, exist_ok=True)
    chosen = [path for path in sorted(scene.glob("S[12]*.tif")) if any(date in path.name for date in dates)]
    painted: dict[str, list[str]] = {}
    for source in [*chosen, scene / "DEM.tif"]:
        target = folder / f"{source.stem}.vrt"
        paint(source, target, metres)
        painted.setdefault({"S2": "--s2", "S1": "--s1"}.get(source.name[:2], "--dem"), []).append(str(target))
    return painted


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


def map_part(painted: dict[str, list[str]], folder: Path, blocks: int, cache_size: int) -> dict[str, float]:
    """Map the first ``blocks`` blocks of the scene, nearly a square of them; return the figures."""
    cache, out = folder / "cache", folder / "parcels.gpkg"
    shutil.rmtree(cache, ignore_errors=True)
    command = [sys.executable, "-m", "doab.model", "map", "--device", "cpu", "--events"]
    command += [text for option, paths in painted.items() for text in (option, *paths)]
    with rasterio.open(painted["--dem"][0]) as image:
        west, north, area = image.bounds.left, image.bounds.top, (image.width * image.res[0] / 1000) ** 2
    if blocks:
        rows = 2 ** int(math.log2(blocks) / 2)
        height, width = (n * BLOCK * PIXEL for n in (rows, blocks // rows))
        command += [f"--area={west},{north - height},{west + width},{north}"]
        area = height * width / 1e6
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "XDG_CACHE_HOME": str(cache)}
    before, start, figures = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic(), {"km2": area}
    command += ["--cache", str(cache_size), "--overwrite", "--out", str(out)]
    # a run that reports events ends when its standard input does
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True)
    most, stages = {"memory": 0, "runs": 0, "cache": 0}, [(start, "starting")]

    def watch() -> None:
        while process.poll() is None:
            runs = size(cache / "doab" / "runs")
            most["memory"] = max(most["memory"], resident(process.pid))
            most["runs"] = max(most["runs"], runs)
            most["cache"] = max(most["cache"], size(cache) - runs)
            time.sleep(0.25)

    watcher = threading.Thread(target=watch)
    watcher.start()
    for line in process.stdout:
        event = json.loads(line)
        if event["type"] == "Stage":
            stages.append((time.monotonic(), event["text"]))
        if event["type"] == "Failed":
            print(event["text"])
    process.wait()
    watcher.join()
    after, end = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    figures |= {"wall": end - start, "processor": used, **{key: n / 1e6 for key, n in most.items()}}
    if process.returncode:
        raise SystemExit(f"doab map ended with {process.returncode}; run again to go on.")
    for (begun, name), (ended, _) in pairwise([*stages, (end, "")]):
        figures[name] = figures.get(name, 0.0) + ended - begun
    with fiona.open(out, layer="parcels") as layer:
        return figures | {"parcels": len(layer), "result": out.stat().st_size / 1e6}


def main() -> None:
    """Paint the scene, map the parts, print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scene", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--side", type=int, default=10_980)
    parser.add_argument("--blocks", type=int, nargs="+", default=[1, 2, 4, 8, 16, 0])
    parser.add_argument("--dates", nargs="+", default=DATES)
    parser.add_argument("--cache", type=int, default=2048, help="megabytes of tokens that are kept")
    options = parser.parse_args()
    start = time.monotonic()
    folder = options.folder.resolve()  # a relative XDG_CACHE_HOME does not count
    painted = paint_scene(options.scene, folder, options.side * PIXEL, options.dates)
    print(f"painted in {time.monotonic() - start:.0f} s", flush=True)
    for blocks in options.blocks:
        figures = map_part(painted, folder, blocks, options.cache)
        print(json.dumps({"blocks": blocks, **{key: round(value, 1) for key, value in figures.items()}}), flush=True)


if __name__ == "__main__":
    main()
