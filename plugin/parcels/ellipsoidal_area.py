"""The area of polygons on the ground in hectares, for any coordinate reference system."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsGeometry,
    QgsUnitTypes,
)

from ..coordinate_systems import reference_system, usable

EQUAL_AREA = "EPSG:6933"
"""An equal-area projection of the whole earth, in metres."""

SQUARE_METRES_PER_HECTARE = 10_000

DISTORTING = ("merc", "webmerc", "eqc")
"""Projections in metres, by PROJ's names, in which areas grow towards the poles."""


def preserves_area(crs: QgsCoordinateReferenceSystem) -> bool:
    """Return whether planar areas are those on the ground, as in UTM and in national grids."""
    return not crs.isValid() or (
        not crs.isGeographic()
        and crs.mapUnits() == QgsUnitTypes.DistanceUnit.DistanceMeters
        and crs.projectionAcronym() not in DISTORTING
    )


def area_function(
    crs: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext
) -> Callable[[QgsGeometry], float]:
    """Return a function for the hectares of polygons in ``crs``, for any thread."""
    if preserves_area(crs):
        return lambda polygon: polygon.area() / SQUARE_METRES_PER_HECTARE
    transform = QgsCoordinateTransform(usable(crs), reference_system(EQUAL_AREA), context)

    def hectares(polygon: QgsGeometry) -> float:
        projected = QgsGeometry(polygon)
        projected.transform(transform)
        return projected.area() / SQUARE_METRES_PER_HECTARE

    return hectares


def area_expression(crs: QgsCoordinateReferenceSystem) -> str:
    """Return the QGIS expression for the hectares of a parcel in ``crs``, to four decimals.

    Without an authority id, as a custom CRS in feet has none, the expression is the column itself.
    """
    if not preserves_area(crs) and not crs.authid():
        return '"area_ha"'
    polygon = "$geometry" if preserves_area(crs) else f"transform($geometry, '{crs.authid()}', '{EQUAL_AREA}')"
    return f"round(area({polygon}) / {SQUARE_METRES_PER_HECTARE}, 4)"
