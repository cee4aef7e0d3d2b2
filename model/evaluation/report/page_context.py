"""The context of the report's template: tables and figures from the dict of a report.

Parts that the report lacks are empty, and the template leaves them out.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ...text import LANGUAGE, crop_name, format_number, tr
from .metric_descriptions import describe_briefly, describe_metrics
from .page_texts import page_texts
from .svg_figures import Curve, Value, curves, heat_map, interval_bars, percent, reliability_diagram, small_bar

HEADLINES = ("MR_px", "MR_parcel", "MR_inst", "SQ", "RQ", "PQ")
PLOTTED = ("MR_px", "MR_parcel", "SQ", "PQ", "PQ_agnostic")
SHORT_TABLE = ("MR_px", "MR_parcel", "SQ", "RQ", "PQ", "PQ_agnostic", "boundary_F1")


@dataclass(frozen=True)
class Cell:
    """A cell of a table with small text ``below``; ``best`` if it stands out in its row."""

    text: str
    below: str = ""
    best: bool = False


@dataclass(frozen=True)
class Row:
    """A row of a table; one without ``cells`` is the heading of a part.

    ``brief`` is small text below the head, ``colour`` that of a swatch before it (None: no swatch), ``code`` behind it.
    """

    head: str
    cells: Sequence[Cell] = ()
    brief: str = ""
    colour: str | None = None
    code: str = ""


@dataclass(frozen=True)
class Table:
    """A table with a head for each column; the first is that of the rows' heads."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Row]


@dataclass(frozen=True)
class Figure:
    """A drawing (SVG) with a caption."""

    drawing: str
    caption: str = ""


def build_context(report: dict) -> dict[str, Any]:
    """Return the variables of the template for a report as JSON reads it back."""
    systems = [(system["name"], system.get("scores") or {}) for system in report.get("systems") or []]
    scores = systems[0][1] if systems else {}
    overall = scores.get("overall", {})
    briefs = describe_briefly()
    return {
        "report": report,
        "text": page_texts(),
        "language": os.environ.get(LANGUAGE, "").partition("_")[0] or "en",
        "counted": sum(entry.get("support") or 0 for entry in scores.get("classes", [])),
        "headlines": [(name, briefs[name], overall[name]) for name in HEADLINES if overall.get(name)],
        "metrics": describe_metrics(),
        "comparison": _compare_systems([(name, scores.get("overall", {})) for name, scores in systems]),
        "ablation": _tabulate_ablation(report.get("ablation") or []),
        "breakdowns": _break_down(scores),
        "recall_figures": _plot_recall(systems),
        "calibration_figures": _plot_calibration(systems),
        "confusion_figure": _plot_confusion(scores.get("confusion")),
        "noise_figures": _plot_noise(report.get("noise") or {}, overall),
        "recall_ceilings": _tabulate_ceilings(report.get("noise") or {}, scores.get("confusion")),
        "variability": _tabulate_variability(report.get("variability") or []),
    }


def format_interval(score: dict | None) -> str:
    """Return the interval of a metric in percent, empty without one."""
    if not score or score.get("low") is None or score.get("high") is None:
        return ""
    return f"{percent(score['low'])}–{percent(score['high'])}"


def _score_cell(score: dict | None, best: bool = False) -> Cell:
    return Cell(percent((score or {}).get("value")), format_interval(score), best)


def _compared_cells(scores: Sequence[dict | None]) -> list[Cell]:
    """Return the cells of one metric of several systems, the highest marked unless all are equal."""
    values = [(score or {}).get("value") for score in scores]
    numbers = [value for value in values if value is not None]
    best = max(numbers) if numbers and max(numbers) > min(numbers) else None
    return [_score_cell(s, best is not None and v == best) for s, v in zip(scores, values, strict=True)]


