"""Weights in Galileo's official layout with random values, and the official ones where they are at hand."""

from pathlib import Path

import pytest
import torch

from doab.model.network.encoders.galileo import GROUPS
from doab.model.network.encoders.galileo_weights import load_galileo

OFFICIAL = Path(__file__).resolve().parents[5] / "shared" / "data" / "galileo-nano"


def official_shapes(width, depth):
    """Return the names and shapes in an official file, of all its inputs."""
    q = width // 4
    shapes = {"pos_embed": (24, q), "month_embed.weight": (12, q), "norm.weight": (width,), "norm.bias": (width,)}
    shapes |= {f"{k}_channel_embed": (n, q) for k, n in {"s_t": 7, "sp": 3, "t": 3, "st": 4}.items()}
    images = {f"space_time_embed.{k}": len(v) for k, v in GROUPS.items()}
    images |= {f"space_embed.{k}": n for k, n in {"SRTM": 2, "DW": 9, "WC": 5}.items()}
    numbers = {f"time_embed.{k}": n for k, n in {"ERA5": 2, "TC": 3, "VIIRS": 1}.items()}
    numbers |= {f"static_embed.{k}": n for k, n in {"LS": 1, "location": 3, "DW_static": 9, "WC_static": 5}.items()}
    layers = {f"{k}.proj": (width, n, 8, 8) for k, n in images.items()} | {k: (width, n) for k, n in numbers.items()}
    for i in range(depth):
        layers |= {f"blocks.{i}.attn.{k}": (width, width) for k in ("q", "k", "v", "proj")}
        layers |= {f"blocks.{i}.mlp.fc1": (4 * width, width), f"blocks.{i}.mlp.fc2": (width, 4 * width)}
        layers |= {f"blocks.{i}.norm{k}": (width,) for k in (1, 2)}
    for name, shape in layers.items():
        shapes |= {f"{name}.weight": shape, f"{name}.bias": shape[:1]}
    return shapes


@pytest.fixture
def official_state():
    return {k: 0.02 * torch.randn(v) for k, v in official_shapes(128, 4).items()}


@pytest.fixture(scope="session")
def nano():
    """The official encoder as the interface sees it, at the patch of its golden single date."""
    if not OFFICIAL.is_dir():
        pytest.skip("needs galileo-nano in ../shared/data")
    return load_galileo(OFFICIAL, patch=8, window=4)
