r"""Split a GeoTIFF that holds several dates into one file for each date, named and described as a scene of Doab is.

    .venv/bin/python benchmarks/split_dates.py FILE OUT BANDS DATE …

``BANDS`` are the names of the bands of one date, joined by commas, in the order of ``FILE``, which holds them once for
each ``DATE``. For the two dates of the river Inn, whose days the file does not name and which are assumed here:

    .venv/bin/python benchmarks/split_dates.py ../shared/data/river_inn_2020s/two_dates_RGBN.tif build/river_inn \
        B04,B03,B02,B08 2020-04-15 2020-09-15
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import rasterio


def split_dates(file: Path, out: Path, bands: Sequence[str], dates: Sequence[str]) -> list[Path]:
    """Write ``S2_DATE.tif`` into the folder ``out`` for each ISO date and return the paths."""
    with rasterio.open(file) as source:
        if source.count != len(bands) * len(dates):
            raise SystemExit(f"{file} has {source.count} bands, not {len(bands)} for each of {len(dates)} dates.")
        values, profile = source.read(), source.profile | {"count": len(bands)}
    out.mkdir(parents=True, exist_ok=True)
    paths = [out / f"S2_{date}.tif" for date in dates]
    for path, part in zip(paths, values.reshape(len(dates), len(bands), *values.shape[1:]), strict=True):
        with rasterio.open(path, "w", **profile) as target:
            target.write(part)
            target.descriptions = tuple(bands)
    return paths


if __name__ == "__main__":
    print(*split_dates(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3].split(","), sys.argv[4:]), sep="\n")
