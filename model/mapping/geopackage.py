"""Parcels to a GeoPackage, streamed; the file takes its name only when it is complete."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import fiona
from fiona.crs import CRS

from ..atomic_write import NotReplacedError, atomic_write
from ..protocol import InputError
from ..text import tr
from .attributes import SCHEMA

LAYER = "parcels"
SIDECARS = "-wal", "-shm", "-journal"  # of an older database of the name, which SQLite would apply to the new one


def check_writable(out: Path) -> None:
    """Raise `InputError` where a GeoPackage cannot be written at ``out``, before anything is computed."""
    if out.suffix.lower() != ".gpkg":
        text = tr("The result is a GeoPackage, but {} does not end in .gpkg. Give another name.")
        raise InputError(text.format(out.name))
    if out.is_dir():
        raise InputError(tr("{} is a folder. Give the name of a file to write.").format(out))
    if not out.parent.is_dir():
        text = tr("The folder {} does not exist. Create it or write the result elsewhere.")
        raise InputError(text.format(out.parent))
    if not os.access(out.parent, os.W_OK):
        text = tr("The folder {} cannot be written to. Write the result elsewhere.")
        raise InputError(text.format(out.parent))


@contextmanager
def parcel_writer(
    out: Path, crs: str, tags: Mapping[str, str], layer: str = LAYER, schema: Mapping = SCHEMA
) -> Iterator[fiona.Collection]:
    """Open a GeoPackage's layer, "parcels" for `parcel_features`; an error inside leaves the file at ``out`` untouched.

    ``crs`` is "EPSG:n" or WKT, ``tags`` go into the layer's metadata. Raises `InputError` where the file at ``out`` is
    in use and cannot be replaced.
    """
    with open_package(out) as package, open_layer(package, crs, tags, layer, schema) as collection:
        yield collection


@contextmanager
def open_package(out: Path) -> Iterator[Path]:
    """Yield the path of a GeoPackage for `open_layer`, which replaces ``out`` at the end as in `parcel_writer`."""
    try:
        with atomic_write(out, ".gpkg") as partial:
            yield partial
    except NotReplacedError as error:
        raise _in_use(out, error) from error
    try:
        for ending in SIDECARS:
            out.with_name(out.name + ending).unlink(missing_ok=True)
    except OSError as error:
        raise _in_use(out, error) from error


@contextmanager
def open_layer(
    package: Path, crs: str, tags: Mapping[str, str], layer: str = LAYER, schema: Mapping = SCHEMA
) -> Iterator[fiona.Collection]:
    """Open a new layer of a package; the first that is written is the one that programs open if none is named."""
    crs = CRS.from_user_input(crs)
    with fiona.open(package, "w", driver="GPKG", layer=layer, schema=schema, crs=crs) as collection:
        collection.update_tags(dict(tags))
        yield collection


def _in_use(out: Path, error: OSError) -> InputError:
    text = tr("{} is in use. Close what has it open, or write elsewhere ({}).")
    return InputError(text.format(out.name, error))
