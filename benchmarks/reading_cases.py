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
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import rasterio

from doab.model.protocol import OPTICAL_BANDS, Acquisition, Inspection, Source
from doab.model.scene.grid import reference_grid
from doab.model.scene.inspection import inspect
from doab.model.scene.scene_reader import read_radar
from doab.model.scene.warper import Warper, read_physical

DAYS = ("2019-04-01", "2019-05-16", "2019-06-30", "2019-07-25", "2019-08-24")
TEN_METRES = ("B02", "B03", "B04", "B08")
OPTICAL_LIMIT, RADAR_LIMIT = 0.015, 1.0  # of the median of a band: reflectance, dB
TIME_LIMIT = 60  # seconds to build a case


@dataclass(frozen=True)
class Expected:
    """What is right: the optical dates in order with the day whose pixels each shows, its bands, and a radar check.

    ``asks`` are words of which one has to be in a message where the case may be asked about instead, or, with
    ``must_say``, has to be told as well. ``seen`` is a further condition.
    """

    dates: Sequence[tuple[str, str]] = tuple((day, day) for day in DAYS)
    bands: Sequence[str] = OPTICAL_BANDS
    radar: Sequence[str] = ()
    radar_bands: Sequence[str] = ("VV", "VH")
    shown_radar: str = ""  # the day whose radar every date shows, empty for its own
    source: str = ""
    asks: Sequence[str] = ()
    must_say: bool = False
    seen: Callable[[Inspection], bool] = field(default=lambda _: True)
    compares: bool = True
    share: float = 0.9  # of the ground, at least


def _days(*positions: int, year: str = "2019") -> tuple[tuple[str, str], ...]:
    return tuple((year + DAYS[i][4:], DAYS[i]) for i in positions)


ALL = (0, 1, 2, 3, 4)
CASES: dict[str, Expected] = {
    "01-browser16": Expected(asks=("say what",)),
    "03-browser-s1-16": Expected(radar=("2019-03-30", "2019-05-17", "2019-05-23"), asks=("unit",)),
    "04-vrt-order": Expected(source="stacks", asks=("which band",)),
    "06-sen2r-11": Expected(bands=[b for b in OPTICAL_BANDS if b != "B8A"], asks=("which band",)),
    "07-eurosat-13": Expected(asks=("which band",)),
    "08-landsat": Expected(dates=_days(0, 1, 2, 3), asks=("Landsat",), must_say=True),
    "09-hls": Expected(),
    "10-hls-l30-tags": Expected(dates=_days(0, 2, 4), asks=("Landsat",), must_say=True),
    "11-pre2022-n05": Expected(),
    "13-offset-dark": Expected(dates=_days(*ALL, year="2023")),
    "14-snap-data": Expected(dates=_days(1, 2, 3), seen=lambda i: all(a.clouds for a in _used(i, "S2"))),
    "15-snap-subset": Expected(dates=_days(1, 2, 3), bands=TEN_METRES),
    "18-maja": Expected(dates=_days(1, 2, 3), share=0.8, seen=lambda i: all(a.clouds for a in _used(i, "S2"))),
    "22-gee-split": Expected(),
    "23-s1s2-one-file": Expected(radar=DAYS, shown_radar="2019-05-17"),
    "27-hyp3": Expected(radar=("2019-03-30", "2019-05-17")),
    "28-hyp3-vh-only": Expected(
        radar=("2019-03-30", "2019-05-17"), radar_bands=("VH",), asks=("VV is missing",), must_say=True
    ),
    "29-dmy-names": Expected(asks=("No date",)),
    "30-datetime-tag": Expected(),
    "32-two-tiles": Expected(),
    "38-cog-offset-tag": Expected(dates=_days(*ALL, year="2023"), asks=("offset",)),
    "41-s1-border-noise": Expected(
        radar=("2019-03-30", "2019-05-17", "2019-05-23"), compares=False, seen=lambda i: _void_share(i) > 0.2
    ),
    "43-south": Expected(
        dates=[(date, date) for date in ("2018-10-01", "2018-11-16", "2018-12-30", "2019-01-25", "2019-02-24")],
        compares=False,
        asks=("hemisphere", "south"),
        must_say=True,
    ),
    "50-planet": Expected(dates=_days(2, 3, 4), asks=("Planet",), must_say=True),
    "51-acube": Expected(radar=("2019-03-30", "2019-05-17", "2019-05-23")),
    "53-dem-feet": Expected(seen=lambda i: getattr(i.scene.elevation, "scale", 1) < 0.31),
    "55-netcdf": Expected(dates=_days(1, 2), asks=("NetCDF", "GeoTIFF")),
    "61-l1c": Expected(asks=("1C",), must_say=True, compares=False),
    "62-zip-of-tiffs": Expected(asks=("Unpack",)),
    "72-bright-harmonised": Expected(
        dates=_days(3, 4, year="2023"), compares=False, seen=lambda i: all(a.offset == 0 for a in _used(i, "S2"))
    ),
    "75-ndvi-stack": Expected(dates=(), asks=("NDVI", "which band"), must_say=True),
    "77b-named-indices": Expected(dates=(), asks=("NDVI",), must_say=True),
    "95-envi": Expected(),
    "96-month-mosaic": Expected(dates=(("2019-05-16", DAYS[1]), ("2019-08-15", DAYS[4]))),
    "97-s1-alternate": Expected(
        radar=[f"2019-{day}" for day in ("03-30", "04-05", "04-11", "04-17", "04-23", "05-05", "05-11", "05-17")],
        asks=("orbit",),
        must_say=True,
        compares=False,
    ),
}
"""Case 92 is no matter of reading: tests of the outputs have it."""


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
    optical = _used(inspection, "S2")
    is_left_out = len(optical) < len(case.dates) or len(_used(inspection, "S1")) < len(case.radar)
    if fault and says and not case.must_say and is_left_out:
        return "asked", said[:120]
    return "wrong", fault or "nothing is said"


def _void_share(inspection: Inspection) -> float:
    """Return the largest share of a radar date that is void."""
    grid = reference_grid(inspection.scene, _used(inspection, "S2")[0])
    with Warper(grid) as warper:
        return max(1 - read_radar(warper, a, grid.whole)[1].mean() for a in _used(inspection, "S1"))


def _used(inspection: Inspection, sensor: str) -> tuple[Acquisition, ...]:
    return inspection.scene.of(sensor)


def _fault(case: Expected, inspection: Inspection, flanders: Path) -> str:
    """Return what differs from what is expected, empty where nothing does."""
    optical, radar = _used(inspection, "S2"), _used(inspection, "S1")
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
