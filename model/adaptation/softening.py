"""By how much all confidences of a scene are lowered because it is unlike what the bundle learned: one temperature.

The entropy, shares and distance of a whole scene foretell how often its crops are right; those of a single parcel say
little. Thresholds and weights are fitted to simulated landscapes and to measured regions that the networks had not
seen: docs/log/confidence.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..text import tr
from .class_shares import posterior

CROPS, SERIES = "crops", "series"  # the causes, as they stand in the metadata of a result
ORDINARY = 10.0  # parcels like those of the training that count with those of a scene
SHARES_FROM, SHARES_SLOPE, SHARES_MOST = 0.4, 0.5, 1.0  # nats of divergence; log-odds a nat; log-odds
ENTROPY_FROM, ENTROPY_SLOPE = 0.7, 2.5  # nats; log-odds a nat
DISTANCE_FROM, DISTANCE_TO = 1.2, 1.35  # relative distance from which on entropy counts, and counts fully
LEAST = 0.2  # mean confidence that is not lowered further: far from the training, too, about one crop in five is right
HOTTEST, STEPS = 20.0, 40  # end and steps of the search for a temperature


@dataclass(frozen=True)
class Softening:
    """The ``temperature`` of a scene, 1 for none, and its ``causes``: `CROPS`, `SERIES`."""

    temperature: float = 1.0
    causes: tuple[str, ...] = ()


UNSOFTENED = Softening()


def soften(
    probabilities: np.ndarray, class_priors: np.ndarray, expected: Sequence[float], distance: float
) -> Softening:
    """Return how the confidences of parcels with ``probabilities`` [N, K] under uniform class priors are softened.

    ``class_priors`` [K] are those of the scene, ``expected`` [K] those of the card, ``distance`` the mean relative
    distance of the parcels to what the bundle knows (NaN unknown).

    - Crops: the Kullback-Leibler divergence of the mean probabilities from the expected shares exceeds what landscapes
      ordinarily differ by.
    - Series: they are far from those of the training, and the crops are uncertain, too.
    """
    if not len(probabilities):
        return UNSOFTENED
    falls = {CROPS: _fall_by_shares(probabilities, expected), SERIES: _fall_by_entropy(probabilities, distance)}
    final = posterior(probabilities, class_priors)
    aim = _lowered(float(final.max(1).mean()), sum(falls.values()))
    if aim is None:
        return UNSOFTENED
    return Softening(_temperature(final, aim), tuple(cause for cause, part in falls.items() if part > 0))


def describe_softening(softening: Softening, bundle: str) -> str:
    """Return a sentence that says why confidences were lowered, empty where they were not."""
    if not softening.causes:
        return ""
    causes = {
        CROPS: tr("the crops of this map are unlike those that the model {} expects"),
        SERIES: tr(
            "the fields of this scene are unlike those that the model {} learned from, and their crops uncertain"
        ),
    }
    why = "; ".join(causes[cause].format(bundle) for cause in softening.causes if cause in causes)
    return tr("All confidences were lowered: {}. Labels of some parcels teach it the region.").format(why)


def softened_priors(class_priors: np.ndarray, temperature: float) -> np.ndarray:
    """Return class priors [K] with which probabilities divided by the temperature have the same likeliest crops."""
    if temperature == 1:
        return class_priors
    powers = np.maximum(class_priors, 1e-12) ** (1 / temperature)
    return np.asarray(powers / powers.sum())


def _fall_by_shares(probabilities: np.ndarray, expected: Sequence[float]) -> float:
    ordinary = np.maximum(np.asarray(expected, float), 1e-6)
    ordinary = ordinary / ordinary.sum()
    shares = (probabilities.sum(0) + ORDINARY * ordinary) / (len(probabilities) + ORDINARY)
    divergence = float(np.sum(shares * np.log(np.maximum(shares, 1e-12) / ordinary)))
    return min(SHARES_SLOPE * max(0.0, divergence - SHARES_FROM), SHARES_MOST)


def _fall_by_entropy(probabilities: np.ndarray, distance: float) -> float:
    if not np.isfinite(distance):
        return 0.0
    entropy = -float((probabilities * np.log(np.maximum(probabilities, 1e-12))).sum(1).mean())
    beyond = max(0.0, entropy - ENTROPY_FROM) * len(probabilities) / (len(probabilities) + ORDINARY)
    far = np.clip((distance - DISTANCE_FROM) / (DISTANCE_TO - DISTANCE_FROM), 0, 1)
    return float(ENTROPY_SLOPE * beyond * far)


def _lowered(confidence: float, fall: float) -> float | None:
    """Return the mean confidence whose log-odds are lower by ``fall``, at least `LEAST`; None where it stays."""
    if fall <= 0 or confidence <= LEAST:
        return None
    confidence = min(confidence, 1 - 1e-6)
    return max(LEAST, float(1 / (1 + np.exp(fall - np.log(confidence / (1 - confidence))))))


def _temperature(probabilities: np.ndarray, aim: float) -> float:
    """Return the temperature under which the mean confidence of [N, K] is ``aim``."""
    scores = np.log(np.maximum(probabilities, 1e-12))
    scores = scores - scores.max(1, keepdims=True)
    low, high = 0.0, float(np.log(HOTTEST))
    for _ in range(STEPS):
        middle = (low + high) / 2
        surer = float((1 / np.exp(scores / np.exp(middle)).sum(1)).mean()) > aim
        low, high = (middle, high) if surer else (low, middle)
    return round(float(np.exp(low)), 4)
