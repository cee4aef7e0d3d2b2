"""Galileo (Tseng et al. 2025): one transformer over the patches of every sensor, here read one acquisition at a time.

Its weights are its authors' and stay outside of this project: `galileo_weights` loads them. They were trained on
Sentinel-2 top-of-atmosphere reflectance; surface reflectance is taken as it is, so expect a shift.
"""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from einops import rearrange, reduce, repeat
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from ...ndvi import ndvi
from ..batches import Index, Views
from ..blocks import AttentionLayer
from ..normalization import GALILEO_OPTICAL, GALILEO_RADAR, GALILEO_TERRAIN, scale_to_unit
from .base import Encoder

SIZES = {"nano": (128, 4, 8), "tiny": (192, 12, 3), "base": (768, 12, 12)}  # width, depth, heads as published
KERNEL = 8  # side of the patches the weights are kept for, in pixels
LONGEST = 24  # timesteps in one sequence

# The channels of each group, counted in the order VV, VH, the bands of protocol.OPTICAL_BANDS, NDVI.
GROUPS = {
    "S1": (0, 1),
    "S2_RGB": (2, 3, 4),
    "S2_Red_Edge": (5, 6, 7),
    "S2_NIR_10m": (8,),
    "S2_NIR_20m": (9,),
    "S2_SWIR": (10, 11),
    "NDVI": (12,),
}
NEEDS = {**GROUPS, "NDVI": (4, 8)}  # the measured channels without which a group is missing


@dataclass(frozen=True)
class Sequences:
    """B windows of H × W pixels at T timesteps, normalised; h × w patches, in each of which groups may be missing.

    ``space_time`` [B, T, 13, H, W] in the order of `GROUPS`, ``terrain`` [B, 2, H, W], ``location`` [B, 3] on the unit
    sphere, ``months`` [B, T] from 0 to 11; what is there: ``present`` [B, T, 7, h, w], ``terrain_present`` [B, h, w]
    and ``location_present`` [B], bool.
    """

    space_time: Tensor
    terrain: Tensor
    location: Tensor
    months: Tensor
    present: Tensor
    terrain_present: Tensor
    location_present: Tensor

    def select(self, index: Index) -> Sequences:
        """Return some of the windows."""
        return Sequences(
            space_time=self.space_time[index],
            terrain=self.terrain[index],
            location=self.location[index],
            months=self.months[index],
            present=self.present[index],
            terrain_present=self.terrain_present[index],
            location_present=self.location_present[index],
        )


def channels_of(radar: Tensor, optical: Tensor) -> Tensor:
    """Return normalised ``space_time`` [..., 13, H, W] of dB [..., 2, H, W] and digital numbers [..., 10, H, W]."""
    index = ndvi(optical[..., 2:3, :, :], optical[..., 6:7, :, :], 1).clamp(-1, 1)
    channels = scale_to_unit(radar, GALILEO_RADAR), scale_to_unit(optical, GALILEO_OPTICAL), index
    return torch.cat(channels, dim=-3)


def unit_sphere(location: Tensor) -> Tensor:
    """Return x, y, z [..., 3] of latitude and longitude [..., 2] in degrees."""
    latitude, longitude = torch.deg2rad(location).unbind(-1)
    x, y = latitude.cos() * longitude.cos(), latitude.cos() * longitude.sin()
    return torch.stack([x, y, latitude.sin()], dim=-1)


