"""Probing of representations: the accuracy of simple classifiers of crops on frozen features.

Months without data are interpolated, features standardised on the training part and given to a logistic regression and
to nearest neighbours; the one hyperparameter of each is chosen by inner folds of the training part.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from scipy.spatial.distance import cdist
from sklearn import config_context
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, StratifiedGroupKFold, StratifiedKFold
from threadpoolctl import threadpool_limits

from ...training.labelled_time_series import Series, take
from .representations import Representation

FOLDS, INNER_FOLDS = 5, 3
MIN_SAMPLES = 15  # samples of a class
FEW_LABELS = (5, 20)  # labels a class
BLOCK = 0.5  # degrees
STRENGTHS = (0.001, 0.01, 0.1, 1.0)  # the C of the logistic regression
NEIGHBOURS = (1, 3, 5, 9)
GRASS = "grass-like"
GRASS_WORDS = ("grass", "meadow", "pasture", "herbaceous", "fallow", "fodder", "clover", "lucerne")

Model = TypeVar("Model", LogisticRegression, "NearestNeighbours")


@dataclass(frozen=True)
class ProbeTask:
    """Classification of crops in folds of ``train``; the trained part of each is tested on ``test`` if there is one.

    ``groups`` [P] are the parcels of ``train`` that stay in one fold; None stratifies by class. Both series have
    monthly steps and only parcels of the classes of the task.
    """

    name: str
    train: Series
    groups: np.ndarray | None = None
    test: Series | None = None

    def folds(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Yield the indices of each training part and of its test part (in ``test`` if there is one)."""
        parcels = np.arange(len(self.train.key))
        if self.groups is None:
            folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(parcels, self.train.crop)
        else:
            folds = GroupKFold(FOLDS).split(parcels, groups=self.groups)
        for training, testing in folds:
            yield training, testing if self.test is None else np.arange(len(self.test.key))


@dataclass(frozen=True)
class ProbeResult:
    """Accuracy of one ``representation`` in each fold of one ``task``; with few labels, the mean over the samples.

    ``method`` is "logistic" or "neighbours", ``labels`` the number of labels a class or "all".
    """

    task: str
    representation: str
    method: str
    labels: str
    folds: tuple[float, ...]


def build_tasks(france: Series, bavaria: Series) -> list[ProbeTask]:
    """Return the tasks on two series at monthly steps, each with the original classes and with grasses as one class."""
    tasks = []
    for grasses in (False, True):
        f, b = (with_one_grass(s) if grasses else s for s in (france, bavaria))
        suffix = ", grasses as one" if grasses else ""
        inside, outside = select_frequent_classes(f), select_frequent_classes(b)
        tasks.append(ProbeTask("France 2023 by blocks" + suffix, inside, block_numbers(inside.location)))
        tasks.append(ProbeTask("Bavaria 2018 by field" + suffix, outside))
        common = np.intersect1d(inside.crop, outside.crop)
        inside, outside = keep_common_inputs(*(take(s, np.isin(s.crop, common)) for s in (inside, outside)))
        tasks.append(ProbeTask("France to Bavaria" + suffix, inside, block_numbers(inside.location), outside))
        tasks.append(ProbeTask("Bavaria to France" + suffix, outside, None, inside))
    return tasks


def with_one_grass(series: Series) -> Series:
    """Return ``series`` with meadows, pastures, fodder and fallow as one class."""
    crop = [GRASS if any(word in crop for word in GRASS_WORDS) else crop for crop in series.crop]
    return replace(series, crop=np.array(crop))


def select_frequent_classes(series: Series, minimum: int = MIN_SAMPLES) -> Series:
    """Return the parcels of the classes with at least ``minimum`` of them."""
    names, counts = np.unique(series.crop, return_counts=True)
    return take(series, np.isin(series.crop, names[counts >= minimum]))


def keep_common_inputs(one: Series, other: Series) -> tuple[Series, Series]:
    """Mask the bands, radar, terrain and months that only one of two series has, so that both have the same inputs."""
    bands = one.optical_bands & other.optical_bands
    radar = one.radar_valid.any() and other.radar_valid.any()
    terrain = one.terrain_valid.any() and other.terrain_valid.any()
    months = has_data(one) & has_data(other)

    def reduced(series: Series) -> Series:
        optical_valid = series.optical_valid & months
        radar_valid = series.radar_valid & months & radar
        return replace(
            series,
            optical=series.optical * bands * optical_valid[..., None],
            optical_valid=optical_valid,
            optical_bands=bands,
            radar=series.radar * radar_valid[..., None],
            radar_valid=radar_valid,
            terrain=series.terrain * terrain,
            terrain_valid=series.terrain_valid & terrain,
        )

    return reduced(one), reduced(other)


def has_data(series: Series) -> np.ndarray:
    """Return the steps [T] (bool) at which any parcel has data."""
    return (series.optical_valid | series.radar_valid).any(0)


def block_numbers(locations: np.ndarray) -> np.ndarray:
    """Return the number [P] of the half-degree block of each location [P, 2] in degrees."""
    return np.unique(np.floor(locations / BLOCK), axis=0, return_inverse=True)[1].ravel()


def probe_representations(
    task: ProbeTask, representations: Mapping[str, Representation], repeats: int
) -> list[ProbeResult]:
    """Return the results of every representation in the same folds, with the same ``repeats`` samples of few labels."""
    results = []
    # These matrices are small: threads would wait for each other, and checking them takes as long as fitting.
    with threadpool_limits(1), config_context(assume_finite=True, skip_parameter_validation=True):
        for name, representation in representations.items():
            train = interpolate_gaps(representation(task.train))
            test = train if task.test is None else interpolate_gaps(representation(task.test))
            scores = _score_folds(task, train, test, repeats)
            results += [ProbeResult(task.name, name, *kind, tuple(folds)) for kind, folds in scores.items()]
    return results


