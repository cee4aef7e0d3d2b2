"""Effect of label noise, random seeds and a random split on the accuracy of crops, measured on simulated fields.

The temporal stream is trained on single fields (the first stage of ``doab train``), repeatedly with variations:
``python benchmarks/learning.py [WORKERS]``.
"""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import torch

from doab.model.crops import known_crops
from doab.model.evaluation.label_quality.label_noise import RATES, confusion_transitions, uniform_transitions
from doab.model.network.batches import TokenVolume
from doab.model.network.two_stream import TwoStream
from doab.model.training.augmentation import center_days
from doab.model.training.schedule import Schedule
from doab.model.training.single_fields import FieldSeries, concatenate_fields
from doab.model.training.tile_generation import TileSettings, generate_fields
from doab.model.training.trainer import Trainer

CROPS = known_crops()
TRAINING_TILES, TEST_TILES, SIZE = 200, 60, 96
STEPS, ACQUISITIONS, SEEDS = 500, 28, 5


def train(fields: FieldSeries, seed: int) -> TwoStream:
    """Return a temporal stream trained from scratch."""
    torch.manual_seed(seed)
    trainer = Trainer(TwoStream(classes=len(CROPS), token_width=fields.features.shape[1]), [], seed, fields=fields)
    trainer.run(Schedule(STEPS, 0, 2e-3, stage="crops", fields=128, acquisitions=ACQUISITIONS))
    return trainer.averaged


@torch.inference_mode()
def predict(network: TwoStream, fields: FieldSeries) -> np.ndarray:
    """Return the predicted class of each field."""
    predictions = []
    for first in range(0, len(fields), 256):
        volume = TokenVolume.stack([center_days(fields.volume(i)) for i in range(first, min(first + 256, len(fields)))])
        predictions.append(network.dense.crop_alone(network.temporal.season(volume)).flatten(1).argmax(1).numpy())
    return np.concatenate(predictions)


def subset(fields: FieldSeries, index: np.ndarray) -> FieldSeries:
    """Return the fields at ``index``."""
    lengths = fields.starts.diff()[index]
    rows = torch.cat([torch.arange(int(fields.starts[i]), int(fields.starts[i + 1])) for i in index])
    series = {k: getattr(fields, k)[rows] for k in ("features", "raw", "days", "season")}
    return FieldSeries(**series, starts=torch.cat([lengths.new_zeros(1), lengths.cumsum(0)]), crops=fields.crops[index])


def relabelled(fields: FieldSeries, flips: np.ndarray, rng: np.random.Generator) -> FieldSeries:
    """Return the fields with labels drawn from the transition matrix ``flips`` [K, K]."""
    chances = np.cumsum(flips[fields.crops.numpy()], 1)[:, :-1]
    return replace(fields, crops=torch.from_numpy((rng.random((len(fields), 1)) > chances).sum(1)))


def accuracy(network: TwoStream, fields: FieldSeries) -> float:
    """Return the overall accuracy in percent."""
    return float(100 * (predict(network, fields) == fields.crops.numpy()).mean())


def main(workers: int) -> None:
    """Print the accuracy by crop, of a random split, and under wrong labels, as Markdown tables."""
    training, test = (
        concatenate_fields(generate_fields(TileSettings((9, number), SIZE, squares=True), count, workers))
        for number, count in ((1, TRAINING_TILES), (2, TEST_TILES))
    )
    print(
        f"{len(training)} fields of {TRAINING_TILES} tiles for training, {len(test)} of {TEST_TILES} for testing",
        flush=True,
    )

    networks = [train(training, seed) for seed in range(SEEDS)]
    predictions = np.stack([predict(network, test) for network in networks])
    truth = test.crops.numpy()
    print("\n| crop | fields | mean of seeds | deviation |\n|---|---|---|---|")
    for number, crop in enumerate(CROPS):
        recalls = 100 * (predictions[:, truth == number] == number).mean(1)
        print(f"| {crop.label} | {(truth == number).sum()} | {recalls.mean():.1f} | {recalls.std(ddof=1):.1f} |")
    overall = 100 * (predictions == truth).mean(1)
    print(f"| all | {truth.size} | {overall.mean():.1f} | {overall.std(ddof=1):.1f} |", flush=True)

    rng = np.random.default_rng(0)
    held_out = rng.permutation(len(training))[: len(test)]
    rest = np.setdiff1d(np.arange(len(training)), held_out)
    random_split = accuracy(train(subset(training, rest), 0), subset(training, held_out))
    print(f"\nRandom split of the same tiles: {random_split:.1f} %; other tiles: {overall.mean():.1f} %.", flush=True)

    counts = np.zeros((len(CROPS), len(CROPS)))
    np.add.at(counts, (truth, predictions[0]), 1)
    print("\n| wrong labels | at random | as crops are confused |\n|---|---|---|")
    print(f"| none | {overall[0]:.1f} | {overall[0]:.1f} |", flush=True)
    for rate in RATES[2:]:
        cells = [
            accuracy(train(relabelled(training, flips, np.random.default_rng(1)), 0), test)
            for flips in (uniform_transitions(len(CROPS), rate), confusion_transitions(counts, rate))
        ]
        print(f"| {100 * rate:g} % | {cells[0]:.1f} | {cells[1]:.1f} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 2)
