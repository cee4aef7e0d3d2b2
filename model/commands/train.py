"""``doab train``: a bundle from simulated and labelled scenes, in stages that can be broken off and resumed."""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from .. import crops
from ..bundle import load_bundle
from ..protocol import EXIT_DONE, Job, Source
from ..protocol.choices import DEVICES

if TYPE_CHECKING:
    from ..training.single_fields import Fields

TILE = 96
CALIBRATION_TILES = 24
HELD_OUT, CALIBRATION, TRAINING, SQUARES = 1, 2, 3, 4  # seeds of the sets are (seed, number): never the same tiles
SHOWN = 28  # acquisitions of a training tile at most


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--out", required=True, type=Path, help="folder of the bundle to write")
    parser.add_argument("--work", required=True, type=Path, help="folder for checkpoints; the same folder resumes")
    parser.add_argument("--name", default="default", help="name of the bundle")
    parser.add_argument("--version", default="0.1", help="its version")
    parser.add_argument(
        "--encoder",
        default="",
        metavar="PATH",
        help="what doab pretrain wrote, Galileo's weights, or "
        "a bundle whose encoder to take (default: the default bundle)",
    )
    parser.add_argument("--start", metavar="BUNDLE", help="go on from the network of this bundle")
    parser.add_argument("--seed", type=int, default=0)
    data = parser.add_argument_group("what to train on")
    data.add_argument("--tiles", type=int, default=1200, help="simulated tiles")
    data.add_argument("--field-tiles", type=int, default=2400, help="simulated tiles for single fields only")
    data.add_argument("--geometry", action="append", default=[], metavar="LAYER", help="take field shapes from it, too")
    data.add_argument("--hard", type=float, default=0.35, metavar="SHARE", help="share of hard tiles among them")
    data.add_argument("--parted", type=float, default=0.6, metavar="SHARE", help="share of large fields in parts")
    data.add_argument(
        "--labelled",
        nargs=2,
        action="append",
        default=[],
        metavar=("FOLDER", "PARCELS"),
        help="a folder of images and a layer of declared parcels, as EuroCrops publishes them; may be repeated",
    )
    data.add_argument("--labelled-tiles", type=int, default=60, help="tiles of each labelled folder")
    data.add_argument("--field", default="", help="the column of crops in those layers, where it has no usual name")
    data.add_argument("--codes", default="", metavar="CSV", help="EuroCrops' table of that country's crop codes")
    data.add_argument("--incomplete", action="store_true", help="there are fields that those layers lack")
    how = parser.add_argument_group("how")
    how.add_argument("--test-tiles", type=int, default=24, help="simulated tiles held out for the card's scores")
    how.add_argument("--crop-steps", type=int, default=8000, help="batches of the first stage, crops of single fields")
    how.add_argument("--dense-steps", type=int, default=1500, help="batches of the second stage, dense heads")
    how.add_argument("--query-steps", type=int, default=1500, help="batches of the third stage, queries too")
    how.add_argument(
        "--rate",
        type=float,
        default=1.0,
        metavar="FACTOR",
        help="of the learning rates from nothing; less than 1 spares what the network of --start knows (default: 1)",
    )
    how.add_argument("--batch", type=int, default=4, help="tiles a batch")
    how.add_argument("--fields", type=int, default=256, help="single fields a batch")
    how.add_argument("--workers", type=int, default=max(1, os.cpu_count() or 1), help="processes that paint")
    how.add_argument("--device", choices=DEVICES, default=Job.device)
    how.add_argument("--mixed", action="store_true", help="half precision in the two streams (on a GPU it always is)")
    how.add_argument("--logs", type=Path, metavar="FOLDER", help="write TensorBoard logs here")


