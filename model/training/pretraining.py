"""Self-supervised pre-training of the compact encoder on three tasks, each with a head that is discarded afterwards.

Reconstruction of masked patches (He et al. 2022); prediction of other acquisitions of the same location from the mean
of some acquisitions' tokens (a conditional neural process, Garnelo et al. 2018); imitation of Galileo's tokens
(distillation).
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from einops import rearrange, reduce
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from ..network.batches import Views
from ..network.blocks import fourier
from ..network.encoders import Encoder
from ..network.encoders.compact import CompactEncoder
from ..network.normalization import OPTICAL, RADAR, standardise
from ..outputs.transaction import atomic_write
from .pretraining_corpus import Corpus, PretrainingDraw

CHANNELS = 12
MASKED = 0.5  # of the patches of a window
TEACHER_VIEWS = 2  # acquisitions of a draw that the teacher encodes
DATE_WIDTH = 16
WEIGHTS = {"patches": 1.0, "season": 2.0, "teacher": 0.5}


def mask_patches(views: Views, masked: Tensor, patch: int) -> Views:
    """Return ``views`` without the pixels of the patches in ``masked`` [N, h, w]; ``patch`` is their side in pixels."""
    shown = 1 - masked.float().repeat_interleave(patch, 1).repeat_interleave(patch, 2)
    return dataclasses.replace(
        views,
        optical=views.optical * shown[:, None],
        optical_valid=views.optical_valid * shown,
        radar=views.radar * shown[:, None],
        radar_valid=views.radar_valid * shown,
    )


def standardised_channels(views: Views) -> tuple[Tensor, Tensor]:
    """Return the standardised channels of both sensors [N, 12, H, W] and which of them are valid."""
    optical = standardise(views.optical, OPTICAL, views.optical_present)
    radar = standardise(views.radar, RADAR, views.radar_present)
    return torch.cat([optical, radar], 1), torch.cat([views.optical_present, views.radar_present], 1)


class PretrainingHeads(nn.Module):
    """The heads of the three tasks; ``teacher`` is an encoder of the same patch size, or none."""

    def __init__(self, encoder: CompactEncoder, teacher: Encoder | None = None, width: int = 128) -> None:
        super().__init__()
        self.patch = encoder.patch
        self._teacher = (teacher,)  # in a tuple, so that its weights are not among the heads' own
        self._summary_width = width
        self.patches = nn.Linear(encoder.width, CHANNELS * encoder.patch**2)
        self.summary = nn.Linear(encoder.width, width + 1)
        self.season = nn.Sequential(nn.Linear(width + DATE_WIDTH, 2 * width), nn.GELU(), nn.Linear(2 * width, CHANNELS))
        self.imitation = nn.Linear(encoder.width, teacher.width) if teacher else None

    def forward(self, encoder: CompactEncoder, draw: PretrainingDraw, rng: np.random.Generator) -> dict[str, Tensor]:
        """Return the loss of each task on one draw."""
        values, valid = standardised_channels(draw.views)
        count, _, height, width = values.shape
        grid = height // self.patch, width // self.patch
        # A parcel of a time series is a single patch; masking it would leave nothing to encode.
        masked = torch.from_numpy(rng.random((count, *grid)) < (MASKED if grid != (1, 1) else 0))
        tokens = encoder(mask_patches(draw.views, masked, self.patch))
        terms = {
            "patches": self.reconstruction_loss(tokens, values, valid, masked),
            "season": self.season_loss(tokens, values, valid, draw, rng),
        }
        (teacher,) = self._teacher
        if teacher and self.imitation and grid != (1, 1):
            terms["teacher"] = self._distillation_loss(teacher, self.imitation, tokens, draw.views, rng)
        return terms

    def reconstruction_loss(self, tokens: Tensor, values: Tensor, valid: Tensor, masked: Tensor) -> Tensor:
        """Return the loss of every pixel [N, 12, H, W] from its patch's token; masked patches count twice."""
        weight = self._to_patches(valid) * (1 + masked[..., None].float())
        return _smooth_l1(self.patches(tokens), self._to_patches(values), weight)

    def season_loss(
        self, tokens: Tensor, values: Tensor, valid: Tensor, draw: PretrainingDraw, rng: np.random.Generator
    ) -> Tensor:
        """Return the loss of the patch means of left-out acquisitions, predicted from the others' tokens and a date.

        The tokens of a location are averaged with learned weights.
        """
        share = self._patch_means(valid)
        means = _by_location(self._patch_means(values * valid) / share.clamp_min(1e-6), draw.length)
        known = _by_location((share > 0.5).float(), draw.length)
        tokens = _by_location(tokens, draw.length)
        locations, length = tokens.shape[:2]
        left_out = torch.from_numpy(rng.random((locations, length)) < rng.uniform(0.2, 0.9, (locations, 1)))
        gate, content = self.summary(tokens).split([1, self._summary_width], dim=-1)
        weight = gate.sigmoid() * (~left_out)[..., None] * known.amax(-1, keepdim=True)
        summary = (content * weight).sum(1) / (weight.sum(1) + 0.5)
        days = draw.views.days.view(-1, 1, draw.length, 1)
        days = days.expand(-1, locations // len(days), -1, -1).flatten(0, 1)
        since = (days - days.double().mean(1, keepdim=True)).float()
        date = torch.cat([fourier((days % 365.25).float(), 4, 365.25), fourier(since, 4, 2048.0)], -1)
        predicted = self.season(torch.cat([summary[:, None].expand(-1, length, -1), date], -1))
        return _smooth_l1(predicted, means, known * left_out[..., None])

    @staticmethod
    def _distillation_loss(
        teacher: Encoder, imitation: nn.Linear, tokens: Tensor, views: Views, rng: np.random.Generator
    ) -> Tensor:
        """Return the loss of the teacher's tokens of a few views, each normalised to zero mean and unit variance."""
        chosen = rng.permutation(len(views.days))[:TEACHER_VIEWS]
        with torch.no_grad():
            target = teacher(views.select(chosen))
        encoded = (target != 0).any(-1, keepdim=True).float()
        target = F.layer_norm(target, target.shape[-1:])
        return _smooth_l1(imitation(tokens[chosen]), target, encoded.expand_as(target))

    def _to_patches(self, x: Tensor) -> Tensor:
        """Return the pixels [N, c, H, W] of each patch as one vector [N, h, w, c · patch²]."""
        return rearrange(x, "n c (h p) (w q) -> n h w (c p q)", p=self.patch, q=self.patch)

    def _patch_means(self, x: Tensor) -> Tensor:
        """Return the mean of [N, c, H, W] in each patch [N, h, w, c]."""
        return reduce(x, "n c (h p) (w q) -> n h w c", "mean", p=self.patch, q=self.patch)


def pretrain(
    encoder: CompactEncoder,
    corpus: Corpus,
    steps: int,
    seed: int = 0,
    teacher: Encoder | None = None,
    checkpoint: Path | None = None,
    on_step: Callable[[int, dict[str, float]], None] = lambda step, terms: None,
    rate: float = 2e-3,
    save_every: float = 60.0,
) -> None:
    """Train ``encoder`` in place and freeze it; resume from ``checkpoint`` where it exists.

    ``teacher`` is Galileo with the encoder's patch size, or none. ``on_step`` is called with the number of each step
    and its loss terms. The checkpoint is written every ``save_every`` seconds, as a whole or not at all.
    """
    torch.manual_seed(seed)
    heads = PretrainingHeads(encoder, teacher)
    parameters = [*encoder.parameters(), *heads.parameters()]
    optimiser = torch.optim.AdamW(parameters, lr=rate, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps, pct_start=0.1)
    parts: dict[str, _Stateful] = {"encoder": encoder, "heads": heads, "optimiser": optimiser, "schedule": schedule}
    start = 0
    if checkpoint and checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        start = state.pop("step")
        for name, part in parts.items():
            part.load_state_dict(state[name])
    encoder.train()
    saved = time.monotonic()
    for step in range(start, steps):
        rng = np.random.default_rng([seed, step])
        losses = [heads(encoder, draw, rng) for draw in corpus.sample(rng)]
        by_task = {task: [loss[task] for loss in losses if task in loss] for task in WEIGHTS}
        terms = {task: torch.stack(values).mean() for task, values in by_task.items() if values}
        optimiser.zero_grad(set_to_none=True)
        sum((WEIGHTS[task] * term for task, term in terms.items()), torch.zeros(())).backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        schedule.step()
        on_step(step, {task: float(term.detach()) for task, term in terms.items()})
        if checkpoint and (time.monotonic() - saved >= save_every or step == steps - 1):
            with atomic_write(checkpoint) as partial:
                torch.save({"step": step + 1} | {name: part.state_dict() for name, part in parts.items()}, partial)
            saved = time.monotonic()
    encoder.eval().requires_grad_(False)


class _Stateful(Protocol):
    """What a checkpoint holds: modules, the optimiser and its schedule."""

    def state_dict(self) -> dict: ...

    def load_state_dict(self, state_dict: dict, /) -> object: ...


def _by_location(x: Tensor, length: int) -> Tensor:
    """Return [S · T, h, w, c] as [S · h · w, T, c], where T is ``length``: the series of each location."""
    return rearrange(x, "(s t) h w c -> (s h w) t c", t=length)


def _smooth_l1(predicted: Tensor, target: Tensor, weight: Tensor) -> Tensor:
    """Return the weighted mean of the smooth L1 distance."""
    return (F.smooth_l1_loss(predicted, target, reduction="none") * weight).sum() / weight.sum().clamp_min(1)
