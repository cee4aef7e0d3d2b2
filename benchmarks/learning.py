"""What wrong labels, chance and a lax split do to learning, all measured on simulated fields.

The temporal stream learns crops from single fields (the first stage of ``doab train``), again and again, each time a
little different: ``python benchmarks/learning.py [WORKERS]``.
"""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import torch

from doab.model.crops import known_crops
from doab.model.evaluation.label_quality.label_noise import RATES, confusion_transitions, uniform_transitions
from doab.model.network.tokens import batch
from doab.model.network.two_stream import TwoStream
from doab.model.training.augmentation import center_days
from doab.model.training.single_fields import FieldSeries, concatenate_fields
from doab.model.training.tile_generation import TileSettings, generate_fields
from doab.model.training.trainer import Schedule, Trainer

CROPS = known_crops()
TILES, UNSEEN, SIZE = 200, 60, 96
STEPS, SHOWN, SEEDS = 500, 28, 5


def learned(fields: FieldSeries, seed: int) -> TwoStream:
    """Train the temporal stream anew."""
    torch.manual_seed(seed)
    trainer = Trainer(TwoStream(classes=len(CROPS), token_width=fields.features.shape[1]), [], seed, fields=fields)
    trainer.run(Schedule(STEPS, 0, 2e-3, stage="crops", fields=128, acquisitions=SHOWN))
    return trainer.averaged


@torch.inference_mode()
def told(network: TwoStream, fields: FieldSeries) -> np.ndarray:
    """Return the class that the network tells of each field."""
    found = []
    for first in range(0, len(fields), 256):
        volume = batch([center_days(fields.volume(i)) for i in range(first, min(first + 256, len(fields)))])
        found.append(network.dense.crop_alone(network.temporal.season(volume)).flatten(1).argmax(1).numpy())
    return np.concatenate(found)


def part(fields: FieldSeries, chosen: np.ndarray) -> FieldSeries:
    """Return some of the fields."""
    lengths = fields.starts.diff()[chosen]
    rows = torch.cat([torch.arange(int(fields.starts[i]), int(fields.starts[i + 1])) for i in chosen])
    series = {k: getattr(fields, k)[rows] for k in ("features", "raw", "days", "season")}
    return FieldSeries(
        **series, starts=torch.cat([lengths.new_zeros(1), lengths.cumsum(0)]), crops=fields.crops[chosen]
    )


def relabelled(fields: FieldSeries, flips: np.ndarray, rng: np.random.Generator) -> FieldSeries:
    """Return the fields with labels that flip by ``flips`` [K, K]."""
    chances = np.cumsum(flips[fields.crops.numpy()], 1)[:, :-1]
    return replace(fields, crops=torch.from_numpy((rng.random((len(fields), 1)) > chances).sum(1)))


def right(network: TwoStream, fields: FieldSeries) -> float:
    """Return the percentage of fields that are told right."""
    return float(100 * (told(network, fields) == fields.crops.numpy()).mean())


def main(workers: int) -> None:
    known, unseen = (
        concatenate_fields(generate_fields(TileSettings((9, number), SIZE, squares=True), count, workers))
        for number, count in ((1, TILES), (2, UNSEEN))
    )
    print(f"{len(known)} fields of {TILES} tiles to learn from, {len(unseen)} of {UNSEEN} others to tell", flush=True)

    networks = [learned(known, seed) for seed in range(SEEDS)]
    answers = np.stack([told(network, unseen) for network in networks])
    truth = unseen.crops.numpy()
    print("\n| crop | fields | mean of seeds | deviation |\n|---|---|---|---|")
    for number, crop in enumerate(CROPS):
        recalls = 100 * (answers[:, truth == number] == number).mean(1)
        print(f"| {crop.label} | {(truth == number).sum()} | {recalls.mean():.1f} | {recalls.std(ddof=1):.1f} |")
    overall = 100 * (answers == truth).mean(1)
    print(f"| all | {truth.size} | {overall.mean():.1f} | {overall.std(ddof=1):.1f} |", flush=True)

    rng = np.random.default_rng(0)
    apart = rng.permutation(len(known))[: len(unseen)]
    rest = np.setdiff1d(np.arange(len(known)), apart)
    lax = right(learned(part(known, rest), 0), part(known, apart))
    print(f"\nRandom split of the same tiles: {lax:.1f} %; unseen tiles: {overall.mean():.1f} %.", flush=True)

    counts = np.zeros((len(CROPS), len(CROPS)))
    np.add.at(counts, (truth, answers[0]), 1)
    print("\n| wrong labels | at random | as crops are confused |\n|---|---|---|")
    print(f"| none | {overall[0]:.1f} | {overall[0]:.1f} |", flush=True)
    for rate in RATES[2:]:
        cells = []
        for flips in (uniform_transitions(len(CROPS), rate), confusion_transitions(counts, rate)):
            cells.append(right(learned(relabelled(known, flips, np.random.default_rng(1)), 0), unseen))
        print(f"| {100 * rate:g} % | {cells[0]:.1f} | {cells[1]:.1f} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 2)
