"""``doab train``: a bundle from simulated scenes, in stages that can be broken off and resumed."""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from .. import crops
from ..bundle import load_bundle
from ..job import EXIT_DONE

TILE = 96
CALIBRATION_TILES = 16
HELD_OUT, CALIBRATION, TRAINING = 1, 2, 3  # seeds of the three sets are (seed, number): never the same tiles


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
    parser.add_argument("--tiles", type=int, default=300, help="simulated tiles to train on")
    parser.add_argument("--test-tiles", type=int, default=24, help="simulated tiles held out for the scores")
    parser.add_argument("--dense-steps", type=int, default=1500, help="batches of the first stage, dense heads only")
    parser.add_argument("--query-steps", type=int, default=600, help="batches of the second stage, queries too")
    parser.add_argument("--batch", type=int, default=4, help="tiles a batch")


def run(options: argparse.Namespace) -> int:
    """Train, calibrate, score on held-out tiles and write the bundle."""
    import torch

    from ..bundle import save_bundle
    from ..evaluation.tiles import calibrate, score_tiles
    from ..network.two_stream import TwoStream
    from ..network.weights import load_encoder, network_of, round_weights, weights_of
    from ..training.dataset import simulated_examples
    from ..training.loop import Schedule, Trainer

    options.work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(options.seed)
    encoder, recipe = load_encoder(options.encoder)
    round_weights(encoder)
    config = {"classes": len(crops.known_crops()), "token_width": encoder.width}

    def tiles(part: int, count: int) -> list:
        return list(simulated_examples(count, [options.seed, part], encoder, TILE))

    _say(f"simulating {options.tiles} tiles")
    network = network_of(load_bundle(options.start)) if options.start else TwoStream(**config)
    trainer = Trainer(network, tiles(TRAINING, options.tiles), options.seed)
    checkpoint = options.work / "network.pt"
    dense = Schedule(options.dense_steps, options.batch)
    queries = Schedule(options.query_steps, options.batch, rate=6e-4, decoder_rate=1e-3, queries=True)
    for stage in (dense, queries):
        trainer.run(stage, checkpoint, each=_progress)
        if stage is dense:
            torch.save(trainer.averaged.state_dict(), options.work / "dense.pt")

    round_weights(trainer.averaged)
    calibration, held_out = tiles(CALIBRATION, CALIBRATION_TILES), tiles(HELD_OUT, options.test_tiles)
    trained, control = trainer.averaged, TwoStream(**config)
    # The control has everything trained but the decoder: what its score lacks is what the decoder learned.
    shared = {k: v for k, v in trained.state_dict().items() if not k.startswith("decoder.")}
    control.load_state_dict(shared, strict=False)
    settings = calibrate(trained, calibration)
    pure = {(k, k): settings[k] for k in ("dense", "queries")}
    tried = score_tiles(trained, calibration, pure)
    shape = max(pure, key=lambda k: tried[k]["any_pq"])[0]
    crop = max(pure, key=lambda k: tried[k]["pixel_accuracy"])[1]
    found = score_tiles(trained, held_out, pure | {(shape, crop): settings[shape]})
    untrained = score_tiles(control, held_out, {("queries", "queries"): calibrate(control, calibration)["queries"]})
    scores = {
        "dense": found["dense", "dense"],
        "queries": found["queries", "queries"],
        "untrained queries": untrained["queries", "queries"],
        "shipped": found[shape, crop],
    }
    _say(json.dumps(scores, indent=1))
    card = {
        "name": options.name,
        "version": options.version,
        "licence": "CC-BY-4.0",
        "classes": [vars(crop) for crop in crops.known_crops()],
        "encoder": recipe,
        "network": config,
        "tile": TILE,
        "readout": {"shape": shape, "crop": crop},
        "partition": vars(settings[shape]),
        "trained_on": (
            f"{options.tiles} simulated tiles of {TILE} x {TILE} pixels (10 m), painted by this project's "
            f"simulator; seed {options.seed}. Its signatures start from published priors whose levels were set by "
            "eye beside real parcels in France and Flanders. The network saw no real image; what the encoder saw is "
            "told with it."
        ),
        "training": {
            "start": _origin(options.start) if options.start else None,
            "dense_steps": options.dense_steps,
            "query_steps": options.query_steps,
            "batch": options.batch,
        },
        "scores": {
            "protocol": (
                f"SIMULATED: {options.test_tiles} held-out simulated tiles of the same simulator, one seed. pq, sq, rq "
                "are means over classes; any_* ignore the class; fields under 0.1 ha do not count. Thresholds, and "
                f"whose shapes and crops ship, were chosen on {CALIBRATION_TILES} other tiles."
            ),
            **scores,
        },
    }
    save_bundle(options.out, card, weights_of(encoder, trained))
    _say(f"wrote {options.out}; shapes from {shape}, crops from {crop}")
    return EXIT_DONE


def _origin(path: str) -> dict:
    """Return what another bundle says of how it was made."""
    card = load_bundle(path).card
    return {k: card[k] for k in ("name", "version", "sha256", "encoder", "trained_on", "training")}


def _progress(step: int, terms: dict[str, float]) -> None:
    if step % 25 == 0:
        _say(f"{step:6d}  " + "  ".join(f"{k} {v:.3f}" for k, v in terms.items()))


def _say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {text}", flush=True)
