"""One parcel through time: its attributes in the layer, and a task that reads it in the images."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from qgis.core import QgsFeature, QgsVectorLayer

from ...model import protocol
from ...model.crops import known_crops
from ..child.request_task import RequestTask
from ..child.runtime import Runtime
from ..child.worker import Worker
from ..layers.extent import crs_name
from ..parcels.crop_areas import OTHER, probabilities_of
from ..parcels.crop_names import crop_name
from ..parcels.edit_tracking import is_decided
from ..text import tr

COMPARED = 3


@dataclass(frozen=True)
class Likelihood:
    """One crop that a parcel may have.

    It has the label in the user's language, HCAT code (empty where unknown), colour and probability.
    """

    label: str
    code: str
    colour: str
    probability: float


@dataclass(frozen=True)
class Parcel:
    """The attributes of one parcel in a layer, whose crop the analyst may have ``decided``.

    ``outline`` is GeoJSON in ``crs``; ``crops`` begin with the likeliest.
    """

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
    """Return one parcel of a result layer; columns that are missing or empty are left out."""
    crops_by_label = {crop.label: crop for crop in known_crops()}
    attributes = _attributes(feature)
    crops = tuple(
        sorted(
            (
                Likelihood(
                    crop_name(label),
                    crops_by_label[label].code if label in crops_by_label else "",
                    crops_by_label[label].colour if label in crops_by_label else OTHER,
                    share,
                )
                for label, share in probabilities_of(attributes.get("probs")).items()
            ),
            key=lambda crop: -crop.probability,
        )
    )
    return Parcel(
        layer.id(),
        feature.id(),
        str(attributes.get("parcel_id", "")),
        crop_name(str(attributes.get("crop", ""))),
        str(attributes.get("EC_hcat_c", "")),
        is_decided(feature),
        float(attributes.get("area_ha", 0.0)),
        str(attributes.get("ref_date", "")),
        feature.geometry().asJson(),
        crs_name(layer.crs()),
        crops,
    )


def _attributes(feature: QgsFeature) -> dict:
    """Return the attributes that have a value."""
    names, values = feature.fields().names(), feature.attributes()
    return {name: value for name, value in zip(names, values) if isinstance(value, (str, int, float, dict))}


def compared(parcel: Parcel) -> tuple[str, ...]:
    """Return the HCAT codes of the crops to compare a parcel with: its own and the likeliest."""
    codes = [parcel.code, *(crop.code for crop in parcel.crops[:COMPARED])]
    return tuple(dict.fromkeys(code for code in codes if code))


class TimeSeriesTask(RequestTask):
    """Read ``parcel`` in the images of the job in ``job_text`` (JSON); the result is a `protocol.ParcelTimeSeries`."""

    def __init__(self, runtime: Runtime, worker: Worker, job_text: str, parcel: Parcel) -> None:
        super().__init__(tr("Read a parcel through time"), runtime, worker)
        self.parcel = parcel
        self._job_text = job_text

    def build_request(self) -> protocol.Request:
        """Return the request for the parcel."""
        job = _job(self._job_text)
        return protocol.ParcelTimeSeriesRequest(
            job.scene,
            self.parcel.reference or job.reference,
            self.parcel.outline,
            self.parcel.crs,
            compared(self.parcel),
        )


@lru_cache(maxsize=4)
def _job(text: str) -> protocol.Job:
    """Read a job: with 150 acquisitions that takes a tenth of a second, so not at every click."""
    return protocol.loads(protocol.Job, text)
