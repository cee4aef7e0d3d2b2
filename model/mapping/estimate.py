"""The estimate of a run: its size and memory, computed without reading the images' pixels."""

from __future__ import annotations

from ..adaptation.region_bounds import describe_elsewhere
from ..adaptation.regional_bundle import REGION, crops_of_bundle
from ..bundle import load_bundle
from ..constants import HECTARE, TOKEN_BLOCK
from ..disk_cache import default_folder
from ..protocol import Estimate, Job
from ..scene.inspection import require_mappable
from .given_parcels import read_given_parcels
from .planning import plan_of
from .run_folder import finished_blocks, runs_folder
from .temporal_blocks import AT_ONCE, PIXEL_BYTES
from .token_blocks import GROUP, TOKEN_BYTES

PROCESS = 600_000_000  # bytes before an image is read: PyTorch, the libraries, the network


def estimate_of(job: Job) -> Estimate:
    """Return the estimate of a run of ``job``; raise `InputError` where it cannot run.

    Where the job leaves the reference frame open, the first date stands for it: most dates lie on the same grid.
    """
    card = load_bundle(job.bundle).card
    require_mappable(job.scene)
    optical = job.scene.of("S2")
    reference = next((a for a in optical if a.date == job.reference), optical[0])
    parcels = read_given_parcels(job.parcels) if job.parcels else None
    plan = plan_of(job.scene, reference, job.area, job.exclude, parcels)
    side, crops = int(card["tile"]), tuple(crop.label for crop in crops_of_bundle(card))
    acquisitions = len(optical) + len(job.scene.of("S1"))
    finished, blocks = finished_blocks(runs_folder(job, default_folder()), job)
    tiles, one = len(plan.tiles(side)), PIXEL_BYTES * TOKEN_BLOCK**2 * acquisitions
    return Estimate(
        bundle=f"{card['name']} {card['version']}",
        crops=crops,
        licence=str(card["licence"]),
        trained_on=str(card.get("trained_on", "")),
        tiles=tiles,
        side=side,
        acquisitions=acquisitions,
        hectares=plan.square_metres() / HECTARE,
        memory=PROCESS + min(GROUP, TOKEN_BYTES * acquisitions * tiles) + max(one, min(2 * one, AT_ONCE)),
        blocks=blocks,
        finished=finished,
        elsewhere=describe_elsewhere(card[REGION], plan.grid.bounds, plan.grid.crs) if REGION in card else "",
    )
