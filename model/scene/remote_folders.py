"""Folders on other machines as sources: the images, SAFE products and STAC items below a URL that the user named.

All that is opened there is below that URL. Archives and data cubes would be read as a whole, and virtual rasters lead
elsewhere: these are not.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from ..protocol import Problem
from ..remote_files import files_below, read_file, url_of
from ..text import tr
from .filename_parsing import is_byproduct
from .raster_access import ZARR
from .safe import LARGEST_METADATA, METADATA, Product, granules
from .source_files import CUBES, OTHER_CUBES
from .stac_items import ENDINGS, LARGEST_ITEM, StacItem, parse_item

IMAGES = (".tif", ".tiff", ".jp2")  # files that are complete in themselves
DISKS_ONLY = (".zip", ".vrt", *CUBES, *OTHER_CUBES, ZARR, *ENDINGS)


@dataclass(frozen=True)
class RemoteFolder:
    """A folder on another machine: its path as GDAL takes it, with a slash at its end, and the files below it.

    ``sizes`` in bytes are given by the names below the folder, in the order in which a folder is read.
    """

    path: str
    sizes: Mapping[str, int]

    @property
    def products(self) -> dict[str, str]:
        """The metadata files of SAFE products by the products' folders: empty, or with a slash at their end."""
        products: dict[str, str] = {}
        for name, size in self.sizes.items():
            folder, _, file = name.rpartition("/")
            if METADATA.fullmatch(file) and "GRANULE" not in folder.split("/") and size <= LARGEST_METADATA:
                products.setdefault(f"{folder}/" if folder else "", name)
        return products

    def read(self, name: str, largest: int) -> str:
        """Return the text of a file, empty where it is larger; raise `InputError` where it cannot be read."""
        if self.sizes[name] > largest:
            return ""
        return read_file(url_of(self.path + name))[: largest + 1].decode("utf-8", errors="replace")


def open_folder(path: str) -> RemoteFolder | None:
    """Return the folder at a path of GDAL, None where nothing lies below it.

    Raises `FileNotFoundError` where nothing is there, and `InputError` where it cannot be listed.
    """
    sizes = files_below(url_of(path), lambda name: name.lower().endswith(ZARR))
    return RemoteFolder(path.rstrip("/") + "/", sizes) if sizes else None


def disk_problem(path: str) -> Problem | None:
    """Return the problem of a file that is, by its ending, opened on disks only; None for any other."""
    ending = next((ending for ending in DISKS_ONLY if path.lower().rstrip("/").endswith(ending)), "")
    if ending in ENDINGS and ending:
        return Problem(path, tr("A STAC item is read with the images beside it. Give its folder."))
    text = tr("Archives, data cubes and virtual rasters are read from disks only. Give the images, or download it.")
    return Problem(path, text) if ending else None


def items_in(folder: RemoteFolder) -> Iterator[tuple[str, StacItem]]:
    """Yield the STAC items in a folder and the folders in it, with their paths."""
    for name in folder.sizes:
        if name.lower().endswith(ENDINGS):
            item = parse_item(folder.path + name, folder.read(name, LARGEST_ITEM), _locator(folder, name))
            if item:
                yield folder.path + name, item


def list_remote(folder: RemoteFolder, source_paths: Container[str]) -> Iterator[str | Product | Problem | None]:
    """Yield the images and SAFE products of a folder, and a problem about each file that is opened on disks only.

    None stands for what is in ``source_paths``: it is a source of its own.
    """
    products, begun = folder.products, set[str]()
    for name in folder.sizes:
        path, root = folder.path + name, next((root for root in products if name.startswith(root)), None)
        if root is not None:
            is_own_source = os.path.realpath(folder.path + root) in source_paths and root
            if root not in begun:
                yield from [None] if is_own_source else _products(folder, root, products[root])
            begun.add(root)
        elif os.path.realpath(path) in source_paths:
            yield None
        elif not name.lower().endswith(ENDINGS) and (problem := disk_problem(path)):
            yield problem
        elif name.lower().endswith(IMAGES) and not is_byproduct(PurePosixPath(name).stem):
            yield path


def _products(folder: RemoteFolder, root: str, metadata: str) -> list[Product]:
    """Return the granules of the product in a folder below ``folder``."""
    images = [
        folder.path + name
        for name in folder.sizes
        if name.startswith(f"{root}GRANULE/") and "/IMG_DATA/" in name and name.lower().endswith(".jp2")
    ]
    path = (folder.path + root).rstrip("/")
    text = folder.read(metadata, LARGEST_METADATA)
    return granules(path, posixpath.basename(path), posixpath.basename(metadata), text, images)


def _locator(folder: RemoteFolder, item: str) -> Callable[[str], str | None]:
    """Return the function that finds a file by its name in the folder of an item, for `parse_item`."""

    def locate(name: str) -> str | None:
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(item), name))
        if name.startswith("/") or beside.startswith("../"):
            return None
        return folder.path + beside if beside in folder.sizes else ""

    return locate
