"""Labelled parcels as time series: the tables of `crop_time_series/` as arrays in the units that encoders read.

France 2023, Corsica 2022 and Flanders 2021 are WorldCereal's (Sentinel-2 L2A without B8A, Sentinel-1, terrain);
Bavaria 2018 is WorldCrops' (Sentinel-2 L1C only, in fortnights that its authors interpolated over cloud; the remaining
snow and cloud is not valid here). `belgian_months` reads a table of a third kind, of three bands, which pre-training
and the probe do not use.
"""

from __future__ import annotations

import csv
import datetime
import importlib
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

import numpy as np

from ..protocol import OPTICAL_BANDS, InputError

NODATA = 65535
FULL_SCALE = 10_000  # the number that means reflectance 1; in Flanders values mixed with nodata exceed it
WORLDCEREAL = {  # file, harvest year, days from the date of a step (its first day) to its middle
    "france_2023": ("france_2023_dekads.parquet", 2023, 5),
    "corsica_2022": ("corsica_2022_months.parquet", 2022, 14),
    "flanders_2021": ("flanders_2021_months.parquet", 2021, 14),
}
LEGEND = "ewoc/crop_type_class_mappings.csv"
BAVARIA = "bavaria_2018_fortnights.xlsx"
BAVARIA_TO_MIDDLE = -7  # days; its dates are the last ones of the fortnights
MAX_BLUE = 0.25  # reflectance at the top of the atmosphere that only snow and cloud exceed
BAVARIA_LOCATION = (48.4, 11.7)  # the file has no coordinates; Upper Bavaria, as an encoder reads the location
# The use codes of the Bavarian declarations of 2018 with the labels of WorldCereal's legend, where it has the crop.
BAVARIAN_CROPS = {
    "114": "winter spelt",
    "115": "winter common soft wheat",
    "118": "winter emmer",
    "121": "winter common rye",
    "131": "winter common barley",
    "132": "spring common barley",
    "143": "spring common oats",
    "156": "winter triticale",
    "220": "early fava beans",
    "311": "winter rapeseed rape",
    "330": "soy soybeans",
    "400": "maize",
    "410": "maize",
    "421": "clover",
    "422": "clover grass",
    "423": "alfalfa lucerne",
    "424": "arable grass",
    "425": "clover alfalfa",
    "441": "new grassland",
    "451": "longterm meadows",
    "452": "mown pastures",
    "453": "pastures",
    "560": "not cultivated fallow",
    "591": "not cultivated fallow",
    "592": "grassland out of production",
    "600": "potatoes",
}


@dataclass(frozen=True)
class Series:
    """P parcels over T steps; values are float32 and 0 where not valid.

    - ``optical`` [P, T, 10] reflectance in the order of `OPTICAL_BANDS`, ``optical_valid`` [P, T], ``optical_bands``
      [10] which bands the source has (the others are 0)
    - ``radar`` [P, T, 2] VV and VH in dB, ``radar_valid`` [P, T]
    - ``days`` [P, T] ``date.toordinal()`` of the middle of each step
    - ``terrain`` [P, 2] elevation (m) and slope (degrees), ``terrain_valid`` [P]
    - ``location`` [P, 2] latitude and longitude in degrees
    - ``crop`` [P] readable label, ``key`` [P] the identifier of the parcel in its source, ``year`` of the harvest
    """

    name: str
    year: int
    optical: np.ndarray
    optical_valid: np.ndarray
    optical_bands: np.ndarray
    radar: np.ndarray
    radar_valid: np.ndarray
    days: np.ndarray
    terrain: np.ndarray
    terrain_valid: np.ndarray
    location: np.ndarray
    crop: np.ndarray
    key: np.ndarray


def read_all(data: Path) -> dict[str, Series]:
    """Return every series under ``data``, the folder that holds ``crop_time_series/`` and the legend, by name."""
    names = (*WORLDCEREAL, "bavaria_2018")
    return {name: read_series(data, name) for name in names}


