"""Files on disk behind the sources: rasters and SAFE products of a folder, and the cloud masks beside an image."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Container, Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath

from ..protocol import Source
from ..text import tr
from .filename_parsing import band_in, date_in, image_of_mask, is_byproduct
from .raster_access import ZARR, container_file
from .safe import LARGEST_METADATA, METADATA, Product, products_in_folder

RASTERS = (".tif", ".tiff", ".jp2", ".vrt", ".img", ".hgt")
ENVI = (".dat", ".bsq", ".bil", ".bip")  # rasters where a header of the same name lies beside them
CUBES = (".nc", ".nc4", ".cdf")
OTHER_CUBES = (".h5", ".hdf", ".grib", ".grb2")
MOST_MEMBERS = 20_000  # of an archive
SUBDATASET = re.compile(r"SENTINEL2_L(?:1C|2A):(?P<metadata>.+\.xml):", re.IGNORECASE)


def resolve_path(source: Source) -> Path:
    """Return the absolute path of a source: the product's folder where the source is its metadata or a subdataset."""
    subdataset = SUBDATASET.match(source.path)
    path = Path(
        os.path.abspath(Path(subdataset["metadata"] if subdataset else container_file(source.path)).expanduser())
    )
    if path.suffix.lower() == ".dim" and path.with_suffix(".data").is_dir():  # BEAM-DIMAP: the images lie beside it
        return path.with_suffix(".data")
    return path.parent if METADATA.fullmatch(path.name) else path


def list_folder(folder: Path, source_paths: Container[str]) -> Iterator[Path | Product | None]:
    """Yield the rasters, zip archives and SAFE products below a folder.

    None stands for a file or product whose real path is in ``source_paths``: it is a source of its own. A product whose
    metadata cannot be read is represented by their path; folders that cannot be listed come last.
    """
    unlisted: list[OSError] = []
    for root, folders, files in os.walk(folder, onerror=unlisted.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        cubes = [Path(root, name) for name in folders if is_cube(Path(root, name))]
        folders[:] = [name for name in folders if Path(root, name) not in cubes]
        metadata = [Path(root, name) for name in files if METADATA.fullmatch(name)]
        if metadata and (products := products_in_folder(Path(root))):
            folders.clear()
            is_own_source = os.path.realpath(root) in source_paths and Path(root) != folder
            yield from [None] if is_own_source else products
            continue
        yield from metadata[:1]
        for path in [*cubes, *(Path(root, name) for name in sorted(files) if not name.startswith("."))]:
            if os.path.realpath(path) in source_paths:
                yield None
            elif (
                is_cube(path)
                or (path.suffix.lower() in (".zip", *OTHER_CUBES) and not path.is_dir())
                or (_is_raster(path) and not is_byproduct(path.stem))
            ):
                yield path
    yield from (Path(error.filename) for error in unlisted)


def is_cube(path: Path) -> bool:
    """Return whether a path is that of a NetCDF file or of the folder of a Zarr cube."""
    return (path.suffix.lower() in CUBES and path.is_file()) or (path.suffix.lower() == ZARR and path.is_dir())


def _files_in(folder: Path) -> list[Path]:
    """Return what lies in a folder, nothing where it cannot be listed."""
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _is_raster(path: Path) -> bool:
    """Return whether a file is a raster by its ending, and by its header where that is needed."""
    ending = path.suffix.lower()
    headers = (path.with_suffix(".hdr"), path.with_name(path.name + ".hdr"))
    return ending in RASTERS or (ending in ENVI and any(header.is_file() for header in headers))


def archive_problem(archive: Path) -> str:
    """Return why a zip archive cannot be read, empty where it can."""
    if not archive.is_file():
        return tr("This is no ordinary file. Leave it out.")
    try:
        with zipfile.ZipFile(archive) as opened:
            members = opened.infolist()
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):
        return tr("This archive cannot be opened; it may be damaged. Download it again or leave it out.")
    if len(members) > MOST_MEMBERS:
        return tr("This archive has {} files, too many. Unpack it and give the folder.").format(len(members))
    if any(member.flag_bits & 1 for member in members):
        return tr("This archive is encrypted. Unpack it and give the folder.")
    metadata = (member for member in members if METADATA.fullmatch(PurePosixPath(member.filename).name))
    if any(member.file_size > LARGEST_METADATA for member in metadata):
        return tr("The metadata of the product in this archive are too large; it may be damaged. Download it again.")
    return ""


def rasters_in_zip(archive: Path) -> list[str]:
    """Return the GDAL paths of the rasters in a zip archive, without by-products; none where it cannot be read."""
    if archive_problem(archive):
        return []
    with zipfile.ZipFile(archive) as opened:
        names = sorted(member.filename for member in opened.infolist() if not member.is_dir())
    return [
        f"/vsizip/{archive.resolve().as_posix()}/{name}"
        for name in names
        if PurePosixPath(name).suffix.lower() in RASTERS[:3]
        and not is_byproduct(PurePosixPath(name).stem)
        and "__MACOSX" not in name
    ]


def list_cloud_masks(image: Path, image_date: str) -> list[Path]:
    """Return the SCL files of the image's date in its folder, or in the 20 m folder of its SAFE product.

    ``image_date`` (ISO, may be empty) is used where the image's name has no date.
    """
    folders = [image.parent]
    if image.parent.parent.name == "IMG_DATA":
        folders.append(image.parent.parent / "R20m")
    name, date = image.stem, date_in(image.stem) or (image_date, "")
    return [
        mask
        for folder in folders
        if folder.is_dir()
        for mask, masked, day in _masks_in(folder, folder.stat().st_mtime_ns)
        if (masked == name or day == date) and mask != image
    ]


@lru_cache(maxsize=64)
def _masks_in(folder: Path, _changed: int) -> list[tuple[Path, str, tuple[str, str] | None]]:
    """Return the SCL files of a folder that was changed last at a time, with the names and dates of their images."""
    return [
        (path, image_of_mask(path.name), date_in(path.stem))
        for path in _files_in(folder)
        if "scl" in path.name.lower() and path.suffix.lower() in RASTERS and band_in(path.stem) == "SCL"
    ]
