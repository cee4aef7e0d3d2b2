"""How unlike regions are that the network never saw, and what that does to confidences. Table of docs/adaptation.md.

    .venv/bin/python benchmarks/unlike.py ../shared/data --work FOLDER

The networks are those of `adaptation.py`; what they know are fields that they learned from.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from adaptation import TASKS, held_out_network, measured_fields
from transfer import SEED, SQUARES, measured_at

from doab.model.adaptation.known_embeddings import UNLIKE, fit_known
from doab.model.adaptation.parcel_refinement import ParcelRefinement
from doab.model.crops import known_crops
from doab.model.metrics.calibration import compute_reliability
from doab.model.training.known_fields import embed_fields
from doab.model.training.measured_fields import balance, read_regions, usable
from doab.model.training.single_fields import FieldSeries, concatenate_fields, mix_fields, take_fields
from doab.model.training.tile_generation import TileSettings, generate_fields, load_or_create

COUNT, HELD_OUT = 6000, 1000


def known_fields(options: argparse.Namespace, regions: dict, without: tuple[str, ...]) -> FieldSeries:
    """Return fields as a network without some regions learned from, in random order."""
    settings = TileSettings((SEED, SQUARES), 96, squares=True, diverse=0.6)
    simulated = load_or_create(
        options.work / "simulated.pt", settings, lambda: concatenate_fields(generate_fields(settings, options.tiles, 1))
    )
    others = balance(measured_at("", {name: one for name, one in regions.items() if name not in without}, 2))
    mixed = mix_fields(simulated, others, 0.5)
    weight = mixed.weight.double().numpy()
    chosen = np.random.default_rng(SEED).choice(len(mixed), COUNT, replace=False, p=weight / weight.sum())
    return take_fields(mixed, torch.from_numpy(chosen))


def main() -> None:
    """Read the options and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder that holds crop_time_series/ and ewoc/")
    parser.add_argument("--work", type=Path, required=True, help="folder for what is trained once")
    parser.add_argument("--batches", type=int, default=800)
    parser.add_argument("--tiles", type=int, default=60)
    options = parser.parse_args()
    torch.set_num_threads(1)
    regions = {name: usable(one) for name, one in read_regions(options.data).items()}
    crops = known_crops()
    equal = np.ones(len(crops)) / len(crops)
    print("| region | parcels | distance | unlike | accuracy | confidence | ECE | confidence after | ECE after |")
    print("|---|---|---|---|---|---|---|---|---|")
    for parts, without in TASKS.values():
        network = held_out_network(options, regions, without)
        fields = known_fields(options, regions, without)
        embeddings, _ = embed_fields(network, fields)
        known = fit_known(embeddings[HELD_OUT:], fields.crops.numpy()[HELD_OUT:], embeddings[:HELD_OUT], "benchmark")
        for part in parts:
            own, _ = measured_fields(regions[part])
            embedded, probabilities = embed_fields(network, own)
            refinement = ParcelRefinement(known=known)
            temperature = refinement.temperature(embedded)
            refined = refinement(probabilities, embedded, crops, equal, temperature).probabilities
            right = probabilities.argmax(1) == own.crops.numpy()
            distance = known.distance(embedded).mean() / known.distances[50]
            cells = [
                f"{distance:.2f}",
                f"{100 * (known.unlike(embedded) > UNLIKE).mean():.0f} %",
                f"{right.mean():.2f}",
            ]
            for given in (probabilities, refined):
                error = compute_reliability(given.max(1), right)["ece"]
                cells += [f"{given.max(1).mean():.2f}", f"{error:.2f}"]
            print(f"| {part} | {len(right)} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
