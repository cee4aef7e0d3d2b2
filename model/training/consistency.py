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
SHARPNESS = 1.0  # factor of the teacher's logits of field and border; 1 leaves them as they are
TEMPERATURE = 2.0  # of both crop distributions (Hinton et al. 2015)
CONFIDENT = 0.6  # least probability of the teacher's likeliest crop where crops count
LEAST_SHARE = 0.1  # of fields or of other ground, when each of them counts for one half

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

    Each pixel of 5 m weighs as much as the teacher is sure whether it is field, |2p - 1|, and fields as a whole as much
    as other ground, or all ground would drift to the more frequent of the two. Crops count in fields where the teacher
    is confident. All terms are 0 where both agree.
    """
    known = valid.repeat_interleave(FINE, -2).repeat_interleave(FINE, -1)
    field, border = (SHARPNESS * teacher.field).sigmoid(), (SHARPNESS * teacher.border).sigmoid()
    core = teacher.core.sigmoid()
    weight = known * (2 * teacher.field.sigmoid() - 1).abs()
    share = _mean(field, weight).clamp(LEAST_SHARE, 1 - LEAST_SHARE)
    balanced = weight * (field / share + (1 - field) / (1 - share)) / 2
    certainty, _ = teacher.crop.softmax(1).max(1)
    in_field = F.avg_pool2d(teacher.field.sigmoid()[:, None], FINE)[:, 0]
    sure = valid * (certainty > CONFIDENT) * (in_field > 0.5)
    expected, predicted = (maps.crop.div(TEMPERATURE).log_softmax(1) for maps in (teacher, student))
    crop = TEMPERATURE**2 * F.kl_div(predicted, expected, reduction="none", log_target=True).sum(1)
    return {
        "same field": _mean(_divergence(student.field, field), balanced),
        "same border": 2 * _mean(_divergence(student.border, border), weight * (1 + 2 * border)),
        "same core": 2 * _mean(_divergence(student.core, core), weight),
        "same crop": _mean(crop, sure),
    }


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


def _mean(values: Tensor, weights: Tensor) -> Tensor:
    """Return the weighted mean, 0 where all weights are 0."""
    return (values * weights).sum() / weights.sum().clamp_min(1e-6)
