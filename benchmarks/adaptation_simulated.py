"""A simulated region with shifted seasons and two crops that the network never saw. Tables of docs/adaptation.md.

    .venv/bin/python benchmarks/adaptation_simulated.py --work FOLDER

The network learns simulated single fields without the two crops. The region consists of other simulated fields, all
classes alike, whose dates are later by `SHIFT` days while their crops grow as before. All scores are simulated.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import torch
from adaptation import FEW, some_crops
from scipy import stats

from doab.model.adaptation.fitting import Fit, fit_classifier
from doab.model.adaptation.pseudo_labels import add_pseudo_labels
from doab.model.adaptation.suggestions import suggest_parcels
from doab.model.bundle import load_bundle
from doab.model.crops import known_crops
from doab.model.network.two_stream import TwoStream
from doab.model.training.known_fields import embed_fields
from doab.model.training.schedule import Schedule
from doab.model.training.single_fields import FieldSeries, concatenate_fields, take_fields
from doab.model.training.tile_generation import TileSettings, generate_fields, load_or_create
from doab.model.training.trainer import Trainer

UNKNOWN = ("Potatoes", "Sunflower")
SHIFT = 40  # days
YEAR = 365.25
LABELS, SEEDS, POOL = (5, 20, 100), 5, 0.5
TOTALS, ROUND_SEEDS = (14, 28, 70, 140), 20  # labels after each round of suggestions
BATCH = 256


def simulated_fields(work: Path, seed: int, tiles: int) -> FieldSeries:
    """Return single fields of simulated tiles of squares; cached in the work folder."""
    settings = TileSettings((seed,), 96, squares=True, diverse=0.6)
    path = work / f"fields_{seed}_{tiles}.pt"
    return load_or_create(path, (settings, tiles), lambda: concatenate_fields(generate_fields(settings, tiles, 1)))


def network_without(work: Path, fields: FieldSeries, unknown: np.ndarray, batches: int) -> TwoStream:
    """Return a network trained on the fields of all crops but the unknown ones; cached in the work folder."""
    network = TwoStream(**load_bundle().card["network"])

    def create() -> dict:
        torch.manual_seed(0)
        kept = take_fields(fields, torch.from_numpy(np.flatnonzero(~np.isin(fields.crops.numpy(), unknown))))
        trainer = Trainer(network, [], 0, fields=kept)
        trainer.run(Schedule(batches, 0, 2e-3, stage="crops", fields=BATCH, acquisitions=28))
        return trainer.averaged.state_dict()

    network.load_state_dict(load_or_create(work / "network.pt", (len(fields), batches, UNKNOWN), create))
    return network


class Region:
    """The fields of the region: classes, embeddings, probabilities of the known classes, positions at random."""

    def __init__(self, fields: FieldSeries, network: TwoStream, unknown: np.ndarray) -> None:
        crops = known_crops()
        self.crops = fields.crops.numpy()
        self.embeddings, probabilities = embed_fields(network, fields)
        known = [k for k in range(len(crops)) if k not in unknown]
        self.bundle, self.classes = tuple(crops[k] for k in known), crops
        self.probabilities = probabilities[:, known] / probabilities[:, known].sum(1, keepdims=True)
        self.before = np.array(known)[self.probabilities.argmax(1)]
        self.points = np.random.default_rng(0).random((len(self.crops), 2)) * 10_000

    def fit(self, teach: np.ndarray) -> Fit:
        """Return the classifier that some labelled fields teach."""
        confidence = self.probabilities.max(1)
        labelled = add_pseudo_labels(
            self.probabilities, self.embeddings, self.points, self.before, confidence, teach, self.crops[teach]
        )
        expected = np.ones(len(self.classes))
        return fit_classifier(labelled, self.classes, self.bundle, self.probabilities, self.embeddings, expected)

    def predict(self, teach: np.ndarray) -> np.ndarray:
        """Return calibrated probabilities [N, C] after some labels."""
        return self.fit(teach).classifier(self.probabilities, self.embeddings)

    def recall(self, predicted: np.ndarray, test: np.ndarray) -> float:
        """Return the mean class recall in percent."""
        right, crops = predicted[test] == self.crops[test], self.crops[test]
        return float(100 * np.mean([right[crops == k].mean() for k in np.unique(crops)]))


def print_labels(region: Region) -> None:
    """Print the class recall before, after some labels a class, and with all labels of the pool."""
    rows: dict[str, list[float]] = {}
    for seed in range(SEEDS):
        order = np.random.default_rng(seed).permutation(len(region.crops))
        pool, test = np.split(order, [int(POOL * len(order))])
        rows.setdefault("before", []).append(region.recall(region.before, test))
        for count in LABELS:
            teach = np.concatenate([pool[region.crops[pool] == k][:count] for k in np.unique(region.crops)])
            rows.setdefault(f"{count} a class", []).append(region.recall(region.predict(teach).argmax(1), test))
        if seed < 2:
            rows.setdefault(f"all {len(pool)}", []).append(region.recall(region.predict(pool).argmax(1), test))
    print("| labels | class recall (simulated) |\n|---|---|")
    for name, values in rows.items():
        print(f"| {name} | {np.mean(values):.1f} ± {np.std(values):.1f} |", flush=True)


def print_some_crops(region: Region) -> None:
    """Print class recall before and after labels of one or two crops alone."""
    print("| crops | labels of each | before | after |\n|---|---|---|---|")
    for number, count in product((1, 2), FEW):
        pairs = [
            (region.recall(region.before, test), region.recall(region.predict(teach).argmax(1), test))
            for teach, test in some_crops(number)(region.crops, count)
        ]
        cells = [f"{x.mean():.1f} ± {x.std():.1f}" for x in np.array(pairs).T]
        print(f"| {number} | {count} | {' | '.join(cells)} |", flush=True)


def print_active(region: Region) -> None:
    """Print the class recall by number of labels, chosen at random or as suggested from the first on."""
    table = np.zeros((2, ROUND_SEEDS, len(TOTALS)))
    for seed in range(ROUND_SEEDS):
        order = np.random.default_rng(seed).permutation(len(region.crops))
        pool, test = np.split(order, [int(POOL * len(order))])
        suggested = np.empty(0, np.int64)
        for step, total in enumerate(TOTALS):
            labelled = np.isin(pool, suggested)
            chosen = suggest_parcels(region.embeddings[pool], labelled, total - len(suggested))
            suggested = np.concatenate([suggested, pool[chosen]])
            for way, teach in enumerate((pool[:total], suggested)):
                table[way, seed, step] = region.recall(region.predict(teach).argmax(1), test)
    print("| labels | at random | suggested | paired difference |\n|---|---|---|---|")
    for step, total in enumerate(TOTALS):
        (random, suggested), difference = table[:, :, step], table[1, :, step] - table[0, :, step]
        half = stats.t.ppf(0.975, ROUND_SEEDS - 1) * stats.sem(difference)
        cells = [f"{x.mean():.1f} ± {x.std():.1f}" for x in (random, suggested)]
        cells += [f"{difference.mean():.1f} ({difference.mean() - half:.1f} to {difference.mean() + half:.1f})"]
        print(f"| {total} | {' | '.join(cells)} |", flush=True)


def main() -> None:
    """Read the options and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="folder for what is simulated and trained once")
    parser.add_argument("--batches", type=int, default=500)
    parser.add_argument("--tiles", type=int, default=60, help="simulated tiles to learn from")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    unknown = np.array([i for i, crop in enumerate(known_crops()) if crop.label in UNKNOWN])
    network = network_without(options.work, simulated_fields(options.work, 1, options.tiles), unknown, options.batches)
    there = simulated_fields(options.work, 2, 15)
    shifted = replace(there, season=(there.season + SHIFT) % YEAR, days=there.days + SHIFT)
    region = Region(shifted, network, unknown)
    print(f"{len(region.crops)} simulated fields of {len(np.unique(region.crops))} classes")
    print_labels(region)
    print_some_crops(region)
    print_active(region)


if __name__ == "__main__":
    main()
