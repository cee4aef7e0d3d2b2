"""Labelled Belgian fields of 2019 as monthly series, from a table of three bands and NDVI scaled to 0 to 250.

**Fields.** The rows are of places of one to four pixels, drawn at random in ten fields of each crop, thirty in each:
the places of a crop whose numbers have the same last digit lie within 80 to 535 m, while 43 of these 50 groups are
more than 700 m from the others of their crop. A parcel here is such a field, the mean of its places.

**Scales.** 250 (B08 - B04) / (B08 + B04) equals the column NDVI (median difference 0.0 of 250, correlation 0.997), so
that NDVI is the column divided by 250, and B04 and B08 share a gain and have no offset. The quantiles of maize, month
by month, are those of Flanders 2021 at gains of 0.0029 (B04), 0.0032 (B08) and 0.0031 (B11), and those of the drier
France 2023 at 0.0039, 0.0034 and 0.0037. The notebooks of the table's authors (openEO Platform, SRR2) scale 0 to 8 000
ten-thousandths to 0 to 250: a gain of 0.0032 for every band. The reflectance is that of the surface. Months are means
of clear dates; the authors interpolated a month without any.

The radar column is VH / VV in linear units times 250. It gives neither VV nor VH, so that the series has no radar.
"""

from __future__ import annotations

import datetime
from pathlib import Path

import numpy as np

from ..protocol import OPTICAL_BANDS, InputError
from .labelled_time_series import Series, existing_file, library

NAME, YEAR = "belgium_2019", 2019
FILE = "belgium_2019_months.parquet"
BANDS = ("B04", "B08", "B11")
SCALE = 0.8 / 250  # reflectance of one unit of a band
TO_MIDDLE = 14  # days from the date of a step, the first of the month, to its middle
# The crops of the table with the labels of WorldCereal's legend.
CROPS = {"maize": "maize", "potatoes": "potatoes", "soy": "soy soybeans", "sugarbeet": "sugar beet"}
BARLEY, SPRING_BARLEY = "barley", "spring common barley"
FIELDS = 10  # of each crop; a place belongs to the field of its number modulo this
SOWN_IN_SPRING = 0.6  # NDVI that winter barley exceeds in April (median in France 0.89), spring barley (0.33) not


def read_belgium(data: Path) -> Series:
    """Read the series of ``data``, the folder that holds ``crop_time_series/``; raise `InputError` where it cannot."""
    return read_scaled_months(existing_file(data / "crop_time_series" / FILE))


def read_scaled_months(path: Path) -> Series:
    """Read a table with one row for each place and month, and return its fields.

    A month of a place counts that has all three bands and a positive NDVI (the others are water, snow or shadow); a
    month of a field is valid where those of half its places count. Barley that is not yet green in April, and greener
    in June, is spring barley; other barley keeps the label "barley", which belongs to no kind. Raises `InputError` for
    another table.
    """
    table = library("pyarrow.parquet").read_table(path)
    missing = {"t", "crop", "id", "x", "y", "utm", "NDVI", *BANDS} - set(table.column_names)
    if missing:
        raise InputError(f"{path} is no table of scaled months: it lacks {', '.join(sorted(missing))}.")

    def column(title: str) -> np.ndarray:
        return np.asarray(table[title].to_numpy())

    crop, identifier = column("crop").astype(str), column("id").astype(int)
    names = np.array([f"{name} {number % FIELDS}" for name, number in zip(crop, identifier, strict=True)])
    key, first, field = np.unique(names, return_index=True, return_inverse=True)
    dates, step = np.unique(column("t").astype("datetime64[D]"), return_inverse=True)
    values = np.stack([column(title) for title in BANDS], axis=1) * SCALE
    counts = np.isfinite(values).all(1) & (column("NDVI") > 0)

    shape = len(key), len(dates)
    number, rows = np.zeros(shape, int), np.zeros(shape, int)
    total = np.zeros((*shape, len(BANDS)))
    np.add.at(rows, (field, step), 1)
    np.add.at(number, (field[counts], step[counts]), 1)
    np.add.at(total, (field[counts], step[counts]), values[counts])
    valid = (number > 0) & (2 * number >= rows)
    optical = np.zeros((*shape, len(OPTICAL_BANDS)), np.float32)
    positions = [OPTICAL_BANDS.index(band) for band in BANDS]
    optical[..., positions] = np.where(valid[..., None], total / np.maximum(number, 1)[..., None], 0)
    labels = np.array([CROPS.get(name, name) for name in crop[first]], dtype="<U32")
    labels[(labels == BARLEY) & _is_sown_in_spring(optical, valid, dates)] = SPRING_BARLEY
    ordinals = dates.astype(np.int64) + datetime.date(1970, 1, 1).toordinal() + TO_MIDDLE
    return Series(
        name=NAME,
        year=YEAR,
        optical=optical,
        optical_valid=valid,
        optical_bands=np.isin(OPTICAL_BANDS, BANDS),
        radar=np.zeros((*shape, 2), np.float32),
        radar_valid=np.zeros(shape, bool),
        days=np.tile(ordinals, (len(key), 1)),
        terrain=np.zeros((len(key), 2), np.float32),
        terrain_valid=np.zeros(len(key), bool),
        location=_latitude_longitude(column("x")[first], column("y")[first], column("utm")[first]),
        crop=labels,
        key=key,
    )


def _is_sown_in_spring(optical: np.ndarray, valid: np.ndarray, dates: np.ndarray) -> np.ndarray:
    """Return which fields [F] have a low NDVI in April that rises until June; none without both months."""
    red, near = (optical[..., OPTICAL_BANDS.index(band)] for band in ("B04", "B08"))
    ndvi = np.where(valid, (near - red) / np.maximum(near + red, 1e-6), np.nan)
    april, june = (dates == np.datetime64(f"{YEAR}-{month}-01") for month in ("04", "06"))
    if not (april.any() and june.any()):
        return np.zeros(len(ndvi), bool)
    before, after = ndvi[:, april][:, 0], ndvi[:, june][:, 0]
    return np.asarray((before < SOWN_IN_SPRING) & (after > before))


def _latitude_longitude(x: np.ndarray, y: np.ndarray, zone: np.ndarray) -> np.ndarray:
    """Return latitude and longitude [P, 2] of places in northern UTM zones."""
    from rasterio.warp import transform

    location = np.zeros((len(x), 2), np.float32)
    for number in np.unique(zone):
        inside = zone == number
        longitude, latitude = transform(f"EPSG:{32600 + int(number)}", "EPSG:4326", x[inside], y[inside])
        location[inside] = np.stack([latitude, longitude], 1)
    return location
