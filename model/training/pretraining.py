"""Self-supervised pre-training of the compact encoder: see half of the patches, reconstruct all (He et al. 2022)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import torch
from einops import rearrange
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from ..network.encoders import Views
from ..network.encoders.compact import (
    OPTICAL_CENTRE,
    OPTICAL_SPREAD,
    RADAR_CENTRE,
    RADAR_SPREAD,
    CompactEncoder,
    standardise,
)
from ..network.tokens import part_of, views_of
from ..scene.sample import Sample


def hide_patches(views: Views, hidden: Tensor, patch: int) -> Views:
    """Return ``views`` without the pixels of the patches marked in ``hidden`` [N, h, w]."""
    shown = 1 - hidden.float().repeat_interleave(patch, 1).repeat_interleave(patch, 2)
    changed = {
        "optical": views.optical * shown[:, None],
        "optical_valid": views.optical_valid * shown,
        "radar": views.radar * shown[:, None],
        "radar_valid": views.radar_valid * shown,
    }
    return Views(**(vars(views) | changed))


def pixels_of(views: Views, patch: int) -> tuple[Tensor, Tensor]:
    """Return standardised pixel values of each patch [N, h, w, 12 · patch²] and which of them are valid."""
    seen = views.optical_valid[:, None] * views.optical_bands[:, :, None, None]
    heard = views.radar_valid[:, None] * views.radar_bands[:, :, None, None]
    optical = standardise(views.optical, OPTICAL_CENTRE, OPTICAL_SPREAD, seen)
    radar = standardise(views.radar, RADAR_CENTRE, RADAR_SPREAD, heard)
    cut = "n c (h p) (w q) -> n h w (c p q)"
    values, valid = torch.cat([optical, radar], 1), torch.cat([seen, heard], 1)
    return rearrange(values, cut, p=patch, q=patch), rearrange(valid, cut, p=patch, q=patch)


def pretrain(
    encoder: CompactEncoder,
    samples: Sequence[Sample],
    steps: int,
    seed: int = 0,
    each: Callable[[int, float], None] = lambda step, loss: None,
    rate: float = 1e-3,
    views_a_step: int = 24,
) -> None:
    """Train ``encoder`` in place on random acquisitions of ``samples``; freeze it afterwards.

    Hidden patches count double: they teach context, the visible ones keep the detail inside a patch.
    """
    torch.manual_seed(seed)
    head = nn.Linear(encoder.width, 12 * encoder.patch**2)
    parameters = [*encoder.parameters(), *head.parameters()]
    optimiser = torch.optim.AdamW(parameters, lr=rate, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps, pct_start=0.1)
    rng = np.random.default_rng(seed)
    encoder.train()
    for step in range(steps):
        views = views_of(samples[int(rng.integers(len(samples)))])
        views = part_of(views, np.sort(rng.permutation(len(views.days))[:views_a_step]))
        values, valid = pixels_of(views, encoder.patch)
        hidden = torch.from_numpy(rng.random(values.shape[:3]) < 0.5)
        predicted = head(encoder(hide_patches(views, hidden, encoder.patch)))
        weight = valid * (1 + hidden[..., None].float())
        loss = (F.smooth_l1_loss(predicted, values, reduction="none") * weight).sum() / weight.sum().clamp_min(1)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        schedule.step()
        each(step, float(loss.detach()))
    encoder.eval().requires_grad_(False)
