"""How much crop information a representation holds: simple classifiers on frozen features, under one protocol for all.

Features are filled in over months without data, standardised on the training part and given to a logistic regression
and to nearest neighbours, whose one setting each is chosen by inner folds of the training part.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy.spatial.distance import cdist
from sklearn import config_context
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, StratifiedGroupKFold, StratifiedKFold
from threadpoolctl import threadpool_limits

from ...training.labelled_time_series import Series, take
from .representations import Representation

FOLDS, INNER_FOLDS = 5, 3
MINIMUM = 15  # samples of a class
FEW = (5, 20)  # labels a class
BLOCK = 0.5  # degrees
STRENGTHS = (0.001, 0.01, 0.1, 1.0)  # the C of the logistic regression
NEIGHBOURS = (1, 3, 5, 9)
GRASS = "grass-like"
GRASS_WORDS = ("grass", "meadow", "pasture", "herbaceous", "fallow", "fodder", "clover", "lucerne")


@dataclass(frozen=True)
class Task:
    """Learn crops from some parcels and tell those of others: within ``train``, or of ``test`` where there is one.

    ``groups`` [P] says which parcels of ``train`` stay in one fold; None divides by class. Both series are at monthly
    steps and hold only parcels of the classes in question.
    """

    name: str
    train: Series
    groups: np.ndarray | None = None
    test: Series | None = None

    def folds(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Yield the indices of the training parts and of what each is tested on (in ``test`` if there is one)."""
        parcels = np.arange(len(self.train.key))
        if self.groups is None:
            folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(parcels, self.train.crop)
        else:
            folds = GroupKFold(FOLDS).split(parcels, groups=self.groups)
        for training, testing in folds:
            yield training, testing if self.test is None else np.arange(len(self.test.key))


@dataclass(frozen=True)
class Result:
    """Accuracy of one ``representation`` in each fold of one ``task``; with few labels, the mean over the draws.

    ``method`` is "logistic" or "neighbours", ``labels`` a number a class or "all".
    """

    task: str
    representation: str
    method: str
    labels: str
    folds: tuple[float, ...]


def tasks_of(france: Series, bavaria: Series) -> list[Task]:
    """Return the tasks on two series at monthly steps, each with the classes as they are and with grasses as one."""
    tasks = []
    for grasses in (False, True):
        f, b = (with_one_grass(s) if grasses else s for s in (france, bavaria))
        how = ", grasses as one" if grasses else ""
        inside, outside = frequent(f), frequent(b)
        tasks.append(Task("France 2023 by blocks" + how, inside, blocks(inside.place)))
        tasks.append(Task("Bavaria 2018 by field" + how, outside))
        common = np.intersect1d(inside.crop, outside.crop)
        inside, outside = alike(*(take(s, np.isin(s.crop, common)) for s in (inside, outside)))
        tasks.append(Task("France to Bavaria" + how, inside, blocks(inside.place), outside))
        tasks.append(Task("Bavaria to France" + how, outside, None, inside))
    return tasks


def with_one_grass(series: Series) -> Series:
    """Return ``series`` with meadows, pastures, fodder and fallow as one class."""
    crop = [GRASS if any(word in crop for word in GRASS_WORDS) else crop for crop in series.crop]
    return replace(series, crop=np.array(crop))


def frequent(series: Series, minimum: int = MINIMUM) -> Series:
    """Return the parcels of the classes with at least ``minimum`` of them."""
    names, counts = np.unique(series.crop, return_counts=True)
    return take(series, np.isin(series.crop, names[counts >= minimum]))


def alike(one: Series, other: Series) -> tuple[Series, Series]:
    """Take from both what only one has: bands, radar, terrain, months. What is left differs as the regions do."""
    bands = one.optical_bands & other.optical_bands
    radar = one.radar_valid.any() and other.radar_valid.any()
    terrain = one.terrain_valid.any() and other.terrain_valid.any()
    months = seen(one) & seen(other)

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


def seen(series: Series) -> np.ndarray:
    """Return which steps [T] any parcel has data of."""
    return (series.optical_valid | series.radar_valid).any(0)


def blocks(place: np.ndarray) -> np.ndarray:
    """Return the number of the half-degree block each place [P, 2] lies in."""
    return np.unique(np.floor(place / BLOCK), axis=0, return_inverse=True)[1].ravel()


def probe(task: Task, representations: Mapping[str, Representation], draws: int) -> list[Result]:
    """Return the results of every representation in the same folds and the same ``draws`` of few labels in each."""
    results = []
    # These matrices are small: threads would wait for each other, and checking them takes as long as fitting.
    with threadpool_limits(1), config_context(assume_finite=True, skip_parameter_validation=True):
        for name, representation in representations.items():
            train = filled(representation(task.train))
            test = train if task.test is None else filled(representation(task.test))
            scores = _scores(task, train, test, draws)
            results += [Result(task.name, name, *kind, tuple(folds)) for kind, folds in scores.items()]
    return results


