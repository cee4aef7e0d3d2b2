"""What the confidences of all parcels of a scene have in common, wherever the area lies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..adaptation.softening import UNSOFTENED, Softening, soften, softened_priors
from ..datatypes import Predictor
from .class_priors import estimate_class_priors


@dataclass(frozen=True)
class SceneCalibration:
    """The ``class_priors`` [K] of a scene, and its ``softening`` where it is unlike what the bundle learned.

    The class priors are those under which probabilities at the temperature of the softening have their likeliest crops.
    """

    class_priors: np.ndarray
    softening: Softening = UNSOFTENED


def calibrate_scene(predictor: Predictor, probabilities: np.ndarray, embeddings: np.ndarray) -> SceneCalibration:
    """Return the calibration that follows from segments with ``probabilities`` [N, K] under uniform class priors.

    ``embeddings`` [N, d] are theirs, NaN where unknown. A regional bundle learned its confidences from the labels of
    its region, whatever grows there: they are not softened.
    """
    class_priors = estimate_class_priors(probabilities, predictor.class_priors)
    refinement = predictor.refinement
    if refinement is not None and refinement.crops:
        return SceneCalibration(class_priors)
    distance = refinement.relative_distance(embeddings) if refinement is not None else float("nan")
    softening = soften(probabilities, class_priors, predictor.class_priors, distance)
    return SceneCalibration(softened_priors(class_priors, softening.temperature), softening)
