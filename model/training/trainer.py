"""The training loop: crops of fields alone, then dense heads, then queries; checkpoints, averaged weights, resume."""

from __future__ import annotations

import copy
import json
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.optim.swa_utils import get_ema_multi_avg_fn

from ..atomic_write import atomic_write
from ..network.batches import TokenVolume
from ..network.dense import DenseMaps, pixel_seeds
from ..network.two_stream import Features, TwoStream
from .dataset import Example, augmented, collate, to_device
from .losses import dense_loss, field_loss, query_loss, random_places
from .single_fields import Fields, draw_fields
from .tensorboard_log import Board

STAGES = ("crops", "dense", "queries")  # in order; each goes on with what the one before learned
PICTURED = 500  # steps from one picture in the log to the next


@dataclass(frozen=True)
class Schedule:
    """One stage of `STAGES`: ``steps`` batches of ``batch`` tiles (none in the first) and ``fields`` single fields, and
    peak rates of the two streams and of the decoder. ``acquisitions`` bounds how many dates a training tile shows."""

    steps: int
    batch: int = 4
    rate: float = 2e-3
    decoder_rate: float = 1e-3
    stage: str = "dense"
    fields: int = 0
    acquisitions: int = 16
    asked: int = 32
    augment: bool = True

    def slowed(self, factor: float) -> Schedule:
        """Return the same stage with ``factor`` times its rates."""
        return replace(self, rate=factor * self.rate, decoder_rate=factor * self.decoder_rate)


