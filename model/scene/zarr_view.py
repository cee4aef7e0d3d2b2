"""Zarr cubes, shown to GDAL as cubes of format 2, which is the newest that GDAL 3.10 reads, with their CRS.

Only the texts that describe the arrays are translated, in memory; the files with values are those of the cube, under
the names that GDAL expects, and GDAL decompresses them.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import BinaryIO

import rasterio
from rasterio.abc import FileContainer
from rasterio.crs import CRS
from rasterio.errors import CRSError, RasterioError

from ..text import tr
from .zarr_arrays import CHECKSUM, ZarrArray, ZarrError, read_arrays

ROOT = "cube"  # name of the cube in the paths that GDAL asks for
LARGEST_OVERHEAD = 1 << 20  # bytes by which a compressed chunk may be larger than its values
EPSG = re.compile(r"(?:EPSG:)?(\d{4,6})", re.IGNORECASE)
CODES = ("proj:code", "proj:epsg", "epsg")  # attributes with a CRS, besides those with its WKT


def _crs(arrays: Mapping[str, ZarrArray], name: str) -> str:
    """Return the CRS of an array as WKT; empty where the cube does not say it."""
    array = arrays[name]
    group, mapping = name.rpartition("/")[0], str(array.attributes.get("grid_mapping", ""))
    beside = [arrays[one] for one in (f"{group}/{mapping}".strip("/"), mapping) if one in arrays]
    for facts in (one.attributes for one in (*beside, array, *arrays.values())):
        texts = {key: str(value).strip() for key, value in facts.items() if isinstance(value, str | int)}
        code = EPSG.fullmatch(next((texts[key] for key in CODES if key in texts), ""))
        wkt = next((texts[key] for key in ("crs_wkt", "spatial_ref", "proj:wkt2") if texts.get(key)), "")
        with contextlib.suppress(CRSError, OverflowError):
            if wkt or code:
                return CRS.from_wkt(wkt).to_wkt() if wkt else CRS.from_epsg(int(code[1] if code else 0)).to_wkt()
    return ""


def open_array(folder: str, name: str, largest_chunk: int) -> rasterio.DatasetReader:
    """Open an array with rows and columns as a raster, its other dimensions as bands, the last of them fastest.

    Raise `ZarrError` where it is stored in a way that is not read, or in chunks of more than ``largest_chunk`` bytes.
    Threads other than the one that opened it read it in that one's context (`contextvars`), where rasterio keeps
    the view.
    """
    arrays = read_arrays(folder)
    if name not in arrays:
        raise ZarrError(tr("This data cube has no array {}.").format(name))
    if arrays[name].chunk_bytes > largest_chunk:
        raise ZarrError(tr("It is stored in chunks of {} MB.").format(arrays[name].chunk_bytes >> 20))
    if arrays[name].problem:
        raise ZarrError(arrays[name].problem)
    view = ZarrView(folder, arrays, _crs(arrays, name))
    try:
        return rasterio.open(f"{ROOT}/{name}", driver="Zarr", opener=view)
    except RasterioError as error:  # such as Blosc, which the wheels of rasterio for Windows lack
        used = arrays[name].description.get("compressor") or {"id": "?"}
        raise ZarrError(tr("It is stored with {}.").format(used["id"])) from error


class ZarrView(FileContainer):
    """The files of a cube as GDAL asks for those of format 2, below a folder named `ROOT`.

    ``crs`` (WKT) becomes that of all arrays.
    """

    def __init__(self, folder: str, arrays: Mapping[str, ZarrArray], crs: str) -> None:
        self._folder, self._arrays, self._crs = Path(folder), arrays, crs

    def open(self, path: str, mode: str = "r", **_options: object) -> BinaryIO:
        """Return the content of a file of the older format; raise `OSError` where there is none."""
        name, rest = self._split(path)
        if rest in ((".zarray",), (".zattrs",)):
            return io.BytesIO(self._description(name, rest[0]))
        content = self._file(path).read_bytes()
        return io.BytesIO(content[:-CHECKSUM] if self._arrays[name].is_checked else content)

    def isfile(self, path: str) -> bool:
        name, rest = self._split(path)
        if rest in ((".zarray",), (".zattrs",)):
            return name in self._arrays
        try:
            return bool(self._file(path))
        except OSError:
            return False

    def isdir(self, path: str) -> bool:
        return path.strip("/") == ROOT or path.strip("/").removeprefix(f"{ROOT}/") in self._arrays

    def ls(self, path: str) -> list[str]:
        return []

    def mtime(self, path: str) -> int:
        return 0

    def size(self, path: str) -> int:
        if self.isdir(path):
            return 0
        with self.open(path) as file:
            return file.seek(0, os.SEEK_END)

    def rm(self, path: str) -> None:
        raise PermissionError(path)

    def _split(self, path: str) -> tuple[str, tuple[str, ...]]:
        """Return the name of the array in a path, and the parts after it; an empty name where it is none."""
        parts = PurePosixPath(path.strip("/")).parts[1:]
        for end in range(len(parts), 0, -1):
            if (name := "/".join(parts[:end])) in self._arrays:
                return name, parts[end:]
        return "", ()

    def _description(self, name: str, file: str) -> bytes:
        array = self._arrays[name]
        if file == ".zarray":
            return json.dumps(array.description).encode()
        attributes = {**array.attributes, "_ARRAY_DIMENSIONS": array.dimensions}
        if self._crs:
            attributes["_CRS"] = {"wkt": self._crs}
        return json.dumps(attributes).encode()

    def _file(self, path: str) -> Path:
        """Return the file of a chunk; raise `OSError` where there is no ordinary one."""
        name, numbers = self._split(path)
        if not numbers or not all(number.isdecimal() for number in numbers):
            raise FileNotFoundError(path)
        array = self._arrays[name]
        file = self._folder / name / array.chunk_name(numbers)
        state = os.stat(file)
        if not stat.S_ISREG(state.st_mode) or state.st_size > array.chunk_bytes + LARGEST_OVERHEAD:
            raise FileNotFoundError(path)
        return file
