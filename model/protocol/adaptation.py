"""Requests and results of the adaptation of a result to its region."""
# ruff: noqa: UP045  (annotations are evaluated when JSON is read, and Python 3.9 does not know `X | None`)

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

FEWEST_LABELS = 4
"""So many labelled parcels, of two crops or more, are needed to learn a region."""


@dataclass(frozen=True)
class AdaptRequest:
    """Learn the region of the result ``parcels`` (GeoPackage) from labelled parcels of it.

    ``labels`` is a vector file of polygons or points with a crop, empty for the parcels whose crop an analyst decided;
    ``layer``, ``field`` and ``codes`` name its layer, its crop column and EuroCrops' table of national codes. ``added``
    are further classes, beside what is frequent among the labels, and ``absent`` those that do not grow there, by HCAT
    code or name or by label. Only with ``accept`` the result is changed. ``bundle`` is a folder for the regional
    bundle, empty for none, called ``name``, of the bundle ``parent`` that the result was mapped with (empty: the
    default one); ``overwrite`` replaces an older one there. ``shown`` says that the sender shows the result and edits
    it no longer: QGIS keeps a file that was read while an edit ended open as if it was being edited.
    """

    parcels: str
    labels: str = ""
    layer: str = ""
    field: str = ""
    codes: str = ""
    added: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    accept: bool = False
    bundle: str = ""
    parent: str = ""
    name: str = ""
    overwrite: bool = False
    shown: bool = False


@dataclass(frozen=True)
class UndoAdaptationRequest:
    """Restore what the parcels of a result (GeoPackage) were before it was adapted last; ``shown`` as above."""

    parcels: str
    shown: bool = False


@dataclass(frozen=True)
class SuggestRequest:
    """Say which ``count`` parcels of a result (GeoPackage) to label next."""

    parcels: str
    count: int = 10


@dataclass(frozen=True)
class Score:
    """A share (0 to 1) with its 95 % interval over spatial blocks, None where these are too few."""

    value: float
    low: Optional[float] = None
    high: Optional[float] = None


@dataclass(frozen=True)
class CropChange:
    """``parcels`` whose crop ``before`` becomes another one ``after``, both by label."""

    before: str
    after: str
    parcels: int


@dataclass(frozen=True)
class AdaptSummary:
    """What was learned from ``labelled`` parcels of ``source``.

    ``uncounted`` says what of the labels was not used, and how many parcels lose a crop that no label has.
    ``classes`` are all classes by label, ``label_counts`` how many labels each has, ``confusion`` the labels by true
    (row) and predicted class. Recall (mean over classes) and accuracy (over parcels), of the bundle and after learning,
    and the calibration error ``ece`` are cross-validated over spatial blocks. Of ``parcels``, ``changes`` get another
    crop, most frequent first. ``accepted`` says whether the result has been changed, ``bundle``
    where the regional bundle is.
    """

    source: str
    labelled: int
    uncounted: str
    classes: tuple[str, ...]
    label_counts: tuple[int, ...]
    confusion: tuple[tuple[int, ...], ...]
    recall_before: Score
    recall_after: Score
    accuracy_before: Score
    accuracy_after: Score
    ece: float
    parcels: int
    changes: tuple[CropChange, ...]
    accepted: bool
    bundle: str = ""


@dataclass(frozen=True)
class UndoSummary:
    """The number of ``parcels`` that have their former crops again."""

    parcels: int


@dataclass(frozen=True)
class Suggestions:
    """The ``parcels`` to label next by their parcel_id, the most useful first."""

    parcels: tuple[int, ...]
