"""The scores of a result and its confusion of crops as rows of tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from ...model import protocol
from ..parcels.crop_names import crop_name
from ..text import number, tr
from ..widgets.table_model import Column


@dataclass(frozen=True)
class ScoreRow:
    """One score: its ``name`` and what it means, in the user's language."""

    name: str
    meaning: str
    score: protocol.Score


def score_rows(summary: protocol.EvaluationSummary) -> list[ScoreRow]:
    """Return the main scores of a result that are known, those of crops first."""
    names = (
        ("MR_parcel", tr("Parcels with their crop"), tr("Declared parcels on most of which their own crop is mapped")),
        ("MR_px", tr("Area with its crop"), tr("Ground of declared parcels on which their own crop is mapped")),
        (
            "MR_inst",
            tr("Parcels found, with their crop"),
            tr("Declared parcels that one mapped parcel with the same crop overlaps by more than half (IoU over 0.5)"),
        ),
        ("SQ", tr("Overlap of those found"), tr("Segmentation quality: mean IoU of the parcels found, over the crops")),
        (
            "PQ",
            tr("Panoptic quality"),
            tr("Found, against missed and invented, times the overlap: mean over crops"),
        ),
        ("PQ_agnostic", tr("Panoptic quality, any crop"), tr("The same, whatever the crop: outlines alone")),
        ("boundary_F1", tr("Outlines within 15 m"), tr("F1 score of the pixels along declared and mapped outlines")),
    )
    scores = summary.scores
    return [ScoreRow(name, f"{key}: {meaning}", scores[key]) for key, name, meaning in names if key in scores]


def score_columns() -> list[Column]:
    """Return the columns of a table of `ScoreRow`."""
    return [
        Column(tr("Score"), lambda row: row.name),
        Column("%", lambda row: number(100 * row.score.value, 1), number=True),
        Column(tr("95 % interval"), lambda row: interval(row.score), number=True),
    ]


def interval(score: protocol.Score) -> str:
    """Return the interval of a score in percent, empty where there is none."""
    if score.low is None or score.high is None:
        return ""
    return f"{number(100 * score.low, 1)} – {number(100 * score.high, 1)}"


@dataclass(frozen=True)
class ConfusionRow:
    """A declared ``crop`` and how many of its parcels are mapped as what, by the columns of the table."""

    crop: str
    counts: tuple[int, ...]


def confusion_table(summary: protocol.EvaluationSummary) -> tuple[list[Column], list[ConfusionRow]]:
    """Return the columns and rows of the confusion, without crops that are neither declared nor mapped."""
    mapped = [sum(column) for column in zip(*summary.confusion)]
    declared = [sum(row) for row in summary.confusion]
    names = [*map(crop_name, summary.classes), tr("None")]
    shown = [i for i in range(len(names)) if mapped[i] or (i < len(declared) and declared[i])]
    rows = [
        ConfusionRow(names[i], tuple(summary.confusion[i][j] for j in shown))
        for i in range(len(declared))
        if declared[i]
    ]
    columns = [Column(tr("Declared ↓  mapped →"), lambda row: row.crop)]
    columns += [Column(names[j], partial(_count, position), number=True) for position, j in enumerate(shown)]
    return columns, rows


def _count(position: int, row: ConfusionRow) -> str:
    return str(row.counts[position] or "·")