def sinusoids(positions: Tensor, width: int) -> Tensor:
    """Return [..., width]: sines, then cosines of ``positions`` at wavelengths from 2π to 20π, as in pre-training."""
    angles = positions[..., None] * 0.1 ** (torch.arange(width // 2, device=positions.device) / (width // 2))
    return torch.cat([angles.sin(), angles.cos()], dim=-1)


@lru_cache
def _enlarging(patch: int) -> np.ndarray:
    """Return the pseudo-inverse [KERNEL², patch²] of bicubic shrinking."""
    pixels = torch.eye(KERNEL**2).unflatten(1, (1, KERNEL, KERNEL))
    shrunken = F.interpolate(pixels, size=(patch, patch), mode="bicubic", antialias=True).flatten(1)
    return np.linalg.pinv(shrunken.double().numpy()).T


def resize_kernel(kernel: Tensor, patch: int) -> Tensor:
    """Return a patch embedding [D, C, 8, 8] for patches of another size, as FlexiViT does (Beyer et al. 2023)."""
    if patch == KERNEL:
        return kernel
    matrix = torch.as_tensor(_enlarging(patch), dtype=kernel.dtype, device=kernel.device)
    return (kernel.flatten(2) @ matrix).unflatten(2, (patch, patch))


class Galileo(nn.Module):
    """The Galileo encoder for S1, S2, NDVI, elevation and slope, location and month.

    Every token is the embedding of one group of channels in one patch at one timestep; a quarter of its features says
    which group it is, a quarter each which step, which month and where in the window.
    """

    steps: Tensor
    months: Tensor

    def __init__(self, width: int, depth: int, heads: int) -> None:
        super().__init__()
        quarter = width // 4
        self.space_time = nn.ModuleDict({k: nn.Conv2d(len(v), width, KERNEL, KERNEL) for k, v in GROUPS.items()})
        self.terrain = nn.Conv2d(2, width, KERNEL, KERNEL)
        self.place = nn.Linear(3, width)
        self.groups = nn.Parameter(0.02 * torch.randn(len(GROUPS), quarter))
        self.terrain_group = nn.Parameter(0.02 * torch.randn(quarter))
        self.place_group = nn.Parameter(0.02 * torch.randn(quarter))
        angles = (torch.arange(12) * (math.pi / 6))[:, None].expand(12, quarter // 2)
        self.register_buffer("steps", sinusoids(torch.arange(LONGEST), quarter))
        self.register_buffer("months", torch.cat([angles.sin(), angles.cos()], dim=1))
        self.layers = nn.ModuleList(AttentionLayer(width, heads, 4 * width) for _ in range(depth))
        self.norm = nn.LayerNorm(width)

    def forward(self, sequences: Sequences, patch: int) -> tuple[Tensor, Tensor, Tensor]:
        """Return tokens [B, T, 7, h, w, D] by group, [B, h, w, D] of the terrain and [B, D] of the location.

        Those of what is missing are 0. ``patch`` is the side of a patch in pixels, 1 to 8.
        """
        parts = self.embed(sequences, patch)
        present = (sequences.present, sequences.terrain_present, sequences.location_present[:, None])
        tokens = self.attend(
            torch.cat([x.flatten(1, -2) for x in parts], dim=1), torch.cat([x.flatten(1) for x in present], dim=1)
        )
        sizes = [x[0].numel() for x in present]
        space_time, terrain, location = (
            x.view(part.shape) for x, part in zip(tokens.split(sizes, dim=1), parts, strict=True)
        )
        return space_time, terrain, location[:, 0]

    def embed(self, sequences: Sequences, patch: int) -> tuple[Tensor, Tensor, Tensor]:
        """Return the tokens before attention, shaped as `forward` returns them but for [B, 1, D] of the location."""
        steps = sequences.months.shape[1]
        if steps > LONGEST:
            raise ValueError(f"Galileo reads at most {LONGEST} timesteps at once, not {steps}.")

        def patches(images: Tensor, layer: nn.Module) -> Tensor:
            kernel = resize_kernel(layer.get_parameter("weight"), patch)
            return F.conv2d(images, kernel, layer.get_parameter("bias"), stride=patch)

        images = rearrange(sequences.space_time, "b t c y x -> (b t) c y x")
        groups = [patches(images[:, list(channels)], self.space_time[name]) for name, channels in GROUPS.items()]
        tokens = rearrange(torch.stack(groups, dim=1), "(b t) g d h w -> b t g h w d", t=steps)
        terrain = rearrange(patches(sequences.terrain, self.terrain), "b d h w -> b h w d")
        height, width, quarter = *terrain.shape[1:3], self.groups.shape[1]
        y, x = (sinusoids(patch * torch.arange(n, device=tokens.device), quarter // 2) for n in (height, width))
        where = torch.cat([repeat(x, "w d -> h w d", h=height), repeat(y, "h d -> h w d", w=width)], dim=-1)
        nothing = torch.zeros_like(self.place_group)

        def encoding(*quarters: Tensor) -> Tensor:
            return torch.cat(torch.broadcast_tensors(*quarters), dim=-1)

        step, month = self.steps[:steps], self.months[sequences.months]
        group, step = self.groups[:, None, None], step[:, None, None, None]
        tokens = tokens + encoding(group, step, month[:, :, None, None, None], where)
        terrain = terrain + encoding(self.terrain_group, nothing, nothing, where)
        location = self.place(sequences.location) + encoding(self.place_group, nothing, nothing, nothing)
        return tokens, terrain, location[:, None]

    def attend(self, tokens: Tensor, present: Tensor) -> Tensor:
        """Run the transformer over the present tokens of each row [B, N, D]; the others come back as 0.

        What is missing is left out, not masked. A token carries its own location, so that rows of equally many tokens
        go together, whichever they are.
        """
        result = torch.zeros_like(tokens)
        counts = present.sum(1)
        for count in counts[counts > 0].unique().tolist():
            rows = (counts == count).nonzero()
            index = rows, present[rows[:, 0]].nonzero()[:, 1].view(-1, count)
            x = tokens[index]
            for layer in self.layers:
                x = layer(x)
            result[index] = self.norm(x)
        return result


class GalileoEncoder(Encoder):
    """Galileo, run on each acquisition alone: a token is the mean over the groups of S1 and S2 that are present.

    ``size`` is "nano", "tiny" or "base"; ``patch`` the side of a token in pixels, 1 to 8; attention stays inside
    windows of ``window`` × ``window`` tokens (4 to 12 in pre-training). Terrain and location are inputs, too. A patch
    without any valid pixel of a group lacks that group; single invalid pixels take the mean of their patch. Tokens that
    rest on nothing are 0.
    """

    AT_ONCE = 16  # windows; bounds memory and is fastest where they fit the processor's cache

    def __init__(self, size: str = "nano", patch: int = 4, window: int = 8) -> None:
        super().__init__()
        if size not in SIZES:
            raise ValueError(f"Unknown size {size!r} of Galileo; known are {', '.join(SIZES)}.")
        if not 1 <= patch <= KERNEL or window < 1:
            raise ValueError(f"Galileo reads patches of 1 to {KERNEL} pixels in windows of at least one, not {patch}.")
        self.size, self.patch, self.window, self.span = size, patch, window, window * patch
        self.width = SIZES[size][0]
        self.galileo = Galileo(*SIZES[size])

    def forward(self, views: Views) -> Tensor:
        count, _, height, width = views.optical.shape
        side = self.window * self.patch
        rows, columns = -(-height // side), -(-width // side)

        def windows(x: Tensor) -> Tensor:
            x = F.pad(x, (0, columns * side - width, 0, rows * side - height))
            return rearrange(x, "n c (r y) (q x) -> (n r q) c y x", y=side, x=side)

        optical, optical_valid = self.fill(windows(10_000 * views.optical), windows(views.optical_valid[:, None]))
        radar, radar_valid = self.fill(windows(views.radar), windows(views.radar_valid[:, None]))
        ground = views.terrain, views.terrain_valid[..., None, :, :]
        elevation, terrain_mask = (windows(x.expand(count, -1, -1, -1)) for x in ground)
        terrain, terrain_valid = self.fill(elevation, terrain_mask)
        bands = torch.cat([views.radar_bands, views.optical_bands], dim=1) > 0
        given = torch.stack([bands[:, list(needs)].all(1) for needs in NEEDS.values()], dim=1)
        valid = torch.stack([radar_valid] + [optical_valid] * (len(GROUPS) - 1), dim=1)
        months = [datetime.date.fromordinal(day).month - 1 for day in views.days.tolist()]
        tiles = rows * columns
        present = valid & given.repeat_interleave(tiles, dim=0)[:, :, None, None]
        some = present.flatten(1).any(1)
        sequences = Sequences(
            space_time=channels_of(radar, optical)[:, None],
            terrain=scale_to_unit(terrain, GALILEO_TERRAIN),
            location=unit_sphere(views.location).expand(count, 3).repeat_interleave(tiles, dim=0),
            months=torch.tensor(months, device=views.days.device).repeat_interleave(tiles)[:, None],
            present=present[:, None],
            terrain_present=terrain_valid & some[:, None, None],
            location_present=some,
        )
        parts = [self.encode(sequences, slice(i, i + self.AT_ONCE)) for i in range(0, count * tiles, self.AT_ONCE)]
        tokens = torch.cat([radar.new_zeros(0, self.window, self.window, self.width), *parts])
        grid = rearrange(tokens, "(n r q) h w d -> n (r h) (q w) d", r=rows, q=columns)
        return grid[:, : height // self.patch, : width // self.patch]

    def encode(self, sequences: Sequences, chosen: slice) -> Tensor:
        """Return the mean over the present groups [n, h, w, width] of the ``chosen`` windows; 0 where there is none."""
        part = sequences.select(chosen)
        tokens, _, _ = self.galileo(part, self.patch)
        return tokens.sum((1, 2)) / part.present.sum((1, 2)).clamp_min(1)[..., None]

    def fill(self, values: Tensor, valid: Tensor) -> tuple[Tensor, Tensor]:
        """Give invalid pixels of [N, C, H, W] the mean of their patch; return also which patches [N, h, w] have one."""
        p = self.patch

        def pool(x: Tensor) -> Tensor:
            return reduce(x, "n c (h p) (w q) -> n c h w", "mean", p=p, q=p)

        share = pool(valid)
        means = pool(values * valid) / share.clamp_min(1e-6)
        means = repeat(means, "n c h w -> n c (h p) (w q)", p=p, q=p)
        return torch.where(valid > 0, values, means), share[:, 0] > 0
