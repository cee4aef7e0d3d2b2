"""What is right for each case of the case collection: dates, bands, radar, and what has to be said.

The cases are folders with a script that writes files as analysts have them; `reading_cases.py` judges how they are
read, `reading_maps.py` what becomes of their maps.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from doab.model.protocol import OPTICAL_BANDS, Acquisition, Inspection

DAYS = ("2019-04-01", "2019-05-16", "2019-06-30", "2019-07-25", "2019-08-24")
TEN_METRES = ("B02", "B03", "B04", "B08")


def void_share(inspection: Inspection) -> float:
    """Return the largest share of a radar date that is void."""
    from doab.model.scene.grid import reference_grid
    from doab.model.scene.scene_reader import read_radar
    from doab.model.scene.warper import Warper

    grid = reference_grid(inspection.scene, used(inspection, "S2")[0])
    with Warper(grid) as warper:
        return max(1 - read_radar(warper, a, grid.whole)[1].mean() for a in used(inspection, "S1"))


def used(inspection: Inspection, sensor: str) -> tuple[Acquisition, ...]:
    """Return the usable acquisitions of a sensor."""
    return inspection.scene.of(sensor)


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
    "14-snap-data": Expected(dates=_days(1, 2, 3), seen=lambda i: all(a.clouds for a in used(i, "S2"))),
    "15-snap-subset": Expected(dates=_days(1, 2, 3), bands=TEN_METRES),
    "18-maja": Expected(dates=_days(1, 2, 3), share=0.8, seen=lambda i: all(a.clouds for a in used(i, "S2"))),
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
        radar=("2019-03-30", "2019-05-17", "2019-05-23"), compares=False, seen=lambda i: void_share(i) > 0.2
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
        dates=_days(3, 4, year="2023"), compares=False, seen=lambda i: all(a.offset == 0 for a in used(i, "S2"))
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