def _difference_cell(score: dict | None, reference: dict | None) -> Cell:
    """Return the cell of a metric with its difference to a reference system, in points."""
    value, before = ((s or {}).get("value") for s in (score, reference))
    if value is None or before is None:
        return Cell(percent(value))
    difference = 100 * (value - before)
    points = format_number(difference, "+.1f")
    sign = "±" if round(difference, 1) == 0 else points[0].replace("-", "−")
    return Cell(percent(value), sign + points[1:])


def _compare_systems(systems: Sequence[tuple[str, dict]]) -> tuple[Figure, Table] | None:
    """Return a figure and a table of the overall scores of all systems."""
    rows: list[Row] = []
    briefs = describe_briefly()
    for group, metrics in describe_metrics().items():
        present = [metric for metric in metrics if any(overall.get(metric) for _, overall in systems)]
        if present:
            rows.append(Row(group))
            rows += [Row(m, _compared_cells([s.get(m) for _, s in systems]), briefs[m]) for m in present]
    if not rows:
        return None
    bars = []
    for metric in PLOTTED:
        present_in = [(name, overall[metric]) for name, overall in systems if overall.get(metric)]
        if present_in:
            bars.append((metric, [Value(name, *map(s.get, ("value", "low", "high"))) for name, s in present_in]))
    figure = Figure(interval_bars(tr("Systems side by side, percent, with 95 % intervals"), bars))
    return figure, Table(tr("Percent"), ["", *(name for name, _ in systems)], rows)


def _tabulate_ablation(variants: Sequence[dict]) -> Table | None:
    metrics = [metric for metric in SHORT_TABLE if any(v["overall"].get(metric) for v in variants)]
    if not metrics:
        return None
    whole = variants[0]["overall"]
    rows = [Row(variants[0]["name"], [_score_cell(whole.get(m)) for m in metrics])]
    for variant in variants[1:]:
        cells = [_difference_cell(variant["overall"].get(m), whole.get(m)) for m in metrics]
        rows.append(Row(variant["name"], cells))
    return Table(tr("Percent"), ["", *metrics], rows)


def _break_down(scores: dict) -> list[tuple[str, Table]]:
    """Return titles and tables of the scores by crop, by size and by clear dates."""
    crops = [entry for entry in scores.get("classes") or [] if entry.get("support")]
    parts = [
        (tr("By crop"), crops, ("MR_px", "MR_inst", "SQ", "RQ", "PQ")),
        (tr("By parcel size"), scores.get("sizes") or [], SHORT_TABLE),
        (tr("By number of clear dates"), scores.get("dates") or [], SHORT_TABLE),
    ]
    return [(title, _tabulate_strata(entries, metrics)) for title, entries, metrics in parts if entries]


def _tabulate_strata(entries: Sequence[dict], metrics: Sequence[str]) -> Table:
    """Return a row a class or stratum: its number of parcels, MR_parcel also as a bar, then ``metrics``."""
    shown = [m for m in metrics if m != "MR_parcel" and any(entry.get(m) for entry in entries)]
    rows = []
    for entry in entries:
        score, label = entry.get("MR_parcel") or {}, crop_name(str(entry["label"]))
        bar = small_bar(score.get("value"), score.get("low"), score.get("high"), tr("MR_parcel of {}").format(label))
        cells = [Cell(format_number(entry.get("support") or 0, ",")), Cell(bar)]
        cells += [_score_cell(entry.get(m)) for m in ("MR_parcel", *shown)]
        colour = str(entry["colour"]) if "colour" in entry else None
        if colour and not re.fullmatch(r"#[0-9a-fA-F]{3,8}", colour):
            colour = ""  # nothing but a colour may get into the style
        rows.append(Row(label, cells, colour=colour, code=str(entry.get("code") or "")))
    return Table(tr("Percent, with 95 % intervals"), ["", tr("Parcels"), "", "MR_parcel", *shown], rows)


def _plot_recall(systems: Sequence[tuple[str, dict]]) -> list[Figure]:
    recalls = [(name, scores["instance_recall"]) for name, scores in systems if scores.get("instance_recall")]
    if not recalls:
        return []
    figures = []
    for key, title in (("aware", tr("With their crop")), ("agnostic", tr("Whatever the crop"))):
        lines = [Curve(name, recall["thresholds"], recall[key]) for name, recall in recalls]
        figures.append(Figure(curves(title, tr("IoU at least"), tr("Parcels found"), lines), title))
    return figures


