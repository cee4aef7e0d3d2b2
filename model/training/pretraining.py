"""Self-supervised pre-training of the compact encoder: three questions that only a good token can answer.

What do the hidden patches show (He et al. 2022)? What will other acquisitions show at this place, asked of the mean of
some acquisitions' tokens (a conditional neural process, Garnelo et al. 2018)? What would Galileo say (distillation)?
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from einops import rearrange, reduce
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from ..atomic_write import atomic_write
from ..network.batches import Views
from ..network.blocks import fourier
from ..network.encoders import Encoder
from ..network.encoders.compact import CompactEncoder
from ..network.normalization import OPTICAL, RADAR, standardise
from .pretraining_corpus import Corpus, Draw

CHANNELS = 12
HIDDEN = 0.5  # of the patches of a window
TAUGHT = 2  # acquisitions of a draw that the teacher reads
WEIGHTS = {"patches": 1.0, "season": 2.0, "teacher": 0.5}


def hide_patches(views: Views, hidden: Tensor, patch: int) -> Views:
    """Return ``views`` without the pixels of the patches marked in ``hidden`` [N, h, w]."""
    shown = 1 - hidden.float().repeat_interleave(patch, 1).repeat_interleave(patch, 2)
    return dataclasses.replace(
        views,
        optical=views.optical * shown[:, None],
        optical_valid=views.optical_valid * shown,
        radar=views.radar * shown[:, None],
        radar_valid=views.radar_valid * shown,
    )


def channels_of(views: Views) -> tuple[Tensor, Tensor]:
    """Return the standardised channels of both sensors [N, 12, H, W] and which of them are valid."""
    optical = standardise(views.optical, OPTICAL, views.optical_present)
    radar = standardise(views.radar, RADAR, views.radar_present)
    return torch.cat([optical, radar], 1), torch.cat([views.optical_present, views.radar_present], 1)


class Questions(nn.Module):
    """The heads that are trained beside the encoder and thrown away."""

    def __init__(self, encoder: CompactEncoder, teacher: Encoder | None = None, width: int = 128) -> None:
        super().__init__()
        self.patch = encoder.patch
        self.teacher = [teacher]  # in a list: its weights are none of ours
        self.patches = nn.Linear(encoder.width, CHANNELS * encoder.patch**2)
        self.evidence = nn.Linear(encoder.width, width + 1)
        self.season = nn.Sequential(nn.Linear(width + 16, 2 * width), nn.GELU(), nn.Linear(2 * width, CHANNELS))
        self.imitate = nn.Linear(encoder.width, teacher.width) if teacher else None

    def forward(self, encoder: CompactEncoder, draw: Draw, rng: np.random.Generator) -> dict[str, Tensor]:
        """Return the loss of each question about one draw."""
        values, valid = channels_of(draw.views)
        count, _, height, width = values.shape
        grid = height // self.patch, width // self.patch
        # A series has one patch a view: hiding it would leave nothing to see.
        hidden = torch.from_numpy(rng.random((count, *grid)) < (HIDDEN if grid != (1, 1) else 0))
        tokens = encoder(hide_patches(draw.views, hidden, self.patch))
        terms = {
            "patches": self.ask_patches(tokens, values, valid, hidden),
            "season": self.ask_season(tokens, values, valid, draw, rng),
        }
        if self.imitate and grid != (1, 1):
            terms["teacher"] = self.ask_teacher(tokens, draw.views, rng)
        return terms

    def ask_patches(self, tokens: Tensor, values: Tensor, valid: Tensor, hidden: Tensor) -> Tensor:
        """Every pixel of a token's own patch; hidden patches count double, as they teach context."""
        cut = {"pattern": "n c (h p) (w q) -> n h w (c p q)", "p": self.patch, "q": self.patch}
        weight = rearrange(valid, **cut) * (1 + hidden[..., None].float())
        return _distance(self.patches(tokens), rearrange(values, **cut), weight)

    def ask_season(self, tokens: Tensor, values: Tensor, valid: Tensor, draw: Draw, rng: np.random.Generator) -> Tensor:
        """The patch means of the acquisitions left out, from the weighted mean of the others' tokens and a date."""
        by_place = {"pattern": "(s t) h w d -> (s h w) t d", "t": draw.length}
        pool = {"pattern": "n c (h p) (w q) -> n h w c", "reduction": "mean", "p": self.patch, "q": self.patch}
        share = reduce(valid, **pool)
        means = rearrange(reduce(values * valid, **pool) / share.clamp_min(1e-6), **by_place)
        known = rearrange((share > 0.5).float(), **by_place)
        tokens = rearrange(tokens, **by_place)
        places, length = tokens.shape[:2]
        asked = torch.from_numpy(rng.random((places, length)) < rng.uniform(0.2, 0.9, (places, 1)))
        gate, evidence = self.evidence(tokens).split([1, self.season[0].in_features - 16], dim=-1)
        weight = gate.sigmoid() * (~asked)[..., None] * known.amax(-1, keepdim=True)
        summary = (evidence * weight).sum(1) / (weight.sum(1) + 0.5)
        days = draw.views.days.view(-1, 1, draw.length, 1)
        days = days.expand(-1, places // len(days), -1, -1).flatten(0, 1)
        since = (days - days.double().mean(1, keepdim=True)).float()
        when = torch.cat([fourier((days % 365.25).float(), 4, 365.25), fourier(since, 4, 2048.0)], -1)
        predicted = self.season(torch.cat([summary[:, None].expand(-1, length, -1), when], -1))
        return _distance(predicted, means, known * asked[..., None])

    def ask_teacher(self, tokens: Tensor, views: Views, rng: np.random.Generator) -> Tensor:
        """The teacher's tokens of a few whole views, each brought to zero mean and unit variance."""
        chosen = rng.permutation(len(views.days))[:TAUGHT]
        with torch.no_grad():
            wanted = self.teacher[0](views.select(chosen))
        told = (wanted != 0).any(-1, keepdim=True).float()
        wanted = F.layer_norm(wanted, wanted.shape[-1:])
        return _distance(self.imitate(tokens[chosen]), wanted, told.expand_as(wanted))


def pretrain(
    encoder: CompactEncoder,
    corpus: Corpus,
    steps: int,
    seed: int = 0,
    teacher: Encoder | None = None,
    checkpoint: Path | None = None,
    each: Callable[[int, dict[str, float]], None] = lambda step, terms: None,
    rate: float = 2e-3,
    save_every: float = 60.0,
) -> None:
    """Train ``encoder`` in place and freeze it; go on from ``checkpoint`` where it exists.

    ``teacher`` is Galileo with the encoder's patch size, or none. The checkpoint is written every ``save_every``
    seconds, whole or not at all.
    """
    torch.manual_seed(seed)
    questions = Questions(encoder, teacher)
    parameters = [*encoder.parameters(), *questions.parameters()]
    optimiser = torch.optim.AdamW(parameters, lr=rate, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps, pct_start=0.1)
    parts = {"encoder": encoder, "questions": questions, "optimiser": optimiser, "schedule": schedule}
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
        told = [questions(encoder, draw, rng) for draw in corpus.draws(rng)]
        terms = {k: torch.stack([t[k] for t in told if k in t]).mean() for k in WEIGHTS if any(k in t for t in told)}
        optimiser.zero_grad(set_to_none=True)
        sum(WEIGHTS[k] * term for k, term in terms.items()).backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        schedule.step()
        each(step, {k: float(term.detach()) for k, term in terms.items()})
        if checkpoint and (time.monotonic() - saved >= save_every or step == steps - 1):
            with atomic_write(checkpoint) as partial:
                torch.save({"step": step + 1} | {name: part.state_dict() for name, part in parts.items()}, partial)
            saved = time.monotonic()
    encoder.eval().requires_grad_(False)


def _distance(predicted: Tensor, wanted: Tensor, weight: Tensor) -> Tensor:
    """Smooth L1 over what has weight."""
    return (F.smooth_l1_loss(predicted, wanted, reduction="none") * weight).sum() / weight.sum().clamp_min(1)
