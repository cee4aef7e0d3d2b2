"""What the confidences of all parcels of a scene have in common, wherever the area lies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..datatypes import Predictor
from .class_priors import estimate_class_priors


@dataclass(frozen=True)
class SceneCalibration:
    """The ``class_priors`` [K] of a scene, and the ``temperature`` of parcels unlike those that the bundle knows."""

    class_priors: np.ndarray
    temperature: float


def calibrate_scene(predictor: Predictor, probabilities: np.ndarray, embeddings: np.ndarray) -> SceneCalibration:
    """Return the calibration that follows from segments with ``probabilities`` [N, K] under uniform class priors.

    ``embeddings`` [N, d] are theirs, NaN where unknown.
    """
    class_priors = estimate_class_priors(probabilities, predictor.class_priors)
    refinement = predictor.refinement
    return SceneCalibration(class_priors, refinement.temperature(embeddings) if refinement else 1.0)
