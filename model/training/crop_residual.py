"""The spatial term of the crop head, fitted anew where outlines learned on and crops are to stay as they were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import torch

from ..network.batches import Frame, TokenVolume
from ..network.two_stream import TwoStream
from .augmentation import augment, center_days
from .dataset import Example
from .unlabelled_scenes import UnlabelledTile

LABELLED, WITHOUT_LABELS = 70, 30  # tiles of each kind, at most
PIXELS = 1200  # of a tile that are drawn
RIDGE = 1e-3  # of the mean square of a feature, which is 1 or so


def draw_views(
    examples: Sequence[Example], unlabelled: Sequence[UnlabelledTile], acquisitions: int, rng: np.random.Generator
) -> Iterator[tuple[TokenVolume, Frame]]:
    """Yield random tiles as batches of one: augmented examples, and tiles without labels from one of their frames."""
    for i in rng.permutation(len(examples))[:LABELLED]:
        batch = Example.stack([augment(examples[i], rng, acquisitions)])
        yield batch.volume, batch.frame
    for i in rng.permutation(len(unlabelled))[:WITHOUT_LABELS]:
        shown = unlabelled[i].as_is
        frame = shown.frame(int(rng.integers(len(shown.frames.valid))))
        yield TokenVolume.stack([center_days(shown.volume)]), Frame.stack([frame])


@torch.no_grad()
def keep_crops(
    network: TwoStream, anchor: TwoStream, tiles: Iterable[tuple[TokenVolume, Frame]], generator: torch.Generator
) -> float:
    """Fit the spatial term of the crop head of ``network``, from its own features, to that of ``anchor``.

    Ridge regression over random pixels of ``tiles``, batches of one. Both networks have the same temporal stream. The
    term is linear in the finest spatial features, so that the crop logits of both differ by what the regression leaves.
    Returns the share of the variance that it explains (R²).
    """
    for one in (network, anchor):
        one.eval()
    device = next(network.parameters()).device
    anchor = anchor.to(device)
    inputs, targets = [], []
    for volume, frame in tiles:
        latents = anchor.encode_time(volume.to(device))
        frame = frame.to(device)
        features = network.encode_space(latents, frame).pyramid[1]
        wanted = anchor.dense.spatial(anchor.encode_space(latents, frame).pyramid[1])
        shown = torch.nonzero(frame.valid[0].flatten() > 0)[:, 0].cpu()
        drawn = shown[torch.randperm(len(shown), generator=generator)[:PIXELS]]
        inputs.append(features[0].flatten(1).T.cpu()[drawn].double())
        targets.append(wanted[0].flatten(1).T.cpu()[drawn].double())
    x, y = torch.cat(inputs), torch.cat(targets)
    design = torch.cat([x, x.new_ones(len(x), 1)], 1)
    penalty = torch.full((design.shape[1],), RIDGE * len(x), dtype=x.dtype)
    penalty[-1] = 0  # not of the intercept
    weights = torch.linalg.solve(design.T @ design + penalty.diag(), design.T @ y)
    network.dense.spatial.weight.copy_(weights[:-1].T[:, :, None, None])
    network.dense.spatial.get_parameter("bias").copy_(weights[-1])
    left = (design @ weights - y).square().sum() / (y - y.mean(0)).square().sum()
    return float(1 - left)
