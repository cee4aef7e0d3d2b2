"""The result of a mapping run."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

from ...model import protocol
from .crop_areas import CropCount


@dataclass(frozen=True)
class Mapped:
    """The result of a run: its job with the final path of the GeoPackage, the child's summary, the crops.

    ``job_text`` is the job with the reference date that was used, as JSON: made here, which is done in the background,
    as a long scene takes a hundredth of a second.
    """

    job: protocol.Job
    summary: protocol.MapSummary
    crops: tuple[CropCount, ...]
    warnings: tuple[str, ...]
    job_text: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        job = dataclasses.replace(self.job, reference=self.summary.reference)
        object.__setattr__(self, "job_text", protocol.dumps(job))
