"""How recognised acquisitions, the DEM and problems read as rows of a table and as one line."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path

from qgis.core import QgsApplication

from ...model import job
from ..text import tr
from .rows import Column

SENSORS = {"S2": "Sentinel-2", "S1": "Sentinel-1"}
BANDS = {"S2": job.OPTICAL_BANDS, "S1": job.RADAR_BANDS}


def rows_of(scene: job.Scene) -> list:
    """Return what to list: what needs attention first, then the rest in time order."""
    return [
        *scene.problems,
        *(a for a in scene.acquisitions if a.problem),
        *([scene.elevation] if scene.elevation else []),
        *(a for a in scene.acquisitions if not a.problem),
    ]


def columns() -> tuple[Column, ...]:
    """Return the columns of the table of acquisitions."""
    return (
        Column(tr("Date"), lambda row: getattr(row, "date", "–"), _warning),
        Column(tr("Sensor"), _sensor),
        Column(tr("Bands"), _bands),
        Column(tr("Remarks"), _remark),
    )


def summary(scene: job.Scene) -> str:
    """Return one line that says what there is to map from, and a second one where something is left out."""
    optical, radar = scene.of("S2"), scene.of("S1")
    parts = [_dates(optical, "Sentinel-2") if optical else tr("no Sentinel-2 date that can be used")]
    parts.append(_dates(radar, "Sentinel-1") if radar else tr("no Sentinel-1"))
    parts.append(tr("DEM") if scene.elevation else tr("no DEM"))
    text = "<b>" + " · ".join(parts) + "</b>"
    left_out = len(scene.problems) + sum(1 for a in scene.acquisitions if a.problem)
    if left_out:
        text += "<br>⚠ " + tr("Left out: {}. The reasons stand first under “Recognised”.").format(left_out)
    return text


def tooltip(row) -> str:
    """Return everything known of one row, with where each fact came from."""
    if isinstance(row, job.Problem):
        return _lines([row.path, row.text])
    if isinstance(row, job.Elevation):
        return _lines([row.source.path, *_evidence(row.evidence)])
    files = sorted({band.path for band in row.bands.values()})
    return _lines([row.name, row.problem, *files[:3], "…" if len(files) > 3 else "", *_evidence(row.evidence)])


def _lines(lines: list[str]) -> str:
    return "<br>".join(escape(line) for line in lines if line)


def _evidence(facts: Mapping[str, str]) -> list[str]:
    return [f"{fact}: {source}" for fact, source in facts.items()]


def _dates(acquisitions: tuple[job.Acquisition, ...], sensor: str) -> str:
    if len(acquisitions) == 1:
        return tr("1 {} date").format(sensor)
    return tr("{} {} dates").format(len(acquisitions), sensor)


def _sensor(row) -> str:
    if isinstance(row, job.Problem):
        return "–"
    return tr("DEM") if isinstance(row, job.Elevation) else SENSORS.get(row.sensor, row.sensor)


def _bands(row) -> str:
    if isinstance(row, job.Problem):
        return "–"
    if isinstance(row, job.Elevation):
        return "1"
    return tr("{} of {}").format(len(row.bands), len(BANDS[row.sensor]))


def _remark(row) -> str:
    if isinstance(row, job.Problem):
        return f"{Path(row.path).name}: {row.text}"
    if isinstance(row, job.Elevation):
        return Path(row.source.path).name
    if row.problem:
        return row.problem
    missing = [band for band in BANDS[row.sensor] if band not in row.bands]
    remarks = [tr("without {}").format(", ".join(missing))] if missing else []
    if row.sensor == "S1":
        remarks.append({"db": "dB", "linear": tr("linear"), "amplitude": tr("amplitude")}.get(row.unit, row.unit))
    elif row.clouds:
        remarks.append(tr("cloud mask"))
    return ", ".join(remarks)


def _warning(row):
    attention = isinstance(row, job.Problem) or getattr(row, "problem", "")
    return QgsApplication.getThemeIcon("/mIconWarning.svg") if attention else None
