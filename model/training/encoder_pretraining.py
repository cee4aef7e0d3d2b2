"""Pre-training of the compact encoder from a recipe: the corpus, the training, the file."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

from ..datatypes import Sample
from ..network.encoders.compact import CompactEncoder
from ..network.encoders.galileo_weights import load_galileo
from ..network.weights import save_encoder
from ..outputs.transaction import remove_partial
from ..simulation.simulated_tiles import simulate_tile
from .labelled_time_series import Series, read_all
from .pretraining import pretrain
from .pretraining_corpus import Corpus, read_scenes
from .recipes import PretrainingRecipe

TILES = 4  # second number of the seed of the simulated tiles
PROGRESS_INTERVAL = 100  # steps


def pretrain_encoder(
    recipe: PretrainingRecipe, out: Path, work: Path, report: Callable[[str], None] = lambda message: None
) -> None:
    """Pre-train the encoder and write it to the file ``out``; a run with the same folder ``work`` is resumed.

    ``report`` is called with a line of text now and then. Raises `InputError` where an input cannot be used.
    """
    work.mkdir(parents=True, exist_ok=True)
    remove_partial(work)
    torch.manual_seed(recipe.seed)
    encoder = CompactEncoder()
    samples = [*read_scenes([Path(folder) for folder in recipe.scenes]), *_simulate_samples(recipe)]
    series = _read_series(recipe)
    teacher = load_galileo(recipe.teacher, patch=encoder.patch) if recipe.teacher else None
    corpus = Corpus(samples, series, encoder.patch)
    progress = _Progress(recipe.steps, report)
    pretrain(encoder, corpus, recipe.steps, recipe.seed, teacher, work / "pretraining.pt", progress.add)
    real = [Path(folder).name for folder in recipe.scenes] + [one.name for one in series]
    trained_on = (
        f"without labels, {recipe.steps} steps on {recipe.tiles} simulated tiles"
        + (f" and on {', '.join(real)} (contains modified Copernicus Sentinel data)" if real else "")
        + (f"; beside it, to imitate Galileo {teacher.size}" if teacher else "")
        + f"; seed {recipe.seed}"
    )
    save_encoder(out, encoder, {"name": "compact", "settings": {}, "trained_on": trained_on})


def _simulate_samples(recipe: PretrainingRecipe) -> list[Sample]:
    seeds = np.random.SeedSequence([recipe.seed, TILES]).spawn(recipe.tiles)
    return [simulate_tile(np.random.default_rng(seed), recipe.tile)[0] for seed in seeds]


def _read_series(recipe: PretrainingRecipe) -> list[Series]:
    if not recipe.series:
        return []
    return [one for name, one in read_all(Path(recipe.series)).items() if name not in recipe.without]


class _Progress:
    """Reports the mean loss terms of every `PROGRESS_INTERVAL` steps."""

    def __init__(self, steps: int, report: Callable[[str], None]) -> None:
        self._steps, self._report = steps, report
        self._started = time.monotonic()
        self._values: dict[str, list[float]] = {}

    def add(self, step: int, terms: dict[str, float]) -> None:
        """Add the loss terms of a step, counted from 0."""
        for name, value in terms.items():
            self._values.setdefault(name, []).append(value)
        if (step + 1) % PROGRESS_INTERVAL == 0 or step + 1 == self._steps:
            means = "  ".join(f"{name} {sum(values) / len(values):.4f}" for name, values in self._values.items())
            self._report(f"{step + 1:6d}  {time.monotonic() - self._started:6.0f} s  {means}")
            self._values.clear()
