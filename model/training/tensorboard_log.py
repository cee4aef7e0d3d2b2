"""What a training run tells TensorBoard, which is not needed to train: scalars of each step and a picture of a tile."""

from __future__ import annotations

import colorsys
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ..network.dense import DenseMaps
from ..network.two_stream import TwoStream
from ..protocol import InputError
from .dataset import Example
from .targets import Targets


class Board:
    """The log of one stage in ``folder``, from step ``start`` on (what a broken-off run wrote beyond is dropped).

    Without a folder nothing is logged. Raises `InputError` where TensorBoard's package is missing.
    """

    def __init__(self, folder: Path | None, start: int = 0) -> None:
        self.writer = None
        if folder is None:
            return
        try:
            from torch.utils.tensorboard import SummaryWriter
        except ImportError as error:
            raise InputError(
                "Logs for TensorBoard need a package that is not installed. Install it with "
                "`pip install tensorboard`, or train without a folder for logs."
            ) from error
        self.writer = SummaryWriter(str(folder), purge_step=start)

    def __enter__(self) -> Board:
        return self

    def __exit__(self, *_) -> None:
        if self.writer:
            self.writer.close()

    def tell(self, step: int, values: dict[str, float]) -> None:
        """Log numbers by name."""
        if self.writer:
            for name, value in values.items():
                self.writer.add_scalar(name.replace(" ", "_"), value, step)

    def show(self, step: int, network: TwoStream, tile: Example) -> None:
        """Log a picture of what the dense heads make of ``tile``, a batch on the network's device."""
        if self.writer:
            with torch.no_grad():
                maps = network.dense_maps(network.encode_space(network.encode_time(tile.volume), tile.frame))
            self.writer.add_image("tile", picture_of(maps, tile.targets), step, dataformats="HWC")


def picture_of(maps: DenseMaps, targets: Targets) -> np.ndarray:
    """Return field, border and crop of the first tile of a batch, as predicted above as they are: [4H, 6W, 3] uint8."""
    classes = maps.crop.shape[1]
    hues = [colorsys.hsv_to_rgb(k / classes, 0.8, 0.9) for k in range(classes)]
    palette = torch.tensor([*hues, (0.15, 0.15, 0.15)])  # the last, also by -1, is "no crop known"

    def row(field: Tensor, border: Tensor, crop: Tensor) -> Tensor:
        grey = [x.float().cpu()[..., None].expand(-1, -1, 3) for x in (field, border)]
        return torch.cat([*grey, palette[crop.cpu()].repeat_interleave(2, 0).repeat_interleave(2, 1)], 1)

    said = row(maps.field[0].sigmoid(), maps.border[0].sigmoid(), maps.crop[0].argmax(0))
    true = row(targets.field[0], targets.border[0], targets.crop[0])
    return (255 * torch.cat([said, true])).byte().numpy()
