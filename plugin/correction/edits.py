"""The edits of the correction step: each is one edit command of the layer, and one step of undo."""

from __future__ import annotations

import contextlib
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from qgis.core import QgsFeature, QgsFeatureRequest, QgsGeometry, QgsProject, QgsVectorLayer, QgsWkbTypes
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEventLoop, Qt
from qgis.PyQt.QtWidgets import QApplication

from ...model.crops import Crop
from ..parcels.crop_columns import columns_of
from ..parcels.crop_names import crop_name
from ..parcels.edit_tracking import ANALYST, DECIDED, EDITED, MODEL, add_tracking_columns, timestamp
from ..parcels.ellipsoidal_area import area_function
from ..text import number, tr
from .field_task import Field

EVENT_INTERVAL = 0.03
"""Seconds of a long edit after which pending events are processed."""


class CorrectionError(Exception):
    """An edit that is not possible; the message is for the user."""


def start_editing(layer: QgsVectorLayer) -> None:
    """Start editing; raises `CorrectionError` where the layer cannot be edited."""
    if not layer.isEditable() and not layer.startEditing():
        raise CorrectionError(
            tr(
                "“{}” cannot be edited: its file is read-only or in use. Export the parcels to "
                "another file and correct them there."
            ).format(layer.name())
        )


def set_crop(layer: QgsVectorLayer, parcels: Collection[int], crop: Crop) -> None:
    """Set the crop of parcels, given by feature id; codes and confidences follow it (`columns_of`)."""
    with _edit_command(layer, tr("Set crop to {} ({})").format(crop_name(crop.label), number(len(parcels)))):
        _change_attributes(layer, parcels, lambda parcel: columns_of(crop, parcel["probs"]))


def accept_parcels(layer: QgsVectorLayer, parcels: Collection[int]) -> None:
    """Mark parcels as decided by the analyst, without another change."""
    with _edit_command(layer, tr("Accept parcels ({})").format(number(len(parcels)))):
        _change_attributes(layer, parcels, lambda _: {})


def merge_parcels(layer: QgsVectorLayer, parcels: Collection[int]) -> int:
    """Merge parcels into one and return its feature id.

    It gets the crop with the largest total area among them, and the attributes of the largest parcel of that crop.
    Raises `CorrectionError` where the parcels are not adjacent.
    """
    features = list(layer.getFeatures(_request(parcels)))
    union = _union(features)
    if len(features) < 2 or len(union.asGeometryCollection()) != 1:
        raise CorrectionError(tr("Only parcels that lie side by side can become one. Select some that share a border."))
    if QgsWkbTypes.isMultiType(layer.wkbType()):
        union.convertToMultiType()
    else:
        union.convertToSingleType()
    areas: defaultdict[str, float] = defaultdict(float)
    for feature in features:
        areas[feature["EC_hcat_c"] or ""] += feature.geometry().area()
    crop = max(areas, key=lambda code: areas[code])
    largest = max((f for f in features if (f["EC_hcat_c"] or "") == crop), key=lambda f: f.geometry().area())
    with _edit_command(layer, tr("Merge parcels ({})").format(number(len(features)))):
        _check(layer.deleteFeatures([feature.id() for feature in features if feature.id() != largest.id()]))
        _check(layer.changeGeometry(largest.id(), union, True))
        _change_attributes(layer, [largest.id()], lambda _: {"area_ha": _hectares(layer, union)})
    return largest.id()


def add_field(layer: QgsVectorLayer, field: Field) -> int:
    """Add a field that was mapped at a point, without the area of other parcels, and return its feature id.

    Raises `CorrectionError` where another parcel covers the point by now.
    """
    point = QgsGeometry.fromPointXY(field.point)
    request = QgsFeatureRequest().setFilterRect(field.outline.boundingBox())
    outline = field.outline.difference(_union(layer.getFeatures(request)))
    part = next((part for part in outline.asGeometryCollection() if part.contains(point)), None)
    if part is None:
        raise CorrectionError(tr("There is a parcel at this place already."))
    if QgsWkbTypes.isMultiType(layer.wkbType()):
        part.convertToMultiType()
    fields = layer.fields()
    parcel_id = (layer.maximumValue(fields.indexOf("parcel_id")) or 0) + 1
    values = {
        **field.values,
        "parcel_id": parcel_id,
        "area_ha": _hectares(layer, part),
        DECIDED: MODEL,
        EDITED: timestamp(),
    }
    feature = QgsFeature(fields)
    feature.setGeometry(part)
    for name, value in values.items():
        if name != "fid" and fields.indexOf(name) >= 0:
            feature.setAttribute(name, value)
    with _edit_command(layer, tr("Map one field")):
        _check(layer.addFeature(feature))
    return feature.id()


