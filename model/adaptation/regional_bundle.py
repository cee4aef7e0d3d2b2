"""Regional bundles: what was learned of a region, with the bundle that it was learned from, as a bundle of its own."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import numpy as np
import shapely
from safetensors import SafetensorError
from safetensors.numpy import load, save

from ..bundle import CARD, EMBEDDINGS, WEIGHTS, Bundle, card_fingerprint, save_bundle
from ..crops import Crop, crop_of
from ..outputs.transaction import staged_folder
from ..protocol import InputError
from ..text import tr
from .known_embeddings import known_from_bytes
from .labels import Labels
from .parcel_classifier import ParcelClassifier
from .parcel_refinement import ParcelRefinement
from .region_bounds import in_degrees
from .region_learning import Adaptation
from .result_parcels import ResultParcels
from .result_update import describe_adaptation

REGION = "region"  # in the card
PREFIX = "parcels."  # of the classifier's arrays among the weights
ARRAYS = ("parents", "centre", "spread", "weights", "intercept", "kept", "class_priors")


def write_regional_bundle(
    folder: str | Path,
    name: str,
    parent: Bundle,
    parcels: ResultParcels,
    labels: Labels,
    adaptation: Adaptation,
    overwrite: bool = False,
) -> None:
    """Write ``parent`` with the classifier of an adaptation as a bundle ``name`` into a folder.

    Raises `InputError` where the folder cannot be written.
    """
    classifier, card = adaptation.classifier, parent.card
    arrays = {f"{PREFIX}{key}": np.ascontiguousarray(getattr(classifier, key)) for key in ARRAYS}
    arrays |= {f"{PREFIX}scalars": np.array([classifier.prior_weight, classifier.temperature])}
    kept = {key: values for key, values in load(parent.weights).items() if not key.startswith(PREFIX)}
    bounds = shapely.total_bounds(parcels.polygons[adaptation.labelled])
    region = {
        "name": name,
        "parent": {"name": card["name"], "version": card["version"], "fingerprint": card_fingerprint(card)},
        "classes": [asdict(crop) for crop in classifier.crops],
        "area": [round(x, 4) for x in in_degrees(bounds, parcels.crs)],
        "learned": describe_adaptation(labels, adaptation),
    }
    new = {**card, "name": name, "version": "1", REGION: region}
    with staged_folder(folder, (CARD, WEIGHTS, EMBEDDINGS), overwrite) as staged:
        save_bundle(staged, new, save(kept | arrays), parent.known)


def refinement_of(bundle: Bundle, encoded_by: str) -> ParcelRefinement | None:
    """Return what a bundle makes of parcels beyond its network, None for nothing.

    Its embeddings of fields count only where they were made by the same modules, those of ``encoded_by``. Raises
    `InputError` where the bundle is damaged.
    """
    known = None
    try:
        if bundle.known:
            known = known_from_bytes(bundle.known)
        classifier = _classifier(bundle) if REGION in bundle.card else None
    except (SafetensorError, KeyError, TypeError, ValueError) as error:
        text = tr("What the model {} holds about its region or training cannot be read ({}); fetch it again.")
        raise InputError(text.format(bundle.card["name"], error)) from error
    if known is not None and known.encoded_by != encoded_by:
        known = None
    return ParcelRefinement(classifier, known, bundle.card.get(REGION)) if classifier or known else None


def crops_of_bundle(card: dict) -> tuple[Crop, ...]:
    """Return the classes that parcels get from a bundle: those of its region, or of its network."""
    return tuple(crop_of(entry) for entry in card.get(REGION, card)["classes"])


def _classifier(bundle: Bundle) -> ParcelClassifier:
    arrays = {key.removeprefix(PREFIX): v for key, v in load(bundle.weights).items() if key.startswith(PREFIX)}
    crops = crops_of_bundle(bundle.card)
    arrays.setdefault("kept", np.zeros(len(crops), bool))  # earlier versions kept none
    prior_weight, temperature = arrays["scalars"].tolist()
    classifier = ParcelClassifier(
        crops=crops, prior_weight=prior_weight, temperature=temperature, **{key: arrays[key] for key in ARRAYS}
    )
    width = len(classifier.centre)
    shapes = {"weights": (width, len(crops)), **dict.fromkeys(("intercept", "parents", "kept"), (len(crops),))}
    wrong = [key for key, shape in shapes.items() if arrays[key].shape != shape]
    if wrong or not all(np.isfinite(arrays[key]).all() for key in (*ARRAYS, "scalars")):
        raise ValueError(f"its {', '.join(wrong) or 'numbers'} cannot be right")
    return classifier
