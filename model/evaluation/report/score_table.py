"""The main scores of systems as a table of plain text for the terminal."""

from __future__ import annotations

import math
from collections.abc import Sequence

METRICS = ("MR_px", "MR_parcel", "MR_inst", "SQ", "RQ", "PQ", "SQ_agnostic", "PQ_agnostic", "boundary_F1")


def format_score_table(systems: Sequence[dict]) -> str:
    """Return a table with a row a metric and a column a system: percent with 95 % intervals.

    ``systems`` is that part of a report.
    """
    names = [system["name"] for system in systems]
    width = max(20, *(len(name) + 2 for name in names))
    lines = [f"{'':<14}" + "".join(f"{name:>{width}}" for name in names)]
    for metric in METRICS:
        cells = (_format_percent(system["scores"]["overall"][metric]) for system in systems)
        lines.append(f"{metric:<14}" + "".join(f"{cell:>{width}}" for cell in cells))
    return "\n".join(lines)


def _format_percent(score: dict) -> str:
    if math.isnan(score["value"]):
        return "-"
    if score["low"] is None:
        return f"{100 * score['value']:.1f}"
    return f"{100 * score['value']:.1f} ({100 * score['low']:.1f}-{100 * score['high']:.1f})"
