"""``doab inspect``: recognise the scene in files, and propose a reference frame."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from .. import protocol
from ..protocol.choices import FRAME_PARTS
from ..reporter import Reporter
from ..text import tr
from ..text_files import read_text
from .area_argument import parse_area, require_crs
from .handlers import inspect_sources
from .sources import add_season_argument, add_source_arguments, source_at, sources_from
from .worker_state import WorkerState


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``doab inspect``."""
    parser.add_argument("paths", metavar="PATH", nargs="*", help="files, folders or SAFE products of any kind, or URLs")
    add_source_arguments(parser)
    add_season_argument(parser)
    parser.add_argument(
        "--area", metavar="LAYER_OR_BOUNDS", help="score within: a file, or west,south,east,north,EPSG:code"
    )
    parser.add_argument("--sources", metavar="FILE", help="a JSON list of sources (path, role, name, date)")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")


def run(options: argparse.Namespace) -> int:
    """Inspect the sources and print the result."""
    sources = [source_at(path) for path in options.paths] + sources_from(options)
    if options.sources:
        sources += _read_sources(Path(options.sources))
    area = parse_area(options.area) if options.area else None
    if area:
        require_crs(area, options.area)
    request = protocol.InspectRequest(tuple(sources), area, options.season)
    inspection = inspect_sources(request, Reporter(), WorkerState())
    scene = inspection.scene
    if not (options.json or scene.acquisitions or scene.elevation):
        texts = [tr("Nothing was recognised."), *(f"{problem.path}: {problem.text}" for problem in scene.problems[:1])]
        raise protocol.InputError(" ".join(texts))
    print(protocol.dumps(inspection) if options.json else table(inspection))
    return protocol.EXIT_DONE


def _read_sources(path: Path) -> list[protocol.Source]:
    text = read_text(str(path))
    try:
        entries = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise protocol.InputError(tr("{} is not a readable list of sources: {}").format(path, error)) from error
    if not isinstance(entries, list):
        raise protocol.InputError(tr("{} does not hold a list of sources.").format(path))
    return [protocol.loads(protocol.Source, json.dumps(entry)) for entry in entries]


def table(inspection: protocol.Inspection) -> str:
    """Return the inspection as text: a row per acquisition, then the DEM, the problems and the proposal."""
    scores = {frame.date: frame for frame in inspection.frames}
    rows: list[tuple[str, ...]] = [("date", "sensor", "bands", "values", "score", *FRAME_PARTS, "remarks")]
    rows += [_row(a, scores.get(a.date) if a.sensor == "S2" else None) for a in inspection.scene.acquisitions]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    elevation = inspection.scene.elevation
    if inspection.frames:
        lines += ["", "The score and its parts run from 0 (worst) to 1 (best)."]
    lines += ["", f"DEM: {elevation.source.path}" if elevation else "DEM: none"]
    lines += ["", "Recognised by:", *_provenance(inspection.scene)]
    if inspection.scene.problems:
        lines += ["", "To know:"]
        lines += [f"- {Path(problem.path).name}: {problem.text}" for problem in inspection.scene.problems]
    proposal = f"{inspection.proposed}. " if inspection.proposed else ""
    return "\n".join([*lines, "", f"Reference frame: {proposal}{inspection.reason}"])


def _row(acquisition: protocol.Acquisition, frame: protocol.FrameScore | None) -> tuple[str, ...]:
    values = {"reflectance": "", "db": "dB"}.get(acquisition.unit, acquisition.unit)
    if (acquisition.scale, acquisition.offset) != (1.0, 0.0):
        values += f" × {acquisition.scale:.4g}" + (f" {acquisition.offset:+.4g}" if acquisition.offset else "")
    figures = [""] * (1 + len(FRAME_PARTS))
    if frame:
        parts = (frame.parts.get(part) for part in FRAME_PARTS)
        figures = [f"{frame.score:.2f}", *("" if part is None else f"{part:.2f}" for part in parts)]
    remark = f"left out: {acquisition.problem}" if acquisition.problem else ""
    bands = "all 10" if tuple(acquisition.bands) == protocol.OPTICAL_BANDS else " ".join(acquisition.bands)
    return acquisition.date, acquisition.sensor, bands, values.strip() or "reflectance", *figures, remark


def _provenance(scene: protocol.Scene) -> list[str]:
    """Return a line per sensor and fact that says where the fact came from, and for how many dates if not for all."""
    lines = []
    for sensor in ("S2", "S1"):
        those = [a for a in scene.acquisitions if a.sensor == sensor]
        for fact in ("sensor", "date", "bands", "scale", "unit", "clouds"):
            said = Counter(
                "SCL" if fact == "clouds" else a.provenance[fact].text for a in those if fact in a.provenance
            )
            texts = [text if count == len(those) else f"{text} ({count} dates)" for text, count in said.items()]
            lines += [f"- {sensor} {fact}: {'; '.join(texts)}"] if texts else []
    return lines