def run(options: argparse.Namespace) -> int:
    """Train, calibrate, score on held-out tiles and write the bundle."""
    import torch

    from ..bundle import save_bundle
    from ..network.predictor import choose_device
    from ..network.two_stream import TwoStream
    from ..network.weights import adopt, load_encoder, round_weights, weights_of
    from ..simulation.phenology import phenology
    from ..training.dataset import encoded
    from ..training.trainer import Schedule, Trainer

    options.work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(options.seed)
    encoder, recipe = load_encoder(options.encoder)
    round_weights(encoder)
    known = crops.known_crops()
    config = {"classes": len(known), "token_width": encoder.width}
    network = TwoStream(**config)
    if options.start:
        adopt(network, load_bundle(options.start), known)

    _say("painting and reading tiles")
    examples, fields = _painted(options)
    examples += encoded(_labelled(options), encoder)
    mixed = True if options.mixed else None
    trainer = Trainer(
        network,
        examples,
        options.seed,
        device=choose_device(options.device),
        mixed=mixed,
        log=options.logs,
        fields=fields,
    )
    stages = (
        Schedule(options.crop_steps, 0, 2e-3, stage="crops", fields=options.fields, acquisitions=SHOWN),
        Schedule(options.dense_steps, options.batch, 1.5e-3, stage="dense", fields=options.fields, acquisitions=SHOWN),
        Schedule(options.query_steps, options.batch, 1e-3, 1e-3, "queries", options.fields, acquisitions=SHOWN),
    )
    for schedule in (stage.slowed(options.rate) for stage in stages):
        trainer.run(schedule, options.work / "network.pt", each=_progress)

    trainer.restate(batch=options.batch, acquisitions=SHOWN)
    trained = trainer.averaged.to("cpu")
    round_weights(trained)
    sets = (
        list(encoded(_simulated(options, part, count), encoder))
        for part, count in ((CALIBRATION, CALIBRATION_TILES), (HELD_OUT, options.test_tiles))
    )
    chosen = _chosen(trained, config, *sets)
    _say(json.dumps(chosen["scores"], indent=1))
    card = {
        "name": options.name,
        "version": options.version,
        "licence": "CC-BY-4.0",
        "classes": [vars(crop) for crop in known],
        "shares": phenology().crops["share"].tolist(),
        "encoder": recipe,
        "network": config,
        "tile": TILE,
        **{k: chosen[k] for k in ("readout", "partitions", "temperature")},
        "trained_on": _told(options),
        "training": {
            "start": _origin(options.start) if options.start else None,
            "crop_steps": options.crop_steps,
            "dense_steps": options.dense_steps,
            "query_steps": options.query_steps,
            "batch": options.batch,
            "fields": options.fields,
            "rate": options.rate,
        },
        "scores": {
            "protocol": (
                f"SIMULATED: {options.test_tiles} held-out simulated tiles of the same simulator and geometry, one "
                "seed. pq, sq, rq are means over classes; any_* ignore the class; fields under 0.1 ha do not count. "
                f"Thresholds, temperature, and whose shapes and crops ship, were chosen on {CALIBRATION_TILES} others."
            ),
            **chosen["scores"],
        },
    }
    save_bundle(options.out, card, weights_of(encoder, trained))
    _say(f"wrote {options.out}; shapes from {card['readout']['shape']}, crops from {card['readout']['crop']}")
    return EXIT_DONE


def _painted(options: argparse.Namespace) -> tuple[list, Fields]:
    """Return the simulated tiles, and the fields of these and of those that are painted for their fields only."""
    import numpy as np

    from ..training.single_fields import fields_of, joined
    from ..training.tile_generation import Recipe, painted_fields, painted_tiles, remembered

    shaped = Recipe(
        (options.seed, TRAINING),
        TILE,
        tuple(options.geometry),
        hard=options.hard,
        parted=options.parted,
        encoder=options.encoder,
    )
    squares = Recipe((options.seed, SQUARES), TILE, squares=True, encoder=options.encoder)
    makers = (painted_tiles, shaped, options.tiles), (painted_fields, squares, options.field_tiles)
    tiles, alone = (
        remembered(options.work / f"{make.__name__}.pt", of, lambda of=of, make=make: list(make(*of, options.workers)))
        for make, *of in makers
    )
    theirs = (fields_of(tile, np.random.default_rng([options.seed, n])) for n, tile in enumerate(tiles))
    return tiles, joined([*theirs, *alone])


