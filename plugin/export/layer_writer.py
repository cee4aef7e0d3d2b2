"""One file, written by QGIS."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path

from qgis.core import QgsFeature, QgsField, QgsFields, QgsVectorFileWriter

from ..child.process import ChildError
from ..text import tr
from .formats import GEOPACKAGE, Format
from .parcel_source import Parcels

NO_ERROR = QgsVectorFileWriter.WriterError.NoError


def write(
    path: Path,
    wanted: Format,
    fields: Iterable[QgsField],
    parcels: Parcels,
    features: Iterable[tuple[QgsFeature, list]],
) -> int:
    """Write features, each with its values in the order of ``fields``; return how many. Raises `ChildError` where QGIS
    cannot.
    """
    table = QgsFields()
    for field in fields:
        table.append(field)
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = wanted.driver
    options.layerName = "parcels" if wanted == GEOPACKAGE else path.stem
    options.fileEncoding = "UTF-8"
    options.layerOptions = [*wanted.options, *(_own_columns(table) if wanted == GEOPACKAGE else ())]
    writer = QgsVectorFileWriter.create(str(path), table, parcels.kind, parcels.crs, parcels.context, options)
    count = 0
    try:
        _check(writer)
        for feature, values in features:
            row = QgsFeature(table)
            row.setGeometry(feature.geometry())
            row.setAttributes(values)
            if not writer.addFeature(row):
                _check(writer)
                raise ChildError(tr("A parcel could not be written."))
            count += 1
    finally:
        del writer  # closes the file
    return count


def _own_columns(table: QgsFields) -> Iterator[str]:
    """Yield options that name GeoPackage's own columns so that no other column has the name."""
    taken = {name.lower() for name in table.names()}
    for option, name in (("FID", "fid"), ("GEOMETRY_NAME", "geom")):
        numbered = (f"{name}_{number}" for number in itertools.count(2))
        yield f"{option}={next(free for free in itertools.chain((name,), numbered) if free not in taken)}"


def _check(writer: QgsVectorFileWriter) -> None:
    if writer.hasError() != NO_ERROR:
        raise ChildError(tr("The file could not be written: {}").format(writer.errorMessage()))
