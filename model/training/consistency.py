"""Consistency on tiles without labels: pseudo-labels that do not move, from several frames, for any one view.

The network that a training starts from predicts each tile once, from all dates and each of its reference frames in
ordinary light. The mean of these predictions is what the network in training must predict from one frame, under other
light, with fewer bands and fewer dates (pseudo-labels: Lee 2013; from several views: Radosavovic et al. 2018). Targets
that follow the network may drift with it: a moving mean teacher mapped ever more ground as field.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from ..constants import FINE
from ..network.batches import Frame, TokenVolume
from ..network.dense import DenseMaps
from ..network.tensor_dataclass import TensorDataclass
from ..network.two_stream import TwoStream
from ..scene.open_water import open_water
from .augmentation import center_days, rotate, rotate_frame, rotate_volume, thin_series, vary_frame
from .unlabelled_scenes import UnlabelledTile

WARM_UP = 100  # steps of a stage until the terms have their full weight
RELIT_IMAGES = 0.6  # share of the views with all images relit
OTHER_LIGHT = 0.6  # share of the views whose reference frame is relit on its own
FEW_DATES, FEW = 0.2, 4  # share of the views with few acquisitions, and how many these are at most
SHARPNESS = 2.0  # factor of the logits of field and border; 1 would leave them as they are
SHIFT, HALVINGS = 20.0, 16  # range and steps of the search for the shift that keeps the mean of sharper targets
CONTRADICTION = 1.4  # loss of weight for each unit of the standard deviation between frames, which is at most 0.5
TEMPERATURE = 2.0  # of both crop distributions (Hinton et al. 2015)
CONFIDENT = 0.6  # least probability of the likeliest crop where crops count


@dataclass(frozen=True)
class PseudoLabels(TensorDataclass):
    """What a tile, or a batch of tiles (leading B), is taken to show: probabilities and the weights of their pixels.

    At 5 m, [2H, 2W]: ``field``, ``border``, ``core`` as in `TilePrediction`, and ``weight`` for each of them, [3, 2H,
    2W]: less where frames contradict each other, 0 where none shows the ground. At 10 m: ``crop`` [K, H, W].
    """

    field: Tensor
    border: Tensor
    core: Tensor
    crop: Tensor
    weight: Tensor

    def rotate(self, turns: int, mirror: bool) -> PseudoLabels:
        """Return the labels of one tile after ``turns`` quarter turns and, where ``mirror``, a reflection."""
        return self.map(lambda values: rotate(values, turns, mirror, (-2, -1)))


View = tuple[TokenVolume, Frame, PseudoLabels]


def warm_up(step: int) -> float:
    """Return the factor of the weight of the terms at ``step`` (from 0) of a stage."""
    return min(1.0, (step + 1) / WARM_UP)


@torch.no_grad()
def predict_labels(network: TwoStream, tile: UnlabelledTile, device: torch.device) -> PseudoLabels:
    """Return the mean of what ``network`` predicts of a tile from each of its reference frames, in half precision.

    A frame counts on the ground that it shows. Field and border are sharpened (`sharpen`). Open water is no field.
    """
    with _evaluation(network):
        latents = network.encode_time(TokenVolume.stack([center_days(tile.as_is.volume)]).to(device))
        maps = [
            network.dense_maps(network.encode_space(latents, Frame.stack([tile.as_is.frame(i)]).to(device)))
            for i in range(len(tile.as_is.frames.valid))
        ]
    shown = tile.as_is.frames.valid.to(device)
    outlines = torch.stack([torch.cat([one.field, one.border, one.core]).sigmoid() for one in maps])
    mean, deviation = _mean_and_deviation(outlines, fine(shown)[:, None])
    crop, _ = _mean_and_deviation(torch.cat([one.crop for one in maps]).softmax(1), shown[:, None])
    weight = (1 - CONTRADICTION * deviation) * fine(shown).amax(0)
    known = fine(shown).amax(0)[None]
    field, border = (sharpen(mean[None, i].logit(1e-6), known, SHARPNESS)[0] for i in (0, 1))
    frames = [tile.as_is.frame(i) for i in range(len(shown))]
    wet = np.logical_or.reduce([open_water(x.values.numpy(), x.valid.numpy() > 0, x.bands.numpy() > 0) for x in frames])
    field = field.masked_fill(fine(torch.from_numpy(wet)).to(device), 0)
    return PseudoLabels(field.half(), border.half(), mean[2].half(), crop.half(), weight.half())


def draw_view(tile: UnlabelledTile, labels: PseudoLabels, rng: np.random.Generator, max_acquisitions: int) -> View:
    """Return a random view of a tile, the network's input, with the labels in the same orientation."""
    relit = rng.random() < RELIT_IMAGES
    rendering = tile.relit[rng.integers(len(tile.relit))] if relit else tile.as_is
    frame = rendering.frame(int(rng.integers(len(rendering.frames.valid))))
    if rng.random() < OTHER_LIGHT:
        frame = vary_frame(frame, rng)
    few = rng.random() < FEW_DATES
    volume = thin_series(rendering.volume, rng, FEW if few else max_acquisitions)
    turns, mirror = int(rng.integers(4)), bool(rng.integers(2))
    volume = center_days(rotate_volume(volume, turns, mirror))
    return volume, rotate_frame(frame, turns, mirror), labels.rotate(turns, mirror)


