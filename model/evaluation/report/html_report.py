"""The report of an evaluation: one dict, written as JSON and as a page that needs nothing but itself."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from html import escape
from pathlib import Path
from string import Template

from .page_elements import (
    METRICS,
    breakdown,
    cell,
    changed,
    compared,
    crop_name,
    figure,
    glossary,
    interval,
    measure,
    named,
    paragraph,
    part,
    row,
    section,
    table,
)
from .svg_figures import Curve, Value, curves, heat_map, interval_bars, percent, reliability_diagram

TEMPLATE = Path(__file__).resolve().parents[3] / "resources" / "report" / "report.html"
HEADLINES = ("MR_px", "MR_parcel", "MR_inst", "SQ", "RQ", "PQ")
DRAWN = ("MR_px", "MR_parcel", "SQ", "PQ", "PQ_agnostic")
BRIEF = ("MR_px", "MR_parcel", "SQ", "RQ", "PQ", "PQ_agnostic", "boundary_F1")


def write_report(report: dict, folder: Path) -> Path:
    """Write report.json and report.html into ``folder``, which is made where it is missing; return the page's path.

    Parts that the report lacks are left out of the page.
    """
    folder.mkdir(parents=True, exist_ok=True)
    report = plain(report)
    text = json.dumps(report, ensure_ascii=False, indent=1, allow_nan=False)
    (folder / "report.json").write_text(text + "\n", encoding="utf-8")
    path = folder / "report.html"
    path.write_text(page(report), encoding="utf-8")
    return path


def plain(value):
    """Return a value as JSON reads it back: plain types, floats to four digits, None for what is no number."""
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, float):
        return round(value, 4) if math.isfinite(value) else None
    return value


def page(report: dict) -> str:
    """Return a report, as `plain` makes it, as a page of HTML."""
    sections: tuple[Callable[[dict], str], ...] = (
        _heading,
        _systems,
        _ablation,
        _classes,
        _strata,
        _found,
        _calibration,
        _confusion,
        _noise,
        _variability,
        _origin,
    )
    body = "\n".join(filter(None, (write_section(report) for write_section in sections)))
    template = Template(TEMPLATE.read_text(encoding="utf-8"))
    return template.substitute(title=escape(report.get("title", "Evaluation")), body=body)


def _first(report: dict) -> dict:
    """The scores of the system that the report is about."""
    return next((scores for _, scores in _scores(report)), {})


def _scores(report: dict) -> list[tuple[str, dict]]:
    """The systems by name with their scores."""
    return [(system["name"], system.get("scores") or {}) for system in report.get("systems") or []]


def _heading(report: dict) -> str:
    scores = _first(report)
    told = [report.get("generator"), report.get("created")]
    count = sum(entry.get("support") or 0 for entry in scores.get("classes", []))
    if count:
        told.insert(0, f"{count:,} reference parcels")
    parts = [
        f"<h1>{escape(report.get('title', 'Evaluation'))}</h1>",
        paragraph(report.get("data"), "lead"),
        paragraph(" · ".join(filter(None, told)), "soft"),
    ]
    if report.get("simulated"):
        parts.append(
            '<p class="simulated"><b>SIMULATED.</b> The scenes of this report were painted by a program. Its '
            "scores tell systems apart; they do not say how well real fields are mapped.</p>"
        )
    tiles = [
        f'<div class="tile"><span>{named(metric)}</span><b>{percent(told["value"])}</b>'
        f"<span>{interval(told) or 'no interval'}</span></div>"
        for metric in HEADLINES
        for told in [scores.get("overall", {}).get(metric)]
        if told
    ]
    if tiles:
        parts += [
            paragraph(f"{report['systems'][0]['name']}: percent, with 95 % intervals", "soft above"),
            f'<div class="tiles">{"".join(tiles)}</div>',
            glossary(),
        ]
    return "\n".join(parts)


def _systems(report: dict) -> str:
    systems = [(name, scores.get("overall", {})) for name, scores in _scores(report)]
    rows: list[str] = []
    for title, metrics in METRICS.items():
        known = [metric for metric in metrics if any(overall.get(metric) for _, overall in systems)]
        if known:
            rows.append(part(title, len(systems) + 1))
            rows += [row(named(metric), compared([overall.get(metric) for _, overall in systems])) for metric in known]
    if not rows:
        return ""
    groups = [
        (
            metric,
            [
                Value(name, *(overall[metric].get(key) for key in ("value", "low", "high")))
                for name, overall in systems
                if overall.get(metric)
            ],
        )
        for metric in DRAWN
    ]
    return section(
        "Systems side by side",
        paragraph(
            "All systems map the same scenes. Intervals come from drawing clusters of parcels anew (95 %). The "
            "best value of a row stands out, even where the intervals overlap."
        ),
        figure(
            interval_bars(
                "Systems side by side, percent, with 95 % intervals",
                [(metric, values) for metric, values in groups if values],
            )
        ),
        table("Percent", ["", *(name for name, _ in systems)], rows),
    )


def _ablation(report: dict) -> str:
    variants = report.get("ablation") or []
    shown = [metric for metric in BRIEF if any(v["overall"].get(metric) for v in variants)]
    if not shown:
        return ""
    whole = variants[0]["overall"]
    rows = [
        row(
            escape(v["name"]),
            [
                measure(whole.get(metric)) if v is variants[0] else changed(v["overall"].get(metric), whole.get(metric))
                for metric in shown
            ],
        )
        for v in variants
    ]
    return section(
        "What each part contributes",
        paragraph(
            "The same network with something taken away. Below each value is the difference to the first row, in "
            "points."
        ),
        table("Percent", ["", *shown], rows),
    )


def _classes(report: dict) -> str:
    present = [entry for entry in _first(report).get("classes") or [] if entry.get("support")]
    return breakdown("By crop", present, crop_name, ("MR_px", "MR_inst", "SQ", "RQ", "PQ"))


def _strata(report: dict) -> str:
    scores = _first(report)
    return "".join(
        breakdown(title, scores.get(key) or [], lambda entry: escape(entry["label"]), BRIEF)
        for title, key in (("By parcel size", "sizes"), ("By number of clear dates", "dates"))
    )


def _found(report: dict) -> str:
    known = [(name, scores["instance_recall"]) for name, scores in _scores(report) if scores.get("instance_recall")]
    if not known:
        return ""
    figures = [
        figure(
            curves(
                title,
                "IoU at least",
                "Parcels found",
                [Curve(name, recall["thresholds"], recall[key]) for name, recall in known],
            ),
            title,
        )
        for key, title in (("aware", "With their crop"), ("agnostic", "Whatever the crop"))
    ]
    return section(
        "Parcels found",
        paragraph("Share of the reference parcels that one mapped parcel matches at least this well."),
        *_side_by_side(figures),
    )


def _calibration(report: dict) -> str:
    known = [
        (name, scores["calibration"]) for name, scores in _scores(report) if scores.get("calibration", {}).get("bins")
    ]
    if not known:
        return ""
    figures = [
        figure(reliability_diagram(f"Reliability of {name}", told["bins"]), f"{name}: ECE {percent(told['ece'])} %")
        for name, told in known
    ]
    return section(
        "Calibration",
        paragraph(
            "Of the parcels mapped with a confidence of 80 %, 80 % should be right: bars should end "
            "on the dotted line. ECE, the expected calibration error, is how far they are from it on "
            "average. Pale bars rest on few parcels."
        ),
        *_side_by_side(figures),
    )


def _confusion(report: dict) -> str:
    told = _first(report).get("confusion")
    if not told or not any(map(sum, told["counts"])):
        return ""
    columns = [*told["labels"], "No field"][: len(told["counts"][0])]
    kept = [(label, counts) for label, counts in zip(told["labels"], told["counts"], strict=False) if sum(counts)]
    drawn = heat_map("Confusion of crops", [label for label, _ in kept], columns, [counts for _, counts in kept])
    return section(
        "Confusion",
        paragraph(
            "Rows are true crops, columns mapped ones: percent of the row, and behind it how many parcels that is."
        ),
        figure(drawn),
    )


def _noise(report: dict) -> str:
    noise = report.get("noise")
    if not noise:
        return ""
    figures = []
    for key, title in (("uniform", "Labels flip to any crop"), ("confusion", "Labels flip as the map confuses them")):
        points = noise.get(key)
        if points:
            rates = [p["rate"] for p in points]
            figures.append(
                figure(
                    curves(
                        title,
                        "Labels that are wrong",
                        "MR_parcel",
                        [
                            Curve("A perfect map", rates, [p["ceiling"] for p in points]),
                            Curve("This map", rates, [p["measured"] for p in points]),
                        ],
                    ),
                    title,
                )
            )
    if noise.get("jitter"):
        title, reached = "Outlines are off", (_first(report).get("overall", {}).get("SQ_agnostic") or {}).get("value")
        told = (("Mean IoU of a perfect map", "sq_ceiling"), ("Parcels with an IoU over 0.5", "matched"))
        lines = [
            Curve(name, [p["pixels"] for p in noise["jitter"]], [p.get(key) for p in noise["jitter"]])
            for name, key in told
        ]
        figures.append(
            figure(
                curves(
                    title,
                    "Standard deviation of outlines, pixels of 10 m",
                    "Share",
                    lines,
                    [("SQ of this map", reached)] if reached else [],
                    percent_across=False,
                ),
                title,
            )
        )
    found = noise.get("estimated")
    between = f" (95\u00a0% interval {interval(found)}\u00a0%)" if interval(found) else ""
    return section(
        "What wrong labels cost",
        paragraph(
            "A reference with errors keeps even a perfect map from a perfect score. The curves tell how high it "
            "can get where whole parcels carry a wrong crop or outlines are off, and what this map gets then."
        ),
        paragraph(
            f"Confident learning takes {percent(found['rate'])} % of the reference's labels for wrong{between}."
            if found
            else ""
        ),
        *_side_by_side(figures),
        _class_ceilings(report),
    )


def _class_ceilings(report: dict) -> str:
    """The best recall of each crop against labels that flip as the map confuses them."""
    points = [p for p in report["noise"].get("confusion") or [] if p["rate"] and p.get("classes")]
    told = _first(report).get("confusion")
    if not points or not told or len(told["labels"]) != len(points[0]["classes"]):
        return ""
    rows = [
        row(escape(label), [cell(p["classes"][k]) for p in points])
        for k, (label, counts) in enumerate(zip(told["labels"], told["counts"], strict=True))
        if sum(counts)
    ]
    heads = ["", *(f"{100 * p['rate']:g} % wrong" for p in points)]
    return table("Best recall of each crop, percent, where labels flip as the map confuses them", heads, rows)


def _variability(report: dict) -> str:
    if not report.get("variability"):
        return ""
    rows = [
        row(escape(v["label"]), [cell(v.get("mean")), cell(v.get("sd")), f"<td>{_folds(v.get('folds'))}</td>"])
        for v in report["variability"]
    ]
    told = table("MR_parcel, percent", ["", "Mean", "Standard deviation", "Folds"], rows)
    return section("Variability over folds", told)


def _folds(folds) -> str:
    """Each fold's value, or how many there are."""
    return " ".join(map(percent, folds)) if isinstance(folds, list) else escape(str(folds or ""))


def _origin(report: dict) -> str:
    parts = []
    if report.get("protocol"):
        sentences = "".join(f"<li>{escape(sentence)}</li>" for sentence in report["protocol"])
        parts.append(section("Protocol", f"<ul>{sentences}</ul>"))
    if report.get("bundle"):
        entries = "".join(
            f"<dt>{escape(key.replace('_', ' ').capitalize())}</dt><dd>{escape(str(value))}</dd>"
            for key, value in report["bundle"].items()
            if value not in (None, "")
        )
        parts.append(section("Bundle", f"<dl>{entries}</dl>"))
    if report.get("attribution"):
        parts.append(f"<footer>{escape(report['attribution'])}</footer>")
    return "\n".join(parts)


def _side_by_side(figures: list[str]) -> tuple[str, ...]:
    return ('<div class="figures">', *figures, "</div>")
