"""The formats that parcels can be taken away in, and which one a file's name means."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..child.process import ChildError
from ..text import tr

SIDECARS = (".shp", ".shx", ".dbf", ".prj", ".cpg", ".qpj", ".qix", ".sbn", ".sbx", "_extra.csv", "_readme.txt")


@dataclass(frozen=True)
class Format:
    """One format: QGIS's name of its driver (empty where the engine writes it), endings of file names, options of its
    layers, and endings of what lies beside an older file and must not outlive it."""

    driver: str
    suffixes: tuple[str, ...]
    options: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def suffix(self) -> str:
        """The ending that a new file gets."""
        return self.suffixes[0]


GEOPACKAGE = Format("GPKG", (".gpkg",))
SHAPEFILE = Format("ESRI Shapefile", (".shp",), beside=SIDECARS)
FLATGEOBUF = Format("FlatGeobuf", (".fgb",))
GEOJSON = Format("GeoJSON", (".geojson", ".json"), ("RFC7946=YES", "COORDINATE_PRECISION=7"))
GEOPARQUET = Format("", (".parquet", ".geoparquet"))
FORMATS = (GEOPACKAGE, SHAPEFILE, FLATGEOBUF, GEOJSON, GEOPARQUET)


def title(wanted: Format) -> str:
    """Return a format's name for people."""
    return {
        GEOPACKAGE: tr("GeoPackage"),
        SHAPEFILE: tr("Shapefile"),
        FLATGEOBUF: tr("FlatGeobuf"),
        GEOJSON: tr("GeoJSON"),
        GEOPARQUET: tr("GeoParquet (fiboa)"),
    }[wanted]


def file_filter(formats=FORMATS) -> str:
    """Return the formats as a file dialog wants them."""
    return ";;".join(f"{title(one)} ({' '.join(f'*{suffix}' for suffix in one.suffixes)})" for one in formats)


def format_of(path: Path) -> Format:
    """Return the format that a file's name asks for; raise `ChildError` where it asks for none."""
    for one in FORMATS:
        if path.suffix.lower() in one.suffixes:
            return one
    raise ChildError(
        tr("{} has no ending that says the format. Use one of {}.").format(
            path.name, ", ".join(one.suffix for one in FORMATS)
        )
    )
