"""How much of the ground keeps its crop where the same pixels come in the conventions of another exporter.

Each case of `reading_expectations.py` is mapped, and so are the stored pixels it was made from, under names that every
version reads rightly: the control map. The figure is the share of the control map's farmland (in cells of 5 m) that has
the same crop in the map of the case; a case that is refused has no map. Run it as ``python
benchmarks/reading_maps.py CASES FLANDERS [NAME …]``; with another version first in PYTHONPATH it tries that one. Its
table is in docs/reading.md.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import fiona
import numpy as np
from rasterio.features import rasterize
from rasterio.transform import from_bounds
from reading_expectations import CASES, Expected

from doab.model.cli import main as doab

BOUNDS = (574680, 5621800, 575320, 5622440)  # of the pixels, 640 m a side, EPSG:32631
SIDE = 128
TIME_LIMIT = 60  # seconds to build a case
ELSEWHERE = ("43-south",)  # on other ground, where there is nothing to compare


def main() -> int:
    """Print a row for each case: the share that keeps its crop and the numbers of parcels, or why there is no map."""
    cases, flanders, names = Path(sys.argv[1]), Path(sys.argv[2]).resolve(), sys.argv[3:]
    with tempfile.TemporaryDirectory() as work:
        controls: dict[tuple, np.ndarray] = {}
        shutil.copy(cases / "common.py", work)
        for name in names or [name for name in sorted(CASES) if name not in ELSEWHERE]:
            case, folder = CASES[name], Path(work, name)
            if not case.dates:  # nothing of it can be mapped, and what is mapped is wrong
                case = Expected()
            key = tuple(case.dates), tuple(case.radar), case.shown_radar
            if key not in controls:
                controls[key] = _control(case, flanders, Path(work, f"control{len(controls)}"))[0]
            shutil.copytree(cases / name, folder, copy_function=shutil.copyfile)
            folder.chmod(0o755)
            environment = {**os.environ, "FLANDERS": str(flanders)}
            script = [sys.executable, "make.py"]
            subprocess.run(script, cwd=folder, env=environment, check=True, timeout=TIME_LIMIT)
            crops, said = _map(folder / "in" / case.source, folder / "map.gpkg", bool(case.radar))
            control, farmland = controls[key], controls[key] > 0
            share = f"{(crops == control)[farmland].mean():.0%}" if said == "" else f"none: {said}"
            print(f"| {name} | {share} |", flush=True)
    return 0


def _control(case: Expected, flanders: Path, folder: Path) -> tuple[np.ndarray, str]:
    """Map the pixels that a case shows, each date under its own date."""
    (folder / "in").mkdir(parents=True)
    for date, shown in case.dates:
        stored = flanders / f"S2_L2A_{shown.replace('-', '')}.tif"
        shutil.copyfile(stored, folder / "in" / f"S2_L2A_{date.replace('-', '')}.tif")
    for date in case.radar:
        stored = flanders / f"S1_GRD_ASC_{(case.shown_radar or date).replace('-', '')}.tif"
        shutil.copyfile(stored, folder / "in" / f"S1_GRD_ASC_{date.replace('-', '')}.tif")
    return _map(folder / "in", folder / "map.gpkg", bool(case.radar))


def _map(images: Path, out: Path, has_radar: bool) -> tuple[np.ndarray, str]:
    """Map what lies in a folder; return the crops as numbers [128, 128], 0 for no parcel, and why there is no map."""
    errors = io.StringIO()
    arguments = ["map", "--s2", str(images), *(["--s1", str(images)] if has_radar else []), "--out", str(out)]
    with contextlib.redirect_stderr(errors), contextlib.redirect_stdout(io.StringIO()):
        code = doab([*arguments, "--cache", "0"])
    if code:
        return np.zeros((SIDE, SIDE), np.int64), errors.getvalue().strip().splitlines()[-1][:160]
    with fiona.open(out, layer="parcels") as parcels:
        shapes = [(p.geometry, int(str(p.properties["EC_hcat_c"])) % 2**31) for p in parcels if p.geometry]
    transform = from_bounds(*BOUNDS, SIDE, SIDE)
    return (
        rasterize(shapes, (SIDE, SIDE), transform=transform, dtype="int32") if shapes else np.zeros((SIDE, SIDE))
    ), ""


if __name__ == "__main__":
    sys.exit(main())
