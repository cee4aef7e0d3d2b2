"""Scores of a network on labelled tiles: the dense floor, and the queries, side by side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from ..evaluation.matching.panoptic_counts import PanopticCounts, majority, without_small
from ..mapping.maps import TilePrediction
from ..mapping.watershed import WatershedSettings, partition
from ..network.readout import combined, read_tile
from ..network.two_stream import TwoStream
from .dataset import Example, collate

READOUTS = ("dense", "queries")
TEMPERATURES = tuple(float(t) for t in np.geomspace(0.5, 2.0, 7).round(3))


def score_tiles(
    network: TwoStream, examples: Sequence[Example], readouts: dict[tuple[str, str], WatershedSettings]
) -> dict[tuple[str, str], dict[str, float]]:
    """Return scores by readout, a pair (whose shapes, whose crops) of "dense" and "queries".

    Panoptic scores are class-aware and, as ``any_…``, class-agnostic; ``pixel_accuracy`` is that of the crop.
    """
    network.eval()
    classes = network.dense.crop[-1].out_channels
    counts = {k: (PanopticCounts(classes), PanopticCounts(1)) for k in readouts}
    right, total = dict.fromkeys(readouts, 0), 0
    for example in examples:
        true = example.targets.parcels.numpy()
        crops = without_small(true, example.targets.crops.numpy(), SMALLEST_PARCEL_PIXELS)
        known = example.targets.crop.numpy() >= 0
        total += known.sum()
        told = _evidence(network, example)
        for readout, settings in readouts.items():
            maps = told[readout[0]].with_crop_of(told[readout[1]])
            found = _found(maps, settings)
            voted = majority(found, maps.crop)
            counts[readout][0].add(found, voted, true, crops)
            counts[readout][1].add(found, np.minimum(voted, 0), true, np.minimum(crops, 0))
            right[readout] += (maps.crop.argmax(0) == example.targets.crop.numpy())[known].sum()
    scores = {}
    for readout, (aware, agnostic) in counts.items():
        scores[readout] = aware.scores() | {f"any_{k}": v for k, v in agnostic.scores().items()}
        scores[readout]["pixel_accuracy"] = float(right[readout] / max(total, 1))
    return scores


def calibrate(network: TwoStream, examples: Sequence[Example]) -> dict[str, WatershedSettings]:
    """Return for each readout the partition settings with the best class-agnostic PQ on ``examples``."""
    network.eval()
    evidence = [(_evidence(network, example), example.targets) for example in examples]
    best = {}
    for readout in READOUTS:
        trials = [WatershedSettings(f, h) for f in (0.4, 0.5, 0.6) for h in (0.02, 0.05, 0.1, 0.15, 0.2, 0.3)]
        best[readout] = max(trials, key=lambda s: _agnostic(evidence, readout, s))
    return best


def fit_temperature(network: TwoStream, examples: Sequence[Example], crop: str) -> float:
    """Return the temperature at which the mean crop probabilities of true parcels are likeliest (Guo et al. 2017).

    ``crop`` is the readout that tells the crops.
    """
    network.eval()

    def unlikeliness(temperature: float) -> float:
        total = 0.0
        for example in examples:
            probabilities = _evidence(network, example, temperature, shapes=False)[crop].crop
            parcels = example.targets.parcels.numpy()[::2, ::2]
            crops = example.targets.crops.numpy()
            size = np.bincount(parcels.ravel(), minlength=len(crops))
            counted = np.flatnonzero((crops >= 0) & (4 * size >= SMALLEST_PARCEL_PIXELS))
            sums = np.stack([np.bincount(parcels.ravel(), p.ravel(), len(crops)) for p in probabilities])
            shares = sums[:, counted] / size[counted]
            total -= np.log(np.maximum(shares[crops[counted], np.arange(len(counted))], 1e-6)).sum()
        return total

    return min(TEMPERATURES, key=unlikeliness)


@torch.inference_mode()
def _evidence(
    network: TwoStream, example: Example, temperature: float = 1.0, shapes: bool = True
) -> dict[str, TilePrediction]:
    """Return the evidence of one tile by readout."""
    batch = collate([example])
    return predict_tile(network, network.encode_time(batch.volume), batch.frame, True, temperature, shapes)


def _agnostic(evidence: list, readout: str, settings: WatershedSettings) -> float:
    """Class-agnostic PQ of one readout under ``settings``."""
    counts = PanopticCounts(1)
    for maps, targets in evidence:
        found, true = _found(maps[readout], settings), targets.parcels.numpy()
        crops = without_small(true, np.minimum(targets.crops.numpy(), 0), SMALLEST_PARCEL_PIXELS)
        counts.add(found, np.zeros(int(found.max()) + 1, int), true, crops)
    return counts.scores()["pq"]


def _found(maps: TilePrediction, settings: WatershedSettings) -> np.ndarray:
    """Divide a tile into parcels of at least `SMALLEST_PARCEL_PIXELS` pixels."""
    found = watershed_segments(maps.field, maps.border, maps.core, settings)
    return np.where(np.bincount(found.ravel())[found] < SMALLEST_PARCEL_PIXELS, 0, found)