def consistency_terms(
    network: TwoStream, views: Sequence[View], device: torch.device, mixed: bool
) -> dict[str, Tensor]:
    """Return the loss terms of ``network`` on ``views``.

    It normalises by its statistics, as in a mapping run: one tile is too little to measure them on, and the tiles
    without labels must not move those of the labelled ones.
    """
    volume = TokenVolume.stack([volume for volume, _, _ in views]).to(device)
    frame = Frame.stack([frame for _, frame, _ in views]).to(device)
    with _evaluation(network), torch.autocast(device.type, torch.bfloat16, enabled=mixed):
        maps = network.dense_maps(network.encode_space(network.encode_time(volume), frame))
    labels = PseudoLabels.stack([labels for _, _, labels in views]).to(device).float()
    return consistency_loss(maps.float(), labels, frame.valid)


def consistency_loss(maps: DenseMaps, labels: PseudoLabels, valid: Tensor) -> dict[str, Tensor]:
    """Return the divergence of ``maps`` from ``labels``, where the reference frame is ``valid`` [B, H, W].

    Every pixel counts by its weight alone, so that the mean of field and border, and with it the ground that is mapped,
    stays that of the labels. Crops count in fields where the labels are confident.
    """
    weight = labels.weight * fine(valid)[:, None]
    certainty, _ = labels.crop.max(1)
    in_field = F.avg_pool2d(labels.field[:, None], FINE)[:, 0]
    sure = valid * (certainty > CONFIDENT) * (in_field > 0.5)
    expected = labels.crop.clamp_min(1e-6).log().div(TEMPERATURE).log_softmax(1)
    predicted = maps.crop.div(TEMPERATURE).log_softmax(1)
    crop = TEMPERATURE**2 * F.kl_div(predicted, expected, reduction="none", log_target=True).sum(1)
    return {
        "same field": _mean(_divergence(maps.field, labels.field), weight[:, 0]),
        "same border": 2 * _mean(_divergence(maps.border, labels.border), weight[:, 1]),
        "same core": 2 * _mean(_divergence(maps.core, labels.core), weight[:, 2]),
        "same crop": _mean(crop, sure),
    }


def sharpen(logits: Tensor, weight: Tensor, factor: float) -> Tensor:
    """Return probabilities [B, h, w] of ``factor`` times the logits, shifted so that the mean of each tile is kept.

    Two frames that show a line in slightly different places teach a blurred line, and sharper targets undo it. With the
    mean free, whatever is less likely than not would disappear: lines first.
    """
    mean = (logits.sigmoid() * weight).sum((1, 2)) / weight.sum((1, 2)).clamp_min(1e-6)
    low, high = (torch.full_like(mean, bound) for bound in (-SHIFT, SHIFT))
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        sharp = (factor * logits + middle[:, None, None]).sigmoid()
        above = (sharp * weight).sum((1, 2)) / weight.sum((1, 2)).clamp_min(1e-6) > mean
        low, high = torch.where(above, low, middle), torch.where(above, middle, high)
    return (factor * logits + ((low + high) / 2)[:, None, None]).sigmoid()


def fine(values: Tensor) -> Tensor:
    """Return values [..., H, W] of 10 m pixels at 5 m."""
    return values.repeat_interleave(FINE, -2).repeat_interleave(FINE, -1)


@contextmanager
def _evaluation(network: TwoStream) -> Iterator[None]:
    """Keep a network in evaluation mode for a while."""
    before = network.training
    network.eval()
    try:
        yield
    finally:
        network.train(before)


def _mean_and_deviation(values: Tensor, weight: Tensor) -> tuple[Tensor, Tensor]:
    """Return mean and standard deviation over the first axis by ``weight``; the plain ones where all weights are 0."""
    weight = torch.where(weight.amax(0, keepdim=True) > 0, weight, torch.ones_like(weight))
    weight = weight / weight.sum(0)
    mean = (values * weight).sum(0)
    return mean, ((values - mean) ** 2 * weight).sum(0).sqrt()


def _divergence(logits: Tensor, target: Tensor) -> Tensor:
    """Return the Kullback-Leibler divergence of probabilities ``target`` and ``logits``: a cross-entropy from 0."""
    entropy = F.binary_cross_entropy(target, target, reduction="none")
    return F.binary_cross_entropy_with_logits(logits, target, reduction="none") - entropy


def _mean(values: Tensor, weights: Tensor) -> Tensor:
    """Return the weighted mean, 0 where all weights are 0."""
    return (values * weights).sum() / weights.sum().clamp_min(1e-6)
