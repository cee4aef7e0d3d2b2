"""Crops of parcels in regions that training did not see. Figures of docs/log/transfer.md.

Run from a checkout with the data beside it: ``python benchmarks/transfer.py ../shared/data``. With ``--batches`` the
network of the last bundle goes on learning single fields, for each region without that region, and is scored again.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from sklearn.ensemble import RandomForestClassifier

from doab.model.bundle import load_bundle
from doab.model.ndvi import ndvi
from doab.model.network.batches import TokenVolume
from doab.model.network.two_stream import TwoStream
from doab.model.network.weights import encoder_of, network_of
from doab.model.training.augmentation import center_days
from doab.model.training.labelled_time_series import Series, monthly
from doab.model.training.measured_fields import AS_MEASURED, balance, classes_of, measure_fields, read_regions, usable
from doab.model.training.schedule import Schedule
from doab.model.training.single_fields import FieldSeries, concatenate_fields, mix_fields
from doab.model.training.tile_generation import TileSettings, generate_fields
from doab.model.training.trainer import Trainer

HELD_OUT = ("france_2023_south", "bavaria_2018", "corsica_2022", "flanders_2021", "belgium_2019")
MIN_PARCELS = 5  # of a class that counts
RED, INFRARED = 2, 6
BATCH = 256
SEED = 0
SQUARES = 90  # second number of the seed of the simulated tiles to learn from; the next is that of the test
TEST_TILES = 20
DRAWS = 8  # variants of each parcel to learn from


def scores(truth: np.ndarray, predicted: np.ndarray) -> tuple[int, int, float, float]:
    """Return parcels, classes, accuracy and mean class recall over the classes with `MIN_PARCELS` parcels."""
    classes = [c for c in np.unique(truth) if (truth == c).sum() >= MIN_PARCELS]
    counted = np.isin(truth, classes)
    recall = np.mean([(predicted[truth == c] == c).mean() for c in classes])
    return int(counted.sum()), len(classes), float((predicted == truth)[counted].mean()), float(recall)


def monthly_features(series: Series, bands: np.ndarray) -> np.ndarray:
    """Return NDVI and ``bands`` of twelve months [P, D], interpolated over gaps and extended to both ends."""
    year = monthly(series)
    index = ndvi(year.optical[..., RED], year.optical[..., INFRARED], 1e-4)
    values = np.concatenate([index[..., None], year.optical[..., bands]], -1)
    months = np.arange(12)
    for parcel, valid in zip(values, year.optical_valid, strict=True):
        for channel in parcel.T if valid.any() else []:
            channel[:] = np.interp(months, months[valid], channel[valid])
    return values.reshape(len(values), -1)


def forest_predictions(regions: dict[str, Series]) -> Iterator[tuple[str, np.ndarray]]:
    """Yield for each region the classes that a random forest of the other regions predicts."""
    bands = np.logical_and.reduce([one.optical_bands for one in regions.values()])
    features = {name: monthly_features(one, bands) for name, one in regions.items()}
    for held_out in (name for name in HELD_OUT if name in regions):
        others = [name for name in regions if name != held_out]
        forest = RandomForestClassifier(300, class_weight="balanced_subsample", random_state=SEED)
        forest.fit(
            np.concatenate([features[name] for name in others]),
            np.concatenate([classes_of(regions[name]) for name in others]),
        )
        yield held_out, forest.predict(features[held_out])


@torch.no_grad()
def network_predictions(network: TwoStream, fields: FieldSeries) -> np.ndarray:
    """Return the classes that the temporal stream and the crop head predict for whole series of single fields."""
    network.eval()
    predicted = []
    for start in range(0, len(fields), BATCH):
        volumes = [center_days(fields.volume(i)) for i in range(start, min(start + BATCH, len(fields)))]
        logits = network.dense.crop_alone(network.temporal.season(TokenVolume.stack(volumes)))
        predicted.append(logits.flatten(1).argmax(1).numpy())
    return np.concatenate(predicted)


def measured_at(path: str, regions: dict[str, Series], draws: int = 0) -> dict[str, FieldSeries]:
    """Return the single fields of the regions with the encoder of a bundle: as measured, or ``draws`` varied ones."""
    encoder = encoder_of(load_bundle(path))
    fields = {}
    for number, (name, one) in enumerate(regions.items()):
        rng = np.random.default_rng([SEED, number])
        fields[name] = (
            measure_fields(one, encoder, rng, draws) if draws else measure_fields(one, encoder, rng, 1, AS_MEASURED)
        )
    return fields


def learn(path: str, fields: FieldSeries, batches: int, rate: float) -> TwoStream:
    """Return the network of a bundle after ``batches`` more batches of the first stage."""
    torch.manual_seed(SEED)
    trainer = Trainer(network_of(load_bundle(path)), [], SEED, fields=fields)
    trainer.run(Schedule(batches, 0, rate, stage="crops", fields=BATCH, acquisitions=28))
    return trainer.averaged


def print_rows(title: str, results: Iterator[tuple[str, np.ndarray, np.ndarray]]) -> None:
    """Print a row of a Markdown table for each of ``results``: region, true and predicted classes."""
    for region, truth, predicted in results:
        parcels, classes, accuracy, recall = scores(truth, predicted)
        print(f"| {region} | {title} | {parcels} | {classes} | {100 * accuracy:.1f} | {100 * recall:.1f} |", flush=True)


def print_learning(path: str, regions: dict[str, Series], options: argparse.Namespace) -> None:
    """Print what the network predicts before and after learning, for held-out regions and simulated fields."""
    parts = [
        concatenate_fields(generate_fields(TileSettings((SEED, seed), 96, squares=True, encoder=path), count, 1))
        for seed, count in ((SQUARES, options.tiles), (SQUARES + 1, TEST_TILES))
    ]
    simulated, test = parts
    varied, measured = measured_at(path, regions, DRAWS), measured_at(path, regions) | {"simulated": test}

    def print_scores(title: str, network: TwoStream) -> None:
        chosen = {name: measured[name] for name in (*HELD_OUT, "simulated") if name in measured}
        print_rows(title, ((n, part.crops.numpy(), network_predictions(network, part)) for n, part in chosen.items()))

    print_scores("before", network_of(load_bundle(path)))
    for held_out in [options.without] if options.without else [[name] for name in HELD_OUT if name in regions]:
        others = balance({name: part for name, part in varied.items() if name not in held_out})
        network = learn(path, mix_fields(simulated, others, options.share), options.batches, options.rate)
        print_scores(f"after, without {' and '.join(held_out)}", network)


def main() -> None:
    """Read the options and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder that holds crop_time_series/ and ewoc/")
    parser.add_argument("--bundle", action="append", default=[""], help="score this bundle, too")
    parser.add_argument("--batches", type=int, default=0, help="batches of single fields to learn")
    parser.add_argument("--share", type=float, default=0.5, help="share of measured ones among them")
    parser.add_argument("--rate", type=float, default=1e-3, help="learning rate")
    parser.add_argument("--tiles", type=int, default=60, help="simulated tiles to learn from")
    parser.add_argument("--without", action="append", help="hold out these regions together (default: each in turn)")
    options = parser.parse_args()
    torch.set_num_threads(1)
    regions = {name: usable(one) for name, one in read_regions(options.data).items()}
    print("| region | classified by | parcels | classes | accuracy | mean recall |\n|---|---|---|---|---|---|")
    if options.batches:
        print_learning(options.bundle[-1], regions, options)
        return
    print_rows(
        "random forest of the other regions",
        ((name, classes_of(regions[name]), predicted) for name, predicted in forest_predictions(regions)),
    )
    for path in options.bundle:
        network, fields = network_of(load_bundle(path)), measured_at(path, regions)
        chosen = {name: fields[name] for name in HELD_OUT if name in fields}
        print_rows(
            f"bundle {path or 'default'}",
            ((name, part.crops.numpy(), network_predictions(network, part)) for name, part in chosen.items()),
        )


if __name__ == "__main__":
    main()
