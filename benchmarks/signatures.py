"""Accuracy of classifiers trained on parcels drawn from the signatures. Figures of docs/simulation.md.

Run from a checkout with the data beside it: ``python benchmarks/signatures.py ../shared/data``.
"""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from doab.model.crops import known_crops
from doab.model.simulation.signature_fitting import KINDS
from doab.model.simulation.signatures import CHANNELS, KNOTS, draw_curves
from doab.model.training.belgian_months import read_belgium
from doab.model.training.labelled_time_series import read_all
from doab.model.training.parcel_curves import compute_curves, match_reflectance

CROPS = known_crops()
CODES = [crop.code for crop in CROPS]
OTHER = len(CROPS) - 1
SCENE_PARCELS = 42  # parcels drawn together: three of each class


def drawn(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw curves [count, knots, CHANNELS] and crops [count], in equal numbers of all classes."""
    rng = np.random.default_rng(seed)
    crop = np.arange(SCENE_PARCELS) % len(CROPS)
    scenes = [draw_curves(rng, crop, np.arange(SCENE_PARCELS), CROPS) for _ in range(count // SCENE_PARCELS)]
    return np.concatenate(scenes), np.tile(crop, len(scenes))


def print_transfer_accuracy(data: Path) -> None:
    """Print the accuracy on real parcels of a logistic regression trained on drawn or on other real parcels."""
    series = read_all(data)
    series["bavaria_2018"] = match_reflectance(series["bavaria_2018"], series["france_2023"])
    series["belgium_2019"] = read_belgium(data)
    curves, crops = drawn(2100, 0)
    for name in ("france_2023", "bavaria_2018", "belgium_2019"):
        real = compute_curves(series[name])
        truth = np.array([CODES.index(KINDS[kind].code) for kind in real.kind])
        used = np.isfinite(real.values).mean(0) > 0.8
        values = np.where(np.isfinite(real.values), real.values, np.nanmean(real.values, 0))[:, used]
        model = make_pipeline(StandardScaler(), LogisticRegression(C=0.02, max_iter=1000))
        inside = cross_val_predict(model, values, truth, cv=5)
        outside = model.fit(curves[:, used], crops).predict(values)
        for subset, rows in (("all", truth >= 0), ("without other crops", truth != OTHER)):
            accuracies = (100 * np.mean((predicted == truth)[rows]) for predicted in (outside, inside))
            text = " ".join(f"{accuracy:.1f}" for accuracy in accuracies)
            print(f"{name}, {rows.sum()} parcels, {subset}: trained on drawn, on real parcels: {text}")


def print_learning_curve() -> None:
    """Print the accuracy of a small network on drawn parcels by number of training parcels and of dates."""
    season = np.flatnonzero((KNOTS > 40) & (KNOTS < 300))
    for dates in (len(KNOTS), 12, 6):
        for count in (4_000, 40_000):
            parts = []
            for size, seed in ((count, 1), (8_000, 2)):
                values, crops = drawn(size, seed)
                rng = np.random.default_rng(seed)
                values = values + rng.normal(0, 1, values.shape) * np.array([0.05] * 10 + [0.7] * 2)
                observed = np.ones(values.shape, bool)
                if dates < len(KNOTS):
                    for channels in (slice(0, 10), slice(10, CHANNELS)):
                        ranks = rng.random((len(values), len(season))).argsort(1).argsort(1)
                        mask = np.zeros(values.shape[:2], bool)
                        mask[:, season] = ranks < dates
                        observed[..., channels] = mask[..., None]
                parts.append((values, observed, crops))
            mean, spread = parts[0][0].mean(0), parts[0][0].std(0)
            inputs = [
                np.concatenate([((v - mean) / spread * s).reshape(len(v), -1), s[..., [0, 10]].reshape(len(v), -1)], 1)
                for v, s, _ in parts
            ]
            model = MLPClassifier(
                (256, 128), alpha=1e-3, batch_size=256, max_iter=12, early_stopping=False, random_state=0
            )
            accuracy = model.fit(inputs[0], parts[0][2]).score(inputs[1], parts[1][2])
            print(f"{dates} + {dates} dates, {count} training parcels: {100 * accuracy:.1f}", flush=True)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    print_transfer_accuracy(Path(sys.argv[1]))
    print_learning_curve()