def _plot_calibration(systems: Sequence[tuple[str, dict]]) -> list[Figure]:
    calibrations = [(n, s["calibration"]) for n, s in systems if s.get("calibration", {}).get("bins")]
    title = tr("Reliability of {}")
    return [
        Figure(reliability_diagram(title.format(name), c["bins"]), f"{name}: ECE {percent(c['ece'])} %")
        for name, c in calibrations
    ]


def _plot_confusion(confusion: dict | None) -> Figure | None:
    if not confusion or not any(map(sum, confusion["counts"])):
        return None
    columns = [*map(crop_name, confusion["labels"]), tr("No field")][: len(confusion["counts"][0])]
    labelled = zip(confusion["labels"], confusion["counts"], strict=False)
    rows = [(crop_name(label), counts) for label, counts in labelled if sum(counts)]
    drawing = heat_map(tr("Confusion of crops"), [label for label, _ in rows], columns, [counts for _, counts in rows])
    return Figure(drawing)


def _plot_noise(noise: dict, overall: dict) -> list[Figure]:
    """Return the figures of scores against label noise: two kinds of flips, and jitter of outlines."""
    figures = []
    for key, title in (
        ("uniform", tr("Labels flip to any crop")),
        ("confusion", tr("Labels flip as the map confuses them")),
    ):
        points = noise.get(key)
        if points:
            rates = [p["rate"] for p in points]
            lines = [
                Curve(tr("A perfect map"), rates, [p["ceiling"] for p in points]),
                Curve(tr("This map"), rates, [p["measured"] for p in points]),
            ]
            figures.append(Figure(curves(title, tr("Labels that are wrong"), "MR_parcel", lines), title))
    points = noise.get("jitter")
    if points:
        title, axis = tr("Outlines are off"), tr("Standard deviation of outlines, pixels of 10 m")
        reached = (overall.get("SQ_agnostic") or {}).get("value")
        levels = [(tr("SQ of this map"), reached)] if reached else []
        names = ((tr("Mean IoU of a perfect map"), "sq_ceiling"), (tr("Parcels with an IoU over 0.5"), "matched"))
        lines = [Curve(name, [p["pixels"] for p in points], [p.get(key) for p in points]) for name, key in names]
        figures.append(Figure(curves(title, axis, tr("Share"), lines, levels, percent_across=False), title))
    return figures


def _tabulate_ceilings(noise: dict, confusion: dict | None) -> Table | None:
    """Return the highest recall of each crop against labels that flip as the map confuses them."""
    points = [p for p in noise.get("confusion") or [] if p["rate"] and p.get("classes")]
    if not points or not confusion or len(confusion["labels"]) != len(points[0]["classes"]):
        return None
    rows = [
        Row(crop_name(label), [Cell(percent(p["classes"][k])) for p in points])
        for k, (label, counts) in enumerate(zip(confusion["labels"], confusion["counts"], strict=True))
        if sum(counts)
    ]
    heads = ["", *(tr("{:g} % wrong").format(100 * p["rate"]) for p in points)]
    return Table(tr("Best recall of each crop, percent, where labels flip as the map confuses them"), heads, rows)


def _tabulate_variability(entries: Sequence[dict]) -> Table | None:
    if not entries:
        return None
    rows = []
    for entry in entries:
        folds = entry.get("folds")  # the value of each fold, or their number
        text = " ".join(map(percent, folds)) if isinstance(folds, list) else str(folds or "")
        cells = [Cell(percent(entry.get("mean"))), Cell(percent(entry.get("sd"))), Cell(text)]
        rows.append(Row(crop_name(entry["label"]), cells))
    return Table(tr("MR_parcel, percent"), ["", tr("Mean"), tr("Standard deviation"), tr("Folds")], rows)
