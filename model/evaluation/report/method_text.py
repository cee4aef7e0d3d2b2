"""How scores came about, in the sentences that a report carries."""

from __future__ import annotations

from ...simulation.scene_files import GENERATOR

RULES = (
    "Map and reference are compared as rasters of 5 m. A mapped and a reference parcel match where they have the same "
    "crop and an IoU over 0.5; scores called agnostic ask for the IoU only.",
    "Reference parcels do not count that are under 0.1 ha, of a crop that is unknown or no class, or with half of "
    "their area or more outside the scene; mapped parcels with more than half of theirs on such ground do not, either. "
    "MR_px counts every pixel whose crop is known, and what was not mapped is an error.",
    "MR_parcel takes the crop that covers most of a reference parcel; to find no crop there counts as one.",
    "Macro scores are means over the crops in the reference. Outlines are compared within 15 m, whatever the crop.",
)
INCOMPLETE = "The reference is incomplete: what lies outside its parcels is not judged."
ABLATED = (
    "The ablation withholds inputs at test time; the network was not trained again without them. With one date only it "
    "sees nothing but the reference frame; without temporal queries or the cell map, what these know of time is set to "
    "zero."
)
ALONE = "Dense heads and queries alone are divided into parcels with thresholds of their own."
UNTOLD = (
    "Confident learning takes the map's probabilities as told by somebody who did not learn from this reference, which "
    "holds unless the bundle was trained on it."
)


def protocol(
    cluster: str, buffer: float, incomplete: bool, alone: bool, withheld: bool, floor: str, command: str
) -> list[str]:
    """Return the protocol of an evaluation.

    ``cluster`` says what is drawn anew, ``buffer`` is in metres, parts of the network may stand ``alone`` and inputs be
    ``withheld``; ``floor`` says what the random forest learned from, empty where there is none; ``command`` paints the
    same scenes again, empty where they are real.
    """
    told = [*RULES, f"Intervals are 95 % of 1000 draws of clusters with replacement, where a cluster is {cluster}."]
    if incomplete:
        told.append(INCOMPLETE)
    if buffer:
        told.append(f"Parcels nearer than {buffer:g} m to another fold are left out.")
    if withheld:
        told.append(ABLATED)
    if alone or withheld:
        told.append(ALONE)
    if floor:
        told.append(f"The random forest learned from {floor}.")
    told.append(f"The scenes are painted by {GENERATOR}; the same come from: {command}" if command else UNTOLD)
    return told
