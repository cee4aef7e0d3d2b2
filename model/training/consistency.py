"""Consistency on tiles without labels: a student must predict what the averaged network predicts of the same ground.

Mean teacher (Tarvainen & Valpola 2017): the teacher sees one reference frame as it is and all dates, the student
another frame with other light, fewer bands and fewer dates.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from ..constants import FINE
from ..network.batches import Frame, TokenVolume
from ..network.dense import DenseMaps
from ..network.two_stream import TwoStream
from .augmentation import center_days, rotate_frame, rotate_volume, thin_series, vary_frame
from .unlabelled_scenes import UnlabelledTile

WARM_UP = 200  # steps of a stage until the terms have their full weight
OTHER_FRAME, RELIT_IMAGES = 0.75, 0.5  # shares of the student's tiles with another frame, with all images relit
SHARPNESS = 2.0  # factor of the teacher's logits of field and border; 1 would leave them as they are
SHIFT, HALVINGS = 20.0, 16  # range and steps of the search for the shift that keeps the mean of sharper targets
TEMPERATURE = 2.0  # of both crop distributions (Hinton et al. 2015)
CONFIDENT = 0.6  # least probability of the teacher's likeliest crop where crops count
LEAST_SHARE = 0.1  # of fields or of lines: rarer ones get no more weight

Pair = tuple[tuple[TokenVolume, Frame], tuple[TokenVolume, Frame]]


def warm_up(step: int) -> float:
    """Return the factor of the weight of the terms at ``step`` (from 0) of a stage."""
    return min(1.0, (step + 1) / WARM_UP)


def draw_pair(tile: UnlabelledTile, rng: np.random.Generator, max_acquisitions: int) -> Pair:
    """Return what the teacher and what the student sees of a tile, in the same orientation."""
    turns, mirror = int(rng.integers(4)), bool(rng.integers(2))
    order = rng.permutation(len(tile.frames.valid)).tolist()
    other = order[1] if len(order) > 1 and rng.random() < OTHER_FRAME else order[0]
    series = thin_series(tile.relit if rng.random() < RELIT_IMAGES else tile.volume, rng, max_acquisitions)
    teacher = tile.volume, tile.frame(order[0])
    student = series, vary_frame(tile.frame(other), rng)
    first, second = (
        (center_days(rotate_volume(volume, turns, mirror)), rotate_frame(frame, turns, mirror))
        for volume, frame in (teacher, student)
    )
    return first, second


def consistency_terms(
    network: TwoStream, teacher: TwoStream, pairs: Sequence[Pair], device: torch.device, mixed: bool
) -> dict[str, Tensor]:
    """Return the loss terms of ``network`` on the student's side of ``pairs``; ``teacher`` gets no gradient.

    Both normalise by their statistics, as in a mapping run: one tile is too little to measure them on, and the real
    tiles must not move those of the labelled ones.
    """
    (of_teacher, clear), (of_student, clear_too) = (
        _predict(one, [pair[side] for pair in pairs], device, mixed, side == 1)
        for side, one in enumerate((teacher, network))
    )
    return consistency_loss(of_student, of_teacher, clear * clear_too)


def consistency_loss(student: DenseMaps, teacher: DenseMaps, valid: Tensor) -> dict[str, Tensor]:
    """Return the divergence of the student's maps from the teacher's, where ``valid`` [B, H, W] is 1.

    Each pixel of 5 m weighs as much as the teacher is sure whether it is field, |2p - 1|. Fields, and lines, count for
    at least as much as all other ground: where they are rare they must not fade away. They never count for less: that
    would turn what is uncertain in open farmland into no field. Targets of field and border are sharper than the
    teacher's maps (`sharpen`). Crops count in fields where the teacher is confident.
    """
    known = valid.repeat_interleave(FINE, -2).repeat_interleave(FINE, -1)
    weight = known * (2 * teacher.field.sigmoid() - 1).abs()
    field, border = sharpen(teacher.field, known, SHARPNESS), sharpen(teacher.border, known, SHARPNESS)
    core = teacher.core.sigmoid()
    certainty, _ = teacher.crop.softmax(1).max(1)
    in_field = F.avg_pool2d(teacher.field.sigmoid()[:, None], FINE)[:, 0]
    sure = valid * (certainty > CONFIDENT) * (in_field > 0.5)
    expected, predicted = (maps.crop.div(TEMPERATURE).log_softmax(1) for maps in (teacher, student))
    crop = TEMPERATURE**2 * F.kl_div(predicted, expected, reduction="none", log_target=True).sum(1)
    return {
        "same field": _mean(_divergence(student.field, field), _at_least_half(weight, field)),
        "same border": 2 * _mean(_divergence(student.border, border), _at_least_half(weight, border)),
        "same core": 2 * _mean(_divergence(student.core, core), weight),
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


def _predict(
    network: TwoStream, views: Sequence[tuple[TokenVolume, Frame]], device: torch.device, mixed: bool, learn: bool
) -> tuple[DenseMaps, Tensor]:
    """Return the dense maps of a batch of views in single precision, and where their reference frames are valid."""
    volume = TokenVolume.stack([volume for volume, _ in views]).to(device)
    frame = Frame.stack([frame for _, frame in views]).to(device)
    with (
        _evaluation(network),
        torch.set_grad_enabled(learn),
        torch.autocast(device.type, torch.bfloat16, enabled=mixed),
    ):
        maps = network.dense_maps(network.encode_space(network.encode_time(volume), frame))
    return maps.float(), frame.valid


@contextmanager
def _evaluation(network: TwoStream) -> Iterator[None]:
    """Keep a network in evaluation mode for a while."""
    before = network.training
    network.eval()
    try:
        yield
    finally:
        network.train(before)


def _divergence(logits: Tensor, target: Tensor) -> Tensor:
    """Return the Kullback-Leibler divergence of probabilities ``target`` and ``logits``: a cross-entropy from 0."""
    entropy = F.binary_cross_entropy(target, target, reduction="none")
    return F.binary_cross_entropy_with_logits(logits, target, reduction="none") - entropy


def _at_least_half(weight: Tensor, target: Tensor) -> Tensor:
    """Return the weights of pixels when those of the target count for at least as much as all others."""
    share = _mean(target, weight).clamp(LEAST_SHARE, 0.5)
    return weight * (1 - target + target * (1 - share) / share)


def _mean(values: Tensor, weights: Tensor) -> Tensor:
    """Return the weighted mean, 0 where all weights are 0."""
    return (values * weights).sum() / weights.sum().clamp_min(1e-6)
