"""The sentences of a report about its data and its protocol."""

from __future__ import annotations

from ...simulation.scene_files import GENERATOR
from ...text import tr
from ..evaluation_options import ReferenceOptions, SimulationOptions, SystemOptions


def _rules() -> list[str]:
    """Return how map and reference are compared."""
    return [
        tr(
            "Map and reference are compared as rasters of 5 m. A mapped and a reference parcel match where they have "
            "the same crop and an IoU over 0.5; scores called agnostic ask for the IoU only."
        ),
        tr(
            "Reference parcels do not count that are under 0.1 ha, of a crop that is unknown or no class, or with half "
            "of their area or more outside the scene; mapped parcels with more than half of theirs on such ground do "
            "not, either. MR_px counts every pixel whose crop is known, and what was not mapped is an error."
        ),
        tr("MR_parcel takes the crop that covers most of a reference parcel; to find no crop there counts as one."),
        tr(
            "Macro scores are means over the crops in the reference. Outlines are compared within 15 m, whatever the "
            "crop."
        ),
    ]


def describe_reference_data(reference: ReferenceOptions, counted: int, hectares: float, uncounted: str) -> str:
    """Return the sentences on declared parcels, of which ``counted`` are scored; ``uncounted`` is on those without."""
    text = tr("{}: {} parcels that count, on {:.0f} ha.").format(reference.truth.name, counted, hectares)
    return f"{text} {uncounted}".rstrip()


def describe_simulated_data(simulation: SimulationOptions, counted: int) -> str:
    """Return the sentence on simulated scenes, in which ``counted`` parcels are scored."""
    kind = tr("hard scenes") if simulation.hard else tr("scenes")
    if simulation.parted:
        kind = tr("{} with {:.0%} of the larger fields in parts").format(kind, simulation.parted)
    fields = tr("shaped as in {}").format(", ".join(simulation.layer_names)) if simulation.geometry else tr("generated")
    text = tr("{} simulated {} of {} x {} pixels of 10 m, seed {}, fields {}; {} parcels count.")
    return text.format(simulation.scenes, kind, simulation.size, simulation.size, simulation.seed, fields, counted)


def describe_reference_protocol(
    reference: ReferenceOptions, systems: SystemOptions | None, baseline_training: str
) -> list[str]:
    """Return the sentences on a comparison with declared parcels; ``systems`` is None for a map that exists.

    ``baseline_training`` says what the random forest learned from (empty without one).
    """
    cluster = tr("a parcel")
    if reference.blocks:
        cluster = tr("a square block of {:g} m").format(reference.blocks)
    elif reference.by:
        cluster = tr("all parcels with the same {}").format(reference.by)
    sentences = _describe_rules(cluster)
    if reference.incomplete:
        sentences.append(tr("The reference is incomplete: what lies outside its parcels is not judged."))
    if reference.buffer:
        text = tr("Parcels nearer than {:g} m to another fold are left out.")
        sentences.append(text.format(reference.buffer))
    confident_learning = tr(
        "Confident learning takes the map's probabilities as told by somebody who did not learn from this reference, "
        "which holds unless the model was trained on it."
    )
    return [*sentences, *_describe_systems(systems, baseline_training), confident_learning]


def describe_simulated_protocol(
    simulation: SimulationOptions, systems: SystemOptions, baseline_training: str
) -> list[str]:
    """Return the sentences on an evaluation of simulated scenes, with the command that simulates them again."""
    command = f"doab evaluate simulated --scenes {simulation.scenes} --seed {simulation.seed} --size {simulation.size}"
    command += " --hard" * simulation.hard
    command += f" --parted {simulation.parted:g}" if simulation.parted else ""
    command += f" --geometry {' '.join(simulation.layer_names)}" if simulation.geometry else ""
    origin = tr("The scenes are painted by {}; the same come from: {}").format(GENERATOR, command)
    return [*_describe_rules(tr("a scene")), *_describe_systems(systems, baseline_training), origin]


def _describe_rules(cluster: str) -> list[str]:
    text = tr("Intervals are 95 % of 1000 draws of clusters with replacement, where a cluster is {}.")
    return [*_rules(), text.format(cluster)]


def _describe_systems(systems: SystemOptions | None, baseline_training: str) -> list[str]:
    sentences = []
    if systems and systems.ablate:
        sentences.append(
            tr(
                "The ablation withholds inputs at test time; the network was not trained again without them. With one "
                "date only it sees nothing but the reference frame; without latents or the cell map, what these know "
                "of time is set to zero. Queries without latents in the decoder know of time from the pyramid "
                "alone; without refinement their first masks and crops count."
            )
        )
    if systems and systems.changes:
        sentences.append(
            tr(
                "Changed images are all Sentinel-2 dates with the named bands alone, or with their reflectance times "
                "the gain or to the power of gamma; which ground they show clearly is decided before."
            )
        )
    if systems and (systems.parts or systems.ablate):
        sentences.append(tr("Dense heads and queries alone are divided into parcels with thresholds of their own."))
    if baseline_training:
        sentences.append(tr("The random forest learned from {}.").format(baseline_training))
    return sentences
