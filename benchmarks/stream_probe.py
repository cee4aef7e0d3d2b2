"""How well the temporal stream carries crops from France to Bavaria, with and without Galileo as its teacher.

    .venv/bin/python benchmarks/stream_probe.py ../shared/data --work FOLDER

The network of the bundle goes on learning single fields, simulated ones and those of all regions but Bavaria, once
without and once with the teacher's embedding of the year as a second target. Then simple classifiers learn from French
parcels in each representation and are tested in Bavaria, whose parcels none of them saw.
Figures of docs/log/transfer.md.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import torch
from transfer import BATCH, DRAWS, SEED, SQUARES, measured_at

from doab.model.bundle import load_bundle
from doab.model.evaluation.probing.encoder_probe import build_tasks, probe_representations
from doab.model.evaluation.probing.representations import build_representations, build_stream, raw_bands
from doab.model.evaluation.probing.result_tables import format_table
from doab.model.network.two_stream import TwoStream
from doab.model.network.weights import encoder_of, load_encoder, network_of
from doab.model.training.labelled_time_series import monthly, read_series
from doab.model.training.measured_fields import balance, read_regions, usable
from doab.model.training.schedule import Schedule
from doab.model.training.sequence_teacher import embed_years
from doab.model.training.single_fields import FieldSeries, concatenate_fields, mix_fields
from doab.model.training.tile_generation import TileSettings, generate_fields, load_or_create
from doab.model.training.trainer import Trainer

HELD_OUT = "bavaria_2018"


def prepare(options: argparse.Namespace) -> FieldSeries:
    """Return simulated fields and those of all other regions with the teacher's targets; cached in the work folder."""
    regions = {name: usable(one) for name, one in read_regions(options.data, [HELD_OUT]).items()}
    teacher, _ = load_encoder(str(options.data / "galileo-nano" / "encoder.pt"))

    def create() -> FieldSeries:
        settings = TileSettings((SEED, SQUARES), 96, squares=True, diverse=options.diverse, encoder=options.bundle)
        simulated = concatenate_fields(generate_fields(settings, options.tiles, 1))
        measured = balance(measured_at(options.bundle, regions, DRAWS))
        parts = (replace(part, target=embed_years(part, teacher)) for part in (simulated, measured))
        return mix_fields(*parts, options.share)

    key = (options.bundle, list(regions), options.tiles, options.diverse, options.share, DRAWS)
    return load_or_create(options.work / "taught_fields.pt", key, create)


def learn(options: argparse.Namespace, fields: FieldSeries) -> TwoStream:
    """Return the network after ``batches`` more batches of single fields."""
    torch.manual_seed(SEED)
    trainer = Trainer(network_of(load_bundle(options.bundle)), [], SEED, fields=fields)
    trainer.run(Schedule(options.batches, 0, options.rate, stage="crops", fields=BATCH, acquisitions=28))
    print(trainer.history[-1], flush=True)
    return trainer.averaged


def main() -> None:
    """Read the options and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder that holds crop_time_series/, ewoc/ and galileo-nano/")
    parser.add_argument("--work", type=Path, required=True, help="folder for what is computed once")
    parser.add_argument("--bundle", default="")
    parser.add_argument("--batches", type=int, default=300)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--share", type=float, default=0.35, help="share of measured fields")
    parser.add_argument("--tiles", type=int, default=60, help="simulated tiles of squares to learn from")
    parser.add_argument("--diverse", type=float, default=0.6)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    bundle = load_bundle(options.bundle)
    encoder, fields = encoder_of(bundle), prepare(options)
    galileo, _ = load_encoder(str(options.data / "galileo-nano" / "encoder.pt"))
    representations = {"raw bands": raw_bands, **build_representations(galileo, "Galileo nano")}
    representations["stream of the bundle"] = build_stream(encoder, network_of(bundle))
    for name, part in (("without", replace(fields, target=None)), ("with", fields)):
        network = learn(options, part)
        representations[f"stream {name} teacher"] = build_stream(encoder, network)
    france, bavaria = (monthly(read_series(options.data, name)) for name in ("france_2023", "bavaria_2018"))
    for task in build_tasks(france, bavaria):
        if task.name.startswith("France to Bavaria"):
            print(f"**{task.name}**\n\n{format_table(probe_representations(task, representations, 3))}\n", flush=True)


if __name__ == "__main__":
    main()
