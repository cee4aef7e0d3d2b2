"""The entries of the list of sources: a file, folder or layer with the analyst's overrides of what is recognised."""

from __future__ import annotations

import dataclasses
import datetime
import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ...model import protocol

SUBDATASET = re.compile(r"SENTINEL2_L\w+:(.+)[\\/][^\\/]+\.xml:", re.IGNORECASE)
PRODUCT = re.compile(r"(.+?)[\\/]GRANULE[\\/]")
CUBE = re.compile(r"""(?:NETCDF|ZARR):["']?([^"']+?)["']?:[^":]+(?::\d+)*$""", re.IGNORECASE)
ARCHIVE = re.compile(r"(?:/vsizip/)?(.+?\.zip)(?=[\\/]|$)", re.IGNORECASE)


@dataclass(frozen=True)
class SourceEntry:
    """One source with the overrides in it, the id of its layer (or empty), and whether it is used.

    ``layer_date`` is the ISO date of the layer's temporal range, which counts unless the analyst set one.
    """

    source: protocol.Source
    layer: str = ""
    used: bool = True
    layer_date: str = ""

    @property
    def dated_source(self) -> protocol.Source:
        """The source as it is sent to the child process: with the date of its layer unless the analyst set one."""
        return self.source if self.source.date else dataclasses.replace(self.source, date=self.layer_date)

    @property
    def overrides(self) -> dict[str, Any]:
        """The values that the analyst set, as JSON values by name; empty where there are none."""
        source = self.source
        values = {
            "role": source.role if source.role != "auto" else "",
            "date": source.date,
            "unit": source.unit,
            "bands": dict(source.bands),
        }
        return {name: value for name, value in values.items() if value} | ({} if self.used else {"used": False})

    def with_overrides(self, overrides: dict[str, Any]) -> SourceEntry:
        """Return this entry with saved overrides; values that the dock would not have saved are ignored."""
        values = {name: overrides[name] for name, is_valid in _VALID.items() if is_valid(overrides.get(name))}
        source = dataclasses.replace(self.source, **values) if values else self.source
        return dataclasses.replace(self, source=source, used=overrides.get("used") is not False)


def _is_date(value: object) -> bool:
    try:
        return isinstance(value, str) and datetime.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_bands(value: object) -> bool:
    return isinstance(value, dict) and all(
        name in (*protocol.OPTICAL_BANDS, *protocol.RADAR_BANDS) and type(number) is int and number > 0
        for name, number in value.items()
    )


_UNITS = {unit for units in protocol.UNITS.values() for unit in units}
_VALID: dict[str, Callable[[object], bool]] = {
    "role": lambda value: value in ("s2", "s1", "dem", "none"),
    "date": _is_date,
    "unit": lambda value: isinstance(value, str) and value in _UNITS,
    "bands": _is_bands,
}
"""What a project may say of a source, which anyone may have written."""


def normalise_path(path: str) -> str:
    """Return the path of a source in the form in which the child process reports it."""
    subdataset = SUBDATASET.match(path) or CUBE.match(path)
    if path.startswith("/vsi"):
        return path
    absolute = os.path.abspath(os.path.expanduser(subdataset[1] if subdataset else path))
    return os.path.dirname(absolute) if os.path.basename(absolute).upper().startswith("MTD_MSIL") else absolute


def container_path(path: str) -> str:
    """Return the smallest source that holds a file which the child process reports: its archive, product or itself."""
    for pattern in (CUBE, ARCHIVE, PRODUCT):
        match = pattern.match(path)
        if match:
            return match[1]
    return path


def read_json(text: str) -> dict[str, Any]:
    """Return a JSON object; an empty one where ``text`` is none."""
    try:
        value = json.loads(text)
    except (TypeError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}
