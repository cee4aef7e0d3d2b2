"""Writing a file with `QgsVectorFileWriter`."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path

from qgis.core import QgsFeature, QgsField, QgsFields, QgsVectorFileWriter

from ...model.outputs.existing_files import FLATGEOBUF_LAYER
from ..child.process import ChildError
from ..files.formats import FLATGEOBUF, GEOPACKAGE, Format
from ..text import tr
from .parcel_source import ParcelSource

NO_ERROR = QgsVectorFileWriter.WriterError.NoError


def write_layer(
    path: Path,
    file_format: Format,
    fields: Iterable[QgsField],
    parcels: ParcelSource,
    features: Iterable[tuple[QgsFeature, list]],
) -> int:
    """Write features, each with its values in the order of ``fields``; return their number.

    Raises `ChildError` with the error of QGIS.
    """
    written_fields = QgsFields()
    for field in fields:
        written_fields.append(field)
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = file_format.driver
    options.layerName = {GEOPACKAGE: "parcels", FLATGEOBUF: FLATGEOBUF_LAYER}.get(file_format, path.stem)
    options.fileEncoding = "UTF-8"
    options.layerOptions = [
        *file_format.options,
        *(_column_options(written_fields) if file_format == GEOPACKAGE else ()),
    ]
    writer = QgsVectorFileWriter.create(
        str(path), written_fields, parcels.geometry_type, parcels.crs, parcels.context, options
    )
    count = 0
    try:
        _check(writer)
        for feature, values in features:
            row = QgsFeature(written_fields)
            row.setGeometry(feature.geometry())
            row.setAttributes(values)
            if not writer.addFeature(row):
                _check(writer)
                raise ChildError(tr("A parcel could not be written."))
            count += 1
    finally:
        del writer  # closes the file
    return count


def _column_options(written_fields: QgsFields) -> Iterator[str]:
    """Yield creation options with names of the feature id and geometry column that no other column has."""
    taken = {name.lower() for name in written_fields.names()}
    for option, name in (("FID", "fid"), ("GEOMETRY_NAME", "geom")):
        numbered = (f"{name}_{number}" for number in itertools.count(2))
        yield f"{option}={next(unused for unused in itertools.chain((name,), numbered) if unused not in taken)}"


def _check(writer: QgsVectorFileWriter) -> None:
    if writer.hasError() != NO_ERROR:
        raise ChildError(tr("The file could not be written: {}").format(writer.errorMessage()))
