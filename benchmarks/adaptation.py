"""Crops of a region that the network never saw, before and after a few labels of it. Tables of docs/adaptation.md.

    .venv/bin/python benchmarks/adaptation.py ../shared/data --work FOLDER

For each region a temporal stream and a crop head are trained on simulated fields and on the measured parcels of all
other regions, from scratch or, with `--bundle`, from those of a bundle that saw no measured parcel (versions up to
0.8); the encoder, pre-trained without labels, is the default bundle's. Then half of the parcels of each class teach and
the others are scored, beside classifiers on raw bands and on Galileo's sequence features.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from transfer import DRAWS, SEED, SQUARES, measured_at

from doab.model.adaptation.fitting import fit_classifier
from doab.model.adaptation.pseudo_labels import add_pseudo_labels
from doab.model.bundle import load_bundle
from doab.model.crops import known_crops
from doab.model.evaluation.probing.encoder_probe import interpolate_gaps
from doab.model.evaluation.probing.representations import encode_sequences, raw_bands
from doab.model.metrics.calibration import compute_reliability
from doab.model.network.two_stream import TwoStream
from doab.model.network.weights import encoder_of, load_encoder, network_of
from doab.model.training.dataset import encode_example
from doab.model.training.known_fields import embed_fields
from doab.model.training.labelled_time_series import Series, monthly, take
from doab.model.training.measured_fields import (
    AS_MEASURED,
    balance,
    classes_of,
    paint_window,
    read_regions,
    usable,
)
from doab.model.training.schedule import Schedule
from doab.model.training.single_fields import FieldSeries, concatenate_fields, extract_fields, mix_fields
from doab.model.training.tile_generation import TileSettings, generate_fields, load_or_create
from doab.model.training.trainer import Trainer

FRANCE = "france_2023_north", "france_2023_south"
ELSEWHERE = "corsica_2022", "flanders_2021", "belgium_2019"
TASKS = {  # regions that are scored, and those that training leaves out
    "Bavaria 2018": (("bavaria_2018",), ("bavaria_2018",)),
    "France 2023": (FRANCE, FRANCE),
    "Belgium 2019": (("belgium_2019",), ("belgium_2019", "flanders_2021")),
    "Corsica 2022": (("corsica_2022",), ("corsica_2022", "france_2023_south")),
    "Bavaria 2018, from France alone": (("bavaria_2018",), ("bavaria_2018", *ELSEWHERE)),
    "France 2023, from Bavaria alone": (FRANCE, (*FRANCE, *ELSEWHERE)),
}
LABELS = (5, 20, 100)  # of each class, at most half of its parcels
SEEDS = 5
FEW, DRAWN = (5, 20), 10  # labels of each of some crops alone, and how often they are drawn
FEWEST = 10  # parcels of a class that counts
WINDOW = 16  # parcels that are painted together
BATCH = 256
SHARE, RATE, FURTHER = 0.5, 2e-3, 1e-3  # of measured fields; learning rates from scratch and from a bundle


def groups_of(series: Series) -> list[np.ndarray]:
    """Return the parcels in groups of neighbours that fill a window."""
    order = np.argsort(series.location[:, 1], kind="stable")
    bands = np.array_split(order, max(1, len(order) // (4 * WINDOW)))
    ordered = np.concatenate([band[np.argsort(series.location[band, 0], kind="stable")] for band in bands])
    return [ordered[i : i + WINDOW] for i in range(0, len(ordered), WINDOW)]


def measured_fields(series: Series) -> tuple[FieldSeries, np.ndarray]:
    """Return the parcels of a region as single fields, and which parcel each of them is."""
    encoder, rng, parts, members = encoder_of(load_bundle()), np.random.default_rng(SEED), [], []
    for group in groups_of(series):
        sample, labels = paint_window(take(series, group), encoder.patch, rng, AS_MEASURED)
        parts.append(extract_fields(encode_example(sample, labels, encoder), rng))
        members.append(group[: len(parts[-1])])
    return concatenate_fields(parts), np.concatenate(members)


def held_out_network(options: argparse.Namespace, regions: dict[str, Series], without: tuple[str, ...]) -> TwoStream:
    """Return a network trained on single fields of other regions; cached in the work folder."""

    def create() -> dict:
        simulated = simulated_squares(options)
        varied = load_or_create(
            options.work / "varied.pt", options.draws, lambda: measured_at("", regions, options.draws)
        )
        others = balance({name: part for name, part in varied.items() if name not in without})
        fields = mix_fields(simulated, others, SHARE)
        trainer = Trainer(network, [], SEED, fields=fields)
        rate = FURTHER if options.bundle else RATE
        trainer.run(Schedule(options.batches, 0, rate, stage="crops", fields=BATCH, acquisitions=28))
        return trainer.averaged.state_dict()

    torch.manual_seed(SEED)
    network = network_of(load_bundle(options.bundle)) if options.bundle else TwoStream(**load_bundle().card["network"])
    path = options.work / f"without_{'_'.join(without)}.pt"
    network.load_state_dict(load_or_create(path, (without, options.batches, options.tiles, options.bundle), create))
    return network


def simulated_squares(options: argparse.Namespace) -> FieldSeries:
    """Return the simulated single fields of the training; cached in the work folder."""
    settings = TileSettings((SEED, SQUARES), 96, squares=True, diverse=0.6)
    return load_or_create(
        options.work / "simulated.pt",
        settings,
        lambda: concatenate_fields(generate_fields(settings, options.tiles, 1)),
    )


def without_gaps(features: np.ndarray) -> np.ndarray:
    """Return features [P, D] without channels that a region lacks, gaps filled with the mean."""
    features = features[:, ~np.isnan(features).all(0)]
    return np.where(np.isnan(features), np.nanmean(features, 0), features)


def logistic(features: np.ndarray) -> Callable:
    """Return a method: regularised logistic regression on standardised features."""
    scaled = (features - features.mean(0)) / np.maximum(features.std(0), 1e-6)

    def predict(crops: np.ndarray, teach: np.ndarray, test: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        model = LogisticRegression(C=0.05, class_weight="balanced", max_iter=400).fit(scaled[teach], crops[teach])
        given = model.predict_proba(scaled[test])
        return model.classes_[given.argmax(1)], given.max(1)

    return predict


def forest(features: np.ndarray) -> Callable:
    """Return a method: random forest."""

    def predict(crops: np.ndarray, teach: np.ndarray, test: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        model = RandomForestClassifier(200, class_weight="balanced", random_state=SEED).fit(
            features[teach], crops[teach]
        )
        given = model.predict_proba(features[test])
        return model.classes_[given.argmax(1)], given.max(1)

    return predict


def adapted(embeddings: np.ndarray, probabilities: np.ndarray, location: np.ndarray, picked: bool = True) -> Callable:
    """Return the method of `doab adapt`; without ``picked`` it never takes labels for a sample of errors."""

    def predict(crops: np.ndarray, teach: np.ndarray, test: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        classes, predicted = known_crops(), probabilities.argmax(1)
        confidence = probabilities.max(1) if picked else np.full(len(crops), np.nan)
        labelled = add_pseudo_labels(probabilities, embeddings, location, predicted, confidence, teach, crops[teach])
        expected = np.ones(len(classes)) / len(classes)
        fit = fit_classifier(labelled, classes, classes, probabilities, embeddings, expected)
        given = fit.classifier(probabilities[test], embeddings[test])
        return given.argmax(1), given.max(1)

    return predict


def splits(crops: np.ndarray, count: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield the parcels that teach, ``count`` of each class or half of them, and those that are scored, by seed."""
    for seed in range(SEEDS):
        order = np.random.default_rng(seed).permutation(len(crops))
        by_class = [order[crops[order] == number] for number in np.unique(crops)]
        test = np.concatenate([members[len(members) // 2 :] for members in by_class])
        yield np.concatenate([members[: len(members) // 2][:count] for members in by_class]), test


def some_crops(number: int) -> Callable:
    """Return how some parcels of each of ``number`` crops, at most half of them, teach, and all others are scored."""

    def draw(crops: np.ndarray, count: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        for seed in range(DRAWN):
            rng = np.random.default_rng(seed)
            chosen = rng.choice(np.unique(crops), number, replace=False)
            members = [rng.permutation(np.flatnonzero(crops == one)) for one in chosen]
            teach = np.concatenate([parcels[: min(count, len(parcels) // 2)] for parcels in members])
            yield teach, np.setdiff1d(np.arange(len(crops)), teach)

    return draw


def wrong_ones(predicted: np.ndarray) -> Callable:
    """Return how so many parcels whose ``predicted`` crop is wrong, of two crops or more, teach; others are scored."""

    def draw(crops: np.ndarray, count: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        for seed in range(DRAWN):
            order = np.random.default_rng(seed).permutation(len(crops))
            teach = order[predicted[order] != crops[order]][:count]
            if len(np.unique(crops[teach])) > 1:
                yield teach, np.setdiff1d(order, teach)

    return draw


def print_task(name: str, crops: np.ndarray, methods: dict[str, Callable], draw: Callable, counts: Sequence) -> None:
    """Print the rows of a region: mean class recall and accuracy with their spread, and the calibration error.

    ``draw`` gives the parcels that teach and that are scored for one of ``counts``.
    """
    for count in counts:
        for title, method in methods.items():
            rows = []
            for teach, test in draw(crops, count):
                predicted, confidence = method(crops, teach, test)
                right = predicted == crops[test]
                recall = np.mean([right[crops[test] == number].mean() for number in np.unique(crops)])
                rows.append((100 * recall, 100 * right.mean(), 100 * compute_reliability(confidence, right)["ece"]))
            (recall, accuracy, error), (spread, around, _) = np.mean(rows, 0), np.std(rows, 0)
            cells = f"{recall:.1f} ± {spread:.1f} | {accuracy:.1f} ± {around:.1f} | {error:.0f}"
            print(f"| {name} | {count} | {title} | {cells} |", flush=True)


def parse(description: str | None) -> argparse.Namespace:
    """Return the options of this script and of others that use its networks."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("data", type=Path, help="folder that holds crop_time_series/, ewoc/ and galileo-nano/")
    parser.add_argument("--work", type=Path, required=True, help="folder for what is trained once")
    parser.add_argument("--batches", type=int, default=800)
    parser.add_argument("--bundle", default="", help="a bundle that saw no measured parcel, to begin with")
    parser.add_argument("--shipped", action="append", default=[], help="bundles beside, for confidence.py")
    parser.add_argument("--tiles", type=int, default=60, help="simulated tiles of squares to learn from")
    parser.add_argument("--draws", type=int, default=DRAWS, help="variants of each measured parcel to learn from")
    parser.add_argument("--task", action="append", choices=TASKS, help="only these")
    parser.add_argument("--crops", type=int, default=0, help="labels of so many crops alone, drawn at random")
    parser.add_argument("--wrong", action="store_true", help="labels of parcels alone that the network gets wrong")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    return options


def main() -> None:
    """Read the options and print the table."""
    options = parse(__doc__)
    regions = {name: usable(one) for name, one in read_regions(options.data).items()}
    galileo, _ = load_encoder(str(options.data / "galileo-nano" / "encoder.pt"))
    galileo.window = 1  # a parcel is one patch; a wider window would be padding
    print("| region | labels a class | method | class recall | accuracy | ECE |\n|---|---|---|---|---|---|")
    for name in options.task or TASKS:
        parts, without = TASKS[name]
        network = held_out_network(options, regions, without)
        columns: list[list[np.ndarray]] = []
        for part in parts:
            fields, members = measured_fields(regions[part])
            series = take(regions[part], members)
            year = monthly(series)
            raw, sequence = raw_bands(year), encode_sequences(galileo, year)
            columns.append(
                [
                    classes_of(series),
                    series.location,
                    *embed_fields(network, fields),
                    interpolate_gaps(raw),
                    interpolate_gaps(sequence),
                ]
            )
        crops, location, embeddings, probabilities, raw, sequence = (
            np.concatenate(column) for column in zip(*columns, strict=True)
        )
        kept = np.bincount(crops, minlength=len(known_crops()))[crops] >= FEWEST
        crops, location, embeddings, probabilities = crops[kept], location[kept], embeddings[kept], probabilities[kept]
        raw, sequence = without_gaps(raw[kept]), without_gaps(sequence[kept])
        methods = {
            "network without the region": lambda crops, teach, test, p=probabilities: (
                p[test].argmax(1),
                p[test].max(1),
            ),
            "doab adapt": adapted(embeddings, probabilities, location),
            "logistic regression on its embeddings": logistic(embeddings),
            "logistic regression on raw bands": logistic(raw),
            "random forest on raw bands": forest(raw),
            "logistic regression on Galileo's sequence": logistic(sequence),
        }
        draw, counts = splits, LABELS
        if options.crops:  # the other methods know of labelled crops only
            draw, counts, methods = some_crops(options.crops), FEW, dict(list(methods.items())[:2])
        if options.wrong:
            draw, counts, methods = wrong_ones(probabilities.argmax(1)), FEW, dict(list(methods.items())[:2])
            methods["without pseudo-labels"] = adapted(embeddings, probabilities, location, picked=False)
        print_task(f"{name} ({len(crops)} parcels, {len(np.unique(crops))} classes)", crops, methods, draw, counts)


if __name__ == "__main__":
    main()
