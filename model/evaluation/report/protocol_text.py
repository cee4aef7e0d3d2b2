"""The sentences of a report about its data and its protocol."""

from __future__ import annotations

from ...simulation.scene_files import GENERATOR
from ..evaluation_options import ReferenceOptions, SimulationOptions, SystemOptions

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
ABLATIONS = (
    "The ablation withholds inputs at test time; the network was not trained again without them. With one date only it "
    "sees nothing but the reference frame; without temporal queries or the cell map, what these know of time is set to "
    "zero."
)
READOUTS = "Dense heads and queries alone are divided into parcels with thresholds of their own."
CONFIDENT_LEARNING = (
    "Confident learning takes the map's probabilities as told by somebody who did not learn from this reference, which "
    "holds unless the bundle was trained on it."
)


def describe_reference_data(reference: ReferenceOptions, counted: int, hectares: float, uncounted: str) -> str:
    """Return the sentences on declared parcels, of which ``counted`` are scored; ``uncounted`` is on those without."""
    return f"{reference.truth.name}: {counted} parcels that count, on {hectares:.0f} ha. {uncounted}".rstrip()


def describe_simulated_data(simulation: SimulationOptions, counted: int) -> str:
    """Return the sentence on simulated scenes, in which ``counted`` parcels are scored."""
    kind = "hard scenes" if simulation.hard else "scenes"
    kind += f" with {simulation.parted:.0%} of the larger fields in parts" if simulation.parted else ""
    layers = ", ".join(simulation.layer_names)
    return (
        f"{simulation.scenes} simulated {kind} of {simulation.size} x {simulation.size} pixels of 10 m, "
        f"seed {simulation.seed}, fields {f'shaped as in {layers}' if layers else 'generated'}; "
        f"{counted} parcels count."
    )


def describe_reference_protocol(
    reference: ReferenceOptions, systems: SystemOptions | None, baseline_training: str
) -> list[str]:
    """Return the sentences on a comparison with declared parcels; ``systems`` is None for a map that exists.

    ``baseline_training`` says what the random forest learned from (empty without one).
    """
    cluster = "a parcel"
    if reference.blocks:
        cluster = f"a square block of {reference.blocks:g} m"
    elif reference.by:
        cluster = f"all parcels with the same {reference.by}"
    sentences = _describe_rules(cluster)
    if reference.incomplete:
        sentences.append(INCOMPLETE)
    if reference.buffer:
        sentences.append(f"Parcels nearer than {reference.buffer:g} m to another fold are left out.")
    return [*sentences, *_describe_systems(systems, baseline_training), CONFIDENT_LEARNING]


def describe_simulated_protocol(
    simulation: SimulationOptions, systems: SystemOptions, baseline_training: str
) -> list[str]:
    """Return the sentences on an evaluation of simulated scenes, with the command that simulates them again."""
    command = f"doab evaluate simulated --scenes {simulation.scenes} --seed {simulation.seed} --size {simulation.size}"
    command += " --hard" * simulation.hard
    command += f" --parted {simulation.parted:g}" if simulation.parted else ""
    command += f" --geometry {' '.join(simulation.layer_names)}" if simulation.geometry else ""
    origin = f"The scenes are painted by {GENERATOR}; the same come from: {command}"
    return [*_describe_rules("a scene"), *_describe_systems(systems, baseline_training), origin]


def _describe_rules(cluster: str) -> list[str]:
    return [*RULES, f"Intervals are 95 % of 1000 draws of clusters with replacement, where a cluster is {cluster}."]


def _describe_systems(systems: SystemOptions | None, baseline_training: str) -> list[str]:
    sentences = []
    if systems and systems.ablate:
        sentences.append(ABLATIONS)
    if systems and (systems.parts or systems.ablate):
        sentences.append(READOUTS)
    if baseline_training:
        sentences.append(f"The random forest learned from {baseline_training}.")
    return sentences
