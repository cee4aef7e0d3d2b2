"""The report of an evaluation: one dict, written as JSON and as a self-contained page of HTML."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from .page_context import build_context, format_interval
from .svg_figures import percent

TEMPLATE = Path(__file__).resolve().parents[3] / "resources" / "report" / "report.html"


def write_report(report: dict, folder: Path) -> Path:
    """Write report.json and report.html into ``folder``, which is created if missing; return the page's path.

    Parts that the report lacks are left out of the page.
    """
    folder.mkdir(parents=True, exist_ok=True)
    report = plain(report)
    text = json.dumps(report, ensure_ascii=False, indent=1, allow_nan=False)
    (folder / "report.json").write_text(text + "\n", encoding="utf-8")
    path = folder / "report.html"
    path.write_text(render_page(report), encoding="utf-8")
    return path


def plain(value: Any) -> Any:
    """Return a value as JSON reads it back: plain types, floats to four digits, None for NaN and infinity."""
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, float):
        return round(value, 4) if math.isfinite(value) else None
    return value


def render_page(report: dict) -> str:
    """Return the page of a report, which is as `plain` returns it."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATE.parent), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"percent": percent, "interval": format_interval}
    return environment.get_template(TEMPLATE.name).render(build_context(report))
