"""Extents and coordinate reference systems of QGIS in the terms of the protocol."""

from __future__ import annotations

from qgis.core import QgsCoordinateReferenceSystem, QgsRectangle

from ...model import protocol
from ..coordinate_systems import usable
from ..text import tr


def area_of(extent: QgsRectangle, crs: QgsCoordinateReferenceSystem) -> protocol.Area:
    """Return a rectangle as a `protocol.Area`; raise `protocol.InputError` where it is empty or has no CRS."""
    if extent.isEmpty() or not extent.isFinite() or not crs.isValid():
        raise protocol.InputError(
            tr("The chosen area is empty or has no coordinate system. Choose another area in step 3.")
        )
    bounds = (extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum())
    return protocol.Area(bounds, crs_name(crs))


def crs_name(crs: QgsCoordinateReferenceSystem) -> str:
    """Return the EPSG code of a CRS, or its WKT where it has none."""
    return (
        crs.authid()
        if crs.authid().startswith("EPSG:")
        else usable(crs).toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED)
    )
