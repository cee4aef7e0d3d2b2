"""Taking the plugin's map tools off the canvas."""

from __future__ import annotations

from qgis.gui import QgsMapCanvas, QgsMapTool

from .compat import QAction


def unset_map_tool(canvas: QgsMapCanvas, tool: QgsMapTool) -> None:
    """Unset a map tool; where it was the active one, activate QGIS's pan tool, as when QGIS was started."""
    if canvas.mapTool() is tool:
        canvas.unsetMapTool(tool)
        pan = canvas.window().findChild(QAction, "mActionPan")
        if pan is not None:
            pan.trigger()
