"""The area of outlines on the ground, whatever the coordinate system of their layer."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsGeometry,
    QgsUnitTypes,
)

EQUAL_AREA = "EPSG:6933"
"""A projection of the whole earth in which areas are those on the ground, in square metres."""

STRETCHED = ("merc", "webmerc", "eqc")
"""Projections in metres, as PROJ calls them, in which areas grow towards the poles."""


def is_true(crs: QgsCoordinateReferenceSystem) -> bool:
    """Say whether areas can be taken from coordinates as they are, as in UTM and in national grids."""
    return not crs.isValid() or (
        not crs.isGeographic()
        and crs.mapUnits() == QgsUnitTypes.DistanceUnit.DistanceMeters
        and crs.projectionAcronym() not in STRETCHED
    )


def ruler_of(
    crs: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext
) -> Callable[[QgsGeometry], float]:
    """Return what measures outlines in ``crs`` in hectares, on any thread."""
    if is_true(crs):
        return lambda outline: outline.area() / 10_000
    way = QgsCoordinateTransform(crs, QgsCoordinateReferenceSystem(EQUAL_AREA), context)

    def hectares(outline: QgsGeometry) -> float:
        moved = QgsGeometry(outline)
        moved.transform(way)
        return moved.area() / 10_000

    return hectares


def area_expression(crs: QgsCoordinateReferenceSystem) -> str:
    """Return the expression of QGIS for the hectares of a parcel in ``crs``, to four decimals.

    Where expressions have no name for a CRS, as for one of the analyst's own in feet, the column stays as it is.
    """
    if not is_true(crs) and not crs.authid():
        return '"area_ha"'
    outline = "$geometry" if is_true(crs) else f"transform($geometry, '{crs.authid()}', '{EQUAL_AREA}')"
    return f"round(area({outline}) / 10000, 4)"
