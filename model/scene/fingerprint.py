"""Fingerprints of acquisitions: everything that determines the values read from their files, except the values."""

from __future__ import annotations

import os
from pathlib import Path

from ..protocol import Acquisition, BandSource, Elevation
from ..remote_files import states_of, url_of
from .raster_access import UnreadableRasterError, container_file, open_dataset, reading

VIRTUAL = "/vsi"  # prefix of GDAL's paths into archives and other file systems, such as /vsizip/folder/a.zip/b.jp2


def fingerprint(acquisition: Acquisition, elevation: Elevation | None) -> str:
    """Return a text that changes whenever a window of the acquisition, or of the elevation model, may read differently.

    Files are compared by path, size and modification time, those of other machines by what these say. The text is empty
    where they say nothing by which a change would show.
    """
    clouds = [acquisition.clouds] if acquisition.clouds else []
    terrain = [(*_key(elevation.source), elevation.nodata, elevation.scale)] if elevation else []
    sources = [*acquisition.bands.values(), *clouds, *([elevation.source] if elevation else [])]
    files = file_states({file.path for source in sources for file in source.files})
    if files is None:
        return ""
    values = (
        acquisition.sensor, acquisition.date, acquisition.scale, acquisition.offset, acquisition.unit,
        acquisition.nodata, sorted((band, *_key(source)) for band, source in acquisition.bands.items()),
        [(acquisition.mask, *_key(source)) for source in clouds], terrain, files,
    )  # fmt: skip
    light = acquisition.gain, acquisition.gamma
    return repr(values if light == (1.0, 1.0) else (*values, light))


def _key(source: BandSource) -> tuple:
    return source.path, source.index, *(_key(file) for file in source.more)


FileState = tuple[str, int, int | str]
"""Path, size and modification time in ns; for a file on another machine its path, size and version."""


def file_states(paths: set[str]) -> list[FileState] | None:
    """Return the states of all files read for GDAL ``paths``; None if changes of one would not show."""
    urls = {path: url for path in sorted(paths) if (url := url_of(container_file(path)))}
    states: list[FileState] = []
    for path, remote in zip(urls, states_of([*urls.values()]), strict=True):
        if remote is None:
            return None
        states.append((path, *remote))
    for path in sorted(paths - urls.keys()):
        file = _local_file(path)
        if file is None:
            return None
        state = os.stat(file)
        states.append((file, state.st_size, state.st_mtime_ns))
        referenced = _referenced_files(path)
        nested = file_states(referenced) if referenced else []
        if nested is None:
            return None
        states += nested
    return states


def _referenced_files(path: str) -> set[str]:
    """Return the files that a virtual raster (VRT) refers to."""
    if not path.lower().endswith(".vrt"):
        return set()
    try:
        with open_dataset(path) as dataset, reading(path):
            return set(dataset.files) - {path}
    except UnreadableRasterError:
        return set()


def _local_file(path: str) -> str | None:
    """Return the local file of a GDAL path: the file itself or the archive around it; None where there is none."""
    path = container_file(path)
    if not path.startswith(VIRTUAL):
        return os.path.normpath(path) if os.path.isfile(path) else None
    inside = Path(path.split("/", 2)[2])
    return next((str(file) for file in (inside, *inside.parents) if file.is_file()), None)