def _simulated(options: argparse.Namespace, part: int, count: int) -> Iterator:
    from ..simulation.parcel_shapes import read_shapes
    from ..training.dataset import simulated_tiles

    shapes = [None, *read_shapes(options.geometry)]
    return simulated_tiles(range(count), (options.seed, part), TILE, shapes, options.hard, options.parted)


def _labelled(options: argparse.Namespace) -> Iterator:
    from ..declared_parcels import read_declared
    from ..training.labelled_scenes import labelled_tiles

    for number, (folder, parcels) in enumerate(options.labelled):
        declared = read_declared(parcels, field=options.field, codes=options.codes)
        seed = [options.seed, TRAINING, number]
        yield from labelled_tiles(
            [Source(folder)], declared, TILE, options.labelled_tiles, seed, not options.incomplete
        )


def _chosen(trained, config: dict, calibration: list, held_out: list) -> dict:
    """Choose thresholds, temperature and whose shapes and crops to ship on ``calibration``; score on ``held_out``."""
    from ..network.two_stream import TwoStream
    from ..training.validation import READOUTS, calibrate, fit_temperature, score_tiles

    # The control has everything trained but the decoder: what its score lacks is what the decoder learned.
    control = TwoStream(**config)
    shared = {k: v for k, v in trained.state_dict().items() if not k.startswith("decoder.")}
    control.load_state_dict(shared, strict=False)
    settings = calibrate(trained, calibration)
    pure = {(k, k): settings[k] for k in READOUTS}
    tried = score_tiles(trained, calibration, {(a, b): settings[a] for a in READOUTS for b in READOUTS})
    shape = max(pure, key=lambda k: tried[k]["any_pq"])[0]
    crop = max(READOUTS, key=lambda name: tried[shape, name]["pq"])
    found = score_tiles(trained, held_out, pure | {(shape, crop): settings[shape]})
    untrained = score_tiles(control, held_out, {("queries", "queries"): calibrate(control, calibration)["queries"]})
    scores = {k: found[k, k] for k in READOUTS}
    scores |= {"untrained queries": untrained["queries", "queries"], "shipped": found[shape, crop]}
    return {
        "readout": {"shape": shape, "crop": crop},
        "partitions": {k: vars(settings[k]) for k in READOUTS},
        "temperature": fit_temperature(trained, calibration, crop),
        "scores": scores,
    }


def _told(options: argparse.Namespace) -> str:
    """Return what the card says of the training data."""
    from ..simulation.signatures import origin

    shapes = "".join(f" or shaped as in {Path(layer).stem}" for layer in options.geometry)
    told = origin()
    text = (
        f"{options.tiles} simulated tiles of {TILE} x {TILE} pixels (10 m); fields are generated{shapes}, "
        f"{options.hard:.0%} of them hard, and {options.parted:.0%} of the larger fields are worked in parts. "
        f"{options.field_tiles} more, of 80 m squares, are for crops alone. "
        f"Crops are drawn from statistics of labelled parcels "
        f"({', '.join(told['sources'])}; {told['attribution']}), filled up with {told['prior']}; seed {options.seed}."
    )
    for folder, parcels in options.labelled:
        text += f" {options.labelled_tiles} tiles of {Path(folder).name} with the parcels of {Path(parcels).name}."
    return text + " What the encoder saw is told with it."


def _origin(path: str) -> dict:
    """Return what another bundle says of how it was made."""
    card = load_bundle(path).card
    return {k: card[k] for k in ("name", "version", "sha256", "encoder", "trained_on", "training")}


def _progress(step: int, terms: dict[str, float]) -> None:
    if step % 25 == 0:
        _say(f"{step:6d}  " + "  ".join(f"{k} {v:.3f}" for k, v in terms.items()))


def _say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {text}", flush=True)
