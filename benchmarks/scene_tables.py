"""The report of benchmarks/real_scenes.py as Markdown tables, in percent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import mean

ATTRIBUTION = "Contains modified Copernicus Sentinel data."


def as_markdown(report: dict) -> str:
    """Return the tables of those parts that a report has."""
    bundle = report["bundle"]
    head = f"Bundle {bundle['name']} {bundle['version']} on real scenes, {report['created']}, {report['seconds']} s. "
    tables = {
        "denmark": denmark_table,
        "eeklo": eeklo_table,
        "frames": frames_table,
        "light": light_table,
        "bands": bands_table,
        "content": content_table,
    }
    parts = [make(report[part]) for part, make in tables.items() if part in report]
    return "\n\n".join([head + ATTRIBUTION, summary_table(report), *parts])


def summary_table(report: dict) -> str:
    """Return one line of the figures by which versions are compared, as far as their parts were computed."""
    figures = {}
    if "denmark" in report:
        figures["denmark PQ"] = report["denmark"]["parts"]["whole"]["PQ"]
        figures["boundary F1"] = report["denmark"]["parts"]["whole"]["boundary_F1"]
        figures["undeclared mapped"] = report["denmark"]["mapped_outside"]
    if "eeklo" in report:
        eeklo = report["eeklo"]["mean"]
        figures |= {"eeklo MR_parcel": eeklo["MR_parcel"], "eeklo PQ, any crop": eeklo["PQ_agnostic"]}
    if "frames" in report:
        figures["frames"] = mean(row["PQ_agnostic"] for row in report["frames"].values())
    if "light" in report:
        changed = report["light"][1:]
        scenes = [name for name in changed[0] if name not in ("change", "denmark")]
        figures["light, denmark PQ"] = mean(row["denmark"]["PQ_agnostic"] for row in changed)
        figures["light, agreement"] = mean(row[name]["PQ_agnostic"] for row in changed for name in scenes)
    if "bands" in report:
        fewer = report["bands"][1:]
        scenes = [name for name in fewer[0] if name not in ("images", "bands")]
        figures["bands, agreement"] = mean(row[name]["PQ_agnostic"] for row in fewer for name in scenes)
    return table(("bundle", *figures), [[report["bundle"]["version"], *map(percent, figures.values())]])


def denmark_table(scores: dict) -> str:
    """Return the scores in Denmark, of the whole and of the halves."""
    names = ("PQ", "SQ", "RQ", "boundary_F1")
    rows = [[part, row["parcels"], *(percent(row[name]) for name in names)] for part, row in scores["parts"].items()]
    low, high = scores["parts"]["whole"]["PQ_interval"]
    return (
        table(("denmark", "parcels", "PQ, any crop", "SQ", "RQ", "boundary F1"), rows)
        + f"\n\nPQ of the whole: 95 % interval {percent(low)} to {percent(high)}. Of the ground outside declared "
        f"parcels ({percent(scores['undeclared'])} of all) {percent(scores['mapped_outside'])} is mapped. With crops: "
        f"MR_px {percent(scores['MR_px'])}, MR_parcel {percent(scores['MR_parcel'])}."
    )


def eeklo_table(scores: dict) -> str:
    """Return the scores near Eeklo by reference frame."""
    names = ("MR_px", "MR_parcel", "PQ", "PQ_agnostic", "mapped_outside")
    rows = [
        [f"{date} (proposed)" if date == scores["proposed"] else date, *(percent(row[name]) for name in names)]
        for date, row in {**scores["frames"], "mean": scores["mean"]}.items()
    ]
    return table(("eeklo, frame", "MR_px", "MR_parcel", "PQ", "PQ, any crop", "undeclared ground mapped"), rows)


def frames_table(scores: dict) -> str:
    """Return the agreement between the maps of two frames."""
    rows = [[name, row["frames"], percent(row["PQ_agnostic"])] for name, row in scores.items()]
    return table(("scene", "frames", "agreement of two frames"), rows)


def light_table(scores: Sequence[dict]) -> str:
    """Return the scores under other light: PQ of any crop, ground mapped, ground that the engine's mask leaves."""
    names = [name for name in scores[0] if name != "change"]
    rows = [
        [row["change"], *(cells(row[name], ("PQ_agnostic", "mapped", "clear")) for name in names)] for row in scores
    ]
    return table(("light (PQ / mapped / clear)", *names), rows)


def bands_table(scores: Sequence[dict]) -> str:
    """Return the agreement with the map of all images and bands, and the ground mapped."""
    names = [name for name in scores[0] if name not in ("images", "bands")]
    rows = [
        [row["images"], row["bands"], *(cells(row[name], ("PQ_agnostic", "mapped")) for name in names)]
        for row in scores
    ]
    return table(("images", "bands (PQ / mapped)", *names), rows)


def content_table(scores: dict) -> str:
    """Return what each map holds."""
    rows = []
    for name, row in scores.items():
        entropy = f"{row['entropy']:.2f}"
        median = f"{row['median_ha']:.2f}"
        if "declared_entropy" in row:
            entropy += f" ({row['declared_entropy']:.2f})"
            median += f" ({row['declared_median_ha']:.2f})"
        common = ", ".join(f"{label} {percent(share)}" for label, share in list(row["crops"].items())[:3])
        rows.append([name, row["parcels"], median, percent(row["mapped"]), percent(row["confidence"]), entropy, common])
    columns = "scene", "parcels", "median ha", "ground mapped", "confidence", "entropy of crops, bits", "largest crops"
    return table(columns, rows)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def cells(row: dict, names: Sequence[str]) -> str:
    """Return some values of a row in one cell."""
    return " / ".join(percent(row[name]) for name in names)


def percent(value: float | None) -> str:
    """Return a share as percent with one decimal; a dash where it is not defined."""
    return "–" if value is None or value != value else f"{100 * value:.1f}"