def read_series(data: Path, name: str) -> Series:
    """Read the series ``name``, one of `WORLDCEREAL` or "bavaria_2018"; raise `InputError` where it cannot be read."""
    folder = data / "crop_time_series"
    if name == "bavaria_2018":
        return read_fortnights(existing_file(folder / BAVARIA), name)
    if name not in WORLDCEREAL:
        raise InputError(f"There is no series {name!r}; known are {', '.join(WORLDCEREAL)} and bavaria_2018.")
    file, year, middle = WORLDCEREAL[name]
    return read_worldcereal(existing_file(folder / file), read_legend(existing_file(data / LEGEND)), name, year, middle)


def read_legend(path: Path) -> dict[str, str]:
    """Return WorldCereal's crop labels by code, both as plain text ("1101060000": "maize")."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, delimiter=";")
        return {row["ewoc_code"].replace("-", ""): row["label_full"].replace("_", " ") for row in rows}


def read_worldcereal(path: Path, legend: dict[str, str], name: str, year: int, middle: int) -> Series:
    """Read a table with one row for each parcel and step; steps that a parcel lacks are not valid.

    ``middle`` is the distance in days from a step's date to its middle.
    """
    table = library("pyarrow.parquet").read_table(path)
    missing = {"sample_id", "timestamp", "ewoc_code", "lat", "lon"} - set(table.column_names)
    if missing:
        raise InputError(f"{path} is no table of WorldCereal series: it lacks {', '.join(sorted(missing))}.")

    def column(title: str) -> np.ndarray:
        return table[title].to_numpy() if title in table.column_names else np.full(table.num_rows, NODATA)

    key, first, parcel = np.unique(column("sample_id").astype(str), return_index=True, return_inverse=True)
    dates, step = np.unique(column("timestamp").astype("datetime64[D]"), return_inverse=True)

    def grid(titles: list[str]) -> tuple[np.ndarray, np.ndarray]:
        rows = np.stack([column(title) for title in titles], axis=1)
        values = np.full((len(key), len(dates), len(titles)), NODATA, np.float32)
        values[parcel, step] = rows
        return values, values != NODATA

    optical, has_band = grid([f"S2-L2A-{band}" for band in OPTICAL_BANDS])
    radar, has_radar = grid(["S1-SIGMA0-VV", "S1-SIGMA0-VH"])
    bands = np.asarray(has_band.any((0, 1)))
    optical_valid = np.asarray((~bands | (optical <= FULL_SCALE)).all(-1) & bands.any())
    radar_valid = np.asarray((has_radar & (radar > 0)).all(-1))
    terrain = np.stack([column("elevation"), column("slope")], axis=1)[first].astype(np.float32)
    terrain_valid = np.asarray((terrain != NODATA).all(-1))
    ordinals = dates.astype(np.int64) + datetime.date(1970, 1, 1).toordinal() + middle
    return Series(
        name=name,
        year=year,
        optical=np.where(optical_valid[..., None] & bands, optical / FULL_SCALE, 0).astype(np.float32),
        optical_valid=optical_valid,
        optical_bands=bands,
        radar=np.where(radar_valid[..., None], 20 * np.log10(np.maximum(radar, 1)) - 83, 0).astype(np.float32),
        radar_valid=radar_valid,
        days=np.tile(ordinals, (len(key), 1)),
        terrain=terrain * terrain_valid[:, None],
        terrain_valid=terrain_valid,
        location=np.stack([column("lat"), column("lon")], axis=1)[first].astype(np.float32),
        crop=np.array([legend.get(str(code), f"code {code}") for code in column("ewoc_code")[first]]),
        key=key,
    )


def read_fortnights(path: Path, name: str) -> Series:
    """Read the Bavarian workbook: one row a field and fortnight, digital numbers of L1C, a use code (``NC``)."""
    workbook = library("openpyxl").load_workbook(path, read_only=True)
    rows = workbook.active.iter_rows(values_only=True)
    titles = next(rows)
    columns = ["id", "Date", "NC", *(f"{band.replace('B0', 'B')}_mean" for band in OPTICAL_BANDS)]
    if set(columns) - set(titles):
        raise InputError(f"{path} is no table of fortnights: it lacks {', '.join(sorted(set(columns) - set(titles)))}.")
    positions = [titles.index(title) for title in columns]
    rows = [[row[i] for i in positions] for row in rows]
    workbook.close()
    key, first, parcel = np.unique([str(row[0]) for row in rows], return_index=True, return_inverse=True)
    dates, step = np.unique([row[1].toordinal() for row in rows], return_inverse=True)
    shape = len(key), len(dates)
    optical = np.full((*shape, len(OPTICAL_BANDS)), np.inf, np.float32)
    optical[parcel, step] = np.array([row[3:] for row in rows], float) / FULL_SCALE
    valid = optical[..., 0] < MAX_BLUE
    codes = [str(rows[i][2]) for i in first]
    return Series(
        name=name,
        year=2018,
        optical=np.where(valid[..., None], optical, 0),
        optical_valid=valid,
        optical_bands=np.ones(len(OPTICAL_BANDS), bool),
        radar=np.zeros((*shape, 2), np.float32),
        radar_valid=np.zeros(shape, bool),
        days=np.tile(dates.astype(np.int64) + BAVARIA_TO_MIDDLE, (len(key), 1)),
        terrain=np.zeros((len(key), 2), np.float32),
        terrain_valid=np.zeros(len(key), bool),
        location=np.tile(np.array(BAVARIA_LOCATION, np.float32), (len(key), 1)),
        crop=np.array([BAVARIAN_CROPS.get(code, f"code {code}") for code in codes]),
        key=key,
    )


def monthly(series: Series, first: int = 1) -> Series:
    """Return ``series`` at twelve monthly steps: the mean of the valid steps whose middle lies in each month.

    The season begins with the month ``first`` and ends in the harvest year. Seasons from January separate the crops of
    France 2023 slightly better than seasons from October, read as raw bands. Means, because a month has at most three
    dekads, and composites have noise rather than outliers. The day is the 15th.
    """
    start = series.year if first == 1 else series.year - 1
    months = [(start + month // 12, month % 12 + 1) for month in range(first - 1, first + 11)]
    index = {month: i for i, month in enumerate(months)}
    dates = [datetime.date.fromordinal(day) for day in series.days.flat]
    step = np.array([index.get((date.year, date.month), -1) for date in dates]).reshape(series.days.shape)

    def mean(values: np.ndarray, valid: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        chosen = (step[..., None] == np.arange(12)) & valid[..., None]
        count = chosen.sum(1)
        total = np.einsum("ptm,ptc->pmc", chosen.astype(np.float32), values)
        return (total / np.maximum(count, 1)[..., None]).astype(np.float32), count > 0

    optical, optical_valid = mean(series.optical, series.optical_valid)
    radar, radar_valid = mean(series.radar, series.radar_valid)
    days = np.array([datetime.date(year, month, 15).toordinal() for year, month in months])
    return replace(
        series,
        optical=optical,
        optical_valid=optical_valid,
        radar=radar,
        radar_valid=radar_valid,
        days=np.tile(days, (len(series.key), 1)),
    )


def take(series: Series, parcels: np.ndarray) -> Series:
    """Return the parcels at ``parcels`` (indices or a mask)."""
    return replace(
        series,
        optical=series.optical[parcels],
        optical_valid=series.optical_valid[parcels],
        radar=series.radar[parcels],
        radar_valid=series.radar_valid[parcels],
        days=series.days[parcels],
        terrain=series.terrain[parcels],
        terrain_valid=series.terrain_valid[parcels],
        location=series.location[parcels],
        crop=series.crop[parcels],
        key=series.key[parcels],
    )


def library(name: str) -> ModuleType:
    """Import a library of the extra "research"; raise `InputError` with the way to install it where it is missing."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise InputError(
            f"This needs {name.split('.')[0]}, which is not installed; run: pip install pyarrow openpyxl scikit-learn"
        ) from error


def existing_file(path: Path) -> Path:
    """Return ``path``; raise `InputError` where there is no such file."""
    if not path.is_file():
        raise InputError(f"There is no {path}; name the folder that holds crop_time_series/ and ewoc/.")
    return path
