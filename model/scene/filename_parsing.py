"""Dates, sensors and bands parsed from the names of files, layers, folders and bands."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path, PurePosixPath

from ..protocol import RADAR_BANDS

BAND_NUMBER = re.compile(r"B(?:AND)?0?(8A|1[0-2]|[1-9])", re.IGNORECASE)
COMMON_BAND_NAMES = {
    "coastal": "B01", "coastalaerosol": "B01", "blue": "B02", "green": "B03", "red": "B04", "rededge1": "B05",
    "rededge2": "B06", "rededge3": "B07", "vre1": "B05", "vre2": "B06", "vre3": "B07", "nir": "B08", "nir1": "B08",
    "nearinfrared": "B08", "nir08": "B8A", "nir2": "B8A", "nirnarrow": "B8A", "narrownir": "B8A", "rededge4": "B8A",
    "nir09": "B09", "watervapour": "B09", "watervapor": "B09", "cirrus": "B10", "swir1": "B11", "swir16": "B11",
    "swir2": "B12", "swir22": "B12",
}  # fmt: skip
ELEVATION_WORDS = {
    "dem", "dtm", "dsm", "srtm", "gdem", "eudem", "copdem", "elevation", "elev", "altitude", "height", "mnt", "mns",
    "dgm", "dhm", "nasadem", "astgtm", "astgtmv003", "glo30",
}  # fmt: skip
# Layers that come with Sentinel-2 products and are neither reflectance nor a scene classification.
BYPRODUCTS = {
    "tci", "aot", "wvp", "pvi", "qa60", "clm", "clp", "cld", "snw", "cldprb", "snwprb", "msk", "fmask", "cloudmask",
}  # fmt: skip
SENTINEL_2 = re.compile(r"S2[ABC]?|SENTINEL2[ABC]?|MSIL[12][AC]|S2MSI[12][AC]|T\d\d[A-Z]{3}", re.IGNORECASE)
SENTINEL_1 = re.compile(r"S1[ABCD]?|SENTINEL1[ABCD]?|GRD[HM]?|SIGMA0|GAMMA0", re.IGNORECASE)
DAY = re.compile(r"(?<!\d)(20\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
MONTH = re.compile(r"(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])(?!\d)(?![-_.]\d\d(?!\d))")


def split_words(text: str) -> list[str]:
    """Split a name at all characters but letters and digits; "Sentinel-2" becomes one word."""
    text = re.sub(r"(?i)sentinel[ _-]+([12])", r"Sentinel\1", text)
    return [word for word in re.split(r"[^A-Za-z0-9]+", text) if word]


def date_in(text: str) -> tuple[str, bool] | None:
    """Return the first date in ``text`` as an ISO date, and whether it gives the month only (then the 15th)."""
    for match in DAY.finditer(text):
        try:
            return date(int(match[1]), int(match[3]), int(match[4])).isoformat(), False
        except ValueError:
            continue
    month = MONTH.search(text)
    return (f"{month[1]}-{month[2]}-15", True) if month else None


def band_in(text: str) -> str:
    """Return the Sentinel band named in ``text`` ("B02", "VV", "SCL"), or an empty string.

    The last match is used, because file names end with the band. "Band 2", "B2", "B02_10m" and "blue" are all B02.
    """
    words = [word.lower() for word in split_words(text)]
    for end in range(len(words), 0, -1):
        for start in range(max(0, end - 3), end):
            joined = "".join(words[start:end])
            if joined in COMMON_BAND_NAMES:
                return COMMON_BAND_NAMES[joined]
        last = words[end - 1]
        match = BAND_NUMBER.fullmatch(last)
        if match is None and end > 1 and words[end - 2] == "band":
            match = BAND_NUMBER.fullmatch("b" + last)
        if match:
            return "B" + match[1].upper().rjust(2, "0")
        if last.upper() in (*RADAR_BANDS, "SCL"):
            return last.upper()
    return ""


def sensor_in(text: str) -> str:
    """Return the sensor named in ``text``, "S1" or "S2", or an empty string."""
    for word in split_words(text):
        if SENTINEL_1.fullmatch(word):
            return "S1"
        if SENTINEL_2.fullmatch(word):
            return "S2"
    return ""


def is_elevation(text: str) -> bool:
    """Return whether ``text`` names a digital elevation model."""
    return any(word.lower() in ELEVATION_WORDS for word in split_words(text))


def is_byproduct(text: str) -> bool:
    """Return whether ``text`` names an unused layer of a Sentinel-2 product, such as a quicklook."""
    return any(word.lower() in BYPRODUCTS for word in split_words(text))


def without_band(text: str, band: str) -> str:
    """Return ``text`` without the word ``band``, so that the names of a mask and of its image compare equal."""
    return re.sub(rf"(?i)[^A-Za-z0-9]*(?<![A-Za-z0-9]){band}(?![A-Za-z0-9])", "", text)


def image_of_mask(path: str) -> str:
    """Return the name, without extension, of the image that a mask named ``…_SCL`` belongs to."""
    return without_band(PurePosixPath(Path(path).as_posix()).stem, "SCL")
