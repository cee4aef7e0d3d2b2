"""What drawn parcels teach: tested on real ones, and by how many there are. Figures of docs/simulation.md.

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
from doab.model.training.labelled_time_series import read_all
from doab.model.training.parcel_curves import curves_of, like

CROPS = known_crops()
CODES = [crop.code for crop in CROPS]
OTHER = len(CROPS) - 1
PLACE = 42  # parcels drawn together: three of each class


def drawn(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw years [count, knots, CHANNELS] and crops [count], all classes as often."""
    rng = np.random.default_rng(seed)
    crop = np.arange(PLACE) % len(CROPS)
    places = [draw_curves(rng, crop, np.arange(PLACE), CROPS) for _ in range(count // PLACE)]
    return np.concatenate(places), np.tile(crop, len(places))


def told_by_drawn(data: Path) -> None:
    """Print how well a logistic regression tells real parcels that learned from drawn or from other real ones."""
    series = read_all(data)
    series["bavaria_2018"] = like(series["bavaria_2018"], series["france_2023"])
    learned, crops = drawn(2100, 0)
    for name in ("france_2023", "bavaria_2018"):
        real = curves_of(series[name])
        truth = np.array([CODES.index(KINDS[kind].code) for kind in real.kind])
        used = np.isfinite(real.values).mean(0) > 0.8
        values = np.where(np.isfinite(real.values), real.values, np.nanmean(real.values, 0))[:, used]
        model = make_pipeline(StandardScaler(), LogisticRegression(C=0.02, max_iter=1000))
        inside = cross_val_predict(model, values, truth, cv=5)
        outside = model.fit(learned[:, used], crops).predict(values)
        for what, rows in (("all", truth >= 0), ("without other crops", truth != OTHER)):
            told = " ".join(f"{100 * np.mean((found == truth)[rows]):.1f}" for found in (outside, inside))
            print(f"{name}, {rows.sum()} parcels, {what}: learned from drawn, from real parcels: {told}")


def parcels_needed() -> None:
    """Print how well a small network tells drawn parcels by how many it learned from and how many dates it sees."""
    season = np.flatnonzero((KNOTS > 40) & (KNOTS < 300))
    for dates in (len(KNOTS), 12, 6):
        for count in (4_000, 40_000):
            parts = []
            for size, seed in ((count, 1), (8_000, 2)):
                values, crops = drawn(size, seed)
                rng = np.random.default_rng(seed)
                values = values + rng.normal(0, 1, values.shape) * np.array([0.05] * 10 + [0.7] * 2)
                seen = np.ones(values.shape, bool)
                if dates < len(KNOTS):
                    for channels in (slice(0, 10), slice(10, CHANNELS)):
                        ranks = rng.random((len(values), len(season))).argsort(1).argsort(1)
                        kept = np.zeros(values.shape[:2], bool)
                        kept[:, season] = ranks < dates
                        seen[..., channels] = kept[..., None]
                parts.append((values, seen, crops))
            mean, spread = parts[0][0].mean(0), parts[0][0].std(0)
            inputs = [
                np.concatenate([((v - mean) / spread * s).reshape(len(v), -1), s[..., [0, 10]].reshape(len(v), -1)], 1)
                for v, s, _ in parts
            ]
            model = MLPClassifier(
                (256, 128), alpha=1e-3, batch_size=256, max_iter=12, early_stopping=False, random_state=0
            )
            accuracy = model.fit(inputs[0], parts[0][2]).score(inputs[1], parts[1][2])
            print(f"{dates} + {dates} dates, {count} parcels learned from: {100 * accuracy:.1f}", flush=True)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    told_by_drawn(Path(sys.argv[1]))
    parcels_needed()
