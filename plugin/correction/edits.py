"""What an analyst changes in parcels: each change is one step in the edits of the layer, and one to undo."""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from qgis.core import QgsFeature, QgsFeatureRequest, QgsGeometry, QgsProject, QgsVectorLayer, QgsWkbTypes
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEventLoop, Qt
from qgis.PyQt.QtWidgets import QApplication

from ...model.crops import Crop
from ..parcels.crop_names import crop_name
from ..parcels.ellipsoidal_area import ruler_of
from ..text import number, tr
from .edit_tracking import ANALYST, DECIDED, EDITED, MODEL, add_columns, now
from .field_task import Field

SLICE = 0.03
"""Seconds of a long change after which QGIS may draw its window."""


class CorrectionError(Exception):
    """A change that cannot be made; the text says why and what to do."""


def start_editing(layer: QgsVectorLayer) -> None:
    """Turn editing on; raises `CorrectionError` where the layer cannot be edited."""
    if not layer.isEditable() and not layer.startEditing():
        raise CorrectionError(
            tr(
                "“{}” cannot be edited: its file is read-only or in use. Export the parcels to "
                "another file and correct them there."
            ).format(layer.name())
        )


def set_crop(layer: QgsVectorLayer, parcels: Collection[int], crop: Crop) -> None:
    """Give parcels, by their feature ids, another crop; what the model thought of them stays."""
    with _step(layer, tr("Set crop to {} ({})").format(crop_name(crop.label), number(len(parcels)))):
        _decide(layer, parcels, {"EC_hcat_c": crop.code, "EC_hcat_n": crop.name, "crop": crop.label})


def accept(layer: QgsVectorLayer, parcels: Collection[int]) -> None:
    """Note that the analyst takes parcels as they are."""
    with _step(layer, tr("Accept parcels ({})").format(number(len(parcels)))):
        _decide(layer, parcels, {})


def merge(layer: QgsVectorLayer, parcels: Collection[int]) -> int:
    """Make one parcel of several and return its feature id.

    It has the crop with the most area among them, and all else that the largest parcel of that crop says. Raises
    `CorrectionError` where the parcels do not lie side by side.
    """
    features = list(layer.getFeatures(_request(parcels)))
    whole = _covered(features)
    if len(features) < 2 or len(whole.asGeometryCollection()) != 1:
        raise CorrectionError(tr("Only parcels that lie side by side can become one. Select some that share a border."))
    if QgsWkbTypes.isMultiType(layer.wkbType()):
        whole.convertToMultiType()
    else:
        whole.convertToSingleType()
    areas = Counter()
    for feature in features:
        areas[feature["EC_hcat_c"] or ""] += feature.geometry().area()
    crop = max(areas, key=areas.get)
    kept = max((f for f in features if (f["EC_hcat_c"] or "") == crop), key=lambda f: f.geometry().area())
    with _step(layer, tr("Merge parcels ({})").format(number(len(features)))):
        _done(layer.deleteFeatures([feature.id() for feature in features if feature.id() != kept.id()]))
        _done(layer.changeGeometry(kept.id(), whole, True))
        _decide(layer, [kept.id()], {"area_ha": _hectares(layer, whole)})
    return kept.id()


def add_field(layer: QgsVectorLayer, field: Field) -> int:
    """Add a field that was mapped afterwards, without what other parcels cover, and return its feature id.

    Raises `CorrectionError` where there is a parcel at its place by now.
    """
    place = QgsGeometry.fromPointXY(field.point)
    around = QgsFeatureRequest().setFilterRect(field.outline.boundingBox())
    outline = field.outline.difference(_covered(layer.getFeatures(around)))
    piece = next((piece for piece in outline.asGeometryCollection() if piece.contains(place)), None)
    if piece is None:
        raise CorrectionError(tr("There is a parcel at this place already."))
    if QgsWkbTypes.isMultiType(layer.wkbType()):
        piece.convertToMultiType()
    fields = layer.fields()
    number_ = (layer.maximumValue(fields.indexOf("parcel_id")) or 0) + 1
    values = {**field.values, "parcel_id": number_, "area_ha": _hectares(layer, piece), DECIDED: MODEL, EDITED: now()}
    feature = QgsFeature(fields)
    feature.setGeometry(piece)
    for name, value in values.items():
        if name != "fid" and fields.indexOf(name) >= 0:
            feature.setAttribute(name, value)
    with _step(layer, tr("Map one field")):
        _done(layer.addFeature(feature))
    return feature.id()


def prepare(layer: QgsVectorLayer) -> None:
    """Add the columns that record decisions to a layer that has none."""
    with _step(layer, tr("Add columns for decisions")):
        _done(add_columns(layer))


@contextlib.contextmanager
def _step(layer: QgsVectorLayer, name: str) -> Iterator[None]:
    """Make one step to undo of all that happens within; an error takes it all back."""
    start_editing(layer)
    layer.beginEditCommand(name)
    try:
        yield
    except BaseException:
        if not sip.isdeleted(layer):
            layer.destroyEditCommand()
        raise
    layer.endEditCommand()


def _decide(layer: QgsVectorLayer, parcels: Collection[int], values: Mapping[str, object]) -> None:
    """Write ``values`` and who decided so. Left to `keep_record`, each parcel would be read once more for it."""
    fields = layer.fields()
    written = {
        fields.indexOf(name): value
        for name, value in {**values, DECIDED: ANALYST, EDITED: now()}.items()
        if fields.indexOf(name) >= 0
    }
    request = _request(parcels).setFlags(QgsFeatureRequest.Flag.NoGeometry).setSubsetOfAttributes(list(written))
    for feature in _breathing(layer.getFeatures(request)):
        before = {index: feature.attribute(index) for index in written}
        # The layer may have been removed, or its edits ended, while QGIS drew breath.
        there = not sip.isdeleted(layer) and layer.isEditable()
        _done(there and layer.changeAttributeValues(feature.id(), written, before, True))


def _breathing(features: Iterable[QgsFeature]) -> Iterator[QgsFeature]:
    """Yield features; every now and then QGIS draws its window meanwhile, and what the analyst does waits its turn."""
    QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        begun = time.monotonic()
        for feature in features:
            yield feature
            if time.monotonic() - begun > SLICE:
                QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
                begun = time.monotonic()
    finally:
        QApplication.restoreOverrideCursor()


def _covered(parcels: Iterable[QgsFeature]) -> QgsGeometry:
    """Return what parcels cover together; outlines that cross themselves would give nothing as they are."""
    outlines = [parcel.geometry().makeValid() for parcel in parcels]
    whole = QgsGeometry.unaryUnion(outlines or [QgsGeometry.fromWkt("Polygon EMPTY")])
    whole.convertGeometryCollectionToSubclass(QgsWkbTypes.GeometryType.PolygonGeometry)  # such outlines leave lines
    return whole


def _hectares(layer: QgsVectorLayer, outline: QgsGeometry) -> float:
    return round(ruler_of(layer.crs(), QgsProject.instance().transformContext())(outline), 4)


def _request(parcels: Collection[int]) -> QgsFeatureRequest:
    return QgsFeatureRequest().setFilterFids(list(parcels))


def _done(success: bool) -> None:
    if not success:
        raise CorrectionError(tr("QGIS could not change the layer, so all stays as it was. The log panel says more."))