def fill_crops(layer: QgsVectorLayer, columns: Mapping[int, Mapping[str, object]]) -> None:
    """Write what the model found about parcels that the analyst drew, given by feature id and column name.

    Their number and area stay; they count as decided by the model.
    """
    fields = layer.fields()
    with _edit_command(layer, tr("Crop of drawn parcels ({})").format(number(len(columns)))):
        for fid, predicted in columns.items():
            values = {**predicted, DECIDED: MODEL, EDITED: timestamp()}
            changes = {
                index: value
                for name, value in values.items()
                if name not in ("parcel_id", "area_ha") and (index := fields.indexOf(name)) >= 0
            }
            _check(layer.changeAttributeValues(fid, changes, {}, True))


def add_columns(layer: QgsVectorLayer) -> None:
    """Add the columns of edit tracking to a layer that has none."""
    with _edit_command(layer, tr("Add columns for decisions")):
        _check(add_tracking_columns(layer))


@contextlib.contextmanager
def _edit_command(layer: QgsVectorLayer, name: str) -> Iterator[None]:
    """Make one edit command of the changes within; an exception reverts all of them."""
    start_editing(layer)
    layer.beginEditCommand(name)
    try:
        yield
    except BaseException:
        if not sip.isdeleted(layer):
            layer.destroyEditCommand()
        raise
    layer.endEditCommand()


def _change_attributes(
    layer: QgsVectorLayer,
    parcels: Collection[int],
    values_of: Callable[[QgsFeature], Mapping[str, object]],
) -> None:
    """Change attributes to ``values_of`` each parcel.

    `DECIDED` and `EDITED` change with them: their default values would need another read of each feature.
    """
    fields = layer.fields()
    request = _request(parcels).setFlags(QgsFeatureRequest.Flag.NoGeometry)
    decision = {DECIDED: ANALYST, EDITED: timestamp()}
    for feature in _process_events_between(layer.getFeatures(request)):
        changes = {
            index: value
            for name, value in {**values_of(feature), **decision}.items()
            if (index := fields.indexOf(name)) >= 0
        }
        before = {index: feature.attribute(index) for index in changes}
        # The layer may have been removed, or its editing stopped, while events were processed.
        editable = not sip.isdeleted(layer) and layer.isEditable()
        _check(editable and layer.changeAttributeValues(feature.id(), changes, before, True))


def _process_events_between(features: Iterable[QgsFeature]) -> Iterator[QgsFeature]:
    """Yield features and process events, but no user input, every `EVENT_INTERVAL` seconds."""
    QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        start = time.monotonic()
        for feature in features:
            yield feature
            if time.monotonic() - start > EVENT_INTERVAL:
                QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
                start = time.monotonic()
    finally:
        QApplication.restoreOverrideCursor()


def _union(parcels: Iterable[QgsFeature]) -> QgsGeometry:
    """Return the union of parcels; invalid geometries, which would have none, are made valid."""
    outlines = [parcel.geometry().makeValid() for parcel in parcels]
    union = QgsGeometry.unaryUnion(outlines or [QgsGeometry.fromWkt("Polygon EMPTY")])
    union.convertGeometryCollectionToSubclass(
        QgsWkbTypes.GeometryType.PolygonGeometry
    )  # making them valid may leave lines
    return union


def _hectares(layer: QgsVectorLayer, outline: QgsGeometry) -> float:
    return round(area_function(layer.crs(), QgsProject.instance().transformContext())(outline), 4)


def _request(parcels: Collection[int]) -> QgsFeatureRequest:
    return QgsFeatureRequest().setFilterFids(list(parcels))


def _check(success: bool) -> None:
    if not success:
        raise CorrectionError(tr("QGIS could not change the layer, so all stays as it was. The log panel says more."))
