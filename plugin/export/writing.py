"""One file, written by QGIS."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from qgis.core import QgsFeature, QgsField, QgsFields, QgsVectorFileWriter

from ..child.process import ChildError
from ..text import tr
from .formats import Format
from .source import Parcels

NO_ERROR = QgsVectorFileWriter.WriterError.NoError


def write(path: Path, wanted: Format, fields: Iterable[QgsField], parcels: Parcels,
          features: Iterable[tuple[QgsFeature, list]]) -> int:
    """Write features, each with its values in the order of ``fields``; return how many. Raises `ChildError` where QGIS
    cannot.
    """
    table = QgsFields()
    for field in fields:
        table.append(field)
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = wanted.driver
    options.layerName = "parcels" if wanted.driver == "GPKG" else path.stem
    options.fileEncoding = "UTF-8"
    options.layerOptions = list(wanted.options)
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


def _check(writer: QgsVectorFileWriter) -> None:
    if writer.hasError() != NO_ERROR:
        raise ChildError(tr("The file could not be written: {}").format(writer.errorMessage()))
