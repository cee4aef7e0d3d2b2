"""Dates, sensors and bands parsed from the names of files, layers, folders and bands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path, PurePosixPath

from ..protocol import RADAR_BANDS

BAND_NUMBER = re.compile(r"B(?:AND)?0?(8A|1[0-2]|[1-9])", re.IGNORECASE)
COMMON_BAND_NAMES = {
    "coastal": "B01", "coastalaerosol": "B01", "blue": "B02", "green": "B03", "red": "B04", "rededge1": "B05",
    "rededge2": "B06", "rededge3": "B07", "vre1": "B05", "vre2": "B06", "vre3": "B07", "nir": "B08", "nir1": "B08",
    "nearinfrared": "B08", "nir08": "B8A", "nir2": "B8A", "nirnarrow": "B8A", "narrownir": "B8A", "rededge4": "B8A",
    "nir09": "B09", "watervapour": "B09", "watervapor": "B09", "cirrus": "B10", "swir1": "B11", "swir16": "B11",
    "swir2": "B12", "swir22": "B12", "sceneclassification": "SCL",
    "sceneclassificationmap": "SCL", "re1": "B05", "re2": "B06", "re3": "B07", "re4": "B8A", "broadnir": "B08",
}  # fmt: skip
ELEVATION_WORDS = {
    "dem", "dtm", "dsm", "srtm", "gdem", "eudem", "copdem", "elevation", "elev", "altitude", "height", "mnt", "mns",
    "dgm", "dhm", "nasadem", "astgtm", "astgtmv003", "glo30",
}  # fmt: skip
# Layers that come with Sentinel-2 products and are neither reflectance nor a scene classification.
BYPRODUCTS = {
    "tci", "aot", "wvp", "pvi", "clp", "cld", "snw", "cldprb", "snwprb", "msk", "cloudmask",
    "sre", "atb", "satr1", "satr2", "mg2", "edg", "iab", "qlt", "zenith", "azimuth", "confidence", "datamask", "detfoo",
    "incmap", "lsmap", "incidence", "localincidenceangle", "projectedlocalincidenceangle", "scatteringarea", "watermap",
    "flg", "wgt", "dfp", "contiguity", "s2cloudlessmask", "s2cloudlessprob", "bordermask",
}  # fmt: skip
LONE_BYPRODUCTS = {"mask", "angle", "area", "observations"}  # the same, where a raster has a single band without a name
INDICES = {
    "ndvi", "ndwi", "ndre", "ndmi", "nbr", "gndvi", "ndsi", "savi", "osavi", "msavi", "evi", "evi2", "msi", "lai",
    "fapar", "fcover", "ndv", "ndm", "ndbi", "mndwi", "rvi", "arvi", "cire", "bsi", "pri", "vari", "tcb", "tcg", "tcw",
}  # fmt: skip
# Sensors whose bands have the numbers or names of Sentinel-2's, and other wavelengths.
OTHER_SENSORS = {
    "Landsat": r"L[COTEM]0?[45789]\d*|LXSS|LANDSAT.*|HLSL30|L30",
    "PlanetScope": r"PSSCENE.*|PLANETSCOPE|ANALYTICMS|PS2|PSB|PSD|SUPERDOVE",
    "MODIS": r"M[OY]D\d\d[A-Z]*\d?|MCD\d\d[A-Z]*\d?|MODIS",
    "VIIRS": r"V(NP|J1)\d\d[A-Z]*\d?|VIIRS",
    "Sentinel-3": r"S3[AB]?|SENTINEL3[AB]?|OLCI|SLSTR",
    "SPOT": r"SPOT[4567]",
    "ASTER": r"AST_?L1[ABT]|ASTER",
}
MODE_AND_BAND = re.compile(r"(?:IW|EW)(?:GRD[HM]?|SLC)?(VV|VH)", re.IGNORECASE)
SENTINEL_2 = re.compile(
    r"S2[ABC]?(?:[12][AC])?|SEN2[A-Z]|SENTINEL2[ABC]?|MSIL[12][AC]|S2MSI[12][AC]|T\d\d[A-Z]{3}", re.IGNORECASE
)
SENTINEL_1 = re.compile(r"S1[ABCD]?(?:I[AD])?|SENTINEL1[ABCD]?|GRD[HM]?|SIGMA0|GAMMA0", re.IGNORECASE)
LAUNCH = date(2014, 4, 3)  # of the first Sentinel
DAY_OF_YEAR = re.compile(r"(?<!\d)(20\d\d)-?([0-3]\d\d)(?![\d]|-\d)")
DAY_FIRST = re.compile(r"(?<!\d)(\d\d)([-_.])(\d\d)\2(20\d\d)(?!\d)")
DAY = re.compile(r"(?<!\d)(20\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
DAY_NAMED = re.compile(
    r"(?<!\d)(\d\d?)[-_. ]?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?[-_. ]?(20\d\d)(?!\d)",
    re.IGNORECASE,
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SENSED = re.compile(r"(?<![A-Za-z0-9])V(20\d\d)(\d\d)(\d\d)T\d{6}(?!\d)")  # in names of products of 2015 and 2016
QUARTER = re.compile(r"(?<!\d)(20\d\d)[-_]?Q([1-4])(?![A-Za-z\d])")
FOLDERS = re.compile(r"(?<![^/])(20\d\d)/(\d\d?)/(\d\d?)(?=/)")
MONTH = re.compile(r"(?<!\d)(?<!\d\d[-_.])(20\d\d)[-_.]?(0[1-9]|1[0-2])(?![A-Za-z\d])(?![-_.]\d\d(?!\d))")
MONTH_OF_MOSAIC = re.compile(r"(?<!\d)(20\d\d)_M(0[1-9]|1[0-2])(?![A-Za-z\d])")  # of the Copernicus Data Space
BETWEEN = re.compile(r"[-_ T.:]*(?:\d\d[-_:]\d\d)?[-_ Z.:]*(?:to)?[-_ ]*")  # the two dates of a span
SHORT_SPAN = 3  # days: two dates so close, such as those of one night, are no span


def split_words(text: str) -> list[str]:
    """Split a name at all characters but letters and digits; "Sentinel-2" becomes one word."""
    text = re.sub(r"(?i)sentinel[ _-]+([12])", r"Sentinel\1", text)
    return [word for word in re.split(r"[^A-Za-z0-9]+", text) if word]


def date_in(text: str) -> tuple[str, str] | None:
    """Return the date in ``text`` as an ISO date, and what was assumed of it: "", "month", "span" or "order".

    The first of several dates counts: names of products end with the time at which they were made. Two dates with
    hyphens or the like, and at most a time between them, are a span, whose middle counts; of a month it is the 15th.
    A quarter is a span. In a date such as 04.05.2019 the day is assumed to come first.
    """
    for match in SENSED.finditer(text):
        if sensed := _date(*match.groups()):
            return sensed.isoformat(), ""
    days = [(match, day) for match in DAY.finditer(text) if (day := _date(*match.group(1, 3, 4)))]
    if len(days) > 1 and days[0][0][2] and BETWEEN.fullmatch(text[days[0][0].end() : days[1][0].start()]):
        first, last = days[0][1], days[1][1]
        if (last - first).days > SHORT_SPAN:
            return (first + (last - first) / 2).isoformat(), "span"
    if days:
        return days[0][1].isoformat(), ""
    for match in DAY_FIRST.finditer(text):
        first_is_day, second_is_day = _date(match[4], match[3], match[1]), _date(match[4], match[1], match[3])
        if day := first_is_day or second_is_day:
            return day.isoformat(), "order" if first_is_day and second_is_day and match[1] != match[3] else ""
    for match in DAY_NAMED.finditer(text):
        if day := _date(match[3], str(MONTHS.index(match[2].lower()) + 1), match[1]):
            return day.isoformat(), ""
    for match in DAY_OF_YEAR.finditer(text):
        day = date(int(match[1]), 1, 1) + timedelta(int(match[2]) - 1)
        if 1 <= int(match[2]) <= 366 and day.year == int(match[1]) and day >= LAUNCH:
            return day.isoformat(), ""
    if quarter := QUARTER.search(text):
        return f"{quarter[1]}-{3 * int(quarter[2]) - 1:02}-15", "span"
    month = MONTH_OF_MOSAIC.search(text) or MONTH.search(text)
    return (f"{month[1]}-{month[2]}-15", "month") if month else None


def date_of_folders(path: str) -> str:
    """Return the ISO date of folders such as 2019/5/16 around a file, or an empty string."""
    days = [day for match in FOLDERS.finditer(path) if (day := _date(*match.groups()))]
    return days[-1].isoformat() if days else ""


def _date(year: str, month: str, day: str) -> date | None:
    """Return a date, None where there is no such day or no Sentinel was in orbit."""
    try:
        value = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return value if value >= LAUNCH else None


def band_in(text: str) -> str:
    """Return the Sentinel band named in ``text`` ("B02", "VV", "SCL"), or an empty string.

    The last match is used, because file names end with the band. "Band 2", "B2", "B02_10m" and "blue" are all B02.
    Red edge without a number is none of the three.
    """
    words = [word.lower() for word in split_words(re.sub(r"(?i)red[ _-]*edge(?![ _-]*\d)", " ", text))]
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
        if radar := MODE_AND_BAND.fullmatch(last):
            return radar[1].upper()
    return ""


def bands_in(texts: Iterable[str]) -> list[str]:
    """Return the bands named in the descriptions of one raster, as `band_in` does.

    FORCE calls B08 the broad near infrared, and B8A simply the near infrared.
    """
    bands = [(text, band_in(text)) for text in texts]
    has_broad = any(text.lower() == "broadnir" for text, _ in bands)
    return ["B8A" if has_broad and text.lower() == "nir" else band for text, band in bands]


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
    """Return whether ``text`` names an unused layer that comes with a product, such as a quicklook or angles."""
    words = [word.lower() for word in split_words(text)]
    return any(word in BYPRODUCTS for word in (*words, *map("".join, pairwise(words))))


def is_lone_byproduct(text: str) -> bool:
    """Return whether ``text``, the name of a raster of one band without a name, names a layer that is not used."""
    return any(word.lower() in LONE_BYPRODUCTS for word in split_words(text))


def index_in(text: str) -> str:
    """Return the name of a spectral index in ``text``, or an empty string. MSI after Sentinel-2 is its instrument."""
    for before, word in pairwise(["", *split_words(text)]):
        if word.lower() in INDICES and not (word.lower() == "msi" and SENTINEL_2.fullmatch(before)):
            return word.upper()
    return ""


def other_sensor_in(text: str) -> str:
    """Return the name of a sensor in ``text`` that is neither Sentinel-1 nor Sentinel-2, or an empty string."""
    words = [word.upper() for word in split_words(text)]
    for sensor, pattern in OTHER_SENSORS.items():
        if any(re.fullmatch(pattern, word) for word in (*words, *map("".join, pairwise(words)))):
            return sensor
    return ""


def without_band(text: str, band: str) -> str:
    """Return ``text`` without the word ``band``, so that the names of a mask and of its image compare equal."""
    return re.sub(rf"(?i)[^A-Za-z0-9]*(?<![A-Za-z0-9]){band}(?![A-Za-z0-9])", "", text)


def image_of_mask(path: str, kind: str = "SCL") -> str:
    """Return the name, without extension, of the image that a mask named ``…_SCL`` or the like belongs to."""
    return without_band(PurePosixPath(Path(path).as_posix()).stem, kind)
