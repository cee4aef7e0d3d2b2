"""Doab: interactive field mapping from Sentinel-1, Sentinel-2 and a DEM.

This folder is the QGIS plugin and, by an editable install, the Python package ``doab``.
"""

from __future__ import annotations

from typing import Any


def classFactory(iface: Any) -> Any:  # noqa: N802  (the name QGIS calls)
    """Return the plugin object; called once by QGIS when the plugin is switched on."""
    from .plugin.plugin import DoabPlugin

    return DoabPlugin(iface)
