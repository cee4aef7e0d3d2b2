"""What the inputs of a run gave to it, in words."""

from __future__ import annotations

from collections.abc import Sequence

from ..text import tr
from .results import Contribution

LISTED = 3  # dates of a sensor that are named, those with the least


def percent(share: float) -> str:
    """Return a share from 0 to 1 in percent, where little is not nothing and nearly all not all."""
    if 0 < share < 0.01:
        return "< 1 %"
    return f"{min(round(100 * share), 99 if share < 1 else 100)} %"


def describe_contributions(contributions: Sequence[Contribution]) -> list[str]:
    """Return a line for each sensor: at which share of the mapped ground its dates have usable values."""
    names = {"S2": "Sentinel-2", "S1": "Sentinel-1", "DEM": tr("Elevation model")}
    lines = []
    for sensor, name in names.items():
        ranked = sorted((one for one in contributions if one.sensor == sensor), key=lambda one: one.share)
        if len(ranked) > LISTED + 1 and ranked[0].share == ranked[-1].share:
            text = tr("{}: {} dates, each usable on {} of the mapped ground")
            lines.append(text.format(name, len(ranked), percent(ranked[0].share)))
        elif len(ranked) > LISTED + 1:
            least = ", ".join(f"{one.date} {percent(one.share)}" for one in ranked[:LISTED])
            text = tr("{}: {} dates, usable on {} to {} of the mapped ground (the least: {})")
            lines.append(text.format(name, len(ranked), percent(ranked[0].share), percent(ranked[-1].share), least))
        elif ranked:
            ranked.sort(key=lambda one: one.date)
            each = ", ".join(f"{one.date} {percent(one.share)}".strip() for one in ranked)
            lines.append(tr("{}: usable on {} of the mapped ground").format(name, each))
    return lines
