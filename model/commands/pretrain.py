"""``doab pretrain``: the compact encoder, from scenes and time series without their labels."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from ..protocol import EXIT_DONE

TILE = 96


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="the encoder to write (.safetensors)")
    parser.add_argument("--work", required=True, type=Path, metavar="FOLDER", help="checkpoint; the same one resumes")
    parser.add_argument("--scenes", nargs="+", default=[], type=Path, metavar="FOLDER", help="real scenes")
    parser.add_argument("--series", type=Path, metavar="FOLDER", help="folder with crop_time_series/ and ewoc/")
    parser.add_argument("--without", nargs="+", default=[], metavar="NAME", help="series to leave out")
    parser.add_argument("--teacher", type=Path, metavar="PT", help="Galileo nano's weights, to learn from it too")
    parser.add_argument("--tiles", type=int, default=100, help="simulated tiles")
    parser.add_argument("--steps", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=0)


def run(options: argparse.Namespace) -> int:
    """Pre-train and write the encoder."""
    import numpy as np
    import torch

    from ..network.encoders import create_encoder
    from ..network.encoders.galileo_weights import load_galileo
    from ..network.weights import save_encoder
    from ..simulation.simulated_tiles import simulate_tile
    from ..training.labelled_time_series import read_all
    from ..training.pretraining import pretrain
    from ..training.pretraining_corpus import Corpus, read_scenes

    options.work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(options.seed)
    encoder = create_encoder("compact")
    samples = list(read_scenes(options.scenes))
    seeds = np.random.SeedSequence([options.seed, 4]).spawn(options.tiles)
    samples += [simulate_tile(np.random.default_rng(seed), TILE)[0] for seed in seeds]
    series = read_all(options.series) if options.series else {}
    series = [one for name, one in series.items() if name not in options.without]
    teacher = load_galileo(options.teacher, patch=encoder.patch) if options.teacher else None
    start, sums = time.monotonic(), {}

    def tell(step: int, terms: dict[str, float]) -> None:
        for name, value in terms.items():
            sums.setdefault(name, []).append(value)
        if (step + 1) % 100 == 0 or step + 1 == options.steps:
            means = "  ".join(f"{name} {sum(values) / len(values):.4f}" for name, values in sums.items())
            print(f"{step + 1:6d}  {time.monotonic() - start:6.0f} s  {means}", flush=True)
            sums.clear()

    corpus = Corpus(samples, series, encoder.patch)
    pretrain(encoder, corpus, options.steps, options.seed, teacher, options.work / "pretraining.pt", tell)
    real = [folder.name for folder in options.scenes] + [one.name for one in series]
    trained_on = (
        f"without labels, {options.steps} steps on {options.tiles} simulated tiles"
        + (f" and on {', '.join(real)} (contains modified Copernicus Sentinel data)" if real else "")
        + (f"; beside it, to imitate Galileo {teacher.size}" if teacher else "")
        + f"; seed {options.seed}"
    )
    save_encoder(options.out, encoder, {"name": "compact", "settings": {}, "trained_on": trained_on})
    print(f"wrote {options.out}")
    return EXIT_DONE
