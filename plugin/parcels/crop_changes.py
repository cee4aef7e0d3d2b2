"""What became of each crop between two maps of the same ground: two years, or before and after a correction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qgis.core import QgsFeature, QgsGeometry, QgsSpatialIndex, QgsWkbTypes

from .crop_names import crop_name

CODE, CROP = "EC_hcat_c", "crop"


@dataclass(frozen=True)
class Change:
    """A piece of ground with its crop in both maps, as (code, name); None where a map has no parcel there."""

    outline: QgsGeometry
    before: tuple[str, str] | None
    after: tuple[str, str] | None

    @property
    def is_change(self) -> bool:
        """Whether the crops are two."""
        return (self.before or ("", ""))[0] != (self.after or ("", ""))[0]


def crop_changes(before: Iterable[QgsFeature], after: Iterable[QgsFeature]) -> Iterator[Change]:
    """Yield the pieces that parcels of two maps share, and the rest of each; both maps are in one CRS.

    Parcels of one map do not overlap. Pieces that only touch have no area and are left out.
    """
    later = {feature.id(): feature for feature in after if feature.hasGeometry()}
    index = QgsSpatialIndex()
    for feature in later.values():
        index.addFeature(feature)
    rests = {number: feature.geometry().makeValid() for number, feature in later.items()}
    for feature in (one for one in before if one.hasGeometry()):
        outline = feature.geometry().makeValid()
        rest = QgsGeometry(outline)
        for number in index.intersects(outline.boundingBox()):
            other = later[number].geometry().makeValid()
            shared = _polygons(outline.intersection(other))
            if shared.isEmpty():
                continue
            yield Change(shared, _crop(feature), _crop(later[number]))
            rest, rests[number] = rest.difference(other), rests[number].difference(outline)
        if not (rest := _polygons(rest)).isEmpty():
            yield Change(rest, _crop(feature), None)
    for number, outline in rests.items():
        if not (rest := _polygons(outline)).isEmpty():
            yield Change(rest, None, _crop(later[number]))


def _polygons(geometry: QgsGeometry) -> QgsGeometry:
    """Return the polygons of a geometry as a multipolygon; what two parcels share may be points and lines, too."""
    geometry.convertGeometryCollectionToSubclass(QgsWkbTypes.GeometryType.PolygonGeometry)
    if geometry.type() != QgsWkbTypes.GeometryType.PolygonGeometry:
        return QgsGeometry()
    geometry.convertToMultiType()
    return geometry


def _crop(feature: QgsFeature) -> tuple[str, str]:
    code, label = (str(feature[name] or "") for name in (CODE, CROP))
    return code, crop_name(label)
