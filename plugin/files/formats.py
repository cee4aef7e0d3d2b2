"""The export formats, and the format of a file name."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ...model.outputs.existing_files import MARK
from ...model.outputs.existing_files import SHAPEFILE as SHAPEFILE_ENDINGS
from ..child.process import ChildError
from ..text import tr

DESCRIPTION = f"DESCRIPTION={MARK}"


@dataclass(frozen=True)
class Format:
    """An export format.

    It has the name of its OGR driver (empty: written by the child process), file name suffixes, layer creation
    options, and endings of the sidecar files of an older file, which are removed with it.
    """

    driver: str
    suffixes: tuple[str, ...]
    options: tuple[str, ...] = ()
    sidecars: tuple[str, ...] = ()

    @property
    def suffix(self) -> str:
        """The suffix of new files."""
        return self.suffixes[0]


GEOPACKAGE = Format("GPKG", (".gpkg",), (DESCRIPTION,))
SHAPEFILE = Format("ESRI Shapefile", (".shp",), sidecars=SHAPEFILE_ENDINGS)
FLATGEOBUF = Format("FlatGeobuf", (".fgb",))
GEOJSON = Format("GeoJSON", (".geojson", ".json"), ("RFC7946=YES", "COORDINATE_PRECISION=7", DESCRIPTION))
GEOPARQUET = Format("", (".parquet", ".geoparquet"))
FORMATS = (GEOPACKAGE, SHAPEFILE, FLATGEOBUF, GEOJSON, GEOPARQUET)


def title(file_format: Format) -> str:
    """Return the display name of a format."""
    return {
        GEOPACKAGE: tr("GeoPackage"),
        SHAPEFILE: tr("Shapefile"),
        FLATGEOBUF: tr("FlatGeobuf"),
        GEOJSON: tr("GeoJSON"),
        GEOPARQUET: tr("GeoParquet (fiboa)"),
    }[file_format]


def older_files(target: Path) -> list[Path]:
    """Return the existing files that an export to ``target`` would replace, the one of that name first."""
    endings = format_of(target).sidecars
    paths = dict.fromkeys([target, *(target.parent / (target.stem + ending) for ending in endings)])
    return [path for path in paths if os.path.lexists(path)]


def file_filter(formats: Sequence[Format] = FORMATS) -> str:
    """Return the filter string of a file dialog."""
    return ";;".join(
        f"{title(file_format)} ({' '.join(f'*{suffix}' for suffix in file_format.suffixes)})" for file_format in formats
    )


def format_of(path: Path) -> Format:
    """Return the format of a file name; raise `ChildError` where its suffix is that of none."""
    for file_format in FORMATS:
        if path.suffix.lower() in file_format.suffixes:
            return file_format
    raise ChildError(
        tr("{} has no ending that says the format. Use one of {}.").format(
            path.name, ", ".join(file_format.suffix for file_format in FORMATS)
        )
    )
