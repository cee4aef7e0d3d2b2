"""The request to score a result against declared parcels, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .adaptation import Score
from .job import ParcelLayer


@dataclass(frozen=True)
class EvaluateRequest:
    """Score the parcels of the GeoPackage ``result`` against those of the layer ``truth``; write a report.

    The report and the suspicious parcels go into the folder ``out``. ``field`` is the column of crops of the layer,
    empty for one with a name of EuroCrops; ``codes`` EuroCrops' table (CSV) of the country's crop codes, empty for
    HCAT. ``incomplete`` says that there are fields which the layer lacks. ``overwrite`` replaces an older report.
    """

    result: str
    truth: ParcelLayer
    out: str
    field: str = ""
    codes: str = ""
    incomplete: bool = False
    overwrite: bool = False


@dataclass(frozen=True)
class EvaluationSummary:
    """The ``scores`` of a result by the names of the report, ``counted`` declared parcels that they rest on.

    ``data`` says in words what was compared, also what does not count. ``confusion`` counts declared parcels, a row for
    each of ``classes``, by the class mapped on most of each; its last column is "none". ``page`` is the report,
    ``suspects`` a GeoPackage with ``suspicious`` parcels whose declared crop is probably wrong, empty where it was not
    written.
    """

    page: str
    data: str
    counted: int
    scores: Mapping[str, Score]
    classes: tuple[str, ...]
    confusion: tuple[tuple[int, ...], ...]
    suspects: str = ""
    suspicious: int = 0
