"""The results of requests, one type for each."""
# ruff: noqa: UP045  (annotations are evaluated when JSON is read, and Python 3.9 does not know `X | Y`)

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Optional, Union

from .adaptation import AdaptSummary, Suggestions, UndoSummary
from .evaluation import EvaluationSummary
from .fine_tuning import FineTuneSummary
from .observations import ParcelTimeSeries
from .scene_description import Inspection


@dataclass(frozen=True)
class Contribution:
    """What one input gave to a run: it has usable values at a ``share`` (0 to 1) of the mapped ground.

    That is ground which the reference frame shows; usable is what is clear and has data. ``sensor`` is "S2", "S1" or
    "DEM", ``date`` the ISO date, empty for the elevation model.
    """

    sensor: str
    date: str
    share: float


@dataclass(frozen=True)
class MapSummary:
    """The result of a mapping run: ``crops`` counts the parcels by the crop's label, most frequent first.

    ``out`` is the GeoPackage, ``reference`` the ISO date of the reference frame, ``bundle`` the model's name and
    version. ``reason`` says why this frame was chosen, empty where the job names it. ``finished`` of the run's
    ``tiles`` of ``side`` × ``side`` pixels were mapped; ``encoded`` counts the acquisitions in single blocks of
    64 × 64 pixels that were not in the token cache. ``seconds`` is the run time. ``not_farmland`` are the hectares of
    ground that is no parcel, as in the layer of that name. Of the run's ``blocks``, ``resumed`` had been finished by an
    earlier run of the same job. ``unlike`` is the share of the parcels that are unlike what the bundle knows,
    ``softened`` says why all confidences were lowered, empty where they were not.
    ``contributions`` are those of the inputs, in time order by sensor; there are none where no ground was mapped.
    """

    out: str
    parcels: int
    crops: Mapping[str, int]
    reference: str
    bundle: str
    seconds: float
    tiles: int
    side: int
    finished: int
    encoded: int
    reason: str = ""
    not_farmland: float = 0.0
    blocks: int = 1
    resumed: int = 0
    unlike: float = 0.0
    softened: str = ""
    contributions: tuple[Contribution, ...] = ()


@dataclass(frozen=True)
class Estimate:
    """The size of a run, computed before it starts: the ``bundle`` by name and version, and the amount of work.

    ``crops`` are the bundle's classes, ``licence`` and ``trained_on`` are copied from its card. The run has ``tiles``
    of ``side`` × ``side`` pixels with ``acquisitions`` each, covers ``hectares``, and needs ``memory`` (bytes). Where
    an earlier run of the same job was interrupted, ``finished`` of its ``blocks`` are finished and not mapped again.
    ``elsewhere`` is a sentence where the bundle was made for another region, empty where it fits.
    """

    bundle: str
    crops: tuple[str, ...]
    licence: str
    trained_on: str
    tiles: int
    side: int
    acquisitions: int
    hectares: float
    memory: int
    blocks: int = 0
    finished: int = 0
    elsewhere: str = ""


@dataclass(frozen=True)
class Device:
    """A processor or graphics card.

    ``key`` is as in `Job.device`, ``name`` is the maker's, ``threads`` are the processor's (0 for a graphics card),
    ``free`` is the free memory in bytes, None where the system does not report it.
    """

    key: str
    name: str
    threads: int = 0
    free: Optional[int] = None


@dataclass(frozen=True)
class Devices:
    """The devices on which a small test computation succeeded, the best first; "auto" takes the first."""

    devices: tuple[Device, ...]


@dataclass(frozen=True)
class ExportSummary:
    """The result of an export: the number of ``parcels`` written and of those left out ``without_outline``."""

    parcels: int
    without_outline: int


@dataclass(frozen=True)
class Thumbnail:
    """The picture of one date: a PNG file, transparent without data; ``path`` is empty where there is none.

    ``note`` explains why there is no picture, or why it is grey.
    """

    date: str
    path: str = ""
    note: str = ""


Result = Union[
    MapSummary,
    Estimate,
    Inspection,
    ParcelTimeSeries,
    Devices,
    ExportSummary,
    AdaptSummary,
    UndoSummary,
    Suggestions,
    EvaluationSummary,
    FineTuneSummary,
]
"""What a request returns; requests that only cause events or side effects return None."""
