"""From a snapshot to files in their place: by QGIS, or for GeoParquet by the child process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsFeature, QgsMapLayer, QgsProject, QgsProviderRegistry

from ...model import protocol
from ..child import runtime
from ..child.child_task import ChildTask, explain
from ..child.process import Child, ChildError
from ..run.output_file import loss, move_together, unwritten
from ..text import tr
from ..writable import is_writable_folder
from .formats import FLATGEOBUF, GEOJSON, GEOPACKAGE, GEOPARQUET, SHAPEFILE, Format, format_of, title
from .layer_writer import write
from .parcel_source import Parcels, Watch
from .shapefile import write_shapefile


@dataclass(frozen=True)
class Exported:
    """What was written, and what the analyst should know of it."""

    path: Path
    parcels: int
    notes: tuple[str, ...]


class ExportTask(ChildTask):
    """Write parcels to a file; the result is an `Exported`."""

    asks = True

    def __init__(self, parcels: Parcels, target: Path) -> None:
        super().__init__(tr("Export parcels"))
        self._parcels = parcels
        self._target = target

    def work(self, folder: Path) -> Exported:
        """Write what was asked for."""
        return export(
            self._parcels,
            self._target,
            folder,
            Watch(self.isCanceled, lambda fraction: self.setProgress(100 * fraction)),
        )


def target_of(text: str, wanted: Format | None = None) -> Path:
    """Return the file that a name asks for, with the ending of ``wanted`` if it lacks it.

    Called on the main thread. Raises `ChildError` where it cannot be written because a layer of the project is in it.
    """
    path = Path(text.strip(' "'))  # Windows copies paths with quotation marks
    if not path.name:
        raise ChildError(tr("Choose the file to write."))
    path = path.absolute()  # a bare name lies wherever QGIS was started from, and the analyst is to see where
    if wanted is not None and path.suffix.lower() not in wanted.suffixes:
        path = path.with_name(path.name + wanted.suffix)
    format_of(path)
    for layer in QgsProject.instance().mapLayers().values():
        if _same(_file_of(layer), path):
            raise ChildError(
                tr("{} is open as the layer “{}”. Choose another file, or remove the layer first.").format(
                    path.name, layer.name()
                )
            )
    return path


def _file_of(layer: QgsMapLayer) -> str:
    """Return the file behind a layer, empty where there is none; a GeoPackage may hold rasters, too."""
    return QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source()).get("path", "")


def _same(one: str, other: Path) -> bool:
    return bool(one) and os.path.normcase(os.path.abspath(one)) == os.path.normcase(os.path.abspath(other))


def export(parcels: Parcels, target: Path, folder: Path, watch: Watch) -> Exported:
    """Write parcels into ``folder`` and, once they are complete, to their place. For any thread.

    The ending of ``target`` says the format. Raises `ChildError` with the way out.
    """
    wanted = format_of(target)
    if not is_writable_folder(target.parent):
        raise ChildError(tr("The folder {} cannot be written to. Choose another file.").format(target.parent))
    if wanted in (GEOJSON, GEOPARQUET) and not parcels.crs.isValid():
        raise ChildError(
            tr(
                "The layer has no coordinate reference system, which {} needs. Give it one in its "
                "properties, under Source, and export again."
            ).format(title(wanted))
        )
    if lost := loss(target):
        raise ChildError(lost)
    made = folder / "made"
    made.mkdir()
    file = made / target.name
    if wanted == SHAPEFILE:
        count, notes = write_shapefile(parcels, file, watch)
    elif wanted == GEOPARQUET:
        count, notes = _write_geoparquet(parcels, file, folder, watch)
    else:
        count, notes = _write_whole(parcels, file, wanted, watch)
    if watch.stopped():
        raise ChildError("stopped")
    try:
        older = [target.parent / (target.stem + ending) for ending in wanted.beside]
        move_together(list(made.iterdir()), target.parent, older)
    except OSError as error:  # no room, or on Windows a program that has the older file open
        raise unwritten(target, error) from error
    return Exported(target, count, notes)


def _write_whole(
    parcels: Parcels, file: Path, wanted: Format, watch: Watch, end: float = 1.0
) -> tuple[int, tuple[str, ...]]:
    """Write every column as it is, in a format that has room for it; return the number of parcels and what to tell."""
    places = [index for index, _ in parcels.columns]
    bare = 0

    def rows() -> Iterator[tuple[QgsFeature, list]]:
        nonlocal bare
        for feature in watch.each(parcels, 0.0, end):
            if wanted == FLATGEOBUF and feature.geometry().isEmpty():  # QGIS would drop it without a word
                bare += 1
                continue
            values = feature.attributes()
            yield feature, [values[place] for place in places]

    count = write(file, wanted, [field for _, field in parcels.columns], parcels, rows())
    notes = (
        [tr("Coordinates are longitudes and latitudes in WGS 84 with 7 decimals, about a centimetre.")]
        if wanted == GEOJSON
        else []
    )
    return count, (*notes, *_left_out(bare > 0))


def _left_out(some: bool) -> list[str]:
    """Say that parcels without an outline were left out, if there were any."""
    return [tr("Parcels without an outline were left out.")] if some else []


def _write_geoparquet(parcels: Parcels, file: Path, folder: Path, watch: Watch) -> tuple[int, tuple[str, ...]]:
    """Let the child make GeoParquet of a GeoPackage."""
    found = runtime.find()
    if found is None:
        raise ChildError(
            tr(
                "GeoParquet is written with the Python environment of Doab. Create it first: the Doab "
                "panel offers that at its top."
            )
        )
    package = folder / "parcels.gpkg"
    count, _ = _write_whole(parcels, package, GEOPACKAGE, watch, 0.5)
    command = found.command("export", str(package), "--out", str(file), "--collection", file.stem)
    said = ""
    with Child(command, folder) as child:
        for line in child.lines(watch.stopped, grace=0):
            said = line
            if line.replace(".", "", 1).isdigit():
                watch.progress(0.5 + 0.5 * float(line))
        if watch.stopped():
            raise ChildError("stopped")
        if child.code != protocol.EXIT_DONE:
            raise ChildError(explain(child.code, child.errors()), child.errors())
    return count, (
        tr("fiboa columns were added; those of the layer are all there, too."),
        *_left_out("left out" in said),
    )