def query_places(maps: DenseMaps, parcels: Tensor, count: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Return places to ask in training: half where the dense heads see cores, half anywhere inside true fields."""
    seeds, seen = pixel_seeds(maps, count // 2)
    random, real = random_places(parcels, count - seeds.shape[1], generator)
    return torch.cat([seeds, random.to(seeds)], 1), torch.cat([seen, real], 1)


class Trainer:
    """Runs the stages over tiles and single fields; everything needed to go on after a break is in one checkpoint file.

    ``network`` is moved to ``device``; ``averaged`` is the exponential moving average of its weights, which is what to
    use. On a processor the same seed gives the same weights. ``mixed`` runs the two streams in bfloat16 (default: on a
    GPU); losses, and the decoder with its distances, stay in single precision. ``log`` is a folder for TensorBoard.
    """

    def __init__(
        self,
        network: TwoStream,
        examples: Sequence[Example],
        seed: int = 0,
        average: float = 0.995,
        device: torch.device | str = "cpu",
        mixed: bool | None = None,
        log: Path | None = None,
        fields: Fields | None = None,
    ) -> None:
        self.device = torch.device(device)
        self.mixed = self.device.type == "cuda" if mixed is None else mixed
        self.network, self.examples, self.fields = network.to(self.device), examples, fields
        self.averaged = copy.deepcopy(self.network).eval()
        self.average = average
        self.seed = seed
        self.log = log
        self.skipped = 0  # steps whose loss or gradient was not finite
        self.history: list[dict[str, float]] = []

    def loss(self, batch: Example, schedule: Schedule, generator: torch.Generator) -> dict[str, Tensor]:
        """Return the loss terms of a batch of tiles."""
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.mixed):
            features = self.network.encode_space(self.network.encode_time(batch.volume), batch.frame)
            maps = self.network.dense_maps(features)
        maps = _single(maps)
        terms = dense_loss(maps, batch.targets)
        if schedule.stage == "queries":
            features = Features(_single(features.latents), {k: v.float() for k, v in features.pyramid.items()})
            with torch.no_grad():
                places, real = query_places(maps, batch.targets.parcels, schedule.asked, generator)
            terms |= query_loss(self.network.queries(features, places, real), places, real, batch.targets)
        return terms

    def crop_loss(self, volume: TokenVolume, crops: Tensor) -> dict[str, Tensor]:
        """Return the loss term of single fields."""
        volume = TokenVolume(**{k: v.to(self.device) for k, v in vars(volume).items()})
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.mixed):
            logits = self.network.dense.crop_alone(self.network.temporal.season(volume))
        return {"field crop": field_loss(logits.float(), crops.to(self.device))}

    def optimiser(self, schedule: Schedule) -> torch.optim.Optimizer:
        """AdamW with one rate for the streams and dense heads and one for the decoder."""
        decoder = list(self.network.decoder.parameters())
        known = {id(p) for p in decoder}
        others = [p for p in self.network.parameters() if id(p) not in known]
        groups = [{"params": others, "peak": schedule.rate}, {"params": decoder, "peak": schedule.decoder_rate}]
        return torch.optim.AdamW(groups, lr=schedule.rate, weight_decay=0.02, fused=True)

    def run(
        self,
        schedule: Schedule,
        checkpoint: Path | None = None,
        each: Callable[[int, dict[str, float]], None] = lambda step, terms: None,
        save_every: float = 120.0,
    ) -> None:
        """Train one stage to its end, from where ``checkpoint`` left it if it is of this stage.

        The checkpoint is written every ``save_every`` seconds and at the end.
        """
        optimiser = self.optimiser(schedule)
        start = self._resume(checkpoint, optimiser, schedule)
        if start >= schedule.steps:
            return
        self.network.train()
        folder = self.log / schedule.stage if self.log else None
        saved = time.monotonic()
        with Board(folder, start) as board:
            for step in range(start, schedule.steps):
                begun = time.monotonic()
                rates = [g["peak"] * _warm_cosine(step, schedule.steps) for g in optimiser.param_groups]
                for group, rate in zip(optimiser.param_groups, rates, strict=True):
                    group["lr"] = rate
                values = self._step(step, schedule, optimiser)
                self.history.append({"step": step, "stage": STAGES.index(schedule.stage), **values})
                each(step, values)
                speed = (schedule.batch or schedule.fields) / (time.monotonic() - begun)
                board.tell(step, values | {"rate": rates[0], "decoder rate": rates[1], "examples per second": speed})
                if schedule.batch and step % PICTURED == 0:
                    board.show(step, self.averaged, to_device(collate([self.examples[0]]), self.device))
                if checkpoint and time.monotonic() - saved >= save_every:
                    self._save(checkpoint, optimiser, schedule, step + 1)
                    saved = time.monotonic()
        if checkpoint:
            self._save(checkpoint, optimiser, schedule, schedule.steps)

    def _step(self, step: int, schedule: Schedule, optimiser: torch.optim.Optimizer) -> dict[str, float]:
        """Learn from one batch, drawn by seed, stage and step alone; return its loss terms.

        Where the loss or its gradient is not finite nothing is learned, and the terms tell how often that was so far.
        """
        rng = np.random.default_rng([self.seed, STAGES.index(schedule.stage), step])
        generator = torch.Generator(self.device).manual_seed(int(rng.integers(2**31)))
        terms: dict[str, Tensor] = {}
        if schedule.batch:
            chosen = rng.choice(len(self.examples), schedule.batch, replace=len(self.examples) < schedule.batch)
            tiles = [self.examples[i] for i in chosen]
            if schedule.augment:
                tiles = [augmented(tile, rng, schedule.acquisitions) for tile in tiles]
            terms |= self.loss(to_device(collate(tiles), self.device), schedule, generator)
        if schedule.fields:
            terms |= self.crop_loss(*draw_fields(self.fields, schedule.fields, rng, schedule.acquisitions))
        terms["total"] = torch.stack(list(terms.values())).sum()
        optimiser.zero_grad(set_to_none=True)
        terms["total"].backward()
        norm = torch.nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
        values = dict(zip([*terms, "gradient"], torch.stack([*terms.values(), norm]).tolist(), strict=True))
        if not (math.isfinite(values["total"]) and math.isfinite(values["gradient"])):
            self.skipped += 1
            self._restore_statistics()
            return {k: v for k, v in values.items() if math.isfinite(v)} | {"skipped": self.skipped}
        optimiser.step()
        self._average(step)
        return values

    @torch.no_grad()
    def restate(self, batches: int = 100, batch: int = 4, acquisitions: int = 28) -> None:
        """Measure the statistics of normalisation anew for the averaged weights, which no batch of training has seen
        at work (Izmailov et al. 2018, section 3.2)."""
        norms = [module for module in self.averaged.modules() if isinstance(module, torch.nn.BatchNorm2d)]
        for norm in norms:
            norm.reset_running_stats()
            norm.momentum = None  # the plain mean of all batches
            norm.train()
        rng = np.random.default_rng([self.seed, len(STAGES)])
        for _ in range(batches):
            chosen = rng.choice(len(self.examples), batch, replace=len(self.examples) < batch)
            tiles = collate([augmented(self.examples[i], rng, acquisitions) for i in chosen])
            tiles = to_device(tiles, self.device)
            self.averaged.encode_space(self.averaged.encode_time(tiles.volume), tiles.frame)
        self.averaged.eval()

    def _average(self, step: int) -> None:
        """Move the averaged weights towards the current ones, faster in the beginning."""
        keep = min(self.average, (1 + step) / (10 + step))
        pairs = zip(_tensors(self.averaged), _tensors(self.network), strict=True)
        means, current = zip(*((m, n) for m, n in pairs if m.is_floating_point()), strict=True)
        get_ema_multi_avg_fn(keep)(means, current, step)

    def _restore_statistics(self) -> None:
        """Take the statistics of normalisation from the averaged network: a batch that is not finite spoils them."""
        for ours, kept in zip(self.network.buffers(), self.averaged.buffers(), strict=True):
            ours.copy_(kept)

    def _save(self, path: Path, optimiser: torch.optim.Optimizer, schedule: Schedule, step: int) -> None:
        """Write the checkpoint whole or not at all."""
        state = {
            "stage": schedule.stage,
            "step": step,
            "network": self.network.state_dict(),
            "averaged": self.averaged.state_dict(),
            "optimiser": optimiser.state_dict(),
        }
        with atomic_write(path) as partial:
            torch.save(state, partial)
        with atomic_write(path.with_suffix(".log.json")) as partial:
            partial.write_text(json.dumps(self.history))

    def _resume(self, path: Path | None, optimiser: torch.optim.Optimizer, schedule: Schedule) -> int:
        """Load the checkpoint; return the step to go on with in this stage."""
        if not path or not path.exists():
            return 0
        state = torch.load(path, map_location=self.device, weights_only=True)
        if STAGES.index(state["stage"]) > STAGES.index(schedule.stage):
            return schedule.steps
        self.network.load_state_dict(state["network"])
        self.averaged.load_state_dict(state["averaged"])
        log = path.with_suffix(".log.json")
        self.history = json.loads(log.read_text()) if log.exists() else []
        self.skipped = int(max((entry.get("skipped", 0) for entry in self.history), default=0))
        if state["stage"] != schedule.stage:
            return 0
        optimiser.load_state_dict(state["optimiser"])
        return state["step"]


def _single(tensors):
    """Return a dataclass of tensors in single precision."""
    return type(tensors)(**{k: v.float() for k, v in vars(tensors).items()})


def _tensors(network: TwoStream) -> list[Tensor]:
    """Return the weights and the statistics of a network."""
    return [*network.parameters(), *network.buffers()]


def _warm_cosine(step: int, steps: int, warm: int = 100) -> float:
    """Linear warm-up, then a cosine down to a hundredth."""
    warm = min(warm, max(1, steps // 10))
    if step < warm:
        return (step + 1) / warm
    return 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, steps - warm)))
