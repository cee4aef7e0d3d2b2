"""Fitting of a parcel classifier: regularisation by cross-validation, calibration, class priors of the place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from scipy.optimize import minimize, minimize_scalar
from scipy.special import log_softmax, softmax

from ..crops import Crop
from .class_shares import estimate_shares
from .even_space import even_space
from .parcel_classifier import ParcelClassifier, calibrated, keep_classes, log_priors, parents_of

PRIOR_WEIGHTS = (1.0, 0.4, 0.0)  # of what the bundle says, which may be worth much, little or nothing in a region
STRENGTHS = (1000.0, 150.0, 50.0, 15.0, 5.0)  # penalties of the weights, from hardly any change on
CANDIDATES = tuple(product(PRIOR_WEIGHTS, STRENGTHS))
_STARTS = range(0, len(CANDIDATES), len(STRENGTHS))  # of the candidates of each prior weight
INTERCEPT = 1.0  # penalty of the intercepts
ENOUGH = 1000  # labels to choose a candidate
ITERATIONS = 150
PRIOR_PARCELS = 40.0  # that the expected class priors count as
TOWARDS = 0.25
AT_STAKE = 0.125  # share of the parcels
TEMPERATURES = (0.3, 5.0)
TEMPERATURE_PRIOR = 2.0  # labels times the square of its logarithm: a few that are right do not make all crops sure


@dataclass(frozen=True)
class LabelledParcels:
    """L labelled parcels: ``probabilities`` [L, K] of the bundle under uniform priors, ``embeddings`` [L, d].

    ``crops`` [L] are indices into the classes to learn, ``folds`` [L] the number of the spatial fold of each.
    ``pseudo`` [L] is 0 for a label, and for a pseudo-label how many labels it counts as.
    """

    probabilities: np.ndarray
    embeddings: np.ndarray
    crops: np.ndarray
    folds: np.ndarray
    pseudo: np.ndarray

    def only(self, index: np.ndarray) -> LabelledParcels:
        """Return a subset, by index or mask."""
        return LabelledParcels(*(values[index] for values in vars(self).values()))


@dataclass(frozen=True)
class Fit:
    """A fitted ``classifier``, and calibrated probabilities [L, C] of each label by a fit without its fold."""

    classifier: ParcelClassifier
    held_out: np.ndarray


def fit_classifier(
    labelled: LabelledParcels,
    crops: Sequence[Crop],
    bundle: Sequence[Crop],
    all_probabilities: np.ndarray,
    all_embeddings: np.ndarray,
    expected: np.ndarray,
) -> Fit:
    """Fit a classifier of ``crops`` [C] to labelled parcels, with what the ``bundle`` [K] says as prior.

    ``all_probabilities`` [N, K] and ``all_embeddings`` [N, d] are those of every parcel of the place, from which the
    embeddings are standardised and the class priors learned, which begin as the ``expected`` ones [C].
    """
    blank = _blank(crops, bundle, all_embeddings)
    spaces = np.eye(len(blank.centre)), even_space(blank.standardise(all_embeddings))
    whole_offset = log_priors(labelled.probabilities, blank.parents)
    weights = _class_weights(labelled, len(crops))
    kept = _kept_classes(labelled.crops, weights, whole_offset, blank.offset(all_probabilities))
    learned = np.flatnonzero(~kept)
    offset, taught = whole_offset[:, learned], replace(labelled, crops=np.searchsorted(learned, labelled.crops))
    standardised = blank.standardise(labelled.embeddings)
    space, (prior_weight, strength) = _choose([standardised @ one for one in spaces], offset, taught, weights)
    features = standardised @ spaces[space]
    (scores,) = _held_out_scores(features, offset, taught, weights, [(prior_weight, strength)])
    temperature = _temperature(scores, taught.crops, weights)
    parameters = _minimise(features, prior_weight * offset, taught.crops, weights, strength)
    matrix, intercept = np.zeros((len(blank.centre), len(crops))), np.zeros(len(crops))
    matrix[:, learned], intercept[learned] = spaces[space] @ parameters[:-1], parameters[-1]
    fitted = replace(
        blank, weights=matrix, intercept=intercept, prior_weight=prior_weight, kept=kept, temperature=temperature
    )
    class_priors = estimate_place_priors(fitted.scores(all_probabilities, all_embeddings) / temperature, expected)
    fitted = replace(fitted, class_priors=class_priors)
    held_out = np.zeros(whole_offset.shape)
    held_out[:, learned] = scores
    held_out = keep_classes(held_out, whole_offset, kept, temperature)
    return Fit(fitted, calibrated(held_out, temperature, class_priors))


def estimate_place_priors(scores: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """Return class priors [C] between equal ones and the shares of the classes among parcels with logits [N, C].

    The shares are those of `estimate_shares`, where the ``expected`` ones count as `PRIOR_PARCELS`. Of the way between
    the logarithms `TOWARDS` is gone: with the whole shares, rare classes would hardly be found.
    """
    part_way = estimate_shares(softmax(scores, axis=1), expected / expected.sum(), PRIOR_PARCELS) ** TOWARDS
    return np.asarray(part_way / part_way.sum())


def _blank(crops: Sequence[Crop], bundle: Sequence[Crop], embeddings: np.ndarray) -> ParcelClassifier:
    """Return the classifier that changes nothing, with the standardisation of the place."""
    known = embeddings[np.isfinite(embeddings).all(1)].astype(float)
    width, classes = embeddings.shape[1], len(crops)
    centre, spread = (known.mean(0), known.std(0)) if len(known) else (np.zeros(width), np.ones(width))
    return ParcelClassifier(
        tuple(crops), parents_of(crops, bundle), centre, np.maximum(spread, 1e-3), np.zeros((width, classes)),
        np.zeros(classes), 1.0, np.zeros(classes, bool), np.full(classes, 1 / classes),
    )  # fmt: skip


def _kept_classes(crops: np.ndarray, weights: np.ndarray, offset: np.ndarray, all_offsets: np.ndarray) -> np.ndarray:
    """Return the classes [C] without labels whose probabilities stay what the bundle says.

    Where all crops of a place have labels, the bundle gives the crops without as much of the labelled parcels as of
    all. Where it gives them less of the labelled ones (``offset`` [L, C], ``weights`` [L]) than of all (``all_offsets``
    [N, C]), by more than `AT_STAKE` and by more than a standard error, crops without labels grow there, about which
    labels of other crops say nothing. Of those, the ones are kept of which the bundle gives the labelled parcels less.
    """
    without = ~np.isin(np.arange(offset.shape[1]), crops)
    shares = softmax(all_offsets, axis=1).mean(0)
    of_labels = weights[:, None] / weights.mean() * softmax(offset, axis=1)
    missing, all_missing = of_labels[:, without].sum(1), shares[without].sum()
    if all_missing - missing.mean() <= AT_STAKE or not _is_better(missing, all_missing):
        return np.zeros(len(without), bool)
    return np.asarray(without & (of_labels.mean(0) < shares))


def _class_weights(labelled: LabelledParcels, classes: int) -> np.ndarray:
    """Return the weight [L] of each label: classes count alike among labels, and alike among pseudo-labels."""
    weights, is_pseudo = np.where(labelled.pseudo > 0, labelled.pseudo, 1.0), labelled.pseudo > 0
    for group in (~is_pseudo, is_pseudo):
        counts = np.bincount(labelled.crops[group], weights[group], classes)
        alike = counts.sum() / (max(1, np.count_nonzero(counts)) * np.maximum(counts, 1e-12))
        weights[group] *= alike[labelled.crops[group]]
    return weights


def _choose(
    spaces: Sequence[np.ndarray], offset: np.ndarray, labelled: LabelledParcels, weights: np.ndarray
) -> tuple[int, tuple[float, float]]:
    """Return the one of ``spaces`` and of `CANDIDATES` under which held-out labels, at most `ENOUGH`, are likeliest.

    ``spaces`` are the features [L, d] of the labels in each, the plainest first. Another space is taken, and what the
    bundle says counts less, only where that is better by more than a standard error, so that a few labels cannot do
    away with a bundle that is right. Where no label contradicts it, what it says of crops without labels stays, too.
    """
    some = np.random.default_rng(0).permutation(len(labelled.crops))[:ENOUGH]
    labelled, weights, offset = labelled.only(some), weights[some], offset[some]
    starts = _STARTS if (offset.argmax(1) != labelled.crops).any() else _STARTS[:1]
    results = []
    for number, features in enumerate(spaces):
        scores = _held_out_scores(features[some], offset, labelled, weights, CANDIDATES)
        losses = np.array(
            [_losses(one / _temperature(one, labelled.crops, weights), labelled.crops, weights) for one in scores]
        )
        best = [start + int(losses[start : start + len(STRENGTHS)].mean(1).argmin()) for start in starts]
        chosen = best[0]
        for other in best[1:]:
            if _is_better(losses[other], losses[chosen]):
                chosen = other
        results.append((number, CANDIDATES[chosen], losses[chosen]))
    taken, *others = results
    for candidate in others:
        if _is_better(candidate[-1], taken[-1]):
            taken = candidate
    return taken[:2]


def _is_better(losses: np.ndarray, others: np.ndarray) -> bool:
    """Return whether losses [L] are lower than others by more than a standard error."""
    gain = others - losses
    return bool(gain.mean() > gain.std() / np.sqrt(len(gain)))


def _held_out_scores(
    features: np.ndarray,
    offset: np.ndarray,
    labelled: LabelledParcels,
    weights: np.ndarray,
    candidates: Sequence[tuple[float, float]],
) -> list[np.ndarray]:
    """Return for each of ``candidates`` the logits [L, C] of each label from a fit without its fold."""
    scores = [prior_weight * offset for prior_weight, _ in candidates]
    for fold in np.unique(labelled.folds):
        out = labelled.folds == fold
        if out.all():
            continue
        parameters = None
        for (prior_weight, strength), held_out in zip(candidates, scores, strict=True):
            prior = prior_weight * offset
            parameters = _minimise(
                features[~out], prior[~out], labelled.crops[~out], weights[~out], strength, parameters
            )
            held_out[out] = _linear(parameters, features[out], prior[out])
    return scores


def _minimise(
    features: np.ndarray,
    prior: np.ndarray,
    crops: np.ndarray,
    weights: np.ndarray,
    strength: float,
    start: np.ndarray | None = None,
) -> np.ndarray:
    """Return the weights and, in the last row, the intercepts [d + 1, C] of least penalised log-loss."""
    shape = features.shape[1] + 1, prior.shape[1]
    truth = np.eye(shape[1])[crops] * weights[:, None]
    penalties = np.concatenate([np.full(shape[0] - 1, strength), [INTERCEPT]])[:, None]

    def loss(values: np.ndarray) -> tuple[float, np.ndarray]:
        parameters = values.reshape(shape)
        logarithms = log_softmax(_linear(parameters, features, prior), axis=1)
        error = np.exp(logarithms) * weights[:, None] - truth
        gradient = np.concatenate([features.T @ error, error.sum(0, keepdims=True)]) + penalties * parameters
        return float(-(truth * logarithms).sum() + (penalties * parameters**2).sum() / 2), gradient.ravel()

    begin = np.zeros(shape) if start is None else start
    options = {"maxiter": ITERATIONS, "ftol": 1e-6, "gtol": 1e-3}
    optimum = minimize(loss, begin.ravel(), jac=True, method="L-BFGS-B", options=options)
    return np.asarray(optimum.x.reshape(shape))


def _linear(parameters: np.ndarray, features: np.ndarray, prior: np.ndarray) -> np.ndarray:
    return np.asarray(prior + parameters[-1] + features @ parameters[:-1])


def _losses(scores: np.ndarray, crops: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the weighted log-loss [L] of each label."""
    return np.asarray(-weights * log_softmax(scores, axis=1)[np.arange(len(crops)), crops])


def _temperature(scores: np.ndarray, crops: np.ndarray, weights: np.ndarray) -> float:
    """Return the temperature under which held-out labels are likeliest, where 1 is likeliest without any."""
    low, high = np.log(TEMPERATURES)

    def loss(logarithm: float) -> float:
        scaled = scores / np.exp(logarithm)
        return float(_losses(scaled, crops, weights).mean() + TEMPERATURE_PRIOR * logarithm**2 / len(crops))

    return float(np.exp(minimize_scalar(loss, bounds=(low, high), method="bounded").x))
