"""The card of a trained bundle: what it was trained on, how, and how it scored."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path

from ..bundle import load_bundle
from ..crops import known_crops
from ..simulation.phenology import phenology
from ..simulation.signatures import read_metadata
from .measured_fields import ATTRIBUTION
from .recipes import TrainingRecipe
from .validation import READOUTS, ReadoutSelection


def create_card(
    recipe: TrainingRecipe,
    encoder: dict,
    network: dict,
    selection: ReadoutSelection,
    parcels: Mapping[str, int] | None = None,
) -> dict:
    """Return the card; ``encoder`` is the encoder's own record, ``network`` the arguments of the network.

    ``parcels`` is the number of parcels of each region of the labelled series.
    """
    return {
        "name": recipe.name,
        "version": recipe.version,
        "licence": "CC-BY-4.0",
        "classes": [dataclasses.asdict(crop) for crop in known_crops()],
        "shares": phenology().crops["share"].tolist(),
        "encoder": encoder,
        "network": network,
        "tile": recipe.tile,
        "readout": {"shape": selection.shape, "crop": selection.crop},
        "partitions": {name: dataclasses.asdict(selection.partitions[name]) for name in READOUTS},
        "temperature": selection.temperature,
        "trained_on": describe_training_data(recipe, parcels or {}),
        "training": {
            "start": _origin(recipe.start) if recipe.start else None,
            "anchor": _anchor(recipe) if recipe.anchor else None,
            "crop_steps": recipe.crop_steps,
            "dense_steps": recipe.dense_steps,
            "query_steps": recipe.query_steps,
            "batch": recipe.batch,
            "fields": recipe.fields,
            "series_share": recipe.series_share if parcels else 0.0,
            "rate": recipe.rate,
            "consistency_tiles": recipe.consistency_tiles,
            "consistency_weight": recipe.consistency_weight if recipe.consistency_tiles else 0.0,
            "consistency_crops": recipe.consistency_crops if recipe.consistency_tiles else 0.0,
        },
        "scores": {
            "protocol": (
                f"SIMULATED: {recipe.test_tiles} held-out simulated tiles of the same simulator and geometry, one "
                "seed. pq, sq, rq are means over classes; any_* ignore the class; fields under 0.1 ha do not count. "
                f"Thresholds, temperature, and whose shapes and crops ship, were chosen on {recipe.validation_tiles} "
                "others."
            ),
            **selection.scores,
        },
    }


def describe_training_data(recipe: TrainingRecipe, parcels: Mapping[str, int]) -> str:
    """Return the sentences of the card on the training data; ``parcels`` as in `create_card`."""
    shapes = "".join(f" or shaped as in {Path(layer).stem}" for layer in recipe.geometry)
    signatures = read_metadata()
    text = (
        f"{recipe.tiles} simulated tiles of {recipe.tile} x {recipe.tile} pixels (10 m); fields are generated{shapes}, "
        f"{recipe.hard:.0%} of them hard, and {recipe.parted:.0%} of the larger fields are worked in parts; "
        f"{recipe.diverse:.0%} of the tiles are of all climates, months, products and numbers of dates. "
        f"{recipe.field_tiles} more, of 80 m squares, are for crops alone. "
        f"Crops are drawn from statistics of labelled parcels "
        f"({', '.join(signatures['sources'])}; {signatures['attribution']}), filled up with {signatures['prior']}; "
        f"seed {recipe.seed}."
    )
    for folder, declared in recipe.labelled:
        scene = "/".join(Path(folder).parts[-2:])
        text += f" {recipe.labelled_tiles} tiles of {scene} with the parcels of {Path(declared).name}."
    if parcels:
        counts = ", ".join(f"{count} of {region}" for region, count in parcels.items())
        text += (
            f" {recipe.series_share:.0%} of the single fields are measured parcels: {counts}, in {recipe.series_draws} "
            f"variants each, all classes equally often ({ATTRIBUTION})."
        )
    if recipe.teacher:
        text += " The temporal stream learned to predict Galileo nano's embedding of single fields (MIT)."
    if recipe.consistency_tiles:
        scenes = ", ".join(Path(folder).name for folder in recipe.unlabelled)
        text += (
            f" {_what_agrees(recipe)} that the start predicted of {recipe.unlabelled_tiles} tiles without labels of "
            f"each of {scenes} had to be the same from any reference frame, light and subset of dates (contains "
            "modified Copernicus Sentinel data)."
        )
    if recipe.start:
        card = load_bundle(recipe.start).card
        text += f" It went on from {card['name']} {card['version']}, whose data stand at the start of its training."
    return text + " What the encoder saw is told with it."


def _what_agrees(recipe: TrainingRecipe) -> str:
    """Return what must not depend on how a tile without labels is seen."""
    return "Outlines and crops" if recipe.consistency_crops else "Outlines"


def _origin(path: str) -> dict:
    """Return the record of another bundle's training."""
    card = load_bundle(path).card
    return {key: card[key] for key in ("name", "version", "sha256", "encoder", "trained_on", "training")}


def _anchor(recipe: TrainingRecipe) -> dict:
    """Return what identifies the bundle that the trained weights were averaged with, and the share of the latter."""
    card = load_bundle(recipe.anchor).card
    return {**{key: card[key] for key in ("name", "version", "sha256")}, "trained_share": recipe.trained_share}
