"""Write parcels to files in any format: by QGIS, or for GeoParquet by a child process."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsFeature

from ...model import protocol
from ...model.outputs.target_checks import check_existing, check_folder, resolve_target
from ...model.outputs.transaction import move_files
from ..child import runtime
from ..child.child_task import ChildTask
from ..child.exchange import request_once
from ..child.process import ChildError
from ..coordinate_systems import reference_system, usable
from ..files.formats import (
    FLATGEOBUF,
    GEOJSON,
    GEOPACKAGE,
    GEOPARQUET,
    SHAPEFILE,
    Format,
    format_of,
    older_files,
    title,
)
from ..text import tr
from .layer_writer import write_layer
from .parcel_source import ExportFeedback, ParcelSource
from .shapefile import write_shapefile


@dataclass(frozen=True)
class Exported:
    """The written file, its number of parcels, and notes for the user."""

    path: Path
    parcels: int
    notes: tuple[str, ...]


class ExportTask(ChildTask):
    """Write parcels to a file; the result is an `Exported`. What exists is replaced only with ``overwrite``."""

    confirm_close = True

    def __init__(self, parcels: ParcelSource, target: Path, overwrite: bool = False) -> None:
        super().__init__(tr("Export parcels"))
        self._parcels = parcels
        self._target = target
        self._overwrite = overwrite

    def work(self, folder: Path) -> Exported:
        """Write the file."""
        return export(
            self._parcels,
            self._target,
            folder,
            ExportFeedback(self.isCanceled, lambda fraction: self.setProgress(100 * fraction)),
            self._overwrite,
        )


def export(
    parcels: ParcelSource, target: Path, folder: Path, feedback: ExportFeedback, overwrite: bool = False
) -> Exported:
    """Write parcels into ``folder`` and move them to ``target`` once they are complete. For any thread.

    The ending of ``target`` says the format. Raises `ChildError` and `protocol.InputError` with the way out.
    """
    target = resolve_target(target)
    file_format = format_of(target)
    check_folder(target.parent, name=target.name)
    check_existing(older_files(target), overwrite, [parcels.path] if parcels.path else ())
    if file_format in (GEOJSON, GEOPARQUET) and not parcels.crs.isValid():
        raise ChildError(
            tr(
                "The layer has no coordinate reference system, which {} needs. Give it one in its "
                "properties, under Source, and export again."
            ).format(title(file_format))
        )
    parcels = dataclasses.replace(parcels, crs=usable(parcels.crs))
    if file_format == GEOJSON:
        reference_system("EPSG:4326")  # to which QGIS transforms
    complete = folder / "complete"
    complete.mkdir()
    file = complete / target.name
    if file_format == SHAPEFILE:
        count, notes = write_shapefile(parcels, file, feedback)
    elif file_format == GEOPARQUET:
        count, notes = _write_geoparquet(parcels, file, folder, feedback)
    else:
        count, notes = _write_whole(parcels, file, file_format, feedback)
    if feedback.is_canceled():
        raise ChildError("stopped")
    move_files(complete, target.parent, older_files(target), overwrite)
    return Exported(target, count, notes)


def _write_whole(
    parcels: ParcelSource, file: Path, file_format: Format, feedback: ExportFeedback, end: float = 1.0
) -> tuple[int, tuple[str, ...]]:
    """Write every column as it is, in a format that has room for it; return the number of parcels and notes."""
    indexes = [index for index, _ in parcels.columns]
    without_outline = 0

    def rows() -> Iterator[tuple[QgsFeature, list]]:
        nonlocal without_outline
        for feature in feedback.features(parcels, 0.0, end):
            if file_format == FLATGEOBUF and feature.geometry().isEmpty():  # QGIS would drop it without a word
                without_outline += 1
                continue
            values = feature.attributes()
            yield feature, [values[index] for index in indexes]

    count = write_layer(file, file_format, [field for _, field in parcels.columns], parcels, rows())
    notes = (
        [tr("Coordinates are longitudes and latitudes in WGS 84 with 7 decimals, about a centimetre.")]
        if file_format == GEOJSON
        else []
    )
    return count, (*notes, *_left_out(without_outline > 0))


def _left_out(some: bool) -> list[str]:
    """Return a note that parcels without an outline were left out, if there were any."""
    return [tr("Parcels without an outline were left out.")] if some else []


def _write_geoparquet(
    parcels: ParcelSource, file: Path, folder: Path, feedback: ExportFeedback
) -> tuple[int, tuple[str, ...]]:
    """Write a GeoPackage and let a child process convert it to GeoParquet."""
    environment = runtime.find()
    if environment is None:
        raise ChildError(
            tr(
                "GeoParquet is written with the Python environment of Doab. Create it first: the Doab "
                "panel offers that at its top."
            )
        )
    package = folder / "parcels.gpkg"
    count, _ = _write_whole(parcels, package, GEOPACKAGE, feedback, 0.5)

    def show_progress(event: protocol.Event) -> None:
        if isinstance(event, protocol.Progress):
            feedback.set_progress(0.5 + 0.5 * event.fraction)

    request = protocol.ExportRequest(str(package), str(file), collection=file.stem)
    summary = request_once(environment, folder, request, feedback.is_canceled, show_progress)
    if not isinstance(summary, protocol.ExportSummary):
        raise ChildError(tr("The export ended without a result. The log says more."), repr(summary))
    return count, (
        tr("fiboa columns were added; those of the layer are all there, too."),
        *_left_out(summary.without_outline > 0),
    )
