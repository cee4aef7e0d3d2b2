"""Pieces of the report's page: what each metric means, paragraphs, figures, tables and their cells.

Text is escaped here; only what says so is taken as HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape

from .svg_figures import percent, small_bar

# By part of the table: a metric's name, the same in a few words, and what else is to be known of it.
METRICS = {
    "Crops": {
        "MR_px": ("labelled pixels with their crop", "Micro recall of pixels; pixels without any parcel are errors."),
        "MR_parcel": ("parcels with their crop", "Micro recall of parcels, by what is mapped on most of each."),
    },
    "Parcels with their crop": {
        "MR_inst": (
            "parcels found, with their crop",
            "A parcel is found where one that is mapped overlaps it by an "
            "IoU (shared area over joint area) of more than 0.5.",
        ),
        "SQ": (
            "how well those found overlap",
            "Segmentation quality: the mean IoU of the parcels found. It says "
            "nothing of those missed, so read RQ with it.",
        ),
        "RQ": ("found, against missed and invented", "Recognition quality: an F1 score."),
        "PQ": ("both together", "Panoptic quality: SQ times RQ. SQ, RQ and PQ are means over classes."),
        "SQ_micro": ("SQ, all parcels alike", "Sums over all classes first, so that frequent crops count more."),
        "RQ_micro": ("RQ, all parcels alike", "Sums over all classes first."),
        "PQ_micro": ("PQ, all parcels alike", "Sums over all classes first."),
    },
    "Outlines, whatever the crop": {
        "MR_inst_agnostic": ("parcels found", "As MR_inst, whatever the crop."),
        "SQ_agnostic": ("how well those found overlap", "As SQ, whatever the crop."),
        "RQ_agnostic": ("found, against missed and invented", "As RQ, whatever the crop."),
        "PQ_agnostic": ("both together", "As PQ, whatever the crop."),
        "boundary_F1": ("outlines within 15 m", "F1 score of the pixels along true and mapped outlines."),
    },
}


def glossary() -> str:
    """What every metric means, folded away."""
    entries = "".join(
        f"<dt>{name}</dt><dd>{escape(f'{brief[0].upper()}{brief[1:]}. {more}')}</dd>"
        for metrics in METRICS.values()
        for name, (brief, more) in metrics.items()
    )
    return f"<details><summary>How to read these numbers</summary><dl>{entries}</dl></details>"


def named(metric: str) -> str:
    """The name of a metric above what it means in a few words."""
    brief = next(metrics[metric][0] for metrics in METRICS.values() if metric in metrics)
    return f"{metric}<small>{escape(brief)}</small>"


def section(title: str, *parts: str) -> str:
    """A heading and what stands below it; ``parts`` are HTML."""
    return f"<section><h2>{escape(title)}</h2>{''.join(parts)}</section>"


def paragraph(text: str | None, css: str = "") -> str:
    """A paragraph, or nothing where there is no text."""
    return f'<p class="{css}">{escape(text)}</p>' if text else ""


def figure(drawing: str, caption: str = "") -> str:
    """A drawing with its caption above it."""
    above = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
    return f"<figure>{above}{drawing}</figure>"


def table(caption: str, heads: Sequence[str], rows: Sequence[str]) -> str:
    """A table with one head a column, its rows as `row` and `part` make them."""
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    return (
        f'<div class="scroll"><table><caption>{escape(caption)}</caption><thead><tr>{top}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def row(head: str, cells: Sequence[str]) -> str:
    """A row of a table; ``head`` and ``cells`` are HTML."""
    return f'<tr><th scope="row">{head}</th>{"".join(cells)}</tr>'


def part(title: str, columns: int) -> str:
    """A row that begins a part of a table."""
    return f'<tr class="part"><th colspan="{columns}">{escape(title)}</th></tr>'


def cell(value: float | None, below: str = "", best: bool = False) -> str:
    """A share in percent with something small below it; it stands out if it is the best of its row."""
    small = f"<small>{escape(below)}</small>" if below else ""
    return f"<td{' class=best' if best else ''}>{percent(value)}{small}</td>"


def measure(told: dict | None) -> str:
    """The cell of a metric with its interval."""
    return cell((told or {}).get("value"), interval(told))


def compared(told: Sequence[dict | None]) -> list[str]:
    """The cells of one metric of several systems, the highest marked where they differ."""
    values = [(t or {}).get("value") for t in told]
    known = [value for value in values if value is not None]
    best = max(known) if known and max(known) > min(known) else None
    return [cell(v, interval(t), best is not None and v == best) for t, v in zip(told, values, strict=True)]


def changed(told: dict | None, before: dict | None) -> str:
    """The cell of a metric with its difference to another system's, in points."""
    value, old = ((t or {}).get("value") for t in (told, before))
    points = "" if value is None or old is None else f"{100 * (value - old):+.1f}"
    points = "±0.0" if points in ("+0.0", "-0.0") else points.replace("-", "−")
    return cell(value, points)


def interval(told: dict | None) -> str:
    """The interval of a metric in percent, or nothing."""
    if not told or told.get("low") is None or told.get("high") is None:
        return ""
    return f"{percent(told['low'])}–{percent(told['high'])}"


def crop_name(entry: dict) -> str:
    """A crop's label behind its colour, with its code."""
    colour = str(entry.get("colour"))
    # Nothing but a colour may get into the style.
    style = f' style="background:{colour}"' if re.fullmatch(r"#[0-9a-fA-F]{3,8}", colour) else ""
    code = f' <span class="soft">{escape(str(entry["code"]))}</span>' if entry.get("code") else ""
    return f'<span class="swatch"{style}></span>{escape(str(entry["label"]))}{code}'


def breakdown(title: str, rows: Sequence[dict], name: Callable[[dict], str], metrics: Sequence[str]) -> str:
    """A section with a row a class or stratum: how many parcels, MR_parcel also as a bar, further metrics."""
    if not rows:
        return ""
    shown = [m for m in metrics if m != "MR_parcel" and any(entry.get(m) for entry in rows)]
    lines = []
    for entry in rows:
        main = entry.get("MR_parcel") or {}
        bar = small_bar(main.get("value"), main.get("low"), main.get("high"), f"MR_parcel of {entry['label']}")
        lines.append(
            row(
                name(entry),
                [
                    f"<td>{entry.get('support') or 0:,}</td>",
                    f"<td>{bar}</td>",
                    *(measure(entry.get(m)) for m in ("MR_parcel", *shown)),
                ],
            )
        )
    return section(title, table("Percent, with 95 % intervals", ["", "Parcels", "", "MR_parcel", *shown], lines))
