"""The requests that the plugin process sends to the child process."""
# ruff: noqa: UP045  (annotations are evaluated when JSON is read, and Python 3.9 does not know `X | Y`)

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Union

from ..text import tr
from .adaptation import AdaptRequest, SuggestRequest, UndoAdaptationRequest
from .checks import require_number
from .evaluation import EvaluateRequest
from .fine_tuning import FineTuneRequest
from .job import Job
from .scene_description import Acquisition, Area, Scene, Source

LARGEST_PICTURE = 4096  # pixels

CANCEL = "cancel"
"""Control line: stop the current request as soon as possible and write nothing."""

FINISH = "finish"
"""Control line: end the current mapping run with the parcels that are finished."""


@dataclass(frozen=True)
class ReadyRequest:
    """Check that the child process answers."""


@dataclass(frozen=True)
class InspectRequest:
    """Recognise the scene in ``sources`` and score its dates over ``area``, None for all that they cover.

    ``season`` is that of a `Job`.
    """

    sources: tuple[Source, ...]
    area: Optional[Area] = None
    season: str = "auto"


@dataclass(frozen=True)
class ThumbnailsRequest:
    """Write small pictures of S2 dates into ``folder``, in the order of ``acquisitions``.

    All pictures show the extent of the earliest date. The longer side has at most ``size`` pixels.
    """

    acquisitions: tuple[Acquisition, ...]
    folder: str = ""
    size: int = 96

    def check(self) -> None:
        """Raise `InputError` where the pictures would have no pixels or too many."""
        require_number(tr("The size of the pictures (pixels)"), self.size, 1, LARGEST_PICTURE)


@dataclass(frozen=True)
class DevicesRequest:
    """List the devices that can compute."""


@dataclass(frozen=True)
class EstimateRequest:
    """Estimate the size of a mapping run without reading pixels or loading the model."""

    job: Job


@dataclass(frozen=True)
class MapRequest:
    """Map the parcels of a job."""

    job: Job


@dataclass(frozen=True)
class ParcelTimeSeriesRequest:
    """Read one parcel of a map in all acquisitions, with the reference curves of ``crops`` (HCAT codes).

    ``scene`` and ``reference`` (ISO date) are those of the map. ``outline`` is a GeoJSON geometry in the units of
    ``crs`` (WKT or "EPSG:n").
    """

    scene: Scene
    reference: str
    outline: str
    crs: str
    crops: tuple[str, ...] = ()


@dataclass(frozen=True)
class ExportRequest:
    """Write the vector file ``parcels`` to ``out`` as GeoParquet after the fiboa specification.

    ``layer`` names one of several layers of the file. ``collection`` identifies the data set; empty for the name of
    ``out``. ``overwrite`` replaces an older export at ``out``.
    """

    parcels: str
    out: str
    layer: str = ""
    collection: str = ""
    overwrite: bool = False


Request = Union[
    ReadyRequest,
    InspectRequest,
    ThumbnailsRequest,
    DevicesRequest,
    EstimateRequest,
    MapRequest,
    ParcelTimeSeriesRequest,
    ExportRequest,
    AdaptRequest,
    UndoAdaptationRequest,
    SuggestRequest,
    EvaluateRequest,
    FineTuneRequest,
]
