"""Validation of a network on labelled tiles: panoptic scores by readout, thresholds, temperature and what ships."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from ..constants import SMALLEST_PARCEL_PIXELS
from ..datatypes import TilePrediction, WatershedSettings
from ..mapping.watershed import watershed_segments
from ..metrics.panoptic_counts import PanopticCounts, majority, without_small
from ..network.readout import predict_tiles
from ..network.two_stream import TwoStream
from .dataset import Example
from .targets import Targets

READOUTS = ("dense", "queries")
TEMPERATURES = tuple(float(t) for t in np.geomspace(0.5, 2.0, 7).round(3))
FIELD, CERTAIN = 0.4, 0.75  # better than one threshold on real scenes, as good on simulated ones (docs/log/extent.md)
MARKER_HEIGHTS = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3)


@dataclass(frozen=True)
class ReadoutSelection:
    """What ships with a network, as chosen on validation tiles, and its scores on held-out tiles.

    ``shape`` and ``crop`` name the readouts that shapes and crops are taken from, ``partitions`` holds the watershed
    settings of each readout, ``scores`` the scores by readout, those of the combination that ships and those of queries
    from an untrained decoder.
    """

    shape: str
    crop: str
    partitions: dict[str, WatershedSettings]
    temperature: float
    scores: dict[str, dict[str, float]]


def select_readout(
    network: TwoStream, untrained: TwoStream, validation: list[Example], held_out: list[Example]
) -> ReadoutSelection:
    """Choose thresholds, temperature and readouts on ``validation`` tiles and score them on ``held_out`` tiles.

    ``untrained`` is a control of the same architecture: it gets the weights of ``network`` except for its decoder, so
    that the difference of their scores is what the decoder has learned.
    """
    shared = {k: v for k, v in network.state_dict().items() if not k.startswith("decoder.")}
    untrained.load_state_dict(shared, strict=False)
    settings = calibrate(network, validation)
    single = {(name, name): settings[name] for name in READOUTS}
    combinations = {(shape, crop): settings[shape] for shape, crop in itertools.product(READOUTS, READOUTS)}
    validation_scores = score_tiles(network, validation, combinations)
    shape = max(single, key=lambda pair: validation_scores[pair]["any_pq"])[0]
    crop = max(READOUTS, key=lambda name: validation_scores[shape, name]["pq"])
    scores = score_tiles(network, held_out, single | {(shape, crop): settings[shape]})
    queries = ("queries", "queries")
    control = score_tiles(untrained, held_out, {queries: calibrate(untrained, validation)["queries"]})
    return ReadoutSelection(
        shape=shape,
        crop=crop,
        partitions=settings,
        temperature=fit_temperature(network, validation, crop),
        scores={name: scores[name, name] for name in READOUTS}
        | {"untrained queries": control[queries], "shipped": scores[shape, crop]},
    )


def score_tiles(
    network: TwoStream, examples: Sequence[Example], readouts: dict[tuple[str, str], WatershedSettings]
) -> dict[tuple[str, str], dict[str, float]]:
    """Return scores by readout, a pair (source of shapes, source of crops) of "dense" and "queries".

    Panoptic scores are class-aware and, as ``any_…``, class-agnostic; ``pixel_accuracy`` is that of the crop.
    """
    network.eval()
    classes = _class_count(network)
    counts = {k: (PanopticCounts(classes), PanopticCounts(1)) for k in readouts}
    correct, total = dict.fromkeys(readouts, 0), 0
    for example in examples:
        true = example.targets.parcels.numpy()
        crops = without_small(true, example.targets.crops.numpy(), SMALLEST_PARCEL_PIXELS)
        has_crop = example.targets.crop.numpy() >= 0
        total += has_crop.sum()
        predictions = predict_example(network, example)
        for readout, settings in readouts.items():
            maps = predictions[readout[0]].with_crop_of(predictions[readout[1]])
            segments = segment_tile(maps, settings)
            voted = majority(segments, maps.crop)
            counts[readout][0].add(segments, voted, true, crops)
            counts[readout][1].add(segments, np.minimum(voted, 0), true, np.minimum(crops, 0))
            correct[readout] += (maps.crop.argmax(0) == example.targets.crop.numpy())[has_crop].sum()
    scores = {}
    for readout, (aware, agnostic) in counts.items():
        scores[readout] = aware.scores() | {f"any_{k}": v for k, v in agnostic.scores().items()}
        scores[readout]["pixel_accuracy"] = float(correct[readout] / max(total, 1))
    return scores


def calibrate(network: TwoStream, examples: Sequence[Example]) -> dict[str, WatershedSettings]:
    """Return for each readout the watershed settings with the best class-agnostic PQ on ``examples``."""
    network.eval()
    predictions = [(predict_example(network, example), example.targets) for example in examples]
    return {name: _best_settings([(maps[name], targets) for maps, targets in predictions]) for name in READOUTS}


def fit_temperature(network: TwoStream, examples: Sequence[Example], crop: str) -> float:
    """Return the temperature that maximises the likelihood of true parcels' mean crop probabilities (Guo et al. 2017).

    ``crop`` names the readout that crops are taken from.
    """
    network.eval()

    def negative_log_likelihood(temperature: float) -> float:
        total = 0.0
        for example in examples:
            probabilities = predict_example(network, example, temperature, crop != "dense", shapes=False)[crop].crop
            parcels = example.targets.parcels.numpy()[::2, ::2]
            crops = example.targets.crops.numpy()
            size = np.bincount(parcels.ravel(), minlength=len(crops))
            counted = np.flatnonzero((crops >= 0) & (4 * size >= SMALLEST_PARCEL_PIXELS))
            sums = np.stack([np.bincount(parcels.ravel(), p.ravel(), len(crops)) for p in probabilities])
            means = sums[:, counted] / size[counted]
            total -= np.log(np.maximum(means[crops[counted], np.arange(len(counted))], 1e-6)).sum()
        return total

    return min(TEMPERATURES, key=negative_log_likelihood)


@torch.inference_mode()
def predict_example(
    network: TwoStream, example: Example, temperature: float = 1.0, queries: bool = True, shapes: bool = True
) -> dict[str, TilePrediction]:
    """Return the prediction for one tile by readout, without ``queries`` that of the dense heads alone."""
    batch = Example.stack([example])
    return predict_tiles(network, network.encode_time(batch.volume), batch.frame, queries, temperature, shapes)[0]


def _best_settings(predictions: Sequence[tuple[TilePrediction, Targets]]) -> WatershedSettings:
    """Return the watershed settings with the best class-agnostic PQ."""
    trials = [WatershedSettings(FIELD, h, CERTAIN) for h in MARKER_HEIGHTS]
    return max(trials, key=lambda settings: _agnostic_pq(predictions, settings))


def _agnostic_pq(predictions: Sequence[tuple[TilePrediction, Targets]], settings: WatershedSettings) -> float:
    """Return the class-agnostic PQ of tiles under ``settings``."""
    counts = PanopticCounts(1)
    for maps, targets in predictions:
        segments, true = segment_tile(maps, settings), targets.parcels.numpy()
        crops = without_small(true, np.minimum(targets.crops.numpy(), 0), SMALLEST_PARCEL_PIXELS)
        counts.add(segments, np.zeros(int(segments.max()) + 1, int), true, crops)
    return counts.scores()["pq"]


def segment_tile(maps: TilePrediction, settings: WatershedSettings) -> np.ndarray:
    """Divide a tile into segments of at least `SMALLEST_PARCEL_PIXELS` pixels; 0 lies outside."""
    segments = watershed_segments(maps.field, maps.border, maps.core, settings)
    return np.where(np.bincount(segments.ravel())[segments] < SMALLEST_PARCEL_PIXELS, 0, segments)


def _class_count(network: TwoStream) -> int:
    """Return the number of classes of a network."""
    return network.dense.crop[-1].out_channels  # type: ignore[return-value]  # indexing a Sequential gives a Module
