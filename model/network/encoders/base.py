"""The interface of the frozen encoders: views of one window in, tokens per view out."""

from __future__ import annotations

from torch import Tensor, nn

from ..batches import Views


class Encoder(nn.Module):
    """Turns each view into a grid of tokens, independently of the other views.

    ``patch`` is the side of a token in pixels, ``width`` the number of features of a token.
    """

    patch: int
    width: int

    def forward(self, views: Views) -> Tensor:
        """Return tokens [N, H / patch, W / patch, width]."""
        raise NotImplementedError
