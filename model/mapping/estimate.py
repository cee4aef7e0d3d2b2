"""What a run would be, found out without reading more of the images than where they lie."""

from __future__ import annotations

from ..bundle import load_bundle
from ..protocol import Estimate, Job
from ..scene.inspection import require_mappable
from .map_scene import plan_of
from .tile_reader import BUDGET
from .vectorize import SQUARE_METRES

# Bytes, fitted to the peaks of two runs: 16 tiles with 40 acquisitions (738 MB) and one with 152 (831 MB).
PROCESS = 600_000_000  # before an image is read: PyTorch, the libraries, the network
PIXEL = 150  # a pixel of 10 m of one acquisition in the tile that is being encoded and compressed
READ = 25  # a pixel of one acquisition in the window that is held for the tiles to come


def estimate_of(job: Job) -> Estimate:
    """Return what a run of ``job`` would be; raise `InputError` where there can be none.

    Where the job leaves the reference frame open, the first date stands for it: most dates lie on the same grid.
    """
    card = load_bundle(job.bundle).card
    require_mappable(job.scene)
    optical = job.scene.of("S2")
    reference = next((a for a in optical if a.date == job.reference), optical[0])
    plan = plan_of(job.scene, reference, job.area)
    side, crops = int(card["tile"]), tuple(str(crop["label"]) for crop in card["classes"])
    acquisitions = len(optical) + len(job.scene.of("S1"))
    tiles, seen = len(plan.tiles(side)), side**2 * acquisitions
    grid = plan.grid
    square_metres = plan.outline.area_in(grid) if plan.outline else grid.height * grid.width * grid.resolution**2
    return Estimate(
        bundle=f"{card['name']} {card['version']}",
        crops=crops,
        licence=str(card["licence"]),
        trained_on=str(card.get("trained_on", "")),
        tiles=tiles,
        side=side,
        acquisitions=acquisitions,
        hectares=square_metres / SQUARE_METRES,
        memory=PROCESS + min(BUDGET, tiles * READ * seen) + PIXEL * seen,
    )
