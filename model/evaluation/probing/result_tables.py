"""Results of probing as Markdown tables, also inside a document between marks."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from .encoder_probe import ProbeResult, ProbeTask

METHODS = {"logistic": "logistic regression", "neighbours": "nearest neighbours"}
RAW_BANDS = "raw bands"  # the representation that others are compared with
BEGIN, END = "<!-- doab probe begins -->", "<!-- doab probe ends -->"


def describe_task(task: ProbeTask) -> str:
    """Return the size of a task: "345 parcels of 7 classes"."""
    classes = len(set(task.train.crop))
    parcels = f"{len(task.train.key)} parcels of {classes} classes"
    return parcels if task.test is None else f"learned from {parcels}, tested on {len(task.test.key)}"


def format_table(results: Sequence[ProbeResult]) -> str:
    """Return the results of one task as a Markdown table, in percent: mean ± deviation, difference to raw bands."""
    columns = list(dict.fromkeys((result.method, result.labels) for result in results))
    folds = {(r.representation, r.method, r.labels): 100 * np.array(r.folds) for r in results}

    def cell(name: str, column: tuple[str, str]) -> str:
        values, raw = folds[name, *column], folds[RAW_BANDS, *column]
        text = f"{values.mean():.1f} ± {values.std():.1f}"
        return text if name == RAW_BANDS else f"{text} ({(values - raw).mean():+.1f} ± {(values - raw).std():.1f})"

    def title(method: str, labels: str) -> str:
        return f"{METHODS[method]}, " + ("all labels" if labels == "all" else f"{labels} a class")

    rows = [["", *(title(*column) for column in columns)]]
    rows += [[name, *(cell(name, c) for c in columns)] for name in dict.fromkeys(r.representation for r in results)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    rows.insert(1, ["-" * width for width in widths])
    return "\n".join("| " + " | ".join(map(str.ljust, row, widths)) + " |" for row in rows)


def replace_between_marks(document: str, tables: str) -> str:
    """Return ``document`` with ``tables`` between its marks, or the tables alone if it has no marks."""
    marked = f"{BEGIN}\n{tables}\n{END}"
    if BEGIN not in document:
        return marked + "\n"
    return re.sub(f"{re.escape(BEGIN)}.*?{re.escape(END)}", lambda _: marked, document, flags=re.DOTALL)
