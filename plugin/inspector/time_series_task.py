"""One parcel through time: what the layer says of it, and what the child reads of it in the images."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsVectorLayer

from ...model import protocol
from ...model.crops import known_crops
from ..child.child_task import ChildTask, explain
from ..child.process import ChildError, temporary_folder
from ..child.runtime import Runtime
from ..child.worker import Worker
from ..correction.edit_tracking import is_decided
from ..parcels.crop_areas import OTHER, probabilities_of
from ..parcels.crop_names import crop_name
from ..text import tr

COMPARED = 3


@dataclass(frozen=True)
class Likelihood:
    """One crop that a parcel may have: label in the user's language, HCAT code (empty where unknown), colour,
    probability."""

    label: str
    code: str
    colour: str
    probability: float


@dataclass(frozen=True)
class Parcel:
    """What a layer says of one parcel, whose crop the analyst may have ``decided``. ``outline`` is GeoJSON in ``crs``;
    ``crops`` begin with the likeliest."""

    layer: str
    feature: int
    number: str
    crop: str
    code: str
    decided: bool
    hectares: float
    reference: str
    outline: str
    crs: str
    crops: tuple[Likelihood, ...]


def parcel_of(layer: QgsVectorLayer, feature: QgsFeature) -> Parcel:
    """Return what a result layer says of one of its parcels; columns that are missing or empty are left out."""
    known = {crop.label: crop for crop in known_crops()}
    found = _attributes(feature)
    crops = tuple(
        sorted(
            (
                Likelihood(
                    crop_name(label),
                    known[label].code if label in known else "",
                    known[label].colour if label in known else OTHER,
                    share,
                )
                for label, share in probabilities_of(found.get("probs")).items()
            ),
            key=lambda crop: -crop.probability,
        )
    )
    return Parcel(
        layer.id(),
        feature.id(),
        str(found.get("parcel_id", "")),
        crop_name(str(found.get("crop", ""))),
        str(found.get("EC_hcat_c", "")),
        is_decided(feature),
        float(found.get("area_ha", 0.0)),
        str(found.get("ref_date", "")),
        feature.geometry().asJson(),
        _crs_name(layer.crs()),
        crops,
    )


def _attributes(feature: QgsFeature) -> dict:
    """Return the attributes that have a value."""
    names, values = feature.fields().names(), feature.attributes()
    return {name: value for name, value in zip(names, values) if isinstance(value, (str, int, float, dict))}


def _crs_name(crs: QgsCoordinateReferenceSystem) -> str:
    return (
        crs.authid()
        if crs.authid().startswith("EPSG:")
        else crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED)
    )


def compared(parcel: Parcel) -> tuple[str, ...]:
    """Return the HCAT codes of the crops whose typical curves are worth a look: its own and the likeliest."""
    codes = [parcel.code, *(crop.code for crop in parcel.crops[:COMPARED])]
    return tuple(dict.fromkeys(code for code in codes if code))


class SeriesTask(ChildTask):
    """Read ``parcel`` in the images of the job in ``made_by`` (JSON); the result is a `protocol.Series`."""

    def __init__(self, runtime: Runtime, worker: Worker, made_by: str, parcel: Parcel) -> None:
        super().__init__(tr("Read a parcel through time"))
        self.parcel = parcel
        self._runtime = runtime
        self._worker = worker
        self._made_by = made_by
        self._answer: dict | None = None
        self._reason = ""

    @contextlib.contextmanager
    def folder(self) -> Iterator[Path]:
        """Make the folder in that of the worker, once it is this task's turn."""
        with self._worker.lent(self._runtime, self.isCanceled) as parent, temporary_folder(parent) as folder:
            yield folder

    def work(self, folder: Path) -> protocol.Series | None:
        """Ask the child and read its answer."""
        made_by = _job(self._made_by)
        request = folder / "request.json"
        request.write_text(
            protocol.dumps(
                protocol.SeriesRequest(
                    made_by.scene,
                    self.parcel.reference or made_by.reference,
                    self.parcel.outline,
                    self.parcel.crs,
                    compared(self.parcel),
                )
            ),
            "utf-8",
        )
        code, errors = self._worker.series(request, self.isCanceled, self._hear)
        if self.isCanceled():
            return None
        if code != protocol.EXIT_DONE or self._answer is None:
            raise ChildError(self._reason or explain(code, errors), errors)
        return protocol.loads(protocol.Series, json.dumps(self._answer))

    def _hear(self, event: Mapping) -> None:
        if event["event"] == "done":
            self._answer = event.get("series")
        elif event["event"] == "error":
            self._reason = str(event.get("text", ""))


@lru_cache(maxsize=4)
def _job(text: str) -> protocol.Job:
    """Read a job: with 150 acquisitions that takes a tenth of a second, so not at every click."""
    return protocol.loads(protocol.Job, text)
