"""Sample parcels and rasters on disk, waiting for conditions and tasks, and the ids of processes."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from osgeo import gdal, osr
from qgis.core import (
    QgsApplication,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsField,
    QgsGeometry,
    QgsMapLayer,
    QgsRectangle,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QVariant
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtXml import QDomDocument

from doab.model import protocol
from doab.model.outputs.existing_files import MARK

SUMMARY = protocol.MapSummary(
    out="parcels.gpkg",
    parcels=3,
    crops={"Winter wheat": 2, "Potatoes": 1},
    reference="2019-06-26",
    bundle="fake 1",
    seconds=10.0,
    tiles=4,
    side=100,
    finished=4,
    encoded=68,
)
"""What the child reports of a run."""

FIELDS = (
    ("parcel_id", QVariant.Int),
    ("EC_hcat_c", QVariant.String),
    ("EC_hcat_n", QVariant.String),
    ("crop", QVariant.String),
    ("conf", QVariant.Double),
    ("bound_q", QVariant.Double),
    ("crop2", QVariant.String),
    ("conf2", QVariant.Double),
    ("crop3", QVariant.String),
    ("conf3", QVariant.Double),
    ("area_ha", QVariant.Double),
    ("n_clear", QVariant.Int),
    ("ref_date", QVariant.String),
    ("probs", QVariant.String),
    ("decided", QVariant.String),
    ("edited", QVariant.String),
)
PARCELS = (
    (
        1,
        "3301010101",
        "winter_common_soft_wheat",
        "Winter wheat",
        1.0,
        0.9,
        "Maize",
        0.0,
        "Potatoes",
        0.0,
        4.0,
        9,
        "2019-06-26",
        "{}",
        "model",
        None,
    ),
    (
        2,
        "3301010101",
        "winter_common_soft_wheat",
        "Winter wheat",
        0.2,
        0.8,
        "Maize",
        0.15,
        "Potatoes",
        0.1,
        2.0,
        9,
        "2019-06-26",
        "{}",
        "model",
        None,
    ),
    (
        3,
        "3301030000",
        "potatoes",
        "Potatoes",
        0.5,
        0.7,
        "Maize",
        0.3,
        "Soy",
        0.1,
        3.0,
        9,
        "2019-06-26",
        "{}",
        "model",
        None,
    ),
)


def write_parcels(path: Path, parcels=PARCELS, columns: int = 10, fields=FIELDS) -> Path:
    """Write parcels as the child process does: squares of 90 m, 100 m apart, in rows of ``columns``."""
    memory = QgsVectorLayer("Polygon?crs=EPSG:32631", "parcels", "memory")
    memory.dataProvider().addAttributes([QgsField(name, kind) for name, kind in fields])
    memory.updateFields()
    features = []
    for number, values in enumerate(parcels):
        feature = QgsFeature(memory.fields())
        row, column = divmod(number, columns)
        feature.setGeometry(
            QgsGeometry.fromRect(
                QgsRectangle(574680 + 100 * column, 5621800 + 100 * row, 574770 + 100 * column, 5621890 + 100 * row)
            )
        )
        feature.setAttributes(list(values))
        features.append(feature)
    memory.dataProvider().addFeatures(features)
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = "parcels"
    options.layerOptions = [f"DESCRIPTION={MARK}"]
    QgsVectorFileWriter.writeAsVectorFormatV3(memory, str(path), QgsCoordinateTransformContext(), options)
    return path


def write_ground(path: Path) -> Path:
    """Write ground that is no farmland beside the parcels of a file, as the child process does: 9 and 0.5 ha."""
    memory = QgsVectorLayer("Polygon?crs=EPSG:32631", "ground", "memory")
    kinds = (("reason", QVariant.String), ("prob", QVariant.Double), ("area_ha", QVariant.Double))
    memory.dataProvider().addAttributes([QgsField(name, kind) for name, kind in kinds])
    memory.updateFields()
    features = []
    for number, values in enumerate((["network", 0.9, 9.0], ["left out", None, 0.5])):
        feature = QgsFeature(memory.fields())
        corner = 574680 + 500 * number
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(corner, 5622000, corner + 300, 5622300)))
        feature.setAttributes(values)
        features.append(feature)
    memory.dataProvider().addFeatures(features)
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = "not_farmland"
    options.layerOptions = [f"DESCRIPTION={MARK}"]
    options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
    QgsVectorFileWriter.writeAsVectorFormatV3(memory, str(path), QgsCoordinateTransformContext(), options)
    return path


def write_raster(path: Path) -> None:
    """Write one empty band of 4 × 4 pixels in EPSG:32631."""
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), 4, 4, 1)
    dataset.SetGeoTransform((574680, 10, 0, 5622440, 0, -10))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32631)
    dataset.SetProjection(reference.ExportToWkt())


def paste_style(layer: QgsMapLayer, other: QgsMapLayer) -> None:
    """Give the other layer the style of the first in all categories, as QGIS's “Paste style” does."""
    style = QDomDocument("qgis")
    layer.exportNamedStyle(style)
    other.importNamedStyle(style)


def wait(condition, seconds: float = 10.0) -> float:
    """Run the event loop until ``condition()`` is true; return the seconds it took."""
    start = time.monotonic()
    while not condition():
        if time.monotonic() - start > seconds:
            tasks = [(t.description(), int(t.status())) for t in QgsApplication.taskManager().tasks()]
            raise TimeoutError(f"the condition is still false; the tasks are {tasks}")
        QTest.qWait(5)
    return time.monotonic() - start


def finish(task, seconds: float = 10.0):
    """Add a task to QGIS's task manager and wait for its end."""
    ended = []
    task.ended.connect(ended.append)
    QgsApplication.taskManager().addTask(task)
    wait(lambda: ended, seconds)
    return task


def processes(*words: str) -> list[int]:
    """Return the ids of processes whose command line holds one of ``words``; a zombie has no command line."""
    process_ids = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_text("utf-8", "replace")
        except OSError:
            continue
        if any(word in command for word in words):
            process_ids.append(int(folder.name))
    return process_ids


@contextlib.contextmanager
def unreadable(path: Path) -> Iterator[None]:
    """Make a GeoPackage one whose layers are opened without features, as while another program writes to it."""
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("ALTER TABLE gpkg_contents RENAME TO hidden_contents")
        database.commit()
        yield
        database.execute("ALTER TABLE hidden_contents RENAME TO gpkg_contents")
        database.commit()
