"""The result of a mapping run."""

from __future__ import annotations

from dataclasses import dataclass

from ...model import protocol
from .crop_areas import CropCount


@dataclass(frozen=True)
class Mapped:
    """The result of a run: its job with the final path of the GeoPackage, the child's summary, the crops."""

    job: protocol.Job
    summary: protocol.MapSummary
    crops: tuple[CropCount, ...]
    warnings: tuple[str, ...]