def _score_folds(
    task: ProbeTask, train: np.ndarray, test: np.ndarray, repeats: int
) -> dict[tuple[str, str], list[float]]:
    """Return the accuracies of the folds by method and labels."""
    crop = task.train.crop
    truth = crop if task.test is None else task.test.crop
    groups = np.arange(len(crop)) if task.groups is None else task.groups
    scores: dict[tuple[str, str], list[float]] = {}
    for fold, (training, testing) in enumerate(task.folds()):
        rng = np.random.default_rng(fold)
        parts = {"all": [training]}
        parts |= {str(few): [sample_per_class(training, crop, few, rng) for _ in range(repeats)] for few in FEW_LABELS}
        for labels, samples in parts.items():
            accuracies = [
                fit_and_score(train[part], crop[part], groups[part], test[testing], truth[testing]) for part in samples
            ]
            for method in accuracies[0]:
                scores.setdefault((method, labels), []).append(float(np.mean([a[method] for a in accuracies])))
    return scores


def sample_per_class(parcels: np.ndarray, crop: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    """Return a random sample of ``count`` of ``parcels`` of each class, all of a class that has fewer."""
    shuffled = rng.permutation(parcels)
    return np.concatenate([shuffled[crop[shuffled] == name][:count] for name in np.unique(crop[parcels])])


def interpolate_gaps(features: np.ndarray) -> np.ndarray:
    """Return features [P, T · D] of [P, T, D]: gaps in time interpolated linearly, the ends with the nearest step.

    Channels without any value in a parcel stay NaN; steps without data in all parcels are left out.
    """
    steps = np.flatnonzero(~np.isnan(features).all((0, 2)))
    features = features[:, steps]
    result = features.copy()
    for parcel, channel in np.argwhere(np.isnan(features).any(1) & ~np.isnan(features).all(1)):
        values = features[parcel, :, channel]
        valid = ~np.isnan(values)
        result[parcel, :, channel] = np.interp(steps, steps[valid], values[valid])
    return result.reshape(len(result), -1)


def fit_and_score(
    train: np.ndarray, crop: np.ndarray, groups: np.ndarray, test: np.ndarray, truth: np.ndarray
) -> dict[str, float]:
    """Return the accuracy on ``test`` by method, fitted on ``train`` [N, D]; ``groups`` [N] stay in one inner fold."""
    train, test = _standardise(train, test)
    # The choice needs no exact optimum.
    strength = _select_model([LogisticRegression(C=c, tol=1e-2) for c in STRENGTHS], train, crop, groups).C
    count = _select_model([NearestNeighbours(k) for k in NEIGHBOURS], train, crop, groups).count
    models = {
        "logistic": LogisticRegression(C=strength, tol=1e-3, max_iter=500),
        "neighbours": NearestNeighbours(count),
    }
    return {method: float(model.fit(train, crop).score(test, truth)) for method, model in models.items()}


def _standardise(train: np.ndarray, test: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Standardise on ``train`` (NaN becomes its mean) and project both on the axes that ``train`` spans.

    The rotation changes neither a regularised regression nor distances, and few samples span few axes.
    """
    has_values = ~np.isnan(train).all(0)
    train, test = train[:, has_values], test[:, has_values]
    mean, std = np.nanmean(train, axis=0), np.nanstd(train, axis=0)
    train, test = (np.nan_to_num((x - mean) / np.where(std > 1e-6, std, 1)) for x in (train, test))
    _, singular_values, axes = np.linalg.svd(train, full_matrices=False)
    axes = axes[singular_values > 1e-6 * singular_values.max(initial=1e-9)]
    return train @ axes.T, test @ axes.T


class NearestNeighbours:
    """Classifier by majority of the ``count`` nearest samples (all if there are fewer); the nearest breaks ties."""

    def __init__(self, count: int) -> None:
        self.count = count

    def fit(self, features: np.ndarray, crop: np.ndarray) -> NearestNeighbours:
        """Store the samples [N, D] and their crops [N]."""
        self.features = features
        self.names, self.codes = np.unique(crop, return_inverse=True)
        return self

    def score(self, features: np.ndarray, crop: np.ndarray) -> float:
        """Return the share of ``features`` [M, D] whose ``crop`` [M] is predicted."""
        nearest = self.codes[np.argsort(cdist(features, self.features), axis=1, kind="stable")[:, : self.count]]
        weight = np.where(np.arange(nearest.shape[1]), 1, 1.5)
        votes = ((nearest[..., None] == np.arange(len(self.names))) * weight[:, None]).sum(1)
        return float(np.mean(self.names[votes.argmax(1)] == crop))


def _select_model(models: list[Model], features: np.ndarray, crop: np.ndarray, groups: np.ndarray) -> Model:
    """Return the model with the best mean accuracy over inner folds, the first of equals."""
    size = min(INNER_FOLDS, *Counter(crop).values(), len(np.unique(groups)))
    if size < 2:
        return models[len(models) // 2]
    splitter = StratifiedGroupKFold(size, shuffle=True, random_state=0)
    folds = [(a, b) for a, b in splitter.split(features, crop, groups) if len(b) and len(np.unique(crop[a])) > 1]
    scores = [np.mean([m.fit(features[a], crop[a]).score(features[b], crop[b]) for a, b in folds]) for m in models]
    return models[int(np.argmax(scores))]
