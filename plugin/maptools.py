"""What the plugin's map tools have in common."""

from __future__ import annotations

from qgis.gui import QgsMapCanvas, QgsMapTool

from .compat import QAction


def put_down(canvas: QgsMapCanvas, tool: QgsMapTool) -> None:
    """Take a tool off the canvas; where it was in use the mouse moves the map again, as when QGIS was started."""
    if canvas.mapTool() is tool:
        canvas.unsetMapTool(tool)
        pan = canvas.window().findChild(QAction, "mActionPan")
        if pan is not None:
            pan.trigger()
