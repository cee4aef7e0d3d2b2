"""Parcels to a GeoPackage, streamed; the file takes its name only when it is complete."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import fiona
from fiona.crs import CRS

from ..constants import PARCELS_LAYER
from ..outputs.existing_files import MARK
from ..outputs.target_checks import check_folder, check_target, resolve_target
from ..outputs.transaction import StagedFile, staged_file
from ..protocol import InputError, Job
from ..remote_files import is_url
from ..text import tr
from .attributes import SCHEMA

LAYER = PARCELS_LAYER


def check_writable(target: str | Path) -> None:
    """Raise `InputError` where a GeoPackage cannot be written at ``target``, whether there is a file or not."""
    if is_url(str(target)):
        text = tr(
            "{} is no file on a disk, and a GeoPackage is a database, which needs one. Give a local file, and the URL "
            "of a folder with --geoparquet; or copy the file there when it is complete."
        )
        raise InputError(text.format(target))
    out = Path(target)
    if out.suffix.lower() != ".gpkg":
        text = tr("The result is a GeoPackage, but {} does not end in .gpkg. Give another name.")
        raise InputError(text.format(out.name))
    try:
        is_folder = out.is_dir()
    except (OSError, ValueError) as error:  # a name too long, or with a character that names must not have
        reason = getattr(error, "strerror", None) or error
        raise InputError(tr("{} cannot be written: {}.").format(out.name[:80], reason)) from error
    if is_folder:
        raise InputError(tr("{} is a folder. Give the name of a file to write.").format(out))
    path = resolve_target(out)
    check_folder(path.parent, name=path.name)


def check_result(job: Job) -> Path:
    """Return the path of a job's result; raise `InputError` where it must not be written, as `check_target` does."""
    check_writable(job.out)
    return check_target(job.out, job.overwrite, job.inputs)


@contextmanager
def open_result(job: Job, staging: Path | None, warn: Callable[[str], None]) -> Iterator[StagedFile]:
    """Yield the GeoPackage of a job, to be written with `open_package`; ``staging`` is as in `staged_file`.

    The file takes its name when the block ends without an error, or a name beside it where that cannot be replaced any
    more. Raises `InputError` as `check_result` does.
    """
    target = check_result(job)
    with staged_file(job.out, job.overwrite, job.inputs, warn=warn, beside=True, staging=staging) as result:
        yield result
    if result.path != target:
        text = tr("{} could not be replaced when the run was over. The parcels are in {}.")
        warn(text.format(target, result.path))


@contextmanager
def parcel_writer(
    out: Path, crs: str, tags: Mapping[str, str], layer: str = LAYER, schema: Mapping = SCHEMA
) -> Iterator[fiona.Collection]:
    """Open a GeoPackage's layer, "parcels" for `parcel_features`; an error inside leaves the file at ``out`` untouched.

    ``crs`` is "EPSG:n" or WKT, ``tags`` go into the layer's metadata. Raises `InputError` where the file at ``out`` is
    in use or was not written by Doab.
    """
    with open_package(out) as package, open_layer(package, crs, tags, layer, schema) as collection:
        yield collection


@contextmanager
def open_package(out: Path) -> Iterator[Path]:
    """Yield the path of a GeoPackage for `open_layer`, which replaces ``out`` at the end as in `parcel_writer`."""
    with staged_file(out, overwrite=True) as staged:
        yield staged.file


@contextmanager
def open_layer(
    package: Path, crs: str, tags: Mapping[str, str], layer: str = LAYER, schema: Mapping = SCHEMA
) -> Iterator[fiona.Collection]:
    """Open a new layer of a package; the first that is written is the one that programs open if none is named.

    Its description is `MARK`, by which Doab knows its own files.
    """
    crs = CRS.from_user_input(crs)
    options = {"driver": "GPKG", "layer": layer, "schema": schema, "crs": crs, "DESCRIPTION": MARK}
    with fiona.open(package, "w", **options) as collection:
        collection.update_tags(dict(tags))
        yield collection
