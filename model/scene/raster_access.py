"""The one way to open a raster file: only ordinary files of known formats, and every failure one sentence.

What lies in a folder, and what a virtual raster names, is not trusted: a special file would block the process, a text
file can make GDAL open an address on the network, and a small file can decompress to more than the memory holds. Paths
of GDAL's virtual file systems, into archives and to other machines, are those that the user named or that a folder
which he named lists; of their files only formats are read that name no other files.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
import warnings
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import rasterio
from rasterio._err import CPLE_BaseError  # GDAL's own errors, which some calls raise as they are
from rasterio.crs import CRS
from rasterio.errors import NotGeoreferencedWarning, RasterioError

from ..protocol import InputError
from ..text import tr
from .zarr_arrays import ZarrError
from .zarr_view import open_array

DRIVERS = {
    "AAIGrid", "BIGGIF", "COG", "DIMAP", "EHdr", "ENVI", "GTiff", "HDF5Image", "HFA", "JP2ECW", "JP2KAK", "JP2OpenJPEG",
    "JPEG", "netCDF", "PNG", "SENTINEL2", "SRTMHGT", "VRT", "Zarr",
}  # fmt: skip
COMPLETE = sorted(DRIVERS - {"DIMAP", "SENTINEL2", "VRT", "Zarr"})  # formats whose files name no others
OPTIONS = {"GDAL_DISABLE_READDIR_ON_OPEN": "TRUE"}  # looks for the files beside one by name, in folders of any size
NETCDF_OPTIONS = {"IGNORE_XY_AXIS_NAME_CHECKS": "YES"}  # many writers leave out the units of x and y
VIRTUAL = "/vsi"
REMOTE = ("/vsicurl", "/vsis3", "/vsigs", "/vsiaz", "/vsiadls", "/vsioss", "/vsiswift", "/vsiwebhdfs", "/vsihdfs")
ZARR = ".zarr"  # ending of a cube that is a folder
ARCHIVES = ("/vsizip/", "/vsitar/", "/vsigzip/")  # virtual paths to local files
LARGEST_BLOCK = 512 << 20  # bytes that reading one pixel may decompress
LARGEST_VRT = 64 << 20  # bytes
NESTED = 3  # virtual rasters inside one another
RASTER_ENDINGS = (
    ".tif",
    ".tiff",
    ".jp2",
    ".vrt",
    ".img",
    ".dat",
    ".bsq",
    ".bil",
    ".bip",
    ".nc",
    ".hgt",
    ".asc",
    ".png",
)
ARRAY = re.compile(r"""(?P<driver>NETCDF|ZARR):["']?(?P<file>[^"']+?)["']?:(?P<name>[^":]+(?::\d+)*)""", re.IGNORECASE)
"""A GDAL path to one variable of a cube; QGIS has such paths, too."""
_NAMED_FILE = re.compile(r"<(SourceFilename|SourceDataset)\b([^>]*)>(.*?)</\1>", re.DOTALL)

FAILURES = (RasterioError, CPLE_BaseError, OSError, ValueError, TypeError, LookupError, ArithmeticError, MemoryError)
"""What reading a damaged raster was seen to raise."""


class UnreadableRasterError(InputError):
    """A raster cannot be read; ``reason`` is a sentence without its path."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.reason = reason


def container_file(path: str) -> str:
    """Return the file, or the folder of a Zarr cube, of a GDAL path to a variable; other paths as they are."""
    array = ARRAY.fullmatch(path)
    return array["file"] if array else path


def is_remote(path: str) -> bool:
    """Return whether GDAL reads a path from a network, also from within an archive there."""
    return any(prefix in path for prefix in REMOTE)


def open_dataset(path: str, has_own_crs: bool = False) -> rasterio.DatasetReader:
    """Open a raster for reading; raise `UnreadableRasterError` where it is not to be opened or cannot be.

    A variable of a NetCDF cube without a CRS takes that of the EPSG code among its attributes, as stackstac and cubo
    write it, or that of the cube, unless ``has_own_crs``; the tags of the file are lost then.
    """
    _check_file(container_file(path))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", NotGeoreferencedWarning)
            dataset = _open(path, has_own_crs)
    except ZarrError as error:
        raise UnreadableRasterError(path, zarr_advice(error)) from error
    except FAILURES as error:
        text = tr("This file cannot be opened as a raster; it may be damaged. Replace it or leave it out.")
        raise _unreadable(path, error, text) from error
    try:
        _check_dataset(path, dataset)
    except UnreadableRasterError:
        dataset.close()
        raise
    return dataset


def zarr_advice(error: ZarrError) -> str:
    """Return why a Zarr cube is not read, with the way out."""
    text = tr("This data cube cannot be read: {} Save it in small chunks with Zstandard and no shards, or as NetCDF.")
    return text.format(error)


def _open(path: str, has_own_crs: bool) -> rasterio.DatasetReader:
    options = dict(OPTIONS)
    if is_remote(path):  # GDAL would remember what a file held before it was replaced
        options["CPL_VSIL_CURL_NON_CACHED"] = path
    with rasterio.Env(**options):
        return _open_file(path, has_own_crs)


def _open_file(path: str, has_own_crs: bool) -> rasterio.DatasetReader:
    array = ARRAY.fullmatch(path)
    if array and array["driver"].upper() == "ZARR":
        return open_array(array["file"], array["name"].strip("/"), LARGEST_BLOCK)
    if not path.upper().startswith("NETCDF:"):
        if path.startswith(VIRTUAL):
            return rasterio.DatasetReader(path, driver=COMPLETE)  # `rasterio.open` takes but one
        return rasterio.open(path)
    dataset = rasterio.open(path, **NETCDF_OPTIONS)
    tags = dataset.tags()
    if dataset.crs or has_own_crs or "?" in path or "&" in path:
        return dataset
    code = next((code for key, code in tags.items() if key.endswith("#epsg") and code.isdecimal()), "")
    code = code or _epsg_in_cube(container_file(path))
    if not code:
        return dataset
    dataset.close()
    options = "&".join(f"oo={name}={value}" for name, value in NETCDF_OPTIONS.items())
    return rasterio.open(f"vrt://{path}?a_srs=EPSG:{code}&{options}")


def _epsg_in_cube(path: str) -> str:
    """Return the EPSG code of the CRS that any variable of a NetCDF cube holds; empty where none does.

    xarray drops the reference to it where it is given an encoding. GDAL's driver for HDF5 tells what no band refers to.
    """
    try:
        with rasterio.open(path, driver="HDF5") as cube:
            texts = [text for key, text in cube.tags().items() if key.endswith(("_crs_wkt", "_spatial_ref"))]
        codes = {CRS.from_wkt(text).to_epsg() for text in texts}
    except FAILURES:
        return ""
    return str(codes.pop()) if len(codes) == 1 and None not in codes else ""


@contextlib.contextmanager
def reading(path: str) -> Iterator[None]:
    """Turn whatever fails while a raster is opened or read into an `UnreadableRasterError`."""
    try:
        yield
    except InputError:
        raise
    except FAILURES as error:
        text = tr("This file cannot be read ({}); it may be damaged. Replace it or leave it out.")
        raise _unreadable(path, error, text.format(_brief(error))) from error


def _unreadable(path: str, error: BaseException, problem: str) -> UnreadableRasterError:
    if isinstance(error, UnicodeEncodeError):
        shown = path.encode("utf-8", "replace").decode()
        text = tr("The name of this file has letters of another encoding, with which it cannot be opened. Rename it.")
        return UnreadableRasterError(shown, text)
    return UnreadableRasterError(path, problem)


def _brief(error: BaseException) -> str:
    """Return the last line of an error's message, or the error's name."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1].rstrip(".")[:200] if lines else type(error).__name__


def _check_file(path: str, depth: int = 0) -> None:
    """Raise where a local path is no ordinary file, or a text that GDAL would follow elsewhere."""
    if path.startswith(VIRTUAL):
        return
    try:
        state = os.stat(path)
    except (OSError, ValueError) as error:
        raise UnreadableRasterError(path, tr("This file cannot be opened ({}).").format(_brief(error))) from error
    if stat.S_ISDIR(state.st_mode) and path.lower().endswith(ZARR):
        return
    if not stat.S_ISREG(state.st_mode):
        raise UnreadableRasterError(path, tr("This is no ordinary file. Leave it out."))
    with reading(path), open(path, "rb") as file:
        head = file.read(512).lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<VRTDataset"):
        _check_virtual_raster(path, state.st_size, depth)
    elif head[:1] in (b"<", b"{", b"["):
        text = tr(
            "This text file describes a raster that lies elsewhere and is not opened. Give the images themselves."
        )
        raise UnreadableRasterError(path, text)


def _check_virtual_raster(path: str, size: int, depth: int) -> None:
    """Raise where a virtual raster names anything but ordinary raster files on this machine."""
    if size > LARGEST_VRT or depth >= NESTED:
        raise UnreadableRasterError(path, tr("This virtual raster is too large or too deeply nested. Give its images."))
    with reading(path):
        text = Path(path).read_text(encoding="utf-8", errors="replace")
    for _, attributes, content in _NAMED_FILE.findall(text):
        name = unescape(content).strip()
        inside = next((name[len(prefix) - 1 :] for prefix in ARCHIVES if name.startswith(prefix)), None)
        is_relative = 'relativeToVRT="1"' in attributes or "relativetoVRT='1'" in attributes
        member = name if inside is None else inside
        file = os.path.join(os.path.dirname(os.path.abspath(path)), member) if is_relative else member
        if inside is not None:
            file = next((str(p) for p in (Path(file), *Path(file).parents) if p.is_file()), file)
        if not (os.path.isfile(file) and (inside is not None or file.lower().endswith(RASTER_ENDINGS))):
            text = tr("This virtual raster refers to {}, which is no image on this computer. Give its images.")
            raise UnreadableRasterError(path, text.format(name[:200]))
        if file.lower().endswith(".vrt"):
            _check_file(file, depth + 1)


def _check_dataset(path: str, dataset: rasterio.DatasetReader) -> None:
    """Raise where the format is unknown, or one block is larger than memory should hold."""
    if dataset.driver not in DRIVERS:
        text = tr("This file has the format {}, which is not read. Convert it to GeoTIFF.")
        raise UnreadableRasterError(path, text.format(dataset.driver))
    with reading(path):
        sizes = [
            height * width * _item_size(kind)
            for (height, width), kind in zip(dataset.block_shapes, dataset.dtypes, strict=True)
        ]
    if max(sizes, default=0) > LARGEST_BLOCK:
        text = tr(
            "This file is stored in blocks of {} MB, too large to be read in parts. Convert it to a tiled GeoTIFF."
        )
        raise UnreadableRasterError(path, text.format(max(sizes) >> 20))


def _item_size(kind: str) -> int:
    """Return the bytes of a value of a rasterio data type."""
    bits = re.search(r"\d+$", kind)
    return max(1, int(bits[0]) // 8) if bits else 1
