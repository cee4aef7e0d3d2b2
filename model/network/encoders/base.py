"""The interface of the frozen encoders: views of one window in, tokens per view out."""

from __future__ import annotations

from torch import Tensor, nn

from ...constants import LATTICE, TOKEN_BLOCK
from ..batches import Views


class Encoder(nn.Module):
    """Turns each view into a grid of tokens, independently of the other views.

    ``patch`` is the side of a token in pixels, ``width`` the number of features of a token. ``span`` is the side in
    pixels of the windows that attention stays in, counted from the corner of the view: a token depends on the pixels
    of its window, the date and the location alone. A run encodes each window once (`fits`).
    """

    patch: int
    width: int
    span: int

    @property
    def fits(self) -> bool:
        """Whether a block holds whole windows, so that its tokens are those of any larger view."""
        return TOKEN_BLOCK % self.span == 0 and LATTICE % self.patch == 0

    def forward(self, views: Views) -> Tensor:
        """Return tokens [N, H / patch, W / patch, width]."""
        raise NotImplementedError
