"""The crops that parcels get in the end: what the network says, refined by what else the bundle knows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..datatypes import Predictor, RefinedParcels
from .attributes import ParcelMeans
from .class_priors import apply_class_priors
from .scene_calibration import SceneCalibration


def refine_means(
    predictor: Predictor, means: ParcelMeans, embeddings: np.ndarray, calibration: SceneCalibration
) -> tuple[ParcelMeans, RefinedParcels]:
    """Return means under the final calibration, and with which classes and how unlike the training the parcels are.

    ``means`` are under uniform class priors, ``calibration`` is that of the scene, ``embeddings`` [N, d].
    """
    class_priors, temperature = calibration.class_priors, calibration.softening.temperature
    if predictor.refinement is None:
        crop = apply_class_priors(means.crop ** (1 / temperature), class_priors)
        refined = RefinedParcels(crop, predictor.crops, class_priors)
    else:
        refined = predictor.refinement(means.crop, embeddings, predictor.crops, class_priors, temperature)
    return replace(means, crop=refined.probabilities, unlike=refined.unlike), refined
