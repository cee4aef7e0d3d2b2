"""How Doab reads the inputs of the case collection: right, asked or wrong, one line a case.

Each case is a folder with a script that writes files as analysts have them, beside what they expect. They are built in
a temporary folder and inspected; values are compared with the stored ones that all cases are made from. Nothing is
mapped. Run it as ``python benchmarks/reading_cases.py CASES FLANDERS [NAME …]``, where CASES is the folder of cases and
FLANDERS that of ``flanders_2019``. Its table is in docs/reading.md.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import rasterio
from reading_expectations import CASES, Expected, used

from doab.model.protocol import OPTICAL_BANDS, Acquisition, Inspection, Source
from doab.model.scene.grid import reference_grid
from doab.model.scene.inspection import inspect
from doab.model.scene.warper import Warper, read_physical

OPTICAL_LIMIT, RADAR_LIMIT = 0.015, 1.0  # of the median of a band: reflectance, dB
TIME_LIMIT = 60  # seconds to build a case


def main() -> int:
    """Print a table of the cases; return 1 where one is wrong."""
    cases, flanders, names = Path(sys.argv[1]), Path(sys.argv[2]).resolve(), sys.argv[3:]
    verdicts = []
    with tempfile.TemporaryDirectory() as work:
        shutil.copy(cases / "common.py", work)
        for name in names or sorted(CASES):
            shutil.copytree(cases / name, Path(work, name), copy_function=shutil.copyfile)
            os.chmod(Path(work, name), 0o755)
            environment = {**os.environ, "FLANDERS": str(flanders)}
            script = [sys.executable, "make.py"]
            subprocess.run(script, cwd=Path(work, name), env=environment, check=True, timeout=TIME_LIMIT)
            verdict, why = judge(CASES[name], Path(work, name, "in"), flanders)
            verdicts.append(verdict)
            print(f"| {name} | {verdict} | {why} |", flush=True)
    print(", ".join(f"{verdicts.count(v)} {v}" for v in ("right", "asked", "wrong")))
    return int("wrong" in verdicts)


def judge(case: Expected, folder: Path, flanders: Path) -> tuple[str, str]:
    """Return "right", "asked" or "wrong" and, where it is not right, what was seen."""
    try:
        inspection = inspect([Source(str(folder / case.source))])
    except Exception as error:  # the verdict on whatever a damaged file raises
        return "wrong", f"{type(error).__name__}: {error}"[:120]
    said = " ".join([*(p.text for p in inspection.scene.problems), *(a.problem for a in inspection.scene.acquisitions)])
    said += " ".join(p.text for a in inspection.scene.acquisitions for p in a.provenance.values())
    says = any(word.lower() in said.lower() for word in case.asks)
    fault = _fault(case, inspection, flanders)
    if not fault and (says or not case.must_say):
        return "right", ""
    optical = used(inspection, "S2")
    is_left_out = len(optical) < len(case.dates) or len(used(inspection, "S1")) < len(case.radar)
    if fault and says and not case.must_say and is_left_out:
        return "asked", said[:120]
    return "wrong", fault or "nothing is said"


def _fault(case: Expected, inspection: Inspection, flanders: Path) -> str:
    """Return what differs from what is expected, empty where nothing does."""
    optical, radar = used(inspection, "S2"), used(inspection, "S1")
    dates, radar_dates = [a.date for a in optical], [a.date for a in radar]
    if dates != [date for date, _ in case.dates]:
        return f"Sentinel-2 dates {' '.join(dates) or 'none'}"
    if radar_dates != list(case.radar):
        return f"Sentinel-1 dates {' '.join(radar_dates) or 'none'}"
    for acquisition, bands in [*((a, case.bands) for a in optical), *((a, case.radar_bands) for a in radar)]:
        if set(acquisition.bands) != set(bands):
            return f"bands of {acquisition.key}: {' '.join(acquisition.bands)}"
    if not case.seen(inspection):
        return "clouds or offset"
    if case.compares and optical:
        grid = reference_grid(inspection.scene, optical[0])
        with Warper(grid) as warper:
            for acquisition, (_, shown) in zip(optical, case.dates, strict=True):
                truth = flanders / f"S2_L2A_{shown.replace('-', '')}.tif"
                if fault := _compare(warper, acquisition, OPTICAL_BANDS, truth, OPTICAL_LIMIT, case.share):
                    return fault
            for acquisition in radar:
                truth = flanders / f"S1_GRD_ASC_{(case.shown_radar or acquisition.date).replace('-', '')}.tif"
                if fault := _compare(warper, acquisition, ("VV", "VH"), truth, RADAR_LIMIT, case.share):
                    return fault
    return ""


def _compare(
    warper: Warper, acquisition: Acquisition, order: Sequence[str], path: Path, limit: float, share: float
) -> str:
    """Return which band of an acquisition has another median than the stored values at ``path``, or lacks ground."""
    with rasterio.open(path) as dataset:
        stored = dataset.read()
    values, present = read_physical(warper, acquisition, order, warper.grid.whole)
    if acquisition.sensor == "S2" and present.size < share * stored[0].size and present.shape != stored.shape[1:]:
        return f"{acquisition.key}: {present.size / stored[0].size:.0%} of the ground"
    shown = present if stored.shape[1:] == present.shape else np.ones(stored.shape[1:], bool)
    truth = np.median(stored[:, shown], axis=1)
    if present.mean() < share:
        return f"{acquisition.key}: {present.mean():.0%} of the ground"
    for band in acquisition.bands:
        seen = float(np.median(values[order.index(band)][present]))
        expected = float(truth[order.index(band)])
        if acquisition.sensor == "S2":
            expected /= 10_000
        elif acquisition.unit != "db":
            seen = (20 if acquisition.unit == "amplitude" else 10) * np.log10(max(seen, 1e-9))
        if abs(seen - expected) > limit:
            return f"{acquisition.key} {band}: {seen:.3g} instead of {expected:.3g}"
    return ""


if __name__ == "__main__":
    sys.exit(main())