def _scores(task: Task, train: np.ndarray, test: np.ndarray, draws: int) -> dict[tuple[str, str], list[float]]:
    """Return the accuracy in each fold by method and labels."""
    crop = task.train.crop
    truth = crop if task.test is None else task.test.crop
    groups = np.arange(len(crop)) if task.groups is None else task.groups
    scores: dict[tuple[str, str], list[float]] = {}
    for fold, (training, testing) in enumerate(task.folds()):
        rng = np.random.default_rng(fold)
        parts = {"all": [training]}
        parts |= {str(few): [draw(training, crop, few, rng) for _ in range(draws)] for few in FEW}
        for labels, chosen in parts.items():
            told = [accuracies(train[part], crop[part], groups[part], test[testing], truth[testing]) for part in chosen]
            for method in told[0]:
                scores.setdefault((method, labels), []).append(float(np.mean([t[method] for t in told])))
    return scores


def draw(parcels: np.ndarray, crop: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    """Return ``count`` of ``parcels`` of each class, all of a class that has fewer."""
    shuffled = rng.permutation(parcels)
    return np.concatenate([shuffled[crop[shuffled] == name][:count] for name in np.unique(crop[parcels])])


def filled(features: np.ndarray) -> np.ndarray:
    """Return [P, T · D] of [P, T, D]: gaps in time filled linearly, the ends with the nearest step.

    What a parcel never has stays NaN; steps that no parcel has are left out.
    """
    steps = np.flatnonzero(~np.isnan(features).all((0, 2)))
    features = features[:, steps]
    result = features.copy()
    for parcel, channel in np.argwhere(np.isnan(features).any(1) & ~np.isnan(features).all(1)):
        values = features[parcel, :, channel]
        known = ~np.isnan(values)
        result[parcel, :, channel] = np.interp(steps, steps[known], values[known])
    return result.reshape(len(result), -1)


def accuracies(
    train: np.ndarray, crop: np.ndarray, groups: np.ndarray, test: np.ndarray, truth: np.ndarray
) -> dict[str, float]:
    """Return the accuracy of both methods on ``test``, learned from ``train`` [N, D], which inner folds divide too."""
    train, test = _standardised(train, test)
    # Choosing needs no exact optimum.
    strength = _best([LogisticRegression(C=c, tol=1e-2) for c in STRENGTHS], train, crop, groups).C
    count = _best([Neighbours(k) for k in NEIGHBOURS], train, crop, groups).count
    models = {"logistic": LogisticRegression(C=strength, tol=1e-3, max_iter=500), "neighbours": Neighbours(count)}
    return {method: float(model.fit(train, crop).score(test, truth)) for method, model in models.items()}


def _standardised(train: np.ndarray, test: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Standardise on ``train`` (NaN becomes its mean) and turn both to the axes that ``train`` spans.

    Turning changes neither a regularised regression nor which neighbours are near, and few samples span few axes.
    """
    known = ~np.isnan(train).all(0)
    train, test = train[:, known], test[:, known]
    centre, spread = np.nanmean(train, axis=0), np.nanstd(train, axis=0)
    train, test = (np.nan_to_num((x - centre) / np.where(spread > 1e-6, spread, 1)) for x in (train, test))
    _, strength, axes = np.linalg.svd(train, full_matrices=False)
    axes = axes[strength > 1e-6 * strength.max(initial=1e-9)]
    return train @ axes.T, test @ axes.T


class Neighbours:
    """The vote of the ``count`` nearest samples, of all where there are fewer; the nearest decides a tie."""

    def __init__(self, count: int) -> None:
        self.count = count

    def fit(self, features: np.ndarray, crop: np.ndarray) -> Neighbours:
        """Remember the samples [N, D] and their crops [N]."""
        self.features = features
        self.names, self.codes = np.unique(crop, return_inverse=True)
        return self

    def score(self, features: np.ndarray, crop: np.ndarray) -> float:
        """Return the share of ``features`` [M, D] whose ``crop`` [M] is told."""
        nearest = self.codes[np.argsort(cdist(features, self.features), axis=1, kind="stable")[:, : self.count]]
        weight = np.where(np.arange(nearest.shape[1]), 1, 1.5)
        votes = ((nearest[..., None] == np.arange(len(self.names))) * weight[:, None]).sum(1)
        return float(np.mean(self.names[votes.argmax(1)] == crop))


def _best(models: list, features: np.ndarray, crop: np.ndarray, groups: np.ndarray):
    """Return the model that inner folds find best, the first of equals."""
    size = min(INNER_FOLDS, *Counter(crop).values(), len(np.unique(groups)))
    if size < 2:
        return models[len(models) // 2]
    splitter = StratifiedGroupKFold(size, shuffle=True, random_state=0)
    folds = [(a, b) for a, b in splitter.split(features, crop, groups) if len(b) and len(np.unique(crop[a])) > 1]
    scores = [np.mean([m.fit(features[a], crop[a]).score(features[b], crop[b]) for a, b in folds]) for m in models]
    return models[int(np.argmax(scores))]
