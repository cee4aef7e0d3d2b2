"""The abstract in the metadata of a result layer."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from ...model import protocol
from ..text import tr
from .mapped import Mapped


def _describe(exclude: protocol.Exclusion) -> str:
    """Return the file of the ground that was left out, with its layer or values."""
    values = ", ".join(map(str, exclude.values))
    return " ".join(filter(None, (exclude.path, exclude.layer, f"({values})" if values else "")))


def _outlines(job: protocol.Job) -> str:
    """Return where the outlines come from: from a layer, or from the model with two limits."""
    if job.parcels:
        return tr("Parcels of: {}").format(" ".join(filter(None, (job.parcels.path, job.parcels.layer))))
    return tr("Smallest parcel {} ha, outlines simplified by {} m.").format(job.min_area, job.simplify)


def _dates(acquisitions: Sequence[protocol.Acquisition], shares: Mapping[tuple[str, str], str]) -> str:
    """Return the dates of some acquisitions, each with its share where that is known."""
    return ", ".join(a.date + shares.get((a.sensor, a.date), "") for a in acquisitions)


def abstract_of(mapped: Mapped) -> str:
    """Return date, model, images and settings of a run, one a line, and its warnings."""
    scene, contributions = mapped.job.scene, mapped.summary.contributions
    shares = {(one.sensor, one.date): f" ({protocol.percent(one.share)})" for one in contributions}
    return "\n".join(
        [
            tr("Mapped by Doab on {}.").format(datetime.date.today().isoformat()),
            tr("Model: {}").format(mapped.summary.bundle or mapped.job.bundle or tr("default model")),
            " ".join([tr("Reference date: {}").format(mapped.summary.reference), mapped.summary.reason]).strip(),
            tr("Sentinel-2: {}").format(_dates(scene.of("S2"), shares)),
            tr("Sentinel-1: {}").format(_dates(scene.of("S1"), shares) or tr("none")),
            tr("DEM: {}").format(
                scene.elevation.source.path + shares.get(("DEM", ""), "") if scene.elevation else tr("none")
            ),
            *([tr("In brackets: the share of the mapped ground with usable values.")] if shares else []),
            _outlines(mapped.job),
            *([tr("Left out: {}").format(_describe(exclude))] if (exclude := mapped.job.exclude) else []),
            *mapped.warnings,
            tr("Contains modified Copernicus Sentinel data."),
        ]
    )
