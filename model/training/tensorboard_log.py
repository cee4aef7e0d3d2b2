"""Optional TensorBoard logs of a training run: the scalars of each step and images of one tile."""

from __future__ import annotations

import colorsys
from pathlib import Path
from types import TracebackType

import numpy as np
import torch
from torch import Tensor

from ..network.dense import DenseMaps
from ..network.two_stream import TwoStream
from ..protocol import InputError
from .dataset import Example
from .targets import Targets


class TensorBoardLog:
    """The TensorBoard log of one stage in ``folder``; entries of an interrupted run from step ``start`` on are dropped.

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

    def __enter__(self) -> TensorBoardLog:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self.writer:
            self.writer.close()

    def write_scalars(self, step: int, values: dict[str, float]) -> None:
        """Log scalars by name."""
        if self.writer:
            for name, value in values.items():
                self.writer.add_scalar(name.replace(" ", "_"), value, step)

    def write_prediction(self, step: int, network: TwoStream, tile: Example) -> None:
        """Log an image of the dense heads' prediction for ``tile``, a batch on the network's device."""
        if self.writer:
            with torch.no_grad():
                maps = network.dense_maps(network.encode_space(network.encode_time(tile.volume), tile.frame))
            self.writer.add_image("tile", render_prediction(maps, tile.targets), step, dataformats="HWC")


def render_prediction(maps: DenseMaps, targets: Targets) -> np.ndarray:
    """Return field, border and crop of the first tile of a batch side by side, [4H, 6W, 3] uint8.

    The prediction is above, the targets are below.
    """
    classes = maps.crop.shape[1]
    hues = [colorsys.hsv_to_rgb(k / classes, 0.8, 0.9) for k in range(classes)]
    palette = torch.tensor([*hues, (0.15, 0.15, 0.15)])  # the last, which index -1 reaches, stands for an unknown crop

    def row(field: Tensor, border: Tensor, crop: Tensor) -> Tensor:
        grey = [x.float().cpu()[..., None].expand(-1, -1, 3) for x in (field, border)]
        return torch.cat([*grey, palette[crop.cpu()].repeat_interleave(2, 0).repeat_interleave(2, 1)], 1)

    predicted = row(maps.field[0].sigmoid(), maps.border[0].sigmoid(), maps.crop[0].argmax(0))
    true = row(targets.field[0], targets.border[0], targets.crop[0])
    return (255 * torch.cat([predicted, true])).byte().numpy()
