"""The training loop in three stages: crops of single fields, dense heads, queries; with checkpoints to resume from."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from ..network.batches import TokenVolume
from ..network.dense import DenseMaps, pixel_seeds
from ..network.two_stream import TwoStream
from ..outputs.transaction import atomic_write
from .augmentation import augment
from .consistency import consistency_terms, draw_view, predict_labels, warm_up
from .dataset import Example
from .frozen_features import FrozenFeatures, freeze_features
from .losses import dense_loss, field_loss, query_loss, sample_points
from .schedule import DECODER, STAGES, Schedule, warm_cosine
from .sequence_teacher import imitation_loss
from .single_fields import FieldSeries, sample_fields
from .tensorboard_log import TensorBoardLog
from .unlabelled_scenes import UnlabelledTile
from .weight_average import WeightAverage

IMAGE_INTERVAL = 500  # steps from one image in the log to the next
IMITATION_WEIGHT = 1.0  # of the targets of single fields, relative to their crops
MAX_GRADIENT = 5.0  # norm to which gradients are clipped


def query_points(maps: DenseMaps, parcels: Tensor, count: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Return the query points of a batch [B, count, 2] and which of them are valid [B, count].

    Half of them are maxima of the predicted depth, the others are random points inside true fields.
    """
    seeds, seeds_valid = pixel_seeds(maps, count // 2)
    points, valid = sample_points(parcels, count - seeds.shape[1], generator)
    return torch.cat([seeds, points.to(seeds)], 1), torch.cat([seeds_valid, valid], 1)


class Trainer:
    """Runs the stages over tiles and single fields; one checkpoint file holds everything that a resumed run needs.

    ``network`` is moved to ``device``; ``averaged`` is the network with the moving average of its weights, which is the
    one to use. Tiles without labels (``unlabelled``) get those that ``network`` predicts, as it is now. On a processor
    the same seed gives the same weights. ``mixed`` runs the two streams in bfloat16 (default: on a GPU); losses, and
    the decoder with its distances, stay in single precision. ``log`` is a folder for TensorBoard.
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
        fields: FieldSeries | None = None,
        unlabelled: Sequence[UnlabelledTile] = (),
    ) -> None:
        self.device = torch.device(device)
        self.mixed = self.device.type == "cuda" if mixed is None else mixed
        self.network, self.examples, self.fields = network.to(self.device), examples, fields
        self.unlabelled = [(tile, predict_labels(self.network, tile, self.device)) for tile in unlabelled]
        self._average = WeightAverage(self.network, average)
        self._frozen: dict[int, FrozenFeatures] = {}  # by tile; the decoder learns from them
        self._imitation: nn.Linear | None = None  # predicts the targets of single fields; no part of the network
        if fields is not None and fields.target is not None:
            self._imitation = nn.Linear(self.network.temporal.width, fields.target.shape[1]).to(self.device)
        self.seed = seed
        self.log = log
        self.skipped = 0  # steps whose loss or gradient was not finite
        self.history: list[dict[str, float]] = []

    @property
    def averaged(self) -> TwoStream:
        """The network with the averaged weights."""
        return self._average.network

    def loss(self, batch: Example) -> dict[str, Tensor]:
        """Return the loss terms of the dense heads for a batch of tiles."""
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.mixed):
            features = self.network.encode_space(self.network.encode_time(batch.volume), batch.frame)
            maps = self.network.dense_maps(features)
        return dense_loss(maps.float(), batch.targets)

    def decoder_loss(self, tiles: Sequence[int], schedule: Schedule, generator: torch.Generator) -> dict[str, Tensor]:
        """Return the loss terms of the queries for the tiles of these numbers."""
        frozen = [self._frozen_features(number, schedule) for number in tiles]
        batch = FrozenFeatures.stack(frozen).to(self.device).float()
        points, valid = query_points(batch.maps, batch.targets.parcels, schedule.query_count, generator)
        return query_loss(self.network.queries(batch.features, points, valid), points, valid, batch.targets)

    def _frozen_features(self, number: int, schedule: Schedule) -> FrozenFeatures:
        """Return the features of a tile, which are computed once, from a variant that its number alone defines."""
        if number not in self._frozen:
            rng = np.random.default_rng([self.seed, STAGES.index(schedule.stage), number, 2])
            tile = self.examples[number]
            tile = augment(tile, rng, schedule.acquisitions) if schedule.augment else tile
            self._frozen[number] = freeze_features(self.network, tile, self.device, self.mixed)
        return self._frozen[number]

    def crop_loss(self, volume: TokenVolume, crops: Tensor, target: Tensor | None = None) -> dict[str, Tensor]:
        """Return the loss terms of single fields: their crops and, where there are any, the targets of their years."""
        volume = volume.to(self.device)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.mixed):
            season = self.network.temporal.season(volume)
            logits = self.network.dense.crop_alone(season)
        terms = {"field crop": field_loss(logits.float(), crops.to(self.device))}
        if self._imitation and target is not None:
            predicted = self._imitation(season.float().flatten(1))
            terms["imitation"] = IMITATION_WEIGHT * imitation_loss(predicted, target.to(self.device))
        return terms

    def consistency_loss(self, step: int, schedule: Schedule) -> dict[str, Tensor]:
        """Return the loss terms of tiles without labels, which seed, stage and step alone define."""
        if not self.unlabelled:
            raise ValueError("This stage trains on tiles without labels, and the trainer was given none.")
        # A generator of their own: the draws of the labelled tiles are the same with and without them.
        rng = np.random.default_rng([self.seed, STAGES.index(schedule.stage), step, 1])
        count = len(self.unlabelled)
        chosen = rng.choice(count, schedule.unlabelled, replace=count < schedule.unlabelled)
        pairs = [self.unlabelled[i] for i in chosen.tolist()]
        views = [draw_view(tile, labels, rng, schedule.acquisitions) for tile, labels in pairs]
        terms = consistency_terms(self.network, views, self.device, self.mixed)
        factors = {"same crop": schedule.consistent_crops}
        factor = warm_up(step) * schedule.consistency
        return {name: factor * factors.get(name, 1.0) * term for name, term in terms.items() if factors.get(name, 1.0)}

    def optimiser(self, schedule: Schedule) -> torch.optim.Optimizer:
        """Return AdamW for what learns in a stage: the decoder, or everything else."""
        if schedule.stage == DECODER:
            learning = list(self.network.decoder.parameters())
        else:
            learning = [p for name, p in self.network.named_parameters() if not name.startswith("decoder.")]
            learning += self._imitation.parameters() if self._imitation else []
        return torch.optim.AdamW(learning, lr=schedule.rate, weight_decay=0.02, fused=True)

    def run(
        self,
        schedule: Schedule,
        checkpoint: Path | None = None,
        on_step: Callable[[int, dict[str, float]], None] = lambda step, terms: None,
        save_every: float = 120.0,
    ) -> None:
        """Train one stage to its end; a ``checkpoint`` of this stage is resumed, one of a later stage skips it.

        ``on_step`` is called with the number of each step and its loss terms. The checkpoint is written every
        ``save_every`` seconds and at the end.
        """
        optimiser = self.optimiser(schedule)
        start = self._resume(checkpoint, optimiser, schedule)
        if start >= schedule.steps:
            return
        self._frozen.clear()
        self.network.train(schedule.stage != DECODER)  # frozen parts keep their statistics of normalisation
        folder = self.log / schedule.stage if self.log else None
        saved = time.monotonic()
        with TensorBoardLog(folder, start) as log:
            for step in range(start, schedule.steps):
                started = time.monotonic()
                rate = schedule.rate * warm_cosine(step, schedule.steps)
                optimiser.param_groups[0]["lr"] = rate
                values = self._step(step, schedule, optimiser)
                self.history.append({"step": step, "stage": STAGES.index(schedule.stage), **values})
                on_step(step, values)
                speed = (schedule.batch or schedule.fields) / (time.monotonic() - started)
                log.write_scalars(step, values | {"rate": rate, "examples per second": speed})
                if schedule.batch and step % IMAGE_INTERVAL == 0:
                    log.write_prediction(step, self.averaged, Example.stack([self.examples[0]]).to(self.device))
                if checkpoint and time.monotonic() - saved >= save_every:
                    self._save(checkpoint, optimiser, schedule, step + 1)
                    saved = time.monotonic()
        if checkpoint:
            self._save(checkpoint, optimiser, schedule, schedule.steps)

    def _step(self, step: int, schedule: Schedule, optimiser: torch.optim.Optimizer) -> dict[str, float]:
        """Train on one batch, which seed, stage and step alone define; return its loss terms.

        Where the loss or its gradient is not finite the step is skipped; the terms hold the number of skipped steps.
        """
        rng = np.random.default_rng([self.seed, STAGES.index(schedule.stage), step])
        generator = torch.Generator(self.device).manual_seed(int(rng.integers(2**31)))
        terms = self.differentiate(step, schedule, rng, generator, optimiser)
        norm = torch.nn.utils.clip_grad_norm_(self.network.parameters(), MAX_GRADIENT)
        values = dict(zip([*terms, "gradient"], torch.stack([*terms.values(), norm]).tolist(), strict=True))
        if not (math.isfinite(values["total"]) and math.isfinite(values["gradient"])):
            self.skipped += 1
            self._restore_statistics()
            return {k: v for k, v in values.items() if math.isfinite(v)} | {"skipped": self.skipped}
        optimiser.step()
        self._average.update(self.network, step)
        return values

    def differentiate(
        self,
        step: int,
        schedule: Schedule,
        rng: np.random.Generator,
        generator: torch.Generator,
        optimiser: torch.optim.Optimizer,
    ) -> dict[str, Tensor]:
        """Draw the batch of a step and set the gradients of its loss; return the terms and their ``total``.

        ``rng`` draws tiles, acquisitions and fields, ``generator`` query points, on the trainer's device.
        """
        terms: dict[str, Tensor] = {}
        if schedule.batch:
            chosen = rng.choice(len(self.examples), schedule.batch, replace=len(self.examples) < schedule.batch)
            if schedule.stage == DECODER:
                terms |= self.decoder_loss(chosen.tolist(), schedule, generator)
            else:
                tiles = [self.examples[i] for i in chosen]
                if schedule.augment:
                    tiles = [augment(tile, rng, schedule.acquisitions) for tile in tiles]
                terms |= self.loss(Example.stack(tiles).to(self.device))
            if schedule.unlabelled:
                terms |= self.consistency_loss(step, schedule)
        if schedule.fields:
            terms |= self.crop_loss(*sample_fields(self._single_fields(), schedule.fields, rng, schedule.acquisitions))
        terms["total"] = torch.stack(list(terms.values())).sum()
        optimiser.zero_grad(set_to_none=True)
        terms["total"].backward()
        return terms

    def average_with(self, other: TwoStream, share: float, kept: Sequence[str] = ()) -> None:
        """Replace the averaged weights w by ``share`` · w + (1 - ``share``) · those of ``other``.

        A network that went on learning elsewhere keeps more of what its start knew, at little cost to what it learned
        (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models"). The modules named in ``kept`` get the weights
        of ``other``. Measure the statistics of normalisation afterwards.
        """
        theirs = dict(other.named_parameters())
        with torch.no_grad():
            for name, mean in self.averaged.named_parameters():
                own = 0.0 if any(name.startswith(f"{module}.") for module in kept) else share
                mean.lerp_(theirs[name].to(mean.device), 1 - own)

    def measure_normalisation(self, batches: int = 100, batch: int = 4, acquisitions: int = 28) -> None:
        """Measure the statistics of batch normalisation for the averaged weights on ``batches`` random batches."""
        rng = np.random.default_rng([self.seed, len(STAGES)])

        def draw() -> Example:
            chosen = rng.choice(len(self.examples), batch, replace=len(self.examples) < batch)
            return Example.stack([augment(self.examples[i], rng, acquisitions) for i in chosen]).to(self.device)

        self._average.measure_normalisation(draw() for _ in range(batches))

    def _single_fields(self) -> FieldSeries:
        if self.fields is None:
            raise ValueError("This stage trains on single fields, and the trainer was given none.")
        return self.fields

    def _restore_statistics(self) -> None:
        """Copy the statistics of normalisation from the averaged network: a batch that is not finite spoils them."""
        for current, averaged in zip(self.network.buffers(), self.averaged.buffers(), strict=True):
            current.copy_(averaged)

    def _save(self, path: Path, optimiser: torch.optim.Optimizer, schedule: Schedule, step: int) -> None:
        """Write the checkpoint and the history beside it, each as a whole or not at all."""
        state = {
            "stage": schedule.stage,
            "step": step,
            "network": self.network.state_dict(),
            "averaged": self.averaged.state_dict(),
            "optimiser": optimiser.state_dict(),
            "imitation": self._imitation.state_dict() if self._imitation else {},
        }
        with atomic_write(path) as partial:
            torch.save(state, partial)
        with atomic_write(path.with_suffix(".log.json")) as partial:
            partial.write_text(json.dumps(self.history))

    def _resume(self, path: Path | None, optimiser: torch.optim.Optimizer, schedule: Schedule) -> int:
        """Load the checkpoint; return the step at which this stage continues."""
        if not path or not path.exists():
            return 0
        state = torch.load(path, map_location=self.device, weights_only=True)
        if STAGES.index(state["stage"]) > STAGES.index(schedule.stage):
            return schedule.steps
        self.network.load_state_dict(state["network"])
        self.averaged.load_state_dict(state["averaged"])
        if self._imitation and state.get("imitation"):
            self._imitation.load_state_dict(state["imitation"])
        log = path.with_suffix(".log.json")
        self.history = json.loads(log.read_text()) if log.exists() else []
        self.skipped = int(max((entry.get("skipped", 0) for entry in self.history), default=0))
        if state["stage"] != schedule.stage:
            return 0
        optimiser.load_state_dict(state["optimiser"])
        return state["step"]
