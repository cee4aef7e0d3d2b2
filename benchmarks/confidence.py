r"""Confidences of maps far from the training, before and after their softening. Table of docs/log/confidence.md.

    .venv/bin/python benchmarks/confidence.py ../shared/data --work FOLDER \
        --bundle FOLDER_OF_0.8 --batches 120 --draws 3 --shipped FOLDER_OF_0.6 …

The networks are those of `adaptation.py`, in the same work folder, and bundles that saw no measured parcel. A simulated
landscape is one tile of squares whose crops are drawn around the expected shares as those of a simulated scene are;
those of one crop are drawn from the fields of many tiles. Figures are those of parcels under the
class priors of their map: mean confidence, accuracy and expected calibration error (ECE), which is given before and
after, with its 95 % interval over draws of the parcels; *floor* is that of as many parcels whose confidences are
perfect. The last column has the weights and thresholds of the grid with the lowest error without the region.
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from adaptation import TASKS, held_out_network, measured_fields, parse, simulated_squares
from transfer import SEED, SQUARES, measured_at

from doab.model.adaptation import softening
from doab.model.adaptation.class_shares import posterior
from doab.model.adaptation.known_embeddings import fit_known
from doab.model.bundle import load_bundle
from doab.model.mapping.class_priors import estimate_class_priors
from doab.model.metrics.calibration import compute_reliability
from doab.model.network.two_stream import TwoStream
from doab.model.network.weights import network_of
from doab.model.simulation import simulated_tiles
from doab.model.simulation.phenology import phenology
from doab.model.simulation.scene_files import CONCENTRATION
from doab.model.training.known_fields import embed_fields
from doab.model.training.measured_fields import balance, read_regions, usable
from doab.model.training.single_fields import FieldSeries, concatenate_fields, mix_fields, take_fields
from doab.model.training.tile_generation import TileSettings, generate_fields, load_or_create

LANDSCAPES, FIRST = 40, 331
COUNT, HELD_OUT = 4000, 800  # fields that a network knows
DRAWN = 300  # bootstrap draws
DOMINANT = (9, 0, 4, 10)  # grassland, winter wheat, maize, vineyard
GRID = {
    "ENTROPY_SLOPE": (0, 1, 1.5, 2, 2.5, 3),
    "ENTROPY_FROM": (0.4, 0.5, 0.6, 0.7, 0.8, 1.0),
    "DISTANCE_FROM": (1.05, 1.1, 1.15, 1.2),
    "SHARES_SLOPE": (0, 0.5, 1, 1.5, 2, 3),
    "SHARES_FROM": (0.3, 0.4, 0.5, 0.6, 0.7),
}
RAMP = softening.DISTANCE_TO - softening.DISTANCE_FROM
TEMPERATURES = np.exp(np.linspace(0, np.log(softening.HOTTEST), 50))
EXPECTED = np.array(load_bundle().card["shares"])


@dataclass(frozen=True)
class CropMap:
    """The parcels of one map: ``network``, ``name`` and ``kind``; probabilities [N, K] under uniform priors, truth."""

    network: str
    name: str
    kind: str
    probabilities: np.ndarray
    crops: np.ndarray
    distance: float

    @cached_property
    def class_priors(self) -> np.ndarray:
        """The class priors [K] of the map."""
        return estimate_class_priors(self.probabilities, EXPECTED)

    def final(self, temperature: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
        """Return confidences [N] under the class priors of the map, and which crops are right."""
        given = posterior(self.probabilities, self.class_priors) ** (1 / temperature)
        return given.max(1) / given.sum(1), given.argmax(1) == self.crops

    def errors(self) -> tuple[np.ndarray, np.ndarray]:
        """Return mean confidence and ECE at each of `TEMPERATURES`."""
        pairs = [self.final(temperature) for temperature in TEMPERATURES]
        return np.array([c.mean() for c, _ in pairs]), np.array([compute_reliability(*one)["ece"] for one in pairs])


def landscapes(options: argparse.Namespace, diverse: float, count: int) -> list[FieldSeries]:
    """Return the single fields of simulated landscapes; cached in the work folder."""
    settings = TileSettings((FIRST, round(100 * diverse)), 96, squares=True, diverse=diverse)
    simulated_tiles.CONCENTRATION = CONCENTRATION * phenology().crops["share"]
    path = options.work / f"landscapes_{round(100 * diverse)}.pt"
    return load_or_create(path, (settings, count), lambda: list(generate_fields(settings, count, 1)))


def all_maps(options: argparse.Namespace) -> Iterator[CropMap]:
    """Yield what each network makes of each region and landscape."""
    regions = {name: usable(one) for name, one in read_regions(options.data).items()}
    scored = sorted({name for parts, without in TASKS.values() for name in (*parts, *without)})
    fields = {name: measured_fields(regions[name])[0] for name in scored}
    for kind, diverse, count in (("ordinary", 0.0, LANDSCAPES), ("diverse", 1.0, LANDSCAPES // 2)):
        fields |= {f"{kind} {i}": one for i, one in enumerate(landscapes(options, diverse, count))}
    varied = load_or_create(options.work / "varied.pt", options.draws, lambda: measured_at("", regions, options.draws))
    for task, (_, without) in TASKS.items():
        others = balance({name: part for name, part in varied.items() if name not in without})
        mixed = mix_fields(simulated_squares(options), others, 0.5)
        yield from maps_of(task, held_out_network(options, regions, without), mixed, fields, without)
    european = european_squares(options)
    for path in options.shipped:
        bundle = load_bundle(path)
        network, version = network_of(bundle), bundle.card["version"]
        yield from maps_of(version, network, european, fields, scored)
        _, probabilities = embed_fields(network, european)
        yield from one_crop_maps(version, probabilities, european.crops.numpy())


def european_squares(options: argparse.Namespace) -> FieldSeries:
    """Return simulated fields of European farmland, all crops alike; cached in the work folder."""
    settings = TileSettings((SEED, SQUARES), 96, squares=True)
    path = options.work / "european.pt"
    return load_or_create(path, settings, lambda: concatenate_fields(generate_fields(settings, 45, 1)))


def maps_of(
    title: str, network: TwoStream, learned: FieldSeries, fields: dict[str, FieldSeries], without: Collection[str]
) -> Iterator[CropMap]:
    """Yield the maps of a network that learned from fields like ``learned``, but not from the regions ``without``."""
    weight = np.ones(len(learned)) if learned.weight is None else learned.weight.double().numpy()
    chosen = np.random.default_rng(SEED).choice(len(learned), COUNT, replace=False, p=weight / weight.sum())
    some = take_fields(learned, torch.from_numpy(chosen))
    embeddings, crops = embed_fields(network, some)[0], some.crops.numpy()
    known = fit_known(embeddings[HELD_OUT:], crops[HELD_OUT:], embeddings[:HELD_OUT], "benchmark")
    for name, one in fields.items():
        embeddings, probabilities = embed_fields(network, one)
        kind = name.split()[0] if " " in name else "unseen" if name in without else "seen"
        if kind == "diverse" and learned.weight is None:
            kind = "unknown"
        distance = known.relative_distance(embeddings.astype(np.float32))
        yield CropMap(title, name, kind, probabilities.astype(float), one.crops.numpy(), distance)


def one_crop_maps(title: str, probabilities: np.ndarray, crops: np.ndarray) -> Iterator[CropMap]:
    """Yield simulated landscapes of which half or more is of one crop, as far from the training as its own fields."""
    rng, counts = np.random.default_rng(1), np.bincount(crops)
    for crop, share in itertools.product(DOMINANT, (0.5, 0.7, 0.9)):
        shares = (1 - share) * EXPECTED / (1 - EXPECTED[crop])
        shares[crop] = share
        weight = (shares / counts)[crops]
        for number in range(6):
            chosen = rng.choice(len(crops), 150, p=weight / weight.sum())
            name = f"one crop {crop} {share} {number}"
            yield CropMap(title, name, "one crop", probabilities[chosen].astype(float), crops[chosen], 1.0)


def grid_errors(maps: list[CropMap]) -> tuple[list[np.ndarray], np.ndarray]:
    """Return the values of `GRID` [combinations] and the ECE of each map with them [maps, combinations]."""
    values = [one.ravel() for one in np.meshgrid(*map(np.array, GRID.values()), indexing="ij")]
    slope, entropy_from, distance_from, shares_slope, shares_from = values
    rows = []
    for one in maps:
        confidence, errors = one.errors()
        count = len(one.crops)
        entropy = -(one.probabilities * np.log(np.maximum(one.probabilities, 1e-12))).sum(1).mean()
        shares = (one.probabilities.sum(0) + softening.ORDINARY * EXPECTED) / (count + softening.ORDINARY)
        divergence = np.sum(shares * np.log(shares / EXPECTED))
        far = np.clip((one.distance - distance_from) / RAMP, 0, 1)
        beyond = np.maximum(0, entropy - entropy_from) * count / (count + softening.ORDINARY)
        part = np.minimum(shares_slope * np.maximum(0, divergence - shares_from), softening.SHARES_MOST)
        start = confidence[0]
        aim = 1 / (1 + np.exp(slope * beyond * far + part - np.log(start / (1 - start))))
        aim = np.maximum(aim, min(start, softening.LEAST))
        rows.append(np.interp(np.interp(-aim, -confidence, np.log(TEMPERATURES)), np.log(TEMPERATURES), errors))
    return values, np.array(rows)


def best(maps: list[CropMap], errors: np.ndarray, without: str = "") -> int:
    """Return the combination of the lowest error, without a region; half of it is that of maps far from the training.

    Of each region the networks learned on without it count as much as the bundles that saw none.
    """

    def mean(kind: str, name: str = "") -> np.ndarray:
        return errors[[one.kind == kind and name in ("", one.name) for one in maps]].mean(0)

    regions = sorted({one.name for one in maps if one.kind == "unseen"} - {without})
    parts = []
    for name in regions:
        rows = [[o.kind == "unseen" and o.name == name and (o.network in TASKS) == own for o in maps] for own in (0, 1)]
        parts += [errors[row].mean(0) for row in rows if any(row)]
    far = (np.mean(parts, 0) + mean("unknown")) / 2
    near = 0.5 * mean("ordinary") + (mean("diverse") + mean("seen") + mean("one crop")) / 6
    return int(np.argmin(far + near))


def interval(confidence: np.ndarray, right: np.ndarray) -> str:
    """Return the 95 % interval of the ECE over draws of the parcels."""
    rng = np.random.default_rng(SEED)
    draws = (rng.integers(len(right), size=len(right)) for _ in range(DRAWN))
    low, high = np.percentile([compute_reliability(confidence[i], right[i])["ece"] for i in draws], [2.5, 97.5])
    return f"({low:.2f}-{high:.2f})"


def floor(confidence: np.ndarray) -> float:
    """Return the mean ECE of as many parcels whose confidences are perfect."""
    rng = np.random.default_rng(SEED)
    draws = (rng.random(len(confidence)) < confidence for _ in range(DRAWN))
    return float(np.mean([compute_reliability(confidence, right)["ece"] for right in draws]))


def softened(one: CropMap) -> softening.Softening:
    """Return the softening of a map as it ships."""
    return softening.soften(one.probabilities, one.class_priors, EXPECTED, one.distance)


def print_tables(maps: list[CropMap]) -> None:
    """Print the regions that networks had not seen, and the means of all other maps."""
    values, errors = grid_errors(maps)

    def described(chosen: int) -> str:
        return ", ".join(f"{column[chosen]:g}" for column in values)

    print(f"fitted to all ({', '.join(GRID)}): {described(best(maps, errors))}")
    print(
        "| region | network | parcels | distance | accuracy | confidence | ECE | after | floor | without the region |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    for number, one in enumerate(maps):
        if one.kind != "unseen":
            continue
        (before, right), (after, _) = one.final(), one.final(softened(one).temperature)
        chosen = best(maps, errors, one.name)
        cells = [one.name, one.network, str(len(right)), f"{one.distance:.2f}", f"{right.mean():.2f}"]
        cells += [f"{before.mean():.2f} → {after.mean():.2f}"]
        cells += [f"{compute_reliability(c, right)['ece']:.2f} {interval(c, right)}" for c in (before, after)]
        cells += [f"{floor(after):.2f}", f"{errors[number, chosen]:.2f} ({described(chosen)})"]
        print(f"| {' | '.join(cells)} |", flush=True)
    for kind in ("ordinary", "diverse", "unknown", "seen", "one crop"):
        rows = []
        for one in (one for one in maps if one.kind == kind):
            pairs = [one.final(), one.final(softened(one).temperature)]
            rows.append([*(compute_reliability(*pair)["ece"] for pair in pairs), floor(pairs[1][0])])
        mean, spread = np.mean(rows, 0), np.std(np.diff(np.array(rows)[:, :2])) / np.sqrt(len(rows))
        print(f"{kind}: {len(rows)} maps, ECE {mean[0]:.3f} → {mean[1]:.3f} ± {spread:.3f}, floor {mean[2]:.3f}")


def main() -> None:
    """Read the options and print the tables."""
    print_tables(list(all_maps(parse(__doc__))))


if __name__ == "__main__":
    main()
