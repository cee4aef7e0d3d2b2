"""Remove parcels from the map while it begins to draw them, time and again: a crash would take every test with it."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from qgis.core import QgsApplication, QgsProject
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtWidgets import QApplication

from doab.plugin.parcels import crop_areas
from doab.plugin.parcels import result_layer as parcels


def main(path: str, rounds: str) -> None:
    """Load the parcels of a GeoPackage so often, start to draw them, remove them; say how many maps were begun."""
    application = QgsApplication([], True)
    application.initQgis()
    project, canvas, begun = QgsProject.instance(), QgsMapCanvas(), []
    canvas.resize(400, 300)
    canvas.renderStarting.connect(lambda: begun.append(1))
    crops = crop_areas.count_crops(Path(path))
    for _ in range(int(rounds)):
        layer = parcels.load(path, crops, "")
        project.addMapLayer(layer)
        canvas.setLayers([layer])
        canvas.setDestinationCrs(layer.crs())
        canvas.setExtent(layer.extent())
        canvas.refresh()
        before, latest = len(begun), time.monotonic() + 0.01  # it is not begun where the map before is still going
        while len(begun) == before and time.monotonic() < latest:
            QApplication.processEvents()
        project.removeMapLayer(layer)
        del layer
    canvas.stopRendering()
    sys.stdout.write(str(len(begun)))


if __name__ == "__main__":
    main(*sys.argv[1:])
